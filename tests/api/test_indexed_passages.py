"""A report's texts are in the index from its submission on, and out of it while its department has it in hand."""

import pytest

from app.contract.report import ReportContent, ReportView
from app.contract.workflow import Move
from app.domain.form.form import Form
from app.main import Application
from tests.support.office import REGION, Office

pytestmark = pytest.mark.anyio
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
