"""The two compilations of a scheme agree: columns of many reports give what the exact engine gives each of them."""

import random
from typing import Any

import pytest

from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.evidence import evidence_of
from app.domain.scoring.settling import totals
from app.schemes.loader import example_schemes, shipped_schemes
from app.whatif.columns import by_unit, facts_of, widen
from app.whatif.facts import layout_of, pack
from app.whatif.kernels import Given
from app.whatif.quotients import NotCarried
from app.whatif.rescoring import Patch, compile_columns
from app.whatif.scored import Content, Rescoring, Scored
from tests.support.builders import NUMBER, a_scheme
from tests.support.random_reports import a_form, a_supplement

ONLY_DOCUMENTS = {"hubei-table-2021", "national-form-2021", "sichuan-table-2021"}
"""They score lists and roll-ups of units, which no row of facts carries."""

SCHEMES = [*shipped_schemes(), *example_schemes()]

RATIO = {"ratio": ["a", "b"], "as": "percent", "zero_base": {"zero_zero": "full", "x_zero": {"value": "130"}}}
CHANGE = {"change": ["a", "b"], "as": "percent", "zero_base": "zero"}
NESTED = {"ratio": [{"sum": ["a", "-b"]}, {"sum": ["a", "b"]}], "as": "percent", "zero_base": "unscored"}
TWICE = {"sum": ["rate", CHANGE | {"zero_base": {"value": "0"}}, "-rate"]}
DEVIATION = {"deviation": ["a", "b"], "as": "percent", "zero_base": "unscored"}
BANDS = {
    "kind": "bands",
    "rows": [{"at_least": "95", "below": "105", "points": "5"}, {"above": "80.5", "at_most": "120", "points": "2.5"}],
    "otherwise": "unscored",
}
STEPS = {"kind": "steps", "standard": "100", "worse": "above", "step": "1", "deduct": "0.5", "part_step": "full"}
LINEAR = {"kind": "proportional", "form": "linear", "intercept": "1.2", "slope": "-0.01", "zero_above": "110"}
AIMED = {"kind": "proportional", "target": "90"}
BONUS = {"step": "3", "add": "0.2", "cap": "1", "part_step": "started"}
CASES = {
    "kind": "cases",
    "rows": [
        {"when": {"all": [{"left": "a", "op": "<=", "right": "0"}]}, "points": "4"},
        {"when": {"any": [{"left": "a", "op": ">", "right": "b"}, {"left": NESTED, "op": "=", "right": "50"}]},
         "points": "2"},
        {"otherwise": "0"},
    ],
}  # fmt: skip


def part(name: str, rule: dict[str, Any], points: str, measure: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"id": name, "title": name, "points": points, "rule": rule} | ({"measure": measure} if measure else {})


RULES: dict[str, tuple[dict[str, Any], dict[str, Any] | None]] = {
    "bands": (BANDS, RATIO),
    "bands of a sum": (BANDS, TWICE),
    "steps": (STEPS, RATIO),
    "steps below": (STEPS | {"worse": "below", "part_step": "started"}, RATIO),
    "steps either way": (STEPS | {"worse": "either", "step": "0.3"}, DEVIATION),
    "steps far away": (STEPS | {"standard": "1000000", "worse": "below"}, {"value": "a"}),
    "parts of steps": (STEPS | {"part_step": "proportional", "deduct": "0.07"}, CHANGE),
    "parts either way": (STEPS | {"part_step": "proportional", "worse": "either", "standard": "10"}, DEVIATION),
    "deductions between grains": (STEPS | {"deduct": "0.333"}, NESTED),
    "bonus": (STEPS | {"bonus": BONUS}, RATIO),
    "linear": (LINEAR, RATIO),
    "ratio": (AIMED | {"form": "ratio", "better": "higher"}, NESTED),
    "inverse": (AIMED | {"form": "inverse", "better": "lower"}, CHANGE),
    "excess": (AIMED | {"form": "excess", "better": "lower"}, RATIO),
    "converted": ({"kind": "converted", "source": "考核", "year": 2021, "out_of": "110"}, {"value": "a"}),
    "occurrences": ({"kind": "occurrences", "deduct": "0.4"}, {"value": "a"}),
    "cases": (CASES, None),
    "sum": ({"kind": "sum", "of": [part("p", CASES, "4"), part("q", {**LINEAR}, "1", RATIO)]}, None),
    "best": ({"kind": "best_of", "of": [part("p", BANDS, "5", RATIO), part("q", STEPS, "5", RATIO)]}, None),
    "chosen": ({"kind": "chosen", "of": [part("p", BANDS, "5", RATIO), part("q", STEPS, "5", CHANGE)]}, None),
}


def scheme_with(name: str, **more: Any) -> CompiledScheme:
    rule, measure = RULES[name]
    leaf = part("x", rule, "5", measure)
    numbers = {"a": NUMBER, "b": {**NUMBER, "title": "乙", "blank_as": "0"}, "rate": {**NUMBER, "unit": "%"}}
    return a_scheme(rule, measure, **{"items": [leaf], "evidence": numbers} | more)


def filed(scheme: CompiledScheme, count: int, seed: int = 1) -> list[Content]:
    dice = random.Random(seed)
    return [(a_form(dice), a_supplement(scheme, dice)) for _ in range(count)]


