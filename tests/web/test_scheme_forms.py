"""An indicator's form says exactly what the scheme says: nothing is lost between document, fields and document."""

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.rules import Rule
from app.schemes.loader import example_schemes, shipped_schemes
from app.web.forms.draft import alike_of, item_at, moved, with_item
from app.web.forms.scheme import RULES, Names, entered_measure, entered_rule, measure_fields, rule_fields

SCHEMES = [*shipped_schemes(), *example_schemes()]
CONDITION = {"all": [{"left": "a", "op": "<=", "right": "0"}, {"left": {"sum": ["a", "-b"]}, "op": ">", "right": "b"}]}
NAMES = Names({"a": {"title": "甲"}, "b": {"title": "乙"}, "c": {"title": "同名"}, "d": {"title": "同名"}})


def leaves(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for item in items:
        yield from leaves(item.get("items", []))
        if "rule" in item:
            yield item
            yield from (part for part in item["rule"].get("of", []) if "rule" in part)


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.scheme.id)
def test_every_rule_and_measure_of_a_shipped_scheme_passes_through_its_form_unchanged(scheme: CompiledScheme) -> None:
    document = json.loads(scheme.canonical)
    names = Names(document["evidence"])
    for leaf in leaves(document["items"]):
        rule, measure = rule_fields(leaf["rule"], names), measure_fields(leaf.get("measure"), names)
        assert rule is not None
        assert entered_rule(rule, names, leaf["rule"]) == leaf["rule"]
        assert measure is not None
        assert entered_measure(measure, names) == leaf.get("measure")


def test_every_kind_of_rule_has_a_form() -> None:
    kinds = [get_args(rule.model_fields["kind"].annotation)[0] for rule in get_args(get_args(Rule)[0])]
    assert sorted(RULES) == sorted(kinds)


def test_conditions_are_written_with_the_names_that_people_know() -> None:
    rule = {"kind": "cases", "rows": [{"when": CONDITION, "points": "2"}, {"otherwise": "0"}]}
    fields = rule_fields(rule, NAMES)
    assert fields is not None
    assert fields["rule/rows/0/when"] == "甲 <= 0 且 甲 − 乙 > 乙"
    assert entered_rule(fields, NAMES, rule) == rule


def test_names_that_two_figures_share_are_written_as_ids() -> None:
    fields = measure_fields({"sum": ["c", "-d"]}, NAMES)
    assert fields is not None
    assert fields["measure/a"] == "c − d"


def test_what_no_field_can_say_is_left_to_json() -> None:
    nested = {"ratio": [{"ratio": ["a", "b"], "as": "number", "zero_base": "unscored"}, "b"], "as": "percent"}
    assert measure_fields(nested, NAMES) is None
    assert rule_fields("半成品", NAMES) is None


def test_what_was_typed_stays_typed_where_it_is_no_condition() -> None:
    rule = entered_rule({"rule/kind": "cases", "rule/rows/0/when": "看情况", "rule/rows/0/points": "3"}, NAMES)
    assert rule is not None
    assert rule["rows"][0]["when"] == "看情况"


def a_document() -> dict[str, Any]:
    leaf = {"title": "一", "points": "5", "criterion": "同一段文字"}
    return {"items": [{"title": "类", "points": "10", "items": [{"id": "x", **leaf}, {"id": "y", **leaf}]}]}


def test_a_rule_can_be_used_for_all_indicators_with_the_same_wording() -> None:
    place = "/items/0/items/0"
    document = a_document()
    assert [item["id"] for _, item in alike_of(document, place)] == ["y"]
    typed = {"rule/kind": "judged", "rule/min": "0", "rule/step": "1", "rule/by": "reviewer", "rule/reason": "no"}
    changed = with_item(document, place, {**typed, "measure/kind": "", "alike": "yes"})
    one, two = changed["items"][0]["items"]
    assert one["rule"] == two["rule"]
    assert (one["measure"], two["measure"]) == ({"value": "x_points"}, {"value": "y_points"})
    assert changed["evidence"]["y_points"] == {"title": "一", "kind": "points", "by": "reviewer"}
    assert document == a_document()


def test_the_tree_is_moved_about_without_touching_the_draft_that_was_read() -> None:
    document = a_document()
    down = moved(document, "down", "/items/0/items/0")
    assert [item["id"] for item in down["items"][0]["items"]] == ["y", "x"]
    assert moved(document, "up", "/items/0/items/0") == document
    assert len(moved(document, "delete", "/items/0/items/1")["items"][0]["items"]) == 1
    added = moved(moved(document, "add_indicator", "/items/0"), "add_heading", "")
    assert item_at(added, "/items/0/items/2") == {"id": "indicator", "title": "新的指标", "points": "1"}
    assert added["items"][1]["items"] == []
    assert document == a_document()


def test_a_figure_of_the_official_form_is_known_by_its_name_and_becomes_evidence() -> None:
    typed = {"rule/kind": "cases", "rule/rows/0/when": "当年结余 <= 上年结转", "rule/rows/0/points": "3"}
    changed = with_item(a_document(), "/items/0/items/0", {**typed, "rule/otherwise/otherwise": "0"})
    condition = changed["items"][0]["items"][0]["rule"]["rows"][0]["when"]
    assert condition == {"left": "expenditure_year_end_balance", "op": "<=", "right": "revenue_prior_year_carryover"}
    assert changed["evidence"]["expenditure_year_end_balance"] == {
        "title": "当年结余",
        "unit": "万元",
        "kind": "number",
        "by": "record",
        "from": "/expenditure/total/year_end_balance",
    }
    assert "profile_staff_in_post" not in changed["evidence"]
