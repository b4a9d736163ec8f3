"""Points that are claimed without what they stand on."""

from typing import Any

import pytest

from app.domain.checks.finding import Severity, Stage
from tests.domain.checks.changed import findings, of

STAFF, POSTS = "/form/profile/staff_in_post", "/form/profile/established_posts"
REASON = "/form/self_scoring/rows/{}/deduction_reason"


TOO_MANY: dict[str, Any] = {STAFF: "42", "/form/narrative/sections/0/text": "核定编制40人，实有42人。"}


def test_full_points_for_too_many_people_are_told_with_the_rule_that_takes_some_off() -> None:
    (found,) = of("B4", findings(TOO_MANY))
    assert (found.severity, found.pointer) == (Severity.ERROR, "/form/self_scoring/rows/0/self_assessed_points")
    assert found.fixes[0].value == "5"
    assert [one.check for one in found.linked] == ["F1"]


def test_too_many_people_with_points_taken_off_want_a_word_of_explanation() -> None:
    fewer = {**TOO_MANY, "/form/self_scoring/rows/0/self_assessed_points": "5"}
    assert [one.severity for one in of("F1", findings(fewer))] == [Severity.WARNING]
    assert of("F1", findings({**fewer, REASON.format(0): "超编2人，扣5分"})) == []


def test_as_many_people_as_posts_are_not_too_many() -> None:
    assert of("F1", findings({STAFF: "40"})) == []


def test_staffing_is_found_by_what_it_is_computed_from_and_not_by_its_title() -> None:
    renamed = {
        "/scheme/items/0/items/0/title": "人员规模",
        "/form/self_scoring/rows/0/indicator": "人员规模",
        "/scheme/checks": {"B4": {"off": "只看人数"}},
    }
    (found,) = of("F1", findings(TOO_MANY | renamed))
    assert "“人员规模”自评满分" in found.amount


def test_a_zero_denominator_is_open_only_where_points_are_claimed_for_it_unexplained() -> None:
    zero: dict[str, Any] = {"/supplement/three_public_prior": {"none": "无"}}
    row = "/form/self_scoring/rows/1"
    assert len(of("F2", findings(zero))) == 1
    assert of("F2", findings({**zero, f"{row}/self_assessed_points": "0"})) == []
    assert of("F2", findings({**zero, f"{row}/deduction_reason": "上年没有三公经费，按财政部门答复计满分"})) == []


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("不适用", 1),
        ("该指标不适用，计满分", 1),
        ("我单位不涉及此项工作。", 1),
        ("无培训任务，本部门不涉及", 1),
        ("不涉及违规资金", 0),
        ("旧办法不适用于新机构，已重新制定", 0),
        ("资金使用不涉及截留、挪用", 0),
    ],
)
def test_only_a_clause_that_says_so_of_the_indicator_makes_it_not_applicable(said: str, wanted: int) -> None:
    assert len(of("F3", findings({REASON.format(6): said}))) == wanted


def test_what_is_declared_in_the_supplement_is_declared() -> None:
    declared = {
        "/scheme/items/2/items/1/not_applicable": "full_points",
        "/supplement/not_applicable": {"training_rate": "本年度没有培训任务"},
        REASON.format(6): "不适用",
    }
    assert of("F3", findings(declared)) == []


def test_missing_inputs_are_named_together_and_only_when_the_report_is_handed_in() -> None:
    missing = {"/supplement/budget": None, "/form/expenditure/rows/0/total": None}
    (found,) = of("F4", findings(missing))
    assert "“支出合计”、“预算数”没有填写" in found.amount
    assert of("F4", findings(missing, stage=Stage.DRAFT)) == []


def test_an_input_that_could_not_be_read_is_told_as_what_it_is() -> None:
    (found,) = of("F4", findings({"/supplement/card": {"unread": "六成"}}))
    assert "公务卡刷卡率“六成”不是数字" in found.amount
