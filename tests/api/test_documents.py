"""The official form over the API: as the caller is shown the report, in the format that was asked for, and logged."""

import json
from typing import get_args

import pytest

from app.client import Invalid, Jixiao, NotFound
from app.client.errors import ServerFault
from app.contract.document import DocumentFormat
from app.contract.report import ReportView
from app.main import Application
from app.schemes.loader import shipped_schemes
from app.services.exporting import Format
from app.settings import Settings
from tests.support.applications import TestedApplication
from tests.support.office import Office
from tests.support.word import read_back

pytestmark = pytest.mark.anyio

FORM = {
    "cover": {"title": "某区2021年度部门整体支出绩效自评报告", "department_name": "示范局", "fiscal_year": 2021},
    "profile": {"contact": "王建国", "phone": "13907301234", "established_posts": "18"},
    "narrative": {"sections": [{"number": "一", "title": "概况", "text": "编制{人员编制}。"}]},
}


async def filled(office: Office) -> ReportView:
    report = await office.a_report()
    return await office.as_("preparer").reports.patch(report.id, report.version, {"form": FORM})


async def test_the_department_gets_its_report_to_work_on_and_it_reads_back_the_same(idle: Application) -> None:
    office = await Office.opened(idle)
    report = await filled(office)
    file = await office.as_("preparer").reports.document(report.id)
    assert read_back(file.data).form == report.form
    assert "2021" in file.disposition
    assert file.disposition.startswith("attachment;")


async def test_others_get_a_masked_copy_with_the_figures_written_out(idle: Application) -> None:
    office = await Office.opened(idle)
    report = await filled(office)
    form = read_back((await office.as_("reviewer").reports.document(report.id)).data).form
    assert (form.profile.contact, form.profile.phone) == ("王＊＊", "139****1234")
    assert form.narrative.sections[0].text == "编制18人。"


@pytest.mark.parametrize("wanted", get_args(DocumentFormat))
async def test_no_format_tells_others_what_is_personal(idle: Application, wanted: DocumentFormat) -> None:
    office = await Office.opened(idle)
    report = await filled(office)
    file = await office.as_("office").reports.document(report.id, wanted)
    assert file.media_type == Format(wanted).media_type
    assert not [secret for secret in ("王建国", "13907301234") if secret.encode() in file.data]


async def test_a_download_leaves_who_took_which_version_and_nothing_of_it(idle: Application) -> None:
    office = await Office.opened(idle)
    report = await filled(office)
    await office.as_("reviewer").reports.document(report.id, "csv")
    event = (await idle.services.database.reading.events.after(0, 10_000))[-1]
    assert (event.kind, event.subject) == ("report_exported", f"report:{report.id}")
    assert json.loads(event.details) == {"format": "csv", "version": report.version, "masked": True}


async def test_an_unknown_report_or_format_is_told(client: Jixiao) -> None:
    with pytest.raises(NotFound):
        await client.reports.document(999)
    with pytest.raises(Invalid):
        await client.reports.document(1, "doc")  # type: ignore[arg-type]


async def test_a_pdf_without_fonts_is_refused_with_what_to_do_and_leaves_no_event(database_url: str) -> None:
    settings = Settings(database_url=database_url, password_memory_kib=8_192, worker=False, font_folder="/nowhere")
    async with TestedApplication(settings).running() as application:
        await application.services.schemes.publish(shipped_schemes())
        office = await Office.opened(application)
        report = await filled(office)
        before = await application.services.database.reading.events.after(0, 10_000)
        with pytest.raises(ServerFault, match="FONT_FOLDER"):
            await office.as_("preparer").reports.document(report.id, "pdf")
        assert await application.services.database.reading.events.after(0, 10_000) == before


def test_the_contract_names_every_format_that_is_written() -> None:
    assert set(get_args(DocumentFormat)) == {one.value for one in Format}
