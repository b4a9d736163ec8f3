"""Deductions and their reasons, problems and points, full marks (C1 to C4)."""

from typing import Any

import pytest

from app.domain.checks.catalogue.c1_reason import deduction_in
from app.domain.checks.check import Example
from app.domain.checks.examples import findings_of
from app.domain.checks.finding import Finding, Severity, Stage
from app.domain.checks.problems import names

ROWS = "/form/self_scoring/rows"
PROBLEMS = "/form/narrative/sections/3"


def found(check: str, changes: dict[str, Any], stage: Stage = Stage.SUBMISSION) -> list[Finding]:
    return [one for one in findings_of(Example("", changes, stage=stage)) if one.check == check]


def test_a_reason_may_stand_with_the_answer_instead() -> None:
    assert found("C1", {f"{ROWS}/7/deduction_reason": ""}) == []
    without = {f"{ROWS}/7/deduction_reason": "", "/supplement/social": {"points": "9.5", "reason": ""}}
    assert [one.pointer for one in found("C1", without)] == [f"{ROWS}/7/deduction_reason"]


def test_a_reason_that_is_not_written_yet_is_no_finding_in_a_draft() -> None:
    assert found("C1", {f"{ROWS}/3/deduction_reason": ""}, Stage.DRAFT) == []


def test_a_deduction_in_words_beside_full_marks_is_a_warning() -> None:
    (finding,) = found("C1", {f"{ROWS}/0/deduction_reason": "借调人员未清理，扣1分"})
    assert finding.severity is Severity.WARNING
    assert "“扣1分”" in finding.amount


@pytest.mark.parametrize(
    "remark",
    [
        "不扣分",
        "未扣分，资料齐全",
        "每超过一个百分点扣0.5分，扣完为止",
        "控制率95%",
        "如超编应扣2分",
        "扣分原因：无",
        "上年考核扣分项已整改",
    ],
)
def test_remarks_and_criteria_are_no_deductions(remark: str) -> None:
    assert deduction_in(remark) == ""


def test_a_deduction_is_one_whatever_its_cause_denies() -> None:
    assert deduction_in("因未及时公开，内容不完整扣0.5分") == "内容不完整扣0.5分"


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("公务卡刷卡率", "公务卡使用面不广"),
        ("支付进度", "专项资金支付进度偏慢"),
        ("管理制度健全性", "相关制度还不够健全"),
        ("社会公众或服务对象满意度", "窗口群众满意度有待提高"),
    ],
)
def test_a_problem_names_an_indicator_by_what_is_its_own(title: str, sentence: str) -> None:
    assert names(title, "", sentence)


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("公务卡刷卡率", "公务用车管理不够规范"),
        ("预算执行率", "预算编制不够细化"),
        ("社会公众或服务对象满意度", "为社会公众服务的手段不多"),
        ("其他工作实绩指标完成情况", "工作完成情况报送不及时"),
        ("固定资产利用率", "固定资产卡片登记不全"),
    ],
)
def test_words_that_many_indicators_share_name_none(title: str, sentence: str) -> None:
    assert not names(title, "", sentence)


def test_rules_on_assets_are_told_from_rules_on_the_budget() -> None:
    assert names("管理制度健全性", "资产管理", "资产管理制度不健全")
    assert not names("管理制度健全性", "预算管理", "资产管理制度不健全")


@pytest.mark.parametrize(
    "text", ["无。", "暂无", "没有发现明显问题。", "不存在违规使用资金的问题，公务卡刷卡率达标。", ""]
)
def test_a_report_without_problems_contradicts_nothing(text: str) -> None:
    assert found("C3", {f"{PROBLEMS}/text": text}) == []


def test_problems_may_stand_as_a_part_of_another_section() -> None:
    part = (
        "一、绩效情况\n各项工作完成较好。\n"
        "二、存在的主要问题\n公务卡使用不普遍；制度执行缺记录，社会效益不明显。\n"
        "三、改进措施\n推广公务卡。"
    )
    (finding,) = found("C3", {f"{PROBLEMS}/title": "其他说明", f"{PROBLEMS}/text": part})
    assert finding.span is not None
    assert part[slice(*finding.span)] == "公务卡使用不普遍"


def test_measures_are_not_problems() -> None:
    text = "制度执行缺少记录；社会效益在边远乡镇不明显。改进措施：推广公务卡使用。"
    assert found("C3", {f"{PROBLEMS}/title": "存在的问题及改进措施", f"{PROBLEMS}/text": text}) == []


def test_a_deduction_is_mentioned_where_its_reason_is() -> None:
    text = "财务制度的检查没有形成书面记录；边远乡镇查档仍需到馆。"
    assert found("C3", {f"{PROBLEMS}/text": text}) == []


def test_deductions_that_no_problem_mentions_are_one_finding() -> None:
    (finding,) = found("C3", {f"{PROBLEMS}/text": "年轻干部偏少，专业人才不足。"})
    assert "“管理制度健全性”扣 3 分、“社会效益”扣 0.5 分" in finding.amount


def test_full_marks_everywhere_are_not_told_while_a_row_is_blank() -> None:
    full: dict[str, Any] = {f"{ROWS}/3/self_assessed_points": "10", f"{ROWS}/7/self_assessed_points": "10"}
    assert len(found("C4", full)) == 1
    assert found("C4", {**full, f"{ROWS}/0/self_assessed_points": None}) == []
