"""What the pages of rounds show: the board line by line, its picture, and departments to choose from."""

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.client import Forbidden, Jixiao
from app.contract.department import Department, stem
from app.contract.report import STATE_NAMES, ReportSummary
from app.contract.round import LateDepartment, Round, RoundBoard, RoundEntry, RoundSummary, StandingKind
from app.contract.workflow import MOVES, Move
from app.web.views.organisation import MOST, Organisation
from app.web.views.workflow import WAITING

WIDTH: Final = 640
BULK: Final = (Move.PUBLISH, Move.START_REVIEW)
"""What is done with many reports of a round at once; other moves want a look at each."""
NOT_STARTED: Final = "not_started"
LATE: Final = "late"
PARTS: Final = (
    ("figures", "已通过、已公开", ("passed", "published")),
    ("judgement", "已送审、审核中", ("submitted", "under_review")),
    ("word", "填报中、退回", ("drafting", "panel_signed", "returned")),
)
"""The parts of the picture: colour, words and states. What is left was not started."""
HANDED_IN: Final = (StandingKind.DONE, StandingKind.DONE_LATE)
FEW: Final = 30
"""So many departments are all shown at once."""


@dataclass(frozen=True, slots=True)
class Line:
    """A department on the board."""

    department: int
    name: str
    state: str
    waiting: str
    due: date
    extended: str
    """Why it has a day of its own; empty where it has none."""
    days: int
    """Days late; 0 where it is not."""
    reminded: int
    report: int | None
    version: int
    kind: str
    """The state, or that nothing was started."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the picture."""

    kind: str
    words: str
    count: int
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class BoardView:
    """Everything that the board shows."""

    total: int
    handed_in: int
    late: int
    parts: tuple[Part, ...]
    states: tuple[tuple[str, str, int], ...]
    """(value, words, departments), of those where there are any."""
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A round in the list."""

    round: RoundSummary
    total: int
    handed_in: int
    late: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A department that can be chosen; `fixed`: it is in the round and stays."""

    id: int
    words: str
    chosen: bool
    fixed: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Departments of one section."""

    value: str
    title: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> int:
        """How many of them are chosen."""
        return sum(one.chosen for one in self.choices)


def listed(one: RoundSummary, board: RoundBoard) -> Listed:
    """A round with its counts."""
    return Listed(one, board.total, _handed_in(board), board.by_standing[StandingKind.LATE])


def board_view(
    of: Round, board: RoundBoard, late: Iterable[LateDepartment], reports: Iterable[ReportSummary], show: str = ""
) -> BoardView:
    """The board; `show` narrows its lines to a state, to what was not started, or to the late ones."""
    days = {one.department: one.days for one in late}
    by_department = {one.department.id: one for one in reports}
    lines = [_line(entry, by_department.get(entry.department), days.get(entry.department, 0)) for entry in of.entries]
    if show == LATE:
        lines = sorted((one for one in lines if one.days), key=lambda one: (-one.days, one.name))
    elif show:
        lines = [one for one in lines if one.kind == show]
    counted = [(NOT_STARTED, "未开始", board.not_started)]
    counted += [(state, STATE_NAMES[state], count) for state, count in board.by_state.items()]
    return BoardView(
        total=board.total,
        handed_in=_handed_in(board),
        late=board.by_standing[StandingKind.LATE],
        parts=tuple(_parts(board)),
        states=tuple(one for one in counted if one[2]),
        lines=tuple(lines),
    )


def _handed_in(board: RoundBoard) -> int:
    return sum(board.by_standing[kind] for kind in HANDED_IN)


def _line(entry: RoundEntry, report: ReportSummary | None, days: int) -> Line:
    waiting = WAITING.get(report.waiting_for, "审核人办理") if report else "填报人开始填报"
    return Line(
        department=entry.department,
        name=entry.name,
        state=STATE_NAMES[report.state] if report else "未开始",
        waiting=waiting,
        due=entry.due,
        extended=entry.extension_reason if entry.extended else "",
        days=days,
        reminded=len(entry.reminders),
        report=report.id if report else None,
        version=report.version if report else 0,
        kind=report.state if report else NOT_STARTED,
    )


def _parts(board: RoundBoard) -> Iterable[Part]:
    counts = {str(state): count for state, count in board.by_state.items()}
    parts = [(kind, words, sum(counts[one] for one in states)) for kind, words, states in PARTS]
    parts.append(("rest", "未开始", board.not_started))
    x = 0.0
    for kind, words, count in parts:
        width = WIDTH * count / board.total if board.total else 0.0
        yield Part(kind, words, count, f"{x:.1f}", f"{width:.1f}")
        x += width


def bulk_moves(board: RoundBoard, rights: Collection[str]) -> list[tuple[str, str, int]]:
    """(move, words, reports) of what somebody with these rights can do with several reports at once."""
    return [
        (move, move.label, sum(count for state, count in board.by_state.items() if state in MOVES[move].sources))
        for move in BULK
        if MOVES[move].right in rights
    ]


async def reports_of(client: Jixiao, one: Round) -> list[ReportSummary]:
    """The reports of a round's departments, as far as the viewer may see them."""
    asked, found = {entry.department for entry in one.entries}, list[ReportSummary]()
    after: str | None = ""
    with suppress(Forbidden):
        while after is not None and len(found) < len(asked):
            page = await client.reports.list(fiscal_year=one.fiscal_year, after=after or None, limit=200)
            found += [report for report in page.items if report.department.id in asked]
            after = page.next
    return found


