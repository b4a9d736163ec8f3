"""Lists as evidence: the share of targets that are met, and rates weighted by money."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.scoring.compiled import CompiledScheme
from tests.support.builders import a_scheme, scored

LISTS = {
    name: {"title": title, "unit": "%", "kind": "items", "by": "record"} for name, title in (("a", "甲"), ("b", "乙"))
}
BANDS = {
    "kind": "bands",
    "rows": [{"at_least": "90", "points": "5"}, {"at_least": "60", "points": "3"}],
    "otherwise": "0",
}


def share(within: list[str | None]) -> CompiledScheme:
    measure = {"share_met": "a", "within": within, "as": "percent", "zero_base": "full"}
    return a_scheme(BANDS, measure, evidence=LISTS)


def item(actual: str | None, target: str | None = "100", better: str = "higher") -> dict[str, Any]:
    return {"title": "指标", "target": target, "actual": actual, "better": better}


@pytest.mark.parametrize(
    ("items", "within", "value"),
    [
        ([item("100"), item("99.99")], ["100", "130"], "50"),
        ([item("130"), item("130.01")], ["100", "130"], "50"),
        ([item("130.01")], ["100", None], "100"),
        ([item("100", better="lower"), item("101", better="lower")], ["100", "130"], "50"),
        ([item("0", better="lower")], ["100", "130"], "0"),
    ],
)
def test_an_item_counts_inside_the_limits_both_included(items: Any, within: Any, value: str) -> None:
    one = scored(share(within), a=items)
    assert one.measure is not None
    assert one.measure.value == Decimal(value)


def test_no_items_are_a_zero_base_and_an_item_without_a_number_is_missing() -> None:
    assert scored(share(["100", "130"]), a=[]).computed_points == Decimal(5)
    assert scored(share(["100", "130"]), a=[item("100"), item(None)]).missing == ["a/1/actual"]
    assert scored(share(["100", "130"])).missing == ["a"]
    assert scored(share(["100", "130"]), a=[item("1", "0")]).status == "unscored"


def mean(rates: Any, weights: Any) -> Any:
    measure = {"weighted_mean": ["a", "b"], "zero_base": "unscored"}
    given = {name: values for name, values in (("a", rates), ("b", weights)) if values is not None}
    return scored(a_scheme(BANDS, measure, evidence=LISTS), **given)


def units(*values: str | None) -> list[dict[str, Any]]:
    return [{"title": f"单位{at}", "actual": value} for at, value in enumerate(values)]


def test_rates_are_weighted_by_money_and_the_sentence_says_each_unit() -> None:
    one = mean(units("90", "60"), units("300", "100"))
    assert (one.measure.value, one.computed_points) == (Decimal("82.50"), Decimal(3))
    assert "单位0 90 × 300 + 单位1 60 × 100" in one.sentence


def test_units_must_be_the_same_on_both_sides_and_have_their_numbers() -> None:
    assert mean(units("90"), units("300", "100")).status == "unscored"
    assert mean(units("90", "60"), units("300", None)).missing == ["b/1/actual"]
    assert mean(units("90"), units("0")).status == "unscored"
    assert mean(units("90"), None).missing == ["b"]


UNITS = {"spent": {"title": "各单位支出", "unit": "万元", "kind": "items", "by": "record"}}
UNITS |= {"money": UNITS["spent"] | {"title": "各单位预算"}}
FULL = {"kind": "proportional", "form": "ratio", "target": "100", "better": "higher"}
SUMMED = a_scheme(FULL, {"ratio": ["spent", "money"], "as": "percent", "zero_base": "unscored"}, evidence=UNITS)


def test_absolutes_of_units_are_summed_before_they_are_divided() -> None:
    one = scored(SUMMED, spent=units("10", "80"), money=units("50", "50"))
    assert one.computed_points == Decimal("4.50")
    assert "（单位0 10 + 单位1 80） ÷ （单位0 50 + 单位1 50） × 100% = 90.00%" in one.sentence


def test_a_unit_without_its_value_leaves_the_sum_incomplete() -> None:
    one = scored(SUMMED, spent=units("10", None), money=units("50", "50"))
    assert (one.computed_points, one.missing) == (None, ["spent/1/actual"])
    assert "“各单位支出”第 2 项“单位1”没有数" in one.reason
