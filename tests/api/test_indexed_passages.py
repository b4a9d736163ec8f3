"""A report's texts are in the index from its submission on, and out of it while its department has it in hand."""

import pytest

from app.client import Jixiao
from app.contract.report import ReportContent, ReportView
from app.contract.workflow import Move
from app.domain.checks.finding import Stage
from app.domain.form.form import Form
from app.main import Application
from tests.support.builders import a_report
from tests.support.office import REGION, Office

pytestmark = pytest.mark.anyio
PARK = (
    "建成示范产业园标准厂房六万平方米，引进电子信息企业十四家，协议资金二十三亿元，新增就业岗位一千八百个，"
    "园区污水管网全线贯通，帮助企业落实用地和用工需求一百二十件。"
)
FIRST = "完成青石河两岸堤防加固十二公里，新建沿河泵站三座，汛前清淤河道，排除险工险段二十一处，确保村镇安全度汛。"
SECOND = "县图书馆延长夜间开放时间，新增少儿阅览座位两百个，流动书车每周到山区学校送书，办理借阅证三千余张。"
SIGNING = (("preparer", Move.SIGN_PREPARER), ("lead", Move.SIGN_PANEL), ("head", Move.SUBMIT))


@pytest.fixture
async def office(application: Application) -> Office:
    return await Office.opened(application)


def saying(text: str) -> ReportContent:
    return ReportContent.model_validate({"form": {"profile": {"achievements": text}}})


async def put(office: Office, report: ReportView, text: str) -> ReportView:
    reports = office.as_("preparer").reports
    await reports.put(report.id, report.version, saying(text))
    return await reports.get(report.id)


async def submit(office: Office, report: ReportView) -> ReportView:
    for login, move in SIGNING:
        report = await office.do(login, report, move)
    return report


async def found(application: Application, text: str) -> list[str]:
    """The texts that another department of the county, which says this, would be shown."""
    form = Form.model_validate({"profile": {"achievements": text}})
    return [one.text for one in await application.services.passages.similar(form, 999, REGION)]


async def test_the_index_follows_a_report_on_its_way(application: Application, office: Office) -> None:
    report = await put(office, await office.a_report(), FIRST)
    assert await found(application, FIRST) == []
    report = await submit(office, report)
    assert await found(application, FIRST) == [FIRST]
    report = await office.do("head", report, Move.RECALL)
    assert await found(application, FIRST) == []
    report = await submit(office, await put(office, report, SECOND))
    assert (await found(application, FIRST), await found(application, SECOND)) == ([], [SECOND])
    report = await office.do("reviewer", report, Move.START_REVIEW)
    assert await found(application, SECOND) == [SECOND]


async def test_rebuilding_fills_the_index_with_what_is_submitted_alone(
    application: Application, office: Office
) -> None:
    report = await submit(office, await put(office, await office.a_report(), FIRST))
    async with application.services.database.transaction() as store:
        await store.passages.remove(report.id)
    assert await found(application, FIRST) == []
    assert await application.services.reports.rebuild() == 1
    assert await found(application, FIRST) == [FIRST]
    await office.do("head", report, Move.RECALL)
    await application.services.reports.rebuild()
    assert await found(application, FIRST) == []


async def test_an_examination_names_the_report_that_was_copied_from(office: Office, client: Jixiao) -> None:
    await submit(office, await put(office, await office.a_report(), PARK))
    copying = await a_report(client, "999002", achievements=PARK.replace("六万", "七万"))
    findings = (await client.reports.findings(copying.id, stage=Stage.SUBMISSION)).findings
    (finding,) = [one for one in findings if one.check == "E3"]
    assert (finding.severity, finding.pointer) == ("error", "/form/profile/achievements")
    assert finding.cited[-1].source == "示范局2021年度报告·年度部门（单位）总体运行情况及取得的成绩"
