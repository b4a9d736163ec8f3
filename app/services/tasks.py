"""待办: what waits for somebody, by what they may do where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from app.domain.people.actor import Actor
from app.domain.people.place import Place
from app.domain.people.right import Right
from app.domain.people.role import Role
from app.domain.rounds.lateness import Filing
from app.domain.rounds.moment import days_late
from app.domain.rounds.round import Reminder
from app.domain.workflow.signature import Slot
from app.services.follow_up_tasks import FollowUpTask, follow_up_tasks
from app.services.ports import AskedEntry, Clock, Database, ReportQuery, StoredDepartment, StoredRound
from app.services.units import UnitService

SHOWN: Final = 10
"""Reports that each kind of task lists; it counts all of them."""

STARTED_SHOWN: Final = 50
"""Departments that have not started, of those that somebody fills in for."""

WAITING: Final[tuple[tuple[str, Right, str], ...]] = (
    ("fill", Right.REPORT_FILL, Slot.PREPARER),
    ("sign_panel", Right.PANEL_SIGN, Slot.PANEL_LEAD),
    ("submit", Right.HEAD_SIGN, Slot.DEPARTMENT_HEAD),
    ("review", Right.REPORT_REVIEW, Slot.FINANCE_SECTION),
    ("publish", Right.REPORT_DECIDE, Role.PERFORMANCE_OFFICE),
)
"""Kind of task, the right that makes it somebody's, and what a report says that waits for it."""


@dataclass(frozen=True, slots=True)
class Task:
    """What waits for somebody: how many reports, and the newest of them as list items (JSON)."""

    kind: str
    count: int
    waiting_for: str
    reports: Sequence[str] = ()
    numbers: Sequence[int] = ()
    """Their ids."""


@dataclass(frozen=True, slots=True)
class UnitTask:
    """Rows of a unit in its department's report of a year."""

    unit: StoredDepartment
    report: int
    fiscal_year: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """What an issued round asks: until when, by how many days it is late now, and how the department was reminded."""

    round: StoredRound
    due: date
    late: int
    reminders: Sequence[Reminder]


@dataclass(frozen=True, slots=True)
class StartTask:
    """A department that has not started the report that a round asks for."""

    department: StoredDepartment
    deadline: Deadline


class TaskService:
    """Counts in the database, lists a page."""

    def __init__(self, database: Database, units: UnitService, clock: Clock) -> None:
        self._database, self._units, self._clock = database, units, clock

    async def of(self, who: Actor) -> list[Task]:
        """Everything that waits for somebody, in the order of a report's way; what is empty is left away."""
        counted: dict[tuple[Place, ...], dict[str, int]] = {}
        found = [await self._task(kind, who.places(right), waiting, counted) for kind, right, waiting in WAITING]
        held = await self._task("reviewing", who.places(Right.REPORT_REVIEW), who.key, counted)
        waivers = await self._waivers(who.places(Right.REPORT_DECIDE))
        return [task for task in (*found[:3], held, *found[3:], waivers) if task.count]

    async def _waivers(self, scope: tuple[Place, ...]) -> Task:
        """Reports with waivers to decide, wherever they stand on their way: they may wait for others, too."""
        count = await self._database.reading.reports.waivers_asked(scope) if scope else 0
        return await self._listed(Task("waivers", count, str(Role.PERFORMANCE_OFFICE)), scope, {"waiver": "asked"})

    async def _task(
        self, kind: str, scope: tuple[Place, ...], waiting_for: str, counted: dict[tuple[Place, ...], dict[str, int]]
    ) -> Task:
        """One kind of task; `counted` keeps what waits in a scope, which several kinds share."""
        if scope and scope not in counted:
            counted[scope] = await self._database.reading.reports.waiting(scope)
        count = counted[scope].get(waiting_for, 0) if scope else 0
        return await self._listed(Task(kind, count, str(waiting_for)), scope, {"waiting_for": waiting_for})

    async def _listed(self, task: Task, scope: tuple[Place, ...], where: Mapping[str, str]) -> Task:
        """The task with its newest reports, which are those `where` this holds."""
        page = await self._database.reading.reports.page(ReportQuery(scope, where, limit=SHOWN)) if task.count else []
        return replace(task, reports=[one[2] for one in page], numbers=[one[1] for one in page])

    async def units_of(self, who: Actor) -> list[UnitTask]:
        """Rows of second-level units that somebody fills in."""
        found = []
        for place in who.places(Right.REPORT_FILL):
            unit = await self._database.reading.departments.get(int(place.key)) if place.kind == "department" else None
            if unit is not None and unit.parent is not None:
                found += [UnitTask(unit, report, year) for report, year in await self._units.open_reports(unit)]
        return found

    async def starts_of(self, who: Actor) -> list[StartTask]:
        """Reports that rounds ask for where somebody fills in, and that nobody has started; the earliest due first."""
        reading, known = self._database.reading, dict[int, StoredRound]()
        found = []
        for entry in await reading.rounds.unstarted(who.places(Right.REPORT_FILL), STARTED_SHOWN):
            department = await reading.departments.get(entry.department)
            deadline = await self._deadline(entry, known)
            if department is not None and deadline is not None:
                found.append(StartTask(department, deadline))
        return found

    async def deadlines_of(self, reports: Iterable[int]) -> dict[int, Deadline]:
        """What rounds say of those reports that one asks for. What was handed in is not late any more."""
        known, found = dict[int, StoredRound](), {}
        for report in dict.fromkeys(reports):
            entry = await self._database.reading.rounds.asking_for(report)
            deadline = await self._deadline(entry, known) if entry is not None else None
            if deadline is not None:
                found[report] = deadline
        return found

    async def _deadline(self, entry: AskedEntry, known: dict[int, StoredRound]) -> Deadline | None:
        stored = known.get(entry.round_id) or await self._database.reading.rounds.get(entry.round_id)
        if stored is None:
            return None
        known[entry.round_id] = stored
        reminders = [one.reminders for one in stored.round.entries if one.department == entry.department]
        handed_in = entry.state is not None and Filing(entry.state).handed_in
        late = 0 if handed_in else days_late(entry.due, self._clock())
        return Deadline(stored, entry.due, late, reminders[0] if reminders else ())

    async def follow_ups_of(self, who: Actor) -> list[FollowUpTask]:
        """What follows on reports and waits for somebody."""
        return await follow_up_tasks(self._database, who)
