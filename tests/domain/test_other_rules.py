"""Occurrences, checklists, cases, proportions, conversions, judgement and pools."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.scoring.compiled import CompiledScheme, SchemeInvalid, compile_scheme
from app.domain.scoring.evidence import Evidence
from app.domain.scoring.scheme import Scheme
from app.domain.scoring.scorer import score
from tests.support.builders import a_scheme, points, scored

CHECKS = {"a": {"title": "制度", "kind": "checks", "by": "filer"}}
POINTS = {"a": {"title": "效益", "kind": "points", "by": "filer"}}
COUNT = {"a": {"title": "次数", "unit": "次", "kind": "count", "by": "record"}}


@pytest.mark.parametrize(("count", "wanted"), [("0", "3"), ("1", "2.5"), ("6", "0"), ("7", "0")])
def test_each_occurrence_is_deducted_until_nothing_is_left(count: str, wanted: str) -> None:
    scheme = a_scheme({"kind": "occurrences", "deduct": "0.5"}, points="3", evidence=COUNT)
    assert points(scheme, a=count) == Decimal(wanted)


@pytest.mark.parametrize("count", ["1.5", "-1"])
def test_a_count_that_is_no_whole_number_is_not_scored(count: str) -> None:
    assert scored(a_scheme({"kind": "occurrences", "deduct": "1"}, evidence=COUNT), a=count).status == "unscored"


def test_every_counted_case_must_be_answered() -> None:
    of = [{"id": "one", "text": "一", "deduct": "1"}, {"id": "two", "text": "二", "deduct": "2"}]
    scheme = a_scheme({"kind": "occurrences", "of": of}, evidence=CHECKS)
    assert scored(scheme, a={"one": 0}).missing == ["a/two"]
    assert points(scheme, a={"one": 1, "two": 1}) == 2


def test_a_checklist_adds_up_its_lines_and_names_what_is_missing() -> None:
    of = [
        {"id": "one", "text": "一", "points": "3", "award": "all_or_nothing"},
        {"id": "two", "text": "二", "points": "2", "award": "partial", "step": "0.5"},
    ]
    scheme = a_scheme({"kind": "checklist", "of": of}, evidence=CHECKS)
    assert points(scheme, a={"one": True, "two": "1.5"}) == Decimal("4.5")
    assert scored(scheme, a={"one": True}).missing == ["a/two"]
    assert scored(scheme, a={"one": True, "two": "0.7"}).status == "unscored"


def test_a_checklist_that_does_not_add_up_is_refused() -> None:
    of = [{"id": "one", "text": "一", "points": "3", "award": "all_or_nothing"}]
    with pytest.raises(SchemeInvalid, match="各项合计 3 分，应为 5 分"):
        a_scheme({"kind": "checklist", "of": of}, evidence=CHECKS)


def test_cases_ask_in_order_and_name_only_the_missing_input_that_is_reached() -> None:
    rows: list[dict[str, Any]] = [
        {"when": {"left": "a", "op": "<=", "right": "0"}, "points": "5", "text": "无结余"},
        {"when": {"left": "a", "op": "<=", "right": "b"}, "points": "3"},
        {"otherwise": "0"},
    ]
    scheme = a_scheme({"kind": "cases", "rows": rows})
    assert points(scheme, a="0") == 5
    assert scored(scheme, a="1").missing == ["b"]
    assert [points(scheme, a="2", b=b) for b in ("2", "1.99")] == [Decimal(3), Decimal(0)]


@pytest.mark.parametrize(
    ("rule", "value", "wanted"),
    [
        ({"form": "ratio", "target": "90", "better": "higher"}, "90", "5"),
        ({"form": "ratio", "target": "90", "better": "higher"}, "45", "2.5"),
        ({"form": "ratio", "target": "90", "better": "higher"}, "-3", "0"),
        ({"form": "inverse", "target": "10", "better": "lower"}, "20", "2.5"),
        ({"form": "excess", "target": "10", "better": "lower"}, "15", "2.5"),
        ({"form": "excess", "target": "10", "better": "lower"}, "20", "0"),
        ({"form": "linear", "intercept": "1", "slope": "-10", "zero_above": "0.1"}, "0.05", "2.5"),
        ({"form": "linear", "intercept": "1", "slope": "-10", "zero_above": "0.1"}, "0.11", "0"),
    ],
)
def test_proportional_points_follow_their_form(rule: dict[str, Any], value: str, wanted: str) -> None:
    assert points(a_scheme({"kind": "proportional", **rule}), a=value) == Decimal(wanted)


def _split_of_three() -> dict[str, Any]:
    rule = {"kind": "converted", "source": "考核", "year": 2021, "out_of": "100"}
    leaves = [
        {"id": name, "title": name, "points": "3.33", "measure": {"value": "a"}, "rule": rule} for name in ("p", "q")
    ]
    return {"items": [*leaves, {**leaves[0], "id": "r", "points": "3.34"}], "total_points": "10"}


def test_the_last_row_of_a_converted_split_takes_the_rounding_rest() -> None:
    data = a_scheme({"kind": "occurrences", "deduct": "1"}).scheme.model_dump(mode="json", exclude_none=True)
    card = score(compile_scheme(Scheme.model_validate(data | _split_of_three())), Evidence.model_validate({"a": "55"}))
    assert [one.computed_points for one in card.indicators] == [Decimal("1.83"), Decimal("1.83"), Decimal("1.84")]


def test_judged_points_stay_in_range_in_step_and_give_a_reason() -> None:
    rule = {"kind": "judged", "min": "0", "step": "0.5", "by": "filer", "reason": "below_full", "attachment": False}
    scheme = a_scheme(rule, evidence=POINTS)
    assert points(scheme, a="5") == 5
    assert scored(scheme, a={"points": "4"}).missing == ["a/reason"]
    assert points(scheme, a={"points": "4", "reason": "尚有不足"}) == 4
    assert [scored(scheme, a={"points": p, "reason": "x"}).status for p in ("5.5", "0.7")] == ["unscored"] * 2


def _pool() -> CompiledScheme:
    rule = {"kind": "judged", "min": "0", "step": "1", "by": "filer", "reason": "no", "attachment": False}
    leaves = [{"id": n, "title": n, "measure": {"value": n}, "rule": rule} for n in ("a", "b")]
    evidence = {n: {"title": n, "kind": "points", "by": "filer"} for n in ("a", "b")}
    items = [{"id": "pool", "title": "效益", "points": "15", "pool": True, "items": leaves}]
    data = a_scheme({"kind": "occurrences", "deduct": "1"}).scheme.model_dump(mode="json", exclude_none=True)
    changed = {"items": items, "evidence": evidence, "total_points": "15"}
    return compile_scheme(Scheme.model_validate(data | changed))


@pytest.mark.parametrize(
    ("pools", "statuses", "high"),
    [
        ({}, ["judged", "judged"], "15"),
        ({"pool": {"a": "10", "b": "5"}}, ["judged", "judged"], "15"),
        ({"pool": {"a": "10", "b": "4"}}, ["unscored", "unscored"], "15"),
    ],
)
def test_a_pool_is_one_maximum_and_its_split_must_add_up(pools: Any, statuses: list[str], high: str) -> None:
    card = score(_pool(), Evidence.model_validate({"pools": pools}))
    assert ([one.status for one in card.indicators], card.computed.high) == (statuses, Decimal(high))


def test_leaves_of_an_unsplit_pool_cannot_pass_it_together() -> None:
    card = score(_pool(), Evidence.model_validate({"a": "10", "b": "10"}))
    assert (card.computed.low, card.computed.high) == (Decimal(15), Decimal(15))


def test_a_rating_stands_only_where_nothing_is_missing() -> None:
    scheme = a_scheme({"kind": "bands", "rows": [{"at_least": "0", "points": "5"}], "otherwise": "0"})
    open_card, card = score(scheme, Evidence()), score(scheme, Evidence.model_validate({"a": "1"}))
    assert (open_card.computed.rating, open_card.computed.rating_low, open_card.computed.rating_high) == (
        None,
        "差",
        "优秀",
    )
    assert card.computed.rating == "优秀"


@pytest.mark.parametrize(("a", "rating"), [("9", "好"), ("2", "差"), (None, None)])
def test_a_heading_may_have_ratings_of_its_own(a: str | None, rating: str | None) -> None:
    bands = {"kind": "bands", "rows": [{"at_least": "5", "points": "5"}], "otherwise": "0"}
    leaf = {"id": "x", "title": "指标", "points": "5", "measure": {"value": "a"}, "rule": bands}
    ratings = [{"name": "好", "at_least": "4"}, {"name": "差", "at_least": "0"}]
    scheme = a_scheme(bands, items=[{"title": "投入", "points": "5", "items": [leaf], "ratings": ratings}])
    card = score(scheme, Evidence.model_validate({"a": a} if a else {}))
    assert card.nodes[0].rating == rating
