"""The template over the API: for whoever may fill a report in, with what it says; a blank one for anybody."""

import json

import pytest

from app.client import Forbidden, Jixiao, NotFound
from app.main import Application
from app.schemes.loader import shipped_schemes
from tests.support.office import Office
from tests.support.workbook import read_workbook_back

pytestmark = pytest.mark.anyio

FORM = {"cover": {"department_name": "示范局", "fiscal_year": 2021}, "profile": {"contact": "王建国", "duties": "职能"}}


async def test_who_fills_a_report_in_gets_it_to_work_on_and_the_log_tells(idle: Application) -> None:
    office = await Office.opened(idle)
    report = await office.a_report()
    report = await office.as_("preparer").reports.patch(report.id, report.version, {"form": FORM})
    file = await office.as_("preparer").reports.template(report.id)
    back = read_workbook_back(file.data).form
    assert (back.cover, back.profile) == (report.form.cover, report.form.profile)
    assert len(back.self_scoring.rows) == len(shipped_schemes()[0].indicators)
    event = (await idle.services.database.reading.events.after(0, 10_000))[-1]
    assert (event.kind, json.loads(event.details)["format"]) == ("report_exported", "template")


async def test_who_only_reads_gets_none(idle: Application) -> None:
    office = await Office.opened(idle)
    report = await office.a_report()
    for login in ("office", "reviewer"):
        with pytest.raises(Forbidden):
            await office.as_(login).reports.template(report.id)


async def test_a_blank_one_has_the_schemes_indicators_and_nothing_filled_in(client: Jixiao) -> None:
    scheme = shipped_schemes()[0]
    file = await client.schemes.template(scheme.scheme.id, scheme.scheme.version)
    form = read_workbook_back(file.data).form
    assert [row.indicator for row in form.self_scoring.rows] == [one.title for one in scheme.indicators]
    assert form.revenue.rows == ()
    assert file.disposition.endswith(".xlsx")
    with pytest.raises(NotFound):
        await client.schemes.template("nix", 1)
