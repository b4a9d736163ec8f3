"""Who judges and who signs."""

from typing import Any

import pytest

from app.domain.checks.catalogue.g2_evaluators import is_leader
from app.domain.checks.context import Context
from app.domain.checks.finding import Severity, Stage
from tests.domain.checks.changed import findings, of

UNSIGNED: dict[str, Any] = {"/form/panel/panel_lead": {}, "/form/panel/department_opinion": {"opinion": "同意"}}


def test_signatures_missing_on_paper_are_one_warning_that_names_each() -> None:
    (found,) = of("G1", findings(UNSIGNED))
    assert found.severity is Severity.WARNING
    assert "缺少 4 处：评价组组长签字、评价组组长签字的日期、部门（单位）负责人签章" in found.amount


def test_what_is_missing_on_paper_says_nothing_where_the_report_is_signed_in_the_system() -> None:
    assert of("G1", findings(UNSIGNED, Context(signed={}))) == []
    assert of("G1", findings(UNSIGNED, stage=Stage.DRAFT)) == []


def test_typed_dates_that_contradict_each_other_are_told_even_there() -> None:
    earlier = {"/form/panel/department_opinion/date": "2022-05-01"}
    (found,) = of("G1", findings(earlier, Context(signed={})))
    assert (found.severity, found.pointer) == (Severity.ERROR, "/form/panel/department_opinion/date")


def test_the_finance_sections_opinion_is_not_the_departments_to_have() -> None:
    assert findings({"/form/panel/finance_opinion": {}}) == []


@pytest.mark.parametrize("position", ["局长", "副主任", "党组书记、局长", "党委委员", "副局长（分管财务）", "校 长"])
def test_a_leader_of_the_unit_is_known_by_the_position(position: str) -> None:
    assert is_leader(position)


@pytest.mark.parametrize("position", ["办公室主任", "财务股长", "主任科员", "会计", "教授", ""])
def test_others_are_no_leaders_of_the_unit(position: str) -> None:
    assert not is_leader(position)


def test_leaders_of_different_units_may_judge_together() -> None:
    panel = [
        {"name": name, "position": "副主任", "organisation": unit, "signature": name}
        for name, unit in (("甲二", "示例县档案服务中心"), ("甲三", "示例县财政局"), ("甲四", "示例县史志中心"))
    ]
    assert of("G2", findings({"/form/panel/evaluators": panel})) == []


def test_a_contact_who_leads_and_judges_and_a_panel_of_two_are_one_finding() -> None:
    changes = {"/form/panel/evaluators/2": None, "/form/profile/contact": "甲二"}
    (found,) = of("G2", findings(changes))
    assert "少于 3 人" in found.amount
    assert "联系人" in found.amount


def test_how_many_must_judge_is_the_schemes_to_say() -> None:
    two = {"/form/panel/evaluators/2": None, "/scheme/checks": {"G2": {"parameters": {"least": "2"}}}}
    assert of("G2", findings(two)) == []
