"""Readable defaults for rounds and reviewed reports on a server."""

from datetime import date
from typing import Any

from pydantic_core import from_json, to_json

from app.client import Jixiao
from app.contract.round import NewRound, Round
from app.domain.people.place import Place
from app.domain.workflow.case import ReportCase
from app.domain.workflow.state import State
from app.main import Application
from app.services.ports import StoredDepartment
from app.services.report_document import read_document
from tests.persistence.records import a_record
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
    async with application.services.database.transaction() as store:
        stored = await store.reports.get(report_id)
        assert stored is not None
        said = from_json(stored.document) | {"state": state.value}
        said |= {"workflow": case.model_dump(mode="json")} if case is not None else {}
        head, place = read_document(stored.document).head, stored.location
        waiting_for = str(head.case.waits_for(state))
        listed = {name: said[name] for name in ("id", "version", "department", "fiscal_year", "scheme", "updated_at")}
        listed |= {"state": state.value, "waiting_for": waiting_for, "self_assessed_points": None, "rating": None}
        listed |= {"computed_low": "0", "computed_high": "100", "missing": 25}
        record = a_record(
            head.department, section_id=place.section, region=place.region, state=state.value,
            waiting_for=waiting_for, summary=to_json(listed).decode(), document=to_json(said),
        )  # fmt: skip
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
