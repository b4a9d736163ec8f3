"""The rule `steps`, on both sides of its standard and of every step."""

from decimal import Decimal

import pytest

from app.domain.scoring.compiled import SchemeInvalid
from app.domain.scoring.evidence import Evidence
from app.domain.scoring.scorer import score
from tests.support.builders import a_scheme, points, scored

PERCENT = {"ratio": ["a", "b"], "as": "percent", "zero_base": "unscored"}
ABOVE = {"kind": "steps", "standard": "100", "worse": "above", "step": "1", "deduct": "0.5", "part_step": "full"}


@pytest.mark.parametrize(
    ("rate", "wanted"),
    [
        ("0", "5"),
        ("99.99", "5"),
        ("100", "5"),
        ("100.99", "5"),
        ("101", "4.5"),
        ("101.99", "4.5"),
        ("109.99", "0.5"),
        ("110", "0"),
        ("500", "0"),
    ],
)
def test_only_whole_percentage_points_over_the_standard_count_when_part_steps_do_not(rate: str, wanted: str) -> None:
    assert points(a_scheme(ABOVE, PERCENT), a=rate, b="100") == Decimal(wanted)


@pytest.mark.parametrize(("rate", "wanted"), [("100", "5"), ("100.01", "4.5"), ("101", "4.5"), ("101.01", "4")])
def test_a_started_step_counts_as_a_whole_one_when_the_scheme_says_started(rate: str, wanted: str) -> None:
    assert points(a_scheme({**ABOVE, "part_step": "started"}, PERCENT), a=rate, b="100") == Decimal(wanted)


@pytest.mark.parametrize(("rate", "wanted"), [("100", "5"), ("100.5", "4.75"), ("107.5", "1.25"), ("111", "0")])
def test_parts_of_a_step_count_as_they_are_when_the_scheme_says_proportional(rate: str, wanted: str) -> None:
    assert points(a_scheme({**ABOVE, "part_step": "proportional"}, PERCENT), a=rate, b="100") == Decimal(wanted)


@pytest.mark.parametrize(("rate", "wanted"), [("100", "3"), ("120", "3"), ("99.01", "3"), ("99", "2.8"), ("85", "0")])
def test_below_the_standard_each_whole_point_is_deducted_and_above_it_nothing(rate: str, wanted: str) -> None:
    rule = {**ABOVE, "worse": "below", "deduct": "0.2"}
    assert points(a_scheme(rule, PERCENT, points="3"), a=rate, b="100") == Decimal(wanted)


def test_a_deviation_either_way_is_deducted() -> None:
    scheme = a_scheme({**ABOVE, "worse": "either"}, PERCENT)
    assert [points(scheme, a=rate, b="100") for rate in ("98", "100", "102")] == [Decimal(4), Decimal(5), Decimal(4)]


def test_the_sentence_carries_the_arithmetic_the_clause_and_the_source() -> None:
    sentence = scored(a_scheme(ABOVE, PERCENT), a="43", b="40").sentence
    assert sentence == (
        "甲 43 ÷ 乙 40 × 100% = 107.50%，超过标准 100% 计 7 个整百分点，每个扣 0.5 分，扣 3.5 分，得 1.5 分（第1行）。"
    )


def test_the_exact_quotient_decides_and_not_the_printed_one() -> None:
    score = scored(a_scheme(ABOVE, PERCENT), a="100.999999", b="100")
    assert score.measure is not None
    assert (score.measure.value, score.computed_points) == (Decimal("101.00"), Decimal(5))
    assert score.edge is not None
    assert (score.edge.printed_points, score.edge.exact_points) == (Decimal("4.50"), Decimal("5.00"))


def test_points_back_promises_the_least_change_that_gains() -> None:
    scheme = a_scheme(ABOVE, PERCENT)
    back = scored(scheme, a="43", b="40").points_back
    assert back is not None
    least = {one.id: one.to for one in back.inputs}
    assert points(scheme, a=str(least["a"]), b="40") == back.inputs[0].points
    assert points(scheme, a=str(least["a"] + Decimal("0.01")), b="40") == Decimal("1.5")  # type: ignore[operator]


BONUS = {"step": "5", "add": "0.5", "cap": "2", "part_step": "full"}


@pytest.mark.parametrize(
    ("value", "wanted", "more"),
    [("100", "5", "0"), ("104.99", "5", "0"), ("105", "5", "0.5"), ("200", "5", "2"), ("99", "4", "0")],
)
def test_a_bonus_is_kept_beside_the_maximum_and_capped(value: str, wanted: str, more: str) -> None:
    rule = {"kind": "steps", "standard": "100", "worse": "below", "step": "1", "deduct": "1", "part_step": "full"}
    card = score(a_scheme({**rule, "bonus": BONUS}, total_cap="6"), Evidence.model_validate({"a": value}))
    one = card.indicators[0]
    assert (one.computed_points, one.bonus_points) == (Decimal(wanted), Decimal(more))
    assert card.computed.high == min(Decimal(wanted) + Decimal(more), Decimal(6))
    assert card.proof.figures == Decimal(wanted) + Decimal(more)


def test_without_a_cap_of_its_own_the_total_ends_at_its_points_and_a_missing_figure_may_still_earn_the_bonus() -> None:
    rule = {"kind": "steps", "standard": "100", "worse": "below", "step": "1", "deduct": "1", "part_step": "full"}
    full = score(a_scheme({**rule, "bonus": BONUS}), Evidence.model_validate({"a": "200"}))
    empty = score(a_scheme({**rule, "bonus": BONUS}, total_cap="9"), Evidence())
    assert (full.computed.high, empty.computed.low, empty.computed.high) == (Decimal(5), Decimal(0), Decimal(7))


def test_no_bonus_where_both_sides_are_worse() -> None:
    rule = {"kind": "steps", "standard": "100", "worse": "either", "step": "1", "deduct": "1", "part_step": "full"}
    with pytest.raises(SchemeInvalid, match="不能加分"):
        a_scheme({**rule, "bonus": BONUS})