async def late_of(client: Jixiao, one: Round) -> list[LateDepartment]:
    """Every late department of a round, the longest first."""
    found, after = list[LateDepartment](), ""
    while len(found) < MOST:
        page = await client.rounds.late(one.id, after=after or None, limit=1_000)
        found += page.items
        if page.next is None:
            break
        after = page.next
    return found


def groups(
    organisation: Organisation, chosen: Collection[int], fixed: Mapping[int, str], find: str = ""
) -> tuple[Group, ...]:
    """Departments by section; second-level units report within theirs. What is chosen is there whatever is sought."""
    by_section: dict[int, list[Choice]] = {}
    for one in organisation.departments.values():
        wanted = one.parent is None and (find in one.name or find in one.budget_code)
        if wanted or one.id in chosen or one.id in fixed:
            choice = Choice(one.id, f"{one.name}（{one.budget_code}）", one.id in chosen, one.id in fixed)
            by_section.setdefault(one.section or 0, []).append(choice)
    unknown = [
        Choice(one, name, chosen=True, fixed=True) for one, name in fixed.items() if one not in organisation.departments
    ]
    if unknown:
        by_section.setdefault(0, []).extend(unknown)
    names = {number: section.name for number, section in organisation.sections.items()}
    order = [*names, *(number for number in by_section if number not in names and number), 0]
    return tuple(
        Group(f"section:{number}", names.get(number, f"科室 {number}" if number else "未定归口科室"), tuple(found))
        for number in order
        if (found := by_section.get(number))
    )


def of_region(departments: Iterable[Department], region: str) -> list[int]:
    """Departments, not units, of a region or below it."""
    return [one.id for one in departments if one.parent is None and one.region.startswith(stem(region))]


def of_section(departments: Iterable[Department], value: str, region: str) -> list[int]:
    """Departments of `section:3` in a region; of no section in `section:0`."""
    wanted = value.removeprefix("section:")
    inside = set(of_region(departments, region))
    return [one.id for one in departments if one.id in inside and str(one.section or 0) == wanted]


def named(text: str, names: Mapping[int, str]) -> str:
    """A message with departments called by their names instead of their numbers."""
    return re.sub(r"部门 ([0-9]{1,18})", lambda found: names.get(int(found[1]), found[0]), text)
