"""Goals, results and what they are scored for (C5 to C7, D1 to D5)."""

from typing import Any

import pytest

from app.domain.checks.catalogue.c6_no_value import says_no_value
from app.domain.checks.catalogue.c7_low_target import incomplete, subject
from app.domain.checks.check import Example
from app.domain.checks.context import Context
from app.domain.checks.examples import findings_of
from app.domain.checks.finding import Finding, Severity, Stage
from app.domain.checks.goals import is_one_word, lines, repeats
from app.domain.checks.quantities import is_quantified
from app.domain.checks.targets import comparable
from app.domain.form.form import Form

GOALS = "/form/objectives/quantitative"
QUALITATIVE = "/form/objectives/qualitative"
NOTHING: dict[str, Any] = {"target": "无", "result": "0"}


def found(check: str, changes: dict[str, Any], stage: Stage = Stage.SUBMISSION) -> list[Finding]:
    return [one for one in findings_of(Example("", changes, stage=stage)) if one.check == check]


def without_goals(*rows: int) -> dict[str, Any]:
    return {f"{GOALS}/{row}/{name}": value for row in rows for name, value in NOTHING.items()}


@pytest.mark.parametrize(
    ("target", "result"),
    [
        ("办结时限不超过10个工作日", "15个工作日"),
        ("能耗下降5%", "8%"),
        ("群众投诉3件", "5件"),
        ("平均办理5个工作日", "7个工作日"),
        ("12月底前完成", "11月20日完成"),
        ("接收档案3,000卷", "4.1万卷"),
        ("培训2期100人", "3期150人"),
        ("全年接待群众", "5,600人次"),
    ],
)
def test_only_one_number_of_one_unit_of_which_more_is_better_is_compared(target: str, result: str) -> None:
    assert comparable(target, result) is None


def test_a_scheme_may_set_how_far_above_is_too_far() -> None:
    changes = {f"{GOALS}/1/result": "4,100卷"}
    assert len(found("C5", changes)) == 1
    assert found("C5", {**changes, "/scheme/checks": {"C5": {"parameters": {"most": "150"}}}}) == []


@pytest.mark.parametrize("better", ["higher", "lower"])
def test_a_listed_target_counts_where_more_is_better(better: str) -> None:
    item = {"title": "接待查阅", "target": "100", "actual": "180", "better": better}
    assert len(found("C5", {"/supplement/listed": [item]})) == (better == "higher")


@pytest.mark.parametrize("target", ["项目完成率≥95%", "业务办结率不低于98%", "资金拨付率90%", "任务完成率达到95%以上"])
def test_work_that_is_planned_is_to_be_completed(target: str) -> None:
    assert incomplete(target) is not None


@pytest.mark.parametrize(
    "target",
    [
        "项目完成率100%",
        "逾期完成率不超过5%",
        "完成后群众满意率≥95%",
        "验收合格率≥98%",
        "完成率较上年提高2%至95%",
        "办结率",
        "窗口业务一次办结率不低于95%",
    ],
)
def test_other_rates_may_stay_below_100_percent(target: str) -> None:
    assert incomplete(target) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("接收档案3,000卷", "全年接收档案不少于3,600卷"),
        ("群众满意度≥90%", "群众满意度达到95%以上"),
        ("1、培训人员200人次", "培训人员 150 人次"),
    ],
)
def test_two_years_targets_are_of_one_subject_whatever_their_figures(one: str, other: str) -> None:
    assert subject(one) == subject(other) != ""


def test_a_scheme_may_set_how_far_below_last_year_is_too_low() -> None:
    last = Form.model_validate(
        {"objectives": {"quantitative": [{"kind": "quantity", "target": "接收档案3,000卷", "result": "3,600卷"}]}}
    )
    context = Context(history={2020: last})
    assert [one for one in findings_of(Example("", {}, context)) if one.check == "C7"] == []
    stricter = {"/scheme/checks": {"C7": {"parameters": {"least": "90"}}}}
    (found,) = [one for one in findings_of(Example("", stricter, context)) if one.check == "C7"]
    assert "目标只是上年实际的 83.3%" in found.amount


@pytest.mark.parametrize("result", ["≥95%", ">=95%", "不低于95%", "不超过0.35元/页", "满意度不低于95%"])
def test_an_inequality_is_no_result(result: str) -> None:
    assert says_no_value("满意度不低于95%", result)


@pytest.mark.parametrize("result", ["95%", "100%", "96%，不低于95%", "高于上年", "3,200卷", "已完成"])
def test_a_value_is_a_result(result: str) -> None:
    assert not says_no_value("不低于100%", result)


def test_output_without_goals_is_one_finding_for_all_its_kinds() -> None:
    (finding,) = found("D1", without_goals(0, 1, 3))
    assert finding.amount.startswith("质量指标、数量指标、成本指标的绩效目标为“无”，而“产出”自评 25 分")


def test_a_kind_has_a_goal_where_one_of_its_rows_has() -> None:
    assert found("D1", {**without_goals(0), f"{GOALS}/-": {"kind": "quality", "target": "差错率低于1%"}}) == []


