"""What is stored comes back byte for byte, in one statement, from either engine."""

import json
from typing import Any

import pytest

from app.client import Jixiao, Stale
from app.contract.report import ReportContent
from app.domain.changes import CellChange, reverted
from app.main import Application
from app.persistence import statements
from app.persistence.sqlite import SQLiteDatabase
from app.services.ports import ReportQuery
from tests.support.builders import a_department, a_report

pytestmark = pytest.mark.anyio


def content(**profile: Any) -> ReportContent:
    return ReportContent.model_validate({"form": {"profile": profile}})


async def test_the_stored_bytes_are_the_answer_with_every_digit(application: Application, client: Jixiao) -> None:
    report = await a_report(client, staff_in_post="0043.10".lstrip("0"), duties="负责“示范”\n工作 ✓")
    stored = await application.services.reports.get(report.id)
    assert '"staff_in_post":"43.10"' in stored.document.decode()
    assert json.loads(stored.document)["form"]["profile"]["duties"] == "负责“示范”\n工作 ✓"
    assert ReportContent(form=report.form, supplement=report.supplement) == ReportContent.model_validate(
        {name: json.loads(stored.document)[name] for name in ("form", "supplement")}
    )


async def test_a_stale_write_changes_nothing(application: Application, client: Jixiao) -> None:
    report = await a_report(client)
    await client.reports.put(report.id, 1, content(staff_in_post="40"))
    before = (await application.services.reports.get(report.id)).document
    with pytest.raises(Stale):
        await client.reports.put(report.id, 1, content(staff_in_post="41"))
    assert (await application.services.reports.get(report.id)).document == before


@pytest.mark.parametrize("by_points", [False, True])
async def test_pages_list_every_report_once_while_others_are_added(
    application: Application, client: Jixiao, *, by_points: bool
) -> None:
    for number in range(7):
        await a_report(client, f"{number:06}")
    seen: list[int] = []
    after: tuple[int, int] | None = None
    while page := await application.services.reports.page(ReportQuery({"fiscal_year": 2021}, by_points, after, 2)):
        seen += [row[1] for row in page]
        after = page[-1][:2]
        await a_report(client, f"9{len(seen):05}")
    assert [one for one in seen if one <= 7] == [7, 6, 5, 4, 3, 2, 1]
    assert len(seen) == len(set(seen))


def test_no_statement_skips_rows_by_counting() -> None:
    texts = [one for one in vars(statements).values() if isinstance(one, statements.Statement)]
    texts += [
        statements.list_reports((), by_points=True, following=following) for following in ("below", "among equals")
    ]
    assert len(texts) > 20
    assert not [one for one in texts if "OFFSET" in one.sqlite + one.postgresql]


async def test_a_read_is_one_statement(application: Application, client: Jixiao) -> None:
    report = await a_report(client)
    database = application.services.database
    if not isinstance(database, SQLiteDatabase):
        pytest.skip("the driver of PostgreSQL has no trace callback; the statements are the same")
    said: list[str] = []
    database._reader.set_trace_callback(said.append)
    await client.reports.get(report.id)
    await client.reports.list(fiscal_year=2021)
    assert len(said) == 2


async def test_the_history_leads_back_to_the_blank_form(application: Application, client: Jixiao) -> None:
    report = await a_report(client, staff_in_post="43")
    await client.reports.put(report.id, 1, content(staff_in_post="40", established_posts="40"))
    revisions = await application.services.reports.revisions(report.id, None, 50)
    here = json.loads((await application.services.reports.get(report.id)).document)
    here = {name: here[name] for name in ("form", "supplement")}
    for one in revisions:
        here = reverted(here, [CellChange(change.pointer, change.old, change.new) for change in one.changes])
    assert here == ReportContent().model_dump(mode="json")


async def test_rebuilding_finds_nothing_to_change(application: Application, client: Jixiao) -> None:
    await a_report(client, staff_in_post="43", established_posts="40")
    query = ReportQuery({})
    before = await application.services.reports.page(query)
    assert await application.services.reports.rebuild() == 1
    assert await application.services.reports.page(query) == before


async def test_deleting_takes_the_history_along_and_never_gives_the_number_again(client: Jixiao) -> None:
    department = await a_department(client, "000001")
    assert department.id == 1
    first = await a_report(client)
    await client.reports.delete(first.id, 1)
    second = await a_report(client, "999002")
    assert second.id > first.id
    assert len((await client.reports.revisions(second.id)).items) == 1
