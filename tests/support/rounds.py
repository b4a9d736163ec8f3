"""Readable defaults for rounds and reviewed reports on a server."""

from datetime import date
from typing import Any

from app.client import Jixiao
from app.contract.round import NewRound, Round
from app.domain.people.place import Place
from app.domain.workflow.case import ReportCase
from app.domain.workflow.state import State
from app.main import Application
from app.services.ports import StoredDepartment
from app.services.report_document import read_document
from tests.support.builders import a_report

SCHEME = {"id": "yueyanglou-2021", "version": 1}
DEADLINE = date(2022, 5, 10)


async def departments(application: Application, *names: str, section: int | None = None) -> list[StoredDepartment]:
    """Registered departments of those names."""
    made = []
    async with application.services.database.transaction() as store:
        for name in names:
            new = StoredDepartment(0, "430602", f"code {name}", name, section=section)
            made.append(await store.departments.add(new))
    return made


async def a_section(application: Application, name: str) -> int:
    """A section of the finance bureau."""
    async with application.services.database.transaction() as store:
        return await store.sections.add("430602", name)


def a_plan(*asked: StoredDepartment, **more: Any) -> NewRound:
    said = {"region": "430602", "fiscal_year": 2021, "title": "自评", "scheme": SCHEME, "deadline": DEADLINE}
    return NewRound.model_validate(said | {"departments": [one.id for one in asked]} | more)


async def an_issued_round(office: Jixiao, *asked: StoredDepartment, **more: Any) -> Round:
    made = await office.rounds.create(a_plan(*asked, **more))
    return await office.rounds.issue(made.id, made.version)


def own(department: StoredDepartment) -> Place:
    return Place("department", str(department.id))


async def stand(application: Application, report_id: int, state: State, case: ReportCase | None = None) -> None:
    """Let a report stand in a state, with a way behind it, as if it had gone there."""
    keeping = application.services.workflow._keeping
    async with application.services.database.transaction() as store:
        stored = await store.reports.get(report_id)
        assert stored is not None
        before = read_document(stored.document)
        content = before.report()
        there = before.head.following(case or before.head.case, state, keeping.clock())
        report = there.with_content(content.form, content.supplement)
        record = keeping.recorded(stored, before, report, await keeping.derived(report))
        assert await store.reports.replace(report_id, stored.version, record)


async def department_of(application: Application, report_id: int) -> StoredDepartment:
    """Whose report it is."""
    stores = application.services.database.reading
    report = await stores.reports.get(report_id)
    found = await stores.departments.get(report.location.department or 0) if report is not None else None
    assert found is not None
    return found


async def a_passed_report(application: Application, client: Jixiao, case: ReportCase | None = None) -> int:
    """A report of 2021 that has passed: 1.50 of 5 points computed for `staffing_control_rate`."""
    report = await a_report(client, staff_in_post="43", established_posts="40")
    await stand(application, report.id, State.PASSED, case)
    return report.id
