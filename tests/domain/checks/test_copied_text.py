"""E3: what is called another department's text, and what every department may write."""

from typing import Any

import pytest

from app.domain.checks.check import Example
from app.domain.checks.context import Context, Passage
from app.domain.checks.examples import findings_of
from app.domain.checks.finding import Finding, Severity, Stage
from app.domain.form.form import Form

OVERVIEW = "/form/narrative/sections/0/text"
ACHIEVEMENTS = "/form/profile/achievements"
WATER = "贯彻落实中央关于水利改革和防汛抗旱工作的方针政策，落实县委、县政府关于水旱灾害防御工作的部署要求"
PARK = (
    "建成示范产业园标准厂房六万平方米，引进电子信息企业十四家，协议资金二十三亿元，新增就业岗位一千八百个，"
    "园区污水管网全线贯通，帮助企业落实用地和用工需求一百二十件。"
)


def found(changes: dict[str, Any], *passages: Passage, stage: Stage = Stage.SUBMISSION, **more: Any) -> list[Finding]:
    example = Example("", changes, Context(passages=passages, **more), stage)
    return [one for one in findings_of(example) if one.check == "E3"]


def elsewhere(text: str, department: str = "示例县招商局", year: int = 2021) -> Passage:
    return Passage(9, department, year, "/form/profile/main_work", text)


def test_a_passage_of_another_department_is_an_error_that_cites_both() -> None:
    (finding,) = found({ACHIEVEMENTS: PARK}, elsewhere(PARK.replace("六万", "七万")))
    assert (finding.severity, finding.pointer) == (Severity.ERROR, ACHIEVEMENTS)
    assert [one.source for one in finding.cited] == [
        "本报告·年度部门（单位）总体运行情况及取得的成绩",
        "示例县招商局2021年度报告·年度主要工作内容",
    ]
    assert finding.cited[1].text == PARK.replace("六万", "七万")


def test_their_words_are_in_the_citation_alone() -> None:
    theirs = PARK.replace("六万", "七万")
    (finding,) = found({ACHIEVEMENTS: PARK, "/form/profile/main_work": f"1、{PARK}"}, elsewhere(theirs))
    assert "七万" not in finding.message
    assert "% 相同" in finding.amount


def test_it_is_a_warning_while_the_report_is_being_filled_in() -> None:
    (finding,) = found({ACHIEVEMENTS: PARK}, elsewhere(PARK), stage=Stage.DRAFT)
    assert finding.severity is Severity.WARNING


def test_a_passage_that_is_the_same_in_good_part_is_a_warning() -> None:
    (finding,) = found({ACHIEVEMENTS: PARK}, elsewhere(f"{PARK[:66]}接待客商四十批次，举办推介会三场，签约九个项目。"))
    assert finding.severity is Severity.WARNING


def test_several_passages_of_one_department_are_one_finding() -> None:
    (finding,) = found({ACHIEVEMENTS: PARK, "/form/profile/main_work": f"1、{PARK}"}, elsewhere(PARK))
    assert len(finding.linked) == 1


def test_what_the_department_wrote_first_was_copied_by_the_other() -> None:
    own = Form.model_validate({"profile": {"achievements": PARK}})
    assert found({ACHIEVEMENTS: PARK}, elsewhere(PARK, year=2020), history={2019: own}) == []
    assert len(found({ACHIEVEMENTS: PARK}, elsewhere(PARK, year=2018), history={2019: own})) == 1


@pytest.mark.parametrize(
    "formula",
    [
        "贯彻落实党中央、国务院决策部署，全面落实县委、县政府工作要求，认真完成上级交办的其他各项工作任务。",
        "严格执行中央八项规定精神和县委、县政府的各项财政管理制度，厉行节约，三公经费严格控制在预算之内，没有截留挪用。",
        "把绩效评价作为部门的日常性工作，建立和完善绩效评价管理工作考核的长效机制，进一步提高预算编制的科学性、准确性。",
        "加强组织领导，明确责任分工，层层压实责任；加强学习培训，提高人员素质；加强监督检查，及时纠正问题，确保取得实效。",
    ],
)
def test_what_every_department_writes_is_nobodys(formula: str) -> None:
    assert found({"/form/narrative/sections/4/text": formula}, elsewhere(formula)) == []


