"""Years and dates: only what can be about no other year is told."""

from datetime import date

import pytest

from app.domain.checks.context import Context
from app.domain.checks.finding import Severity
from tests.domain.checks.changed import findings, of

TEXT = "/form/narrative/sections/2/text"


@pytest.mark.parametrize(
    "text",
    [
        "接收档案比2018年增长两成，本中心2015年成立。",
        "根据国办发〔2013〕96号文件要求开展工作。",
        "根据《关于开展2022年部门整体支出绩效自评工作的通知》要求，对2021年度开展自评。",
        "2023年计划完成馆藏数字化。",
    ],
)
def test_other_years_in_sentences_are_no_finding(text: str) -> None:
    assert of("D6", findings({TEXT: text})) == []


def test_the_notice_of_an_old_year_is_a_passage_of_its_sentence() -> None:
    text = "根据《关于做好2018年度部门整体支出绩效自评工作的通知》要求开展自评。"
    (found,) = of("D6", findings({TEXT: text}))
    assert found.span is not None
    assert "2018" in text[slice(*found.span)]


@pytest.mark.parametrize("title", ["2019-2021年部门整体支出绩效自评报告", "二〇二一年度自评报告", "自评报告", ""])
def test_a_title_with_this_year_or_no_year_is_right(title: str) -> None:
    assert of("D6", findings({"/form/narrative/title": title})) == []


GOAL, RESULT = "/form/objectives/qualitative/0/objective", "/form/objectives/qualitative/0/result"


@pytest.mark.parametrize(
    "text",
    [
        "2018年底前完成12家单位的档案接收。",
        "目标1：2019年接收档案3,000卷。",
        "1.2020年度全年接收12家单位的到期档案，计划内单位进馆。",
        "到期档案进馆，在2020年12月31日前完成验收。",
    ],
)
def test_a_goal_that_was_due_in_an_earlier_year_is_another_years(text: str) -> None:
    (found,) = of("D6", findings({GOAL: text}))
    assert found.pointer == GOAL
    assert found.span is not None
    assert "年" in text[slice(*found.span)]


def test_a_result_that_begins_with_an_earlier_year_is_another_years() -> None:
    (found,) = of("D6", findings({RESULT: "2020年接收12家单位的到期档案3,200卷，计划内单位全部进馆。"}))
    assert "写的是 2020 年，而评价年度是 2021 年" in found.amount


@pytest.mark.parametrize(
    "text",
    [
        "2019年移交的档案12家3,200卷全部进馆。",
        "2021年接收12家单位的到期档案3,200卷，2020年接收2,900卷。",
        "2019—2023年完成馆藏数字化，本年12万页。",
        "2023年底前完成馆藏数字化，本年12万页。",
        "较2020年接收的档案多出300卷，计划内单位进馆。",
        "落实2020年印发的规划，接收档案3,200卷。",
    ],
)
def test_goals_and_results_may_name_other_years(text: str) -> None:
    assert of("D6", findings({GOAL: text, RESULT: text})) == []


def test_a_wrong_year_on_the_cover_is_one_finding_with_both_titles() -> None:
    found = findings({"/form/cover/fiscal_year": 2022})
    assert [one.check for one in found] == ["D6"]
    assert [one.check for one in found[0].linked] == ["D6", "G3"]


def test_rows_that_share_a_criterion_are_one_finding() -> None:
    criterion = "按县考核办2018年对各部门的考核得分折算。"
    shared: dict[str, object] = {f"/form/self_scoring/rows/{at}/criterion": criterion for at in (5, 6)}
    (found,) = of("D6", findings(shared | {"/supplement/cases": None, "/supplement/training": None}))
    assert "共 2 项指标" in found.amount


def test_an_old_year_in_the_tables_wording_is_silent_once_this_years_score_is_given() -> None:
    criterion = "按县考核办2018年对各部门的考核得分折算。"
    assert of("D6", findings({"/form/self_scoring/rows/5/criterion": criterion})) == []


def test_the_year_that_was_asked_for_is_the_year() -> None:
    (found,) = of("D6", findings({"/form/cover/fiscal_year": 2020}, Context(fiscal_year=2021)))
    assert (found.pointer, found.fixes[0].value) == ("/form/cover/fiscal_year", "2021")


@pytest.mark.parametrize(
    ("dated", "severity"),
    [("2021-12-30", Severity.ERROR), ("2021-12-31", None), ("2022-05-31", None), ("2022-06-01", Severity.WARNING)],
)
def test_a_report_is_dated_between_the_end_of_its_year_and_its_deadline(dated: str, severity: Severity | None) -> None:
    unsigned: dict[str, object] = {
        f"/form/panel/{slot}": {} for slot in ("panel_lead", "department_opinion", "finance_opinion")
    }
    context = Context(deadline=date(2022, 5, 31), signed={})
    found = of("G3", findings({"/form/cover/report_date": dated, **unsigned}, context))
    assert [one.severity for one in found] == ([severity] if severity else [])
