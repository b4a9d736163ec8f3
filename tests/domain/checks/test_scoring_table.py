"""The scoring table: 分值, totals, points by the rule, rating, rows (B1 to B8)."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.checks.check import Example
from app.domain.checks.examine import examine
from app.domain.checks.examples import findings_of
from app.domain.checks.finding import Finding, Severity, Stage
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.scoring.reachable import reachable
from app.schemes.loader import shipped_schemes
from tests.support.builders import a_scheme

ROWS = "/form/self_scoring/rows"
TOTAL = "/form/self_scoring/self_assessed_points_total"
OVERALL = "/form/self_scoring/overall_points"


def found(check: str, changes: dict[str, Any], stage: Stage = Stage.SUBMISSION) -> list[Finding]:
    return [one for one in findings_of(Example("", changes, stage=stage)) if one.check == check]


def test_two_wrong_rows_are_two_findings_and_the_sums_say_nothing_more() -> None:
    changes = {
        f"{ROWS}/0/max_points": "12",
        f"{ROWS}/3/max_points": "13",
        "/form/self_scoring/max_points_total": "105",
    }
    assert [one.pointer for one in found("B1", changes)] == [f"{ROWS}/0/max_points", f"{ROWS}/3/max_points"]


def test_a_heading_that_its_rows_do_not_add_up_to_is_told_once() -> None:
    (finding,) = found("B1", {f"{ROWS}/{at}/category": "过程（45分）" for at in (2, 3, 4)})
    assert finding.fixes[0].value == "过程（40分）"
    assert "相差 5 分" in finding.amount


def test_a_printed_total_that_is_neither_the_sum_nor_the_schemes_is_told() -> None:
    (finding,) = found("B1", {"/form/self_scoring/max_points_total": "98"})
    assert finding.fixes[0].value == "100"


def test_a_blank_maximum_is_no_statement() -> None:
    assert found("B1", {f"{ROWS}/0/max_points": None}) == []


def test_a_row_of_subtotals_is_not_added() -> None:
    row = {"category": "小计", "indicator": "小计", "max_points": "100", "self_assessed_points": "96.5"}
    assert findings_of(Example("", {f"{ROWS}/-": row})) == []


SHARED = {"economic_benefit": "15", "social_benefit": None, "ecological_benefit": None}
"""The merged 分值 of the three benefits."""


def a_form_of_own_rows(points: tuple[str, ...]) -> Form:
    """A form under the shipped scheme whose 产出 has been set by the department, as its criterion asks."""
    rows = [
        {"category": "产出", "group": "职责履行", "indicator": f"个性化指标{at}", "max_points": one}
        for at, one in enumerate(points)
    ]
    kept = [
        {
            "category": one.path[0],
            "group": one.path[1],
            "indicator": one.title,
            "max_points": SHARED.get(one.id, str(one.max_points)),
        }
        for one in shipped_schemes()[0].indicators
        if one.path[0] != "产出"
    ]
    return Form.model_validate({"self_scoring": {"rows": kept[:15] + rows + kept[15:]}})


@pytest.mark.parametrize(("points", "checks"), [(("10", "15"), []), (("10", "12"), ["B1"])])
def test_rows_that_the_department_sets_itself_need_only_add_up(points: tuple[str, ...], checks: list[str]) -> None:
    findings = examine(shipped_schemes()[0], a_form_of_own_rows(points), Supplement())
    assert [one.check for one in findings if one.check in ("B1", "B7")] == checks


def test_a_wrong_row_is_named_where_it_alone_explains_the_total() -> None:
    (finding,) = findings_of(Example("", {f"{ROWS}/5/self_assessed_points": "51"}))
    assert (finding.check, finding.pointer) == ("B2", f"{ROWS}/5/self_assessed_points")
    assert finding.fixes[0].value == "15"


def test_a_whole_total_is_not_taken_for_rounded() -> None:
    (finding,) = found("B2", {TOTAL: "97", OVERALL: "97"})
    assert "相差 0.5 分" in finding.amount


def test_a_total_without_every_row_is_not_added_up() -> None:
    assert found("B2", {f"{ROWS}/5/self_assessed_points": None}) == []


def test_points_above_the_maximum_and_below_zero_are_out_of_range() -> None:
    for points, told in (("10.5", "超过分值 10 分"), ("-1", "低于 0 分")):
        total = str(Decimal("86.5") + Decimal(points))
        (finding,) = found("B3", {f"{ROWS}/0/self_assessed_points": points, TOTAL: total, OVERALL: total})
        assert told in finding.amount


CHECKLIST = [
    {"id": name, "text": name, "points": points, "award": "all_or_nothing"}
    for name, points in (("a", "1"), ("b", "0.5"), ("c", "0.5"))
]


@pytest.mark.parametrize(
    ("rule", "points"),
    [
        ({"kind": "occurrences", "deduct": "0.8"}, ["0", "0.4", "1.2", "2"]),
        ({"kind": "bands", "rows": [{"at_least": "90", "points": "2"}, {"below": "90", "points": "1"}]}, ["1", "2"]),
        (
            {"kind": "steps", "standard": "100", "worse": "above", "step": "1", "deduct": "0.5", "part_step": "full"},
            ["0", "0.5", "1", "1.5", "2"],
        ),
    ],
)
def test_what_a_rule_can_give_is_known_point_by_point(rule: dict[str, Any], points: list[str]) -> None:
    compiled = a_scheme(rule, points="2").indicators[0].rule
    assert set(reachable(compiled) or ()) == set(map(Decimal, points))


def test_a_checklist_gives_sums_of_its_lines_only() -> None:
    evidence = {"a": {"title": "甲", "kind": "checks", "by": "filer"}}
    scheme = a_scheme({"kind": "checklist", "of": CHECKLIST}, points="2", evidence=evidence)
    assert set(reachable(scheme.indicators[0].rule) or ()) == {Decimal(one) / 2 for one in range(5)}


def test_points_in_proportion_can_be_any() -> None:
    rule = {"kind": "proportional", "form": "ratio", "target": "100", "better": "higher"}
    assert reachable(a_scheme(rule).indicators[0].rule) is None


def test_an_explanation_makes_no_point_reachable() -> None:
    changes = {f"{ROWS}/3/self_assessed_points": "6.3", TOTAL: "95.8", OVERALL: "95.8"}
    assert len(found("B3", changes)) == 1


def lower(reason: str) -> dict[str, Any]:
    """Full marks by the rule, and one point less given."""
    return {
        f"{ROWS}/0/self_assessed_points": "9",
        f"{ROWS}/0/deduction_reason": reason,
        TOTAL: "95.5",
        OVERALL: "95.5",
    }


def test_less_than_the_rule_gives_is_an_error_without_a_reason_and_a_warning_with_one() -> None:
    assert [one.severity for one in found("B4", lower(""))] == [Severity.ERROR]
    assert [one.severity for one in found("B4", lower("借调2人未计入，自扣1分"))] == [Severity.WARNING]


def test_a_deduction_that_the_rule_does_not_ask_for_is_one_finding_with_its_missing_reason() -> None:
    (finding,) = found("B4", lower(""))
    assert {one.check for one in finding.linked} == {"C1", "C2", "C3"}
    assert found("C1", lower("")) == found("C2", lower("")) == []


def test_figures_that_do_not_add_up_are_told_with_the_points_that_rest_on_them() -> None:
    changes = {"/form/expenditure/rows/0/total": "750.00"}
    (finding,) = findings_of(Example("", changes))
    assert (finding.check, [one.check for one in finding.linked]) == ("A1", ["A8", "B4", "E1"])


def test_points_on_either_side_of_an_undecided_edge_are_both_right() -> None:
    changes = {"/supplement/budget": "821.05", f"{ROWS}/2/self_assessed_points": "15", TOTAL: "91.5", OVERALL: "91.5"}
    assert found("B4", changes) == []
    (finding,) = found("B8", changes)
    assert "得 20 分" in finding.amount
    assert "得 15 分" in finding.amount


def test_a_round_amount_is_exact() -> None:
    changes = {"/supplement/budget": "800", "/form/expenditure/rows/0/total": "760"}
    assert found("B8", changes) == []


@pytest.mark.parametrize("label", ["优", "优  秀", "（优秀）", "优秀（96.5分）", "不评等次", ""])
def test_a_rating_may_be_short_spaced_explained_or_not_given(label: str) -> None:
    assert found("B5", {"/form/self_scoring/rating": label}) == []


@pytest.mark.parametrize(("label", "told"), [("合格", "评分方案的等次为"), ("中等", "应为“优秀”")])
def test_a_rating_of_no_or_another_band_is_told(label: str, told: str) -> None:
    (finding,) = found("B5", {"/form/self_scoring/rating": label})
    assert told in finding.amount


def test_a_wrong_total_explains_its_wrong_rating() -> None:
    (finding,) = findings_of(Example("", {OVERALL: "86.5"}))
    assert finding.check == "B2"
    assert [one.check for one in finding.linked] == ["B5"]


def test_rows_that_are_missing_are_one_finding_and_none_in_a_draft() -> None:
    changes: dict[str, Any] = {f"{ROWS}/8": None, f"{ROWS}/2": None}
    (finding,) = found("B7", changes)
    assert "2 项指标：“预算执行率”、“服务对象满意度”" in finding.amount
    assert found("B7", changes, Stage.DRAFT) == []


def test_an_own_indicator_of_the_supplement_is_a_legitimate_row() -> None:
    row = {"category": "产出", "indicator": "档案抢救修复", "max_points": "0", "self_assessed_points": "0"}
    own = [{"id": "rescue", "title": "档案抢救修复", "target": "100", "actual": "100", "points": "0"}]
    assert found("B7", {f"{ROWS}/-": row, "/supplement/own": own}) == []
