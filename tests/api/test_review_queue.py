"""The reviewer's queue: lanes, filters and counts in the reviewer's own place, and the way from one to the next."""

from typing import Any

import pytest

from app.client import Forbidden, Invalid
from app.contract.report import NewReport, ReportView
from app.contract.review_queue import QueueFilter, QueuePage
from app.contract.scoring import SchemeName
from app.contract.workflow import Move, Objection
from app.domain.people.actor import OPERATOR
from app.domain.people.place import Place
from app.domain.people.role import Role
from app.main import Application
from tests.support.clock import HandClock
from tests.support.office import REGION, Office
from tests.support.rounds import DEADLINE, SCHEME, an_issued_round

pytestmark = pytest.mark.anyio
SIGNING = (("preparer", Move.SIGN_PREPARER), ("lead", Move.SIGN_PANEL), ("head", Move.SUBMIT))


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def office(application: Application) -> Office:
    return await Office.opened(application)


async def handed_in(office: Office, year: int) -> ReportView:
    new = NewReport(department=office.department, fiscal_year=year, scheme=SchemeName.model_validate(SCHEME))
    report = await office.as_("preparer").reports.create(new)
    for login, move in SIGNING:
        report = await office.do(login, report, move)
    return report


async def queue(office: Office, login: str = "reviewer", **wanted: Any) -> QueuePage:
    return await office.as_(login).review_queue.page(QueueFilter(**wanted))


def numbers(page: QueuePage) -> list[int]:
    return [one.report.id for one in page.items]


async def test_a_report_goes_from_lane_to_lane_and_counts_follow(office: Office) -> None:
    report, other = await handed_in(office, 2021), await handed_in(office, 2022)
    page = await queue(office)
    assert (numbers(page), page.counts.waiting, page.counts.mine) == ([report.id, other.id], 2, 0)
    report = await office.do("reviewer", report, Move.START_REVIEW)
    assert numbers(await queue(office, lane="mine")) == [report.id]
    await office.employ("second", Role.SECTION_REVIEWER, Place("section", str(office.section)))
    assert numbers(await queue(office, "second", lane="others")) == [report.id]
    assert numbers(await queue(office, "second", lane="mine")) == []
    await office.do("reviewer", report, Move.RETURN, "", Objection(text="请核对"))
    other = await office.do("reviewer", other, Move.START_REVIEW)
    await office.do("reviewer", other, Move.PASS)
    counts = (await queue(office)).counts
    assert (counts.waiting, counts.mine, counts.returned, counts.passed) == (0, 0, 1, 1)


async def test_another_section_sees_nothing_and_a_department_may_not_ask(office: Office) -> None:
    await handed_in(office, 2021)
    elsewhere = await office.application.services.departments.add_section(REGION, "农业科", OPERATOR)
    await office.employ("stranger", Role.SECTION_REVIEWER, Place("section", str(elsewhere.id)))
    page = await queue(office, "stranger")
    assert (page.items, page.counts.waiting) == ((), 0)
    with pytest.raises(Forbidden):
        await queue(office, "head")


async def test_pages_and_neighbours_go_by_key_whatever_has_become_of_the_report(office: Office) -> None:
    reports = [await handed_in(office, year) for year in (2019, 2020, 2021)]
    first = await queue(office, limit=2)
    assert first.next is not None
    assert numbers(first) + numbers(await queue(office, limit=2, after=first.next)) == [one.id for one in reports]
    middle = reports[1].id
    found = await queue(office, around=middle)
    assert (found.previous_report, found.next_report) == (reports[0].id, reports[2].id)
    await office.do("reviewer", reports[1], Move.START_REVIEW)
    found = await queue(office, around=middle)
    assert (found.previous_report, found.next_report) == (reports[0].id, reports[2].id)
    assert (await queue(office, around=reports[2].id)).next_report is None
    with pytest.raises(Invalid):
        await queue(office, after="1@; drop")


async def test_the_queue_says_how_much_an_examination_found_while_the_bureau_has_the_report(office: Office) -> None:
    report = await handed_in(office, 2021)
    (item,) = (await queue(office)).items
    found = await office.as_("reviewer").reports.findings(report.id)
    assert (item.errors, item.warnings) == (found.errors, found.warnings)
    assert item.warnings
    report = await office.do("reviewer", report, Move.START_REVIEW)
    await office.do("reviewer", report, Move.RETURN, "", Objection(text="请核对"))
    (item,) = (await queue(office, lane="returned")).items
    assert (item.errors, item.warnings) == (None, None)


async def test_filters_narrow_the_lane_and_its_counts(office: Office) -> None:
    old, new = await handed_in(office, 2020), await handed_in(office, 2021)
    assert numbers(await queue(office, fiscal_year=2021)) == [new.id]
    assert (await queue(office, fiscal_year=2021)).counts.waiting == 1
    assert numbers(await queue(office, department=office.department)) == [old.id, new.id]
    assert numbers(await queue(office, department=office.department + 99)) == []
    assert numbers(await queue(office, above=True)) == []


async def test_what_was_handed_in_late_says_by_how_many_days(office: Office, clock: HandClock) -> None:
    department = await office.application.services.database.reading.departments.get(office.department)
    assert department is not None
    await an_issued_round(office.as_("office"), department)
    clock.forward(days=(DEADLINE - clock().date()).days + 3)
    for login in ("preparer", "lead", "head", "reviewer"):
        await office.sign_in(login)
    await handed_in(office, 2021)
    (item,) = (await queue(office, late=True)).items
    assert (item.due, item.late) == (DEADLINE, 3)
    assert (await queue(office)).counts.late == 1