def test_a_goal_that_is_not_written_yet_is_no_finding_in_a_draft() -> None:
    blank = {f"{GOALS}/5/target": "", f"{GOALS}/5/result": "", f"{GOALS}/0/target": "", f"{GOALS}/0/result": ""}
    assert found("D1", blank, Stage.DRAFT) == []
    assert len(found("D1", blank)) == 1


def test_a_benefit_without_a_row_or_points_needs_no_goal() -> None:
    assert found("D1", without_goals(5, 6)) == []
    assert found("D1", {**without_goals(4), "/form/self_scoring/rows/7/self_assessed_points": "0"}) == []


@pytest.mark.parametrize(
    "goal",
    ["年底前建成", "合格率98%", "培训两期", "每季度通报", "零投诉", "不发生安全事故", "群众满意率达九成以上", "全覆盖"],
)
def test_numbers_dates_rates_and_zeros_are_quantities(goal: str) -> None:
    assert is_quantified(goal)


@pytest.mark.parametrize(
    "goal",
    [
        "推行一网通办",
        "指标1：1.第一时间受理；\n2.第一时间上报",
        "办好“12345”热线",
        "提升服务水平",
        "（1）推进改革；（2）强化管理",
    ],
)
def test_names_and_numbering_are_no_quantities(goal: str) -> None:
    assert not is_quantified(goal)


def test_prose_is_let_be_where_the_result_has_a_quantity() -> None:
    assert found("D2", {f"{GOALS}/4/target": "方便群众查档", f"{GOALS}/4/result": "平均等候缩短3分钟"}) == []


@pytest.mark.parametrize("text", ["已完成", "完成。", "100%", "全部完成", "已全部完成"])
def test_one_word_says_no_more_than_that_it_is_done(text: str) -> None:
    assert is_one_word(text)


def test_a_result_repeats_its_goal_but_for_small_words() -> None:
    assert repeats("推进馆藏档案数字化，完善查阅服务", "已推进馆藏档案数字化，完善了查阅服务。")
    assert not repeats("推进馆藏档案数字化", "扫描12万页，民生类档案全部可在线检索")
    assert not repeats("完成档案接收3000卷的目标任务", "完成档案接收3200卷的目标任务")


def test_numbered_goals_are_read_line_by_line() -> None:
    assert lines("目标1：甲。\n目标2：乙。") == ("甲。", "乙。")
    assert lines("1、甲；2、乙；") == ("甲；", "乙；")
    assert lines("增长2.5%") == ("增长2.5%",)


def test_one_word_for_numbered_goals_is_one_finding() -> None:
    goals = {f"{QUALITATIVE}/1": None, f"{QUALITATIVE}/0/objective": "目标1：接收。\n目标2：上架。"}
    (finding,) = findings_of(Example("", {**goals, f"{QUALITATIVE}/0/result": "已完成"}))
    assert (finding.check, [one.check for one in finding.linked]) == ("D3", ["D4"])


def test_one_result_beside_several_rows_of_goals_is_a_merged_cell() -> None:
    assert found("D4", {f"{QUALITATIVE}/1/result": ""}) == []
    another = {"objective": "举办档案展览。", "result": "举办2次。"}
    assert len(found("D4", {f"{QUALITATIVE}/1/result": "", f"{QUALITATIVE}/-": another})) == 1


def test_a_blank_result_is_a_goal_without_one_when_it_is_handed_in() -> None:
    assert len(found("D4", {f"{GOALS}/1/result": ""})) == 1
    assert found("D4", {f"{GOALS}/1/result": ""}, Stage.DRAFT) == []


SILENT = {
    f"{GOALS}/7/target": "查档群众满意度不低于95%",
    f"{GOALS}/7/result": "达到目标",
    "/form/narrative/sections/2/text": "接收档案3,200卷，自评得分96.5分。",
}


def test_a_rate_without_a_word_of_how_it_was_found_is_a_warning() -> None:
    assert [one.severity for one in found("D5", SILENT)] == [Severity.WARNING]


@pytest.mark.parametrize("result", ["问卷600份，满意率96.2%", "96.2%（评价器）", "满意度96.2%，受访300人次"])
def test_a_rate_with_its_sample_or_method_is_a_survey(result: str) -> None:
    assert found("D5", {**SILENT, f"{GOALS}/7/result": result, "/supplement/satisfaction": None}) == []


def test_satisfaction_without_points_needs_no_survey() -> None:
    changes = {**SILENT, "/supplement/satisfaction": None, "/form/self_scoring/rows/8/self_assessed_points": "0"}
    assert found("D5", changes) == []


def test_satisfaction_without_goal_and_survey_is_one_finding() -> None:
    changes = {**SILENT, **without_goals(7), "/supplement/satisfaction": None}
    (finding,) = findings_of(Example("", changes))
    assert (finding.check, [one.check for one in finding.linked]) == ("D1", ["D5", "F4"])