def test_the_duties_of_an_unknown_field_are_told_with_the_goals_on_it() -> None:
    goals = {
        "/form/objectives/qualitative/0/objective": "目标1：到期档案接收进馆。\n目标2：汛期第一时间处置防汛险情。",
        "/form/objectives/qualitative/1/objective": "改善档案库房的防汛条件。",
    }
    (finding,) = found({OVERVIEW: f"1、基本情况\n{WATER}。核定编制40人，实有38人。", **goals})
    assert (finding.pointer, finding.severity) == (OVERVIEW, Severity.WARNING)
    assert finding.span == (7, 7 + len(WATER))
    assert [one.amount[:13] for one in finding.linked] == ["预期目标“目标2：汛期第一"]


def test_where_the_statement_stands_in_another_report_that_is_named_and_it_is_an_error() -> None:
    (finding,) = found({OVERVIEW: f"{WATER}。核定编制40人，实有38人。"}, elsewhere(f"{WATER}。", "示例县水利局"))
    assert finding.severity is Severity.ERROR
    assert finding.cited[-1].source == "示例县水利局2021年度报告·年度主要工作内容"


@pytest.mark.parametrize(
    "overview",
    [
        "贯彻落实中央关于档案工作的方针政策，落实县委关于档案资源建设工作的部署要求。",
        f"{WATER}。负责全县档案的收集、保管和利用。",
        "贯彻落实中央关于全面从严治党和党风廉政建设的决策部署，落实县委关于乡村振兴驻村帮扶工作的部署要求。",
        "贯彻落实中央关于水利改革和防汛抗旱工作的方针政策和决策部署。",
        "全年支出主要用于贯彻落实中央关于水利改革工作的方针政策，落实县委关于防汛抗旱工作的部署要求。",
    ],
    ids=["its own field", "one of several duties", "everybody's fields", "said once alone", "not as its duty"],
)
def test_other_statements_in_the_overview_raise_nothing(overview: str) -> None:
    assert found({OVERVIEW: f"{overview}核定编制40人，实有38人。"}) == []


def test_a_goal_that_goes_beyond_the_duties_is_normal() -> None:
    assert found({"/form/objectives/qualitative/0/objective": "完成办公楼消防改造，推进网络安全等级保护。"}) == []


@pytest.mark.parametrize(
    ("name", "duties"),
    [
        ("示例县人民政府办公室", "负责县政府会议的准备、公文办理和督促检查，协助处理各部门反映的问题。"),
        ("示例县青石镇", "负责全镇的经济、教育、文化、卫生和社会事务，办理群众反映的问题和意见。"),
        ("示例县档案服务中心", "见“三定”规定。"),
        ("", "负责全县档案的收集、整理、保管和利用，指导各单位的档案工作。"),
    ],
    ids=["a general office", "a town", "duties that say nothing", "no name"],
)
def test_where_the_field_is_anything_or_unknown_nothing_is_foreign(name: str, duties: str) -> None:
    changes = {
        "/form/cover/department_name": name,
        "/form/profile/duties": duties,
        OVERVIEW: f"{WATER}。编制40人，实有38人。",
    }
    assert found(changes) == []


@pytest.mark.parametrize(
    "text",
    ["贯彻关于" * 5_000, " " * 20_000, "\n" * 20_000, "1、" * 10_000, "（" * 20_000, "县" * 20_000, "×" * 20_000],
    ids=["duties", "spaces", "lines", "numbers", "brackets", "regions", "crosses"],
)
def test_odd_texts_of_any_length_are_examined(text: str) -> None:
    places = [OVERVIEW, ACHIEVEMENTS, "/form/cover/department_name", "/form/objectives/qualitative/0/objective"]
    changes = dict.fromkeys(places, text)
    findings = findings_of(Example("", changes, Context(passages=(elsewhere(text[:1_000]),))))
    assert all(one.message.endswith("。") for one in findings)