def rescored(schemes: list[CompiledScheme], contents: list[Content]) -> list[Scored]:
    """From facts, the rest from documents."""
    layout = layout_of(schemes[0])
    rescoring = Rescoring(schemes, layout)
    rescoring.add([pack(layout, *content) for content in contents])
    found, left = rescoring.finish()
    for report in left:
        for one in found:
            one.score_exactly(report, contents[report])
    return found


def require_equal(scheme: CompiledScheme, count: int) -> None:
    contents = filed(scheme, count)
    (found,) = rescored([scheme], contents)
    for report, content in enumerate(contents):
        exact = totals(scheme, evidence_of(scheme.scheme, *content)).computed
        assert (found.low[report] * found.grain, found.high[report] * found.grain) == (exact.low, exact.high), content


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda scheme: scheme.scheme.id)
def test_a_shipped_scheme_over_columns_gives_each_report_its_exact_total(scheme: CompiledScheme) -> None:
    require_equal(scheme, 150)


@pytest.mark.parametrize("mode", ["half_up", "half_even", "down", "ceiling"])
@pytest.mark.parametrize("name", RULES)
def test_every_rule_over_columns_gives_each_report_its_exact_total(name: str, mode: str) -> None:
    require_equal(scheme_with(name, rounding={"points": "0.01", "rates": "0.01", "mode": mode}), 150)


@pytest.mark.parametrize("name", RULES)
def test_columns_carry_every_rule_that_reads_figures(name: str) -> None:
    scheme = scheme_with(name)
    assert compile_columns(scheme, layout_of(scheme), 100).indicators[0].most >= 500


def test_only_lists_and_rollups_are_left_to_the_documents() -> None:
    found = set()
    for scheme in SCHEMES:
        try:
            compile_columns(scheme, layout_of(scheme), 100)
        except NotCarried:
            found.add(scheme.scheme.id)
    assert found == ONLY_DOCUMENTS


def test_a_changed_rule_is_patched_into_what_the_other_version_gave() -> None:
    for before, after in (("steps", "bands"), ("bands", "steps"), ("converted", "cases")):
        pair = [scheme_with(name, version=version) for version, name in ((1, before), (2, after))]
        contents = filed(pair[0], 80)
        old, new = rescored(pair, contents)
        (alone,) = rescored([pair[1]], contents)
        assert (new.low == alone.low).all()
        assert (new.high == alone.high).all()
        assert new.told == alone.told
        assert (old.low != new.low).any()


def test_reports_that_miss_nothing_are_patched_without_scoring_anew() -> None:
    steps, bonus = scheme_with("steps"), scheme_with("bonus")
    layout = layout_of(steps)
    rows = [pack(layout, Form(), Supplement.model_validate({"a": str(a), "b": "100"})) for a in range(90, 130)]
    facts = facts_of(rows, layout, narrow=True).astype(float)
    widen(facts)
    (((_, block),), _) = by_unit(layout, facts)
    before, after = (compile_columns(one, layout, block.unit) for one in (steps, bonus))
    given: dict[str, Given] = {}
    totals = Patch.between(before, after).apply(block, before.score(block, given.__setitem__), given)
    assert totals.low.tolist() == after.score(block).low.tolist()
    assert totals.high is totals.low


@pytest.mark.parametrize("figure", ["99999999999999.999999", "90071992547409.93"])
def test_a_report_with_a_figure_beyond_binary64_is_left_to_its_document(figure: str) -> None:
    layout = layout_of(scheme_with("steps"))
    rows = [pack(layout, Form(), Supplement.model_validate({"a": figure, "b": "1"}))]
    rescoring = Rescoring([scheme_with("steps")], layout)
    rescoring.add(rows)
    assert rescoring.finish()[1] == [0]


def test_blocks_of_reports_are_put_together_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    contents = filed(SCHEMES[0], 50)
    whole = rescored([SCHEMES[0]], contents)
    monkeypatch.setattr("app.whatif.scored.BLOCK", 7)
    again = rescored([SCHEMES[0]], contents)
    assert whole[0].low.tolist() == again[0].low.tolist()
    assert whole[0].told == again[0].told


def test_small_figures_take_half_the_room_and_large_ones_are_as_exact() -> None:
    scheme = scheme_with("ratio")
    layout = layout_of(scheme)
    contents = [
        (Form(), Supplement.model_validate({"a": figure, "b": "30000000.00"}))
        for figure in ("21474836.47", "21474836.48", "-21474836.32", "-21474836.47", "-21474836.48", "0.000001")
    ]
    lengths = [len(pack(layout, *content)) // (len(layout.places) + 1) for content in contents]
    assert lengths == [8, 8, 8, 8, 8, 8]
    (narrow,) = {len(pack(layout, Form(), Supplement.model_validate({"a": "21474836.47"}))) // (len(layout.places) + 1)}
    assert narrow == 4
    (found,) = rescored([scheme], contents)
    for report, content in enumerate(contents):
        exact = totals(scheme, evidence_of(scheme.scheme, *content)).computed
        assert (found.low[report] * found.grain, found.high[report] * found.grain) == (exact.low, exact.high)
