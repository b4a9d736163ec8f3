"""Boards and late lists: right on both sides of midnight in China, counted by the database, narrowed to places."""

from datetime import UTC, date, datetime

import pytest

from app.client import Invalid, Jixiao
from app.contract.report import NewReport
from app.contract.round import Extension, Reminding
from app.domain.people.actor import OPERATOR
from app.domain.people.place import Place
from app.domain.report import State
from app.domain.rounds.board import board
from app.domain.rounds.lateness import Filing
from app.main import Application
from app.persistence.sqlite import SQLiteDatabase
from app.services.ports import EntryQuery
from tests.support.clock import HandClock
from tests.support.rounds import DEADLINE, a_section, an_issued_round, departments, own, stand

pytestmark = pytest.mark.anyio
LAST_MOMENT = datetime(2022, 5, 10, 15, 59, 59, tzinfo=UTC)
MIDNIGHT = datetime(2022, 5, 10, 16, tzinfo=UTC)
NAMES = ("甲局", "乙局", "丙局", "丁局")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


async def test_at_midnight_in_china_and_not_before_those_who_have_not_handed_in_are_late(
    application: Application, client: Jixiao, office: Jixiao, clock: HandClock
) -> None:
    first, second, third, fourth = await departments(application, *NAMES)
    one = await an_issued_round(office, first, second, third, fourth)
    await office.rounds.extend(one.id, 2, Extension(department=fourth.id, due=date(2022, 6, 30), reason="新设立"))
    await client.reports.create(NewReport(department=second.id, fiscal_year=2021))
    submitted = await client.reports.create(NewReport(department=third.id, fiscal_year=2021))
    await stand(application, submitted.id, State.SUBMITTED)

    clock.now = LAST_MOMENT
    before = await office.rounds.board(one.id)
    told = {kind: count for kind, count in before.by_standing.items() if count}
    assert (before.total, before.not_started, told) == (4, 2, {"due_soon": 2, "on_time": 1, "done": 1})
    assert {state: count for state, count in before.by_state.items() if count} == {"drafting": 1, "submitted": 1}
    assert (await office.rounds.late(one.id)).items == ()

    clock.now = MIDNIGHT
    after = await office.rounds.board(one.id)
    told = {kind: count for kind, count in after.by_standing.items() if count}
    assert (after.by_state, told) == (before.by_state, {"late": 2, "on_time": 1, "done": 1})
    late = [(found.name, found.due, found.days, found.state) for found in (await office.rounds.late(one.id)).items]
    assert late == [("甲局", DEADLINE, 1, None), ("乙局", DEADLINE, 1, "drafting")]
    reminded = await office.rounds.remind(one.id, 3, Reminding(text="请尽快报送"))
    assert [entry.name for entry in reminded.entries if entry.reminders] == ["甲局", "乙局"]


@pytest.mark.parametrize("now", [LAST_MOMENT, MIDNIGHT])
async def test_the_board_counts_as_the_domain_does(
    application: Application, client: Jixiao, office: Jixiao, clock: HandClock, now: datetime
) -> None:
    asked = await departments(application, *map(str, range(len(State) + 1)))
    one = await an_issued_round(office, *asked)
    for department, state in zip(asked, State, strict=False):
        report = await client.reports.create(NewReport(department=department.id, fiscal_year=2021))
        await stand(application, report.id, state)
    clock.now = now
    seen = await application.services.rounds.get(one.id, OPERATOR)
    filings = {department.id: Filing(state) for department, state in zip(asked, State, strict=False)}
    expected = board(seen.round, seen.names, filings, now)
    found = await office.rounds.board(one.id)
    assert (found.total, found.not_started) == (expected.total, expected.not_started)
    assert (found.by_state, found.by_standing) == (expected.by_state, expected.by_standing)
    late = (await office.rounds.late(one.id)).items
    assert {(item.department, item.days) for item in late} == {(item.department, item.days) for item in expected.late}


async def test_a_department_inside_two_places_of_the_asker_counts_once(
    application: Application, office: Jixiao
) -> None:
    section = await a_section(application, "一科")
    (mine,) = await departments(application, "甲局", section=section)
    others = await departments(application, "乙局", "丙局")
    one = await an_issued_round(office, mine, *others)
    found = await application.services.database.reading.rounds.board(
        EntryQuery(one.id, (own(mine), Place("section", str(section)), own(others[0])), date(2022, 5, 11))
    )
    assert found is not None
    assert [(row.standing, row.count) for row in found.rows] == [("late", 2)]


async def test_the_late_are_listed_once_each_by_key_the_longest_first(
    application: Application, office: Jixiao, clock: HandClock
) -> None:
    asked = await departments(application, *NAMES)
    one = await an_issued_round(office, *asked)
    await office.rounds.extend(one.id, 2, Extension(department=asked[0].id, due=date(2022, 5, 11), reason="新设立"))
    clock.now = datetime(2022, 5, 12, tzinfo=UTC)
    seen, after = [], None
    while True:
        page = await office.rounds.late(one.id, after=after, limit=1)
        seen += [(found.name, found.days) for found in page.items]
        after = page.next
        if after is None:
            break
    with pytest.raises(Invalid, match="从第一页重新取"):
        await office.rounds.late(one.id, after="zz")
    assert seen == [("乙局", 2), ("丙局", 2), ("丁局", 2), ("甲局", 1)]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # PostgreSQL's driver has no trace of statements
async def test_a_board_is_one_statement(application: Application, office: Jixiao) -> None:
    one = await an_issued_round(office, *await departments(application, *NAMES))
    await office.rounds.board(one.id)  # the first use of a token in a while is noted
    database = application.services.database
    assert isinstance(database, SQLiteDatabase)
    said: list[str] = []
    for connection in (database._reader, database._writer):
        connection.set_trace_callback(said.append)
    await office.rounds.board(one.id)
    assert [text.split()[0] for text in said] == ["SELECT", "SELECT"]  # who calls, and the board
    assert "GROUP BY" in said[1]
    assert "document" not in said[1]
