"""Measures: exact values, zero bases by policy, units that may not meet."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.scoring.compiled import SchemeInvalid
from tests.support.builders import NUMBER, a_scheme, points, scored

FULL_UP_TO_100 = {"kind": "steps", "standard": "100", "worse": "above", "step": "1", "deduct": "1", "part_step": "full"}


def ratio(zero_base: Any) -> dict[str, Any]:
    return {"ratio": ["a", "b"], "as": "percent", "zero_base": zero_base}


@pytest.mark.parametrize(
    ("policy", "status", "wanted"),
    [
        ("unscored", "unscored", None),
        ("full", "computed", "5"),
        ("zero", "computed", "0"),
        ({"value": "102"}, "computed", "3"),
    ],
)
def test_a_zero_base_is_answered_by_the_scheme_and_never_by_default(
    policy: Any, status: str, wanted: str | None
) -> None:
    score = scored(a_scheme(FULL_UP_TO_100, ratio(policy)), a="0", b="0")
    assert (score.status, score.computed_points) == (status, None if wanted is None else Decimal(wanted))


def test_nothing_against_nothing_and_something_against_nothing_may_differ() -> None:
    scheme = a_scheme(FULL_UP_TO_100, ratio({"zero_zero": "full", "x_zero": "zero"}))
    assert [points(scheme, a=a, b="0") for a in ("0", "3")] == [Decimal(5), Decimal(0)]


def test_a_negative_base_is_unscored() -> None:
    assert scored(a_scheme(FULL_UP_TO_100, ratio("full")), a="1", b="-1").status == "unscored"


def test_a_division_without_a_policy_for_a_zero_base_is_refused() -> None:
    with pytest.raises(ValueError, match="zero_base"):
        a_scheme(FULL_UP_TO_100, {"ratio": ["a", "b"], "as": "percent"})


def test_amounts_in_different_units_cannot_become_a_percentage() -> None:
    evidence = {"a": NUMBER, "b": {**NUMBER, "unit": "元"}}
    with pytest.raises(SchemeInvalid, match="单位不同"):
        a_scheme(FULL_UP_TO_100, ratio("unscored"), evidence=evidence)


def test_change_and_nested_sums_are_exact() -> None:
    change = {"change": ["a", "b"], "as": "percent", "zero_base": "unscored"}
    nested = {"ratio": [{"sum": ["a", "-b"]}, "a"], "as": "percent", "zero_base": "unscored"}
    assert scored(a_scheme(FULL_UP_TO_100, change), a="4", b="3").measure.value == Decimal("33.33")  # type: ignore[union-attr]
    assert scored(a_scheme(FULL_UP_TO_100, nested), a="4", b="3").measure.value == Decimal("25.00")  # type: ignore[union-attr]


def test_unknown_evidence_is_refused_at_its_place() -> None:
    with pytest.raises(SchemeInvalid) as refused:
        a_scheme(FULL_UP_TO_100, {"ratio": ["a", "nix"], "as": "percent", "zero_base": "unscored"})
    assert ("/items/0/measure/ratio/1", "没有名为 nix 的证据（evidence）") in [
        (one.pointer, one.message) for one in refused.value.problems
    ]


def test_blank_enters_only_where_the_scheme_declares_it_and_the_sentence_says_so() -> None:
    declared = {"a": {**NUMBER, "blank_as": "0"}, "b": NUMBER}
    rule = {"kind": "bands", "rows": [{"at_most": "0", "points": "5"}, {"above": "0", "points": "0"}]}
    score = scored(a_scheme(rule, evidence=declared), a=None)
    assert score.computed_points == 5
    assert "甲为空，按评分表约定计 0" in score.sentence
    assert scored(a_scheme(rule), a=None).status == "needs_evidence"
    assert scored(a_scheme(rule, evidence=declared)).missing == ["a"]


def test_none_zero_blank_and_not_applicable_stay_four_answers() -> None:
    rule = {"kind": "bands", "rows": [{"at_most": "0", "points": "5"}, {"above": "0", "points": "0"}]}
    scheme = a_scheme(rule)
    answers: list[Any] = [{"none": "无"}, "0", None, {"not_applicable": "没有"}, {"unread": "abc"}]
    assert [scored(scheme, a=answer).status for answer in answers] == ["computed"] * 2 + ["needs_evidence"] * 3


@pytest.mark.parametrize(("actual", "wanted"), [("110", "5"), ("90", "5"), ("89.9", "4"), ("110.1", "4"), ("0", "0")])
def test_a_deviation_counts_either_way(actual: str, wanted: str) -> None:
    measure = {"deviation": ["a", "b"], "as": "percent", "zero_base": "unscored"}
    rule = {"kind": "steps", "standard": "10", "worse": "above", "step": "10", "deduct": "1", "part_step": "started"}
    one = scored(a_scheme(rule, measure), a=actual, b="100")
    assert one.computed_points == Decimal(wanted)
    assert one.measure is not None
    assert one.measure.text.startswith("|甲 ")


def test_points_back_from_a_deviation_are_found_from_both_sides() -> None:
    measure = {"deviation": ["a", "b"], "as": "percent", "zero_base": "unscored"}
    rule = {"kind": "bands", "rows": [{"at_most": "10", "points": "5"}], "otherwise": "0"}
    for actual, change in (("80", "10.00"), ("120", "-10.00")):
        back = scored(a_scheme(rule, measure), a=actual, b="100").points_back
        assert back is not None
        assert next(one for one in back.inputs if one.id == "a").change == Decimal(change)


def test_points_back_are_found_where_an_input_stands_above_and_below() -> None:
    inner = {"ratio": ["a", "b"], "as": "number", "zero_base": "unscored"}
    measure = {"ratio": [inner, {**inner, "ratio": ["b", "a"]}], "as": "number", "zero_base": "unscored"}
    rule = {"kind": "bands", "rows": [{"at_least": "4", "points": "5"}], "otherwise": "0"}
    back = scored(a_scheme(rule, measure), a="1", b="1").points_back
    assert back is not None
    assert next(one for one in back.inputs if one.id == "a").to == Decimal("2.00")
