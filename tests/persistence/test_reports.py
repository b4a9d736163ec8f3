"""What is stored comes back byte for byte, in one statement, from either engine; a refused write changes nothing."""

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from app.client import Jixiao, Stale
from app.contract.report import NewReport, ReportContent
from app.domain.people.actor import OPERATOR
from app.main import Application
from app.persistence.sqlite import SQLiteDatabase
from app.services.errors import ReportExists
from app.services.ports import AlreadyStored, Database, ReportQuery, StoredRevision
from app.services.reports import Content, Start
from tests.persistence.records import EVERYWHERE, a_record, add
from tests.support.builders import a_department, a_report

pytestmark = pytest.mark.anyio
FIGURES = ("0", "0.10", "43.10", "-0.000000", "99999999999999.123456", "10000000000000.000001", "100000000.000000")


async def everything(database: Database, report_id: int) -> list[Any]:
    """All that the port tells of a report."""
    reports = database.reading.reports
    return [
        await reports.get(report_id),
        await reports.revisions(report_id, None, 200),
        await reports.page(ReportQuery(EVERYWHERE, {})),
        await reports.page(ReportQuery(EVERYWHERE, {}, by_points=True)),
    ]


def content(**profile: Any) -> ReportContent:
    return ReportContent.model_validate({"form": {"profile": profile}})


async def test_a_stored_record_comes_back_byte_for_byte(database: Database) -> None:
    document = "负责“示范”\n工作 ✓ 𠮷 0.10".encode() + bytes(range(256))
    text = '{"name":"岳阳楼区“示范”局 𠮷\\n","points":"0.10"}'
    revision = StoredRevision(1, 0, 1, "张三", "2022-05-10T08:00:00.000001Z", "2022-05-10T08:00:00.10Z", text)
    async with database.transaction() as store:
        number = await store.reports.add(a_record(summary=text, document=document))
        await store.reports.put_revision(number, revision)
    stored, revisions, newest, by_points = await everything(database, number)
    assert (type(stored.document), stored.document) == (bytes, document)
    assert revisions == [revision]
    assert newest[0][1:] == by_points[0][1:] == (number, text)


async def test_the_stored_bytes_are_the_answer_with_every_digit(
    database: Database, client: Jixiao, http: httpx.AsyncClient
) -> None:
    department = await a_department(client)
    form: dict[str, Any] = {
        "profile": {"duties": "负责“示范”\n工作 ✓ 𠮷"},
        "revenue": {"rows": [{"institution": "本级", "total": figure} for figure in FIGURES]},
    }
    created = await http.post("/api/v1/reports", json={"department": department.id, "fiscal_year": 2021, "form": form})
    stored = await database.reading.reports.get(created.json()["id"])
    assert stored is not None
    assert stored.document == created.content == (await http.get(created.headers["location"])).content
    read = json.loads(stored.document)["form"]
    assert tuple(row["total"] for row in read["revenue"]["rows"]) == FIGURES
    assert read["profile"]["duties"] == form["profile"]["duties"]
    assert "负责“示范”\\n工作 ✓ 𠮷".encode() in stored.document


async def test_a_write_on_a_stale_version_changes_nothing(database: Database, client: Jixiao) -> None:
    report = await a_report(client)
    await client.reports.put(report.id, 1, content(staff_in_post="40"))
    before = await everything(database, report.id)
    with pytest.raises(Stale) as refused:
        await client.reports.put(report.id, 1, content(staff_in_post="41"))
    assert (refused.value.problem.current or {})["version"] == 2
    with pytest.raises(Stale):
        await client.reports.delete(report.id, 1)
    assert await everything(database, report.id) == before


async def test_the_port_itself_refuses_a_stale_version(database: Database) -> None:
    number = await add(database, a_record(version=2, document=b"second"))
    before = await everything(database, number)
    async with database.transaction() as store:
        assert not await store.reports.replace(number, 1, a_record(version=2, document=b"stale", summary="stale"))
        assert not await store.reports.remove(number, 1)
    assert await everything(database, number) == before


async def test_what_fails_in_a_transaction_is_undone_whole(database: Database) -> None:
    number = await add(database, a_record())
    before = await everything(database, number)

    async def half_a_write() -> None:
        async with database.transaction() as store:
            await store.reports.replace(number, 1, a_record(version=2, document=b"half"))
            await store.reports.put_revision(number, StoredRevision(1, 1, 2, "local", "", "", "[]"))
            await store.reports.add(a_record())

    with pytest.raises(AlreadyStored):
        await half_a_write()
    assert await everything(database, number) == before


async def test_a_second_report_of_the_year_is_refused_and_names_the_first(
    application: Application, database: Database, client: Jixiao
) -> None:
    first = await a_report(client, staff_in_post="18")
    before = await everything(database, first.id)
    with pytest.raises(AlreadyStored):
        await add(database, a_record(first.department.id))
    again = content(staff_in_post="19")
    start = Start(first.department.id, 2021, None, Content(again.form, again.supplement))
    with pytest.raises(ReportExists) as refused:
        await application.services.reports.create(start, OPERATOR)
    assert refused.value.report_id == first.id
    assert await everything(database, first.id) == before
    other = NewReport.model_validate(
        {"department": first.department.id, "fiscal_year": 2022, "scheme": {"id": "yueyanglou-2021", "version": 1}}
    )
    assert (await client.reports.create(other)).id > first.id


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL's driver has no trace of statements
async def test_a_read_is_one_statement(database: Database, client: Jixiao) -> None:
    report = await a_report(client)
    assert isinstance(database, SQLiteDatabase)
    said: list[str] = []
    for connection in (database._reader, database._writer):
        connection.set_trace_callback(said.append)
    who = ["SELECT"]  # who calls is a read of its own
    await client.reports.get(report.id)
    assert [one.split()[0] for one in said] == [*who, "SELECT"]
    await client.reports.list(fiscal_year=2021)
    assert [one.split()[0] for one in said] == [*who, "SELECT", *who, "SELECT"]


async def test_a_rebuilt_projection_is_the_stored_one(
    application: Application, database: Database, client: Jixiao
) -> None:
    for number in range(5):
        rows = [{"indicator": "财政供养人员控制率", "self_assessed_points": f"{number}.5"}]
        form = {"profile": {"staff_in_post": "43", "established_posts": "40"}, "self_scoring": {"rows": rows}}
        department = await a_department(client, str(number))
        new = {"department": department.id, "fiscal_year": 2021, "form": form}
        await client.reports.create(NewReport.model_validate(new))
    ids = await database.reading.reports.ids(0, 50)
    before = [await everything(database, one) for one in ids]
    async with database.transaction() as store:
        for one in ids:
            stored = await store.reports.get(one)
            assert stored is not None
            spoilt = replace(a_record(one), state="passed", self_points="1", summary="{}", document=stored.document)
            await store.reports.replace(one, stored.version, spoilt)
    assert [await everything(database, one) for one in ids] != before
    assert await application.services.reports.rebuild(batch=2) == len(ids)
    assert [await everything(database, one) for one in ids] == before


async def test_deleting_takes_the_history_along_and_never_gives_the_number_again(client: Jixiao) -> None:
    department = await a_department(client, "000001")
    assert department.id == 1
    first = await a_report(client)
    await client.reports.delete(first.id, 1)
    second = await a_report(client, "999002")
    assert second.id > first.id
    assert len((await client.reports.revisions(second.id)).items) == 1
