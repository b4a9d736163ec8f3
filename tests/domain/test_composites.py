"""Several ways of scoring under one indicator: added, the best of them, or the one that was chosen."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.scoring.compiled import CompiledScheme, SchemeInvalid
from tests.support.builders import NUMBER, a_scheme, scored

BANDS = {
    "kind": "bands",
    "rows": [{"at_least": "90", "points": "2"}, {"at_least": "60", "points": "1"}],
    "otherwise": "0",
}
CHECKS = {"kind": "checklist", "of": [{"id": "one", "text": "一", "points": "3", "award": "all_or_nothing"}]}
EVIDENCE = {
    "a": {**NUMBER, "unit": "%"},
    "b": {**NUMBER, "title": "乙", "unit": "%"},
    "c": {"title": "制度", "kind": "checks", "by": "filer"},
}


def part(name: str, title: str, rule: dict[str, Any], most: str) -> dict[str, Any]:
    return {"id": name, "title": title, "measure": {"value": name}, "rule": rule, "points": most}


def composite(kind: str, parts: list[dict[str, Any]], most: str = "5") -> CompiledScheme:
    data = {"id": "x", "title": "指标", "points": most, "rule": {"kind": kind, "of": parts}, "source": "第1行"}
    return a_scheme({"kind": "occurrences", "deduct": "1"}, points=most, evidence=EVIDENCE, items=[data])


SUM = [part("a", "甲", BANDS, "2"), part("c", "制度", CHECKS, "3")]
EACH = [part("a", "甲", BANDS, "2"), part("b", "乙", BANDS, "2")]


@pytest.mark.parametrize(("a", "c", "wanted"), [("95", True, "5"), ("60", True, "4"), ("59.99", False, "0")])
def test_a_sum_adds_its_parts_and_says_each(a: str, c: bool, wanted: str) -> None:
    one = scored(composite("sum", SUM), a=a, c={"one": c})
    assert one.computed_points == Decimal(wanted)
    assert "① 甲：" in one.sentence
    assert "② 制度：" in one.sentence


def test_a_sum_names_every_missing_input_and_the_part_of_an_answer() -> None:
    assert scored(composite("sum", SUM)).missing == ["a", "c"]
    assert scored(composite("sum", SUM), a="95", c={}).missing == ["c/one"]


def test_a_sum_that_does_not_add_up_is_refused_at_its_place() -> None:
    with pytest.raises(SchemeInvalid, match="各部分合计 5 分，应为 6 分"):
        composite("sum", SUM, "6")


@pytest.mark.parametrize(
    ("given", "wanted", "missing"),
    [
        ({"a": "60", "b": "95"}, "2", []),
        ({"a": "60", "b": "10"}, "1", []),
        ({"a": "95"}, "2", []),
        ({"a": "60"}, None, ["b"]),
        ({}, None, ["a", "b"]),
    ],
)
def test_the_best_part_counts_and_a_full_one_decides_alone(
    given: dict[str, str], wanted: str | None, missing: list[str]
) -> None:
    one = scored(composite("best_of", EACH, "2"), **given)
    assert (one.computed_points, one.missing) == (None if wanted is None else Decimal(wanted), missing)


def test_parts_of_which_one_counts_each_carry_all_points() -> None:
    with pytest.raises(SchemeInvalid, match="每一部分都应是 5 分"):
        composite("best_of", EACH)


@pytest.mark.parametrize(
    ("choice", "status", "wanted"),
    [
        ({"x": "a"}, "computed", "1"),
        ({"x": "b"}, "computed", "2"),
        ({"x": "z"}, "unscored", None),
        ({}, "needs_evidence", None),
    ],
)
def test_the_chosen_part_counts_and_a_missing_choice_is_named(
    choice: dict[str, str], status: str, wanted: str | None
) -> None:
    one = scored(composite("chosen", EACH, "2"), a="60", b="95", choices=choice)
    assert (one.status, one.computed_points) == (status, None if wanted is None else Decimal(wanted))
    assert one.missing == ([] if choice else ["choices/x"])


def test_points_back_of_the_best_part_are_searched_for() -> None:
    back = scored(composite("best_of", EACH, "2"), a="60", b="89.5").points_back
    assert back is not None
    assert {one.id: str(one.to) for one in back.inputs} == {"a": "90.00", "b": "90.00"}


def test_a_part_adds_nothing_beyond_its_points() -> None:
    bonus = {"step": "1", "add": "1", "cap": "1", "part_step": "full"}
    steps = {"kind": "steps", "standard": "90", "worse": "below", "step": "1", "deduct": "1", "part_step": "full"}
    with pytest.raises(SchemeInvalid, match="不能加分"):
        composite("best_of", [part("a", "甲", {**steps, "bonus": bonus}, "2"), EACH[1]], "2")
