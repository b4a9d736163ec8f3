"""Tasks of rounds: who is asked sees what to start and until when, and how late each report is."""

from datetime import date

import pytest

from app.client import Jixiao
from app.contract.report import NewReport
from app.contract.round import Extension, Reminding
from app.domain.people.role import Role
from app.domain.report import State
from app.main import Application
from tests.support.callers import Callers
from tests.support.clock import HandClock
from tests.support.rounds import a_plan, an_issued_round, departments, own, stand

pytestmark = pytest.mark.anyio


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


async def test_a_preparer_who_is_asked_starts_the_report_until_the_day_of_their_department(
    application: Application, office: Jixiao, callers: Callers
) -> None:
    mine, other = await departments(application, "甲局", "乙局")
    preparer = await callers.system(Role.PREPARER, own(mine))
    made = await office.rounds.create(a_plan(mine, other))
    assert (await preparer.workflow.tasks()).start == ()
    await office.rounds.issue(made.id, 1)
    await office.rounds.extend(made.id, 2, Extension(department=mine.id, due=date(2022, 6, 1), reason="新设立"))
    await office.rounds.remind(made.id, 3, Reminding(departments=(mine.id,), text="请报送"))
    (task,) = (await preparer.workflow.tasks()).start
    assert (task.department.name, task.fiscal_year, task.due, task.late) == ("甲局", 2021, date(2022, 6, 1), 0)
    assert (task.round, task.scheme, [one.text for one in task.reminders]) == (made.id, made.scheme, ["请报送"])
    assert (await office.workflow.tasks()).start == ()


async def test_once_started_the_report_carries_the_day_and_is_late_until_it_was_handed_in(
    application: Application, office: Jixiao, callers: Callers, clock: HandClock
) -> None:
    (mine,) = await departments(application, "甲局")
    preparer = await callers.system(Role.PREPARER, own(mine))
    reviewer = await callers.system(Role.SECTION_REVIEWER)
    await an_issued_round(office, mine)
    clock.forward(days=2)
    (start,) = (await preparer.workflow.tasks()).start
    report = await preparer.reports.create(NewReport(department=mine.id, fiscal_year=2021))
    found = await preparer.workflow.tasks()
    assert (start.late, found.start, [(one.report, one.late) for one in found.deadlines]) == (2, (), [(report.id, 2)])
    await stand(application, report.id, State.SUBMITTED)
    assert [one.late for one in (await reviewer.workflow.tasks()).deadlines] == [0]


@pytest.mark.parametrize("end", ["withdraw", "close"])
async def test_a_round_that_is_no_longer_issued_asks_for_nothing(
    application: Application, office: Jixiao, callers: Callers, end: str
) -> None:
    mine, other = await departments(application, "甲局", "乙局")
    preparer = await callers.system(Role.PREPARER, own(mine))
    one = await an_issued_round(office, mine, other)
    assert len((await preparer.workflow.tasks()).start) == 1
    if end == "close":
        await office.rounds.close(one.id, one.version)
    else:
        await office.rounds.withdraw(one.id, one.version, "重发")
    assert (await preparer.workflow.tasks()).start == ()
