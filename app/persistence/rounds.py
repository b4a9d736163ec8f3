"""Evaluation rounds, the departments in them and their draws: statements, and the store that runs them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal_column,
    null,
    or_,
    select,
    update,
)

from app.domain.people.place import Location, Place, stem
from app.domain.rounds.lateness import DUE_SOON, OPEN_STATES, StandingKind
from app.domain.rounds.round import Round, Stage
from app.domain.rounds.sampling import Draw
from app.domain.workflow.state import State
from app.persistence.driver import Driver
from app.persistence.results import POSTPONE_RESULT
from app.persistence.scoping import AFTER_DIGITS, Shape, condition, in_any, parameters_in_any, shape_of
from app.persistence.statement import Statement, compiled, given
from app.persistence.tables import DepartmentRow, ReportRow, RoundDepartmentRow, RoundDrawRow, RoundRow, table
from app.services.ports import (
    AskedEntry,
    BoardCounts,
    BoardRow,
    EntryQuery,
    LateEntry,
    RoundHead,
    RoundQuery,
    StoredRound,
)

_ROUND, _ENTRY, _DRAW = table(RoundRow), table(RoundDepartmentRow), table(RoundDrawRow)
_DEPARTMENT, _REPORT = table(DepartmentRow), table(ReportRow)
_OTHER = _ENTRY.alias("other")
_round, _entry, _other, _draw = _ROUND.c, _ENTRY.c, _OTHER.c, _DRAW.c
_department, _report = _DEPARTMENT.c, _REPORT.c

_FIELDS: Final = [column.name for column in _round if column.name != "id"]
_CHANGED: Final = [name for name in _FIELDS if name not in ("region", "fiscal_year")]
_HEAD: Final = [_round[name] for name in RoundHead.__slots__]
_ONE: ColumnElement[int] = literal_column("1")
_ZERO: ColumnElement[int] = literal_column("0")


def _words(words: Iterable[str]) -> list[ColumnElement[str]]:
    return [literal_column(f"'{one}'") for one in sorted(words)]


_ASKED: Final = _round.state.in_(_words((Stage.ISSUED, Stage.CLOSED)))
"""Rounds that departments know of."""
_OF_ROUND: Final = _entry.round_id == bindparam("round")
_ITS_DEPARTMENT: Final = _department.id == _entry.department_id
_ITS_REPORT: Final = and_(
    _report.department_id == _entry.department_id, _report.fiscal_year == _entry.fiscal_year
)  # fmt: skip
_OPEN: Final = or_(_report.id == null(), _report.state.in_(_words(OPEN_STATES)))

ADD_ROUND: Final = compiled(insert(_ROUND).values(given(*_FIELDS)).returning(_round.id))
GET_ROUND: Final = compiled(select(_round.version, _round.document).where(_round.id == bindparam("id")))
REPLACE_ROUND: Final = compiled(
    update(_ROUND)
    .where(_round.id == bindparam("round"), _round.version == bindparam("expected"))
    .values(given(*_CHANGED))
)
HOLD_ROUND: Final = compiled(update(_ROUND).where(_round.id == bindparam("round")).values(version=_round.version))

ENTRIES: Final = compiled(select(_entry.department_id, _entry.due).where(_OF_ROUND))
ADD_ENTRY: Final = compiled(
    insert(_ENTRY).values({**given("round_id", "department_id", "fiscal_year", "due"), "issued": _ZERO})
)
POSTPONE_ENTRY: Final = compiled(
    update(_ENTRY).where(_OF_ROUND, _entry.department_id == bindparam("department")).values(given("due"))
)
REMOVE_ENTRY: Final = compiled(delete(_ENTRY).where(_OF_ROUND, _entry.department_id == bindparam("department")))
ASK: Final = compiled(update(_ENTRY).where(_OF_ROUND, _entry.issued == _ZERO).values(issued=_ONE))
UNASK: Final = compiled(update(_ENTRY).where(_OF_ROUND, _entry.issued == _ONE).values(issued=_ZERO))

ASKED_ELSEWHERE: Final = compiled(
    select(_entry.department_id, _other.round_id)
    .select_from(_ENTRY)
    .join(
        _OTHER,
        and_(
            _other.department_id == _entry.department_id,
            _other.fiscal_year == _entry.fiscal_year,
            _other.round_id != _entry.round_id,
            _other.issued == _ONE,
        ),
    )
    .where(_OF_ROUND)
    .order_by(_entry.department_id)
)
STRANGERS: Final = compiled(
    select(_entry.department_id)
    .outerjoin(_DEPARTMENT, _ITS_DEPARTMENT)
    .where(
        _OF_ROUND,
        or_(
            _department.id == null(),
            _department.region < bindparam("low"),
            _department.region >= bindparam("high"),
        ),
    )
)
SUBMITTED: Final = compiled(
    select(_department.name)
    .select_from(_ENTRY.join(_DEPARTMENT, _ITS_DEPARTMENT).join(_REPORT, _ITS_REPORT))
    .where(_OF_ROUND, _report.state.not_in(_words(OPEN_STATES)))
    .order_by(_department.id)
)
SCHEME_FOR: Final = compiled(
    select(_round.scheme_id, _round.scheme_version)
    .join(_ENTRY, _entry.round_id == _round.id)
    .where(
        _entry.department_id == bindparam("department"),
        _entry.fiscal_year == bindparam("fiscal_year"),
        _entry.issued == _ONE,
    )
)
ASKING_FOR: Final = compiled(
    select(_entry.round_id, _entry.department_id, _entry.due, _report.state)
    .join(_REPORT, _ITS_REPORT)
    .where(_report.id == bindparam("report"), _entry.issued == _ONE)
)
DUE_FOR: Final = compiled(
    select(_entry.due)
    .join(_ROUND, _round.id == _entry.round_id)
    .where(_entry.department_id == bindparam("department"), _entry.fiscal_year == bindparam("fiscal_year"), _ASKED)
    .order_by(_entry.issued.desc(), _entry.round_id.desc())
    .limit(bindparam("limit"))
)
ADD_DRAW: Final = compiled(insert(_DRAW).values(given("round_id", "seed", "document")))
GET_DRAW: Final = compiled(
    select(_draw.document).where(_draw.round_id == bindparam("round"), _draw.seed == bindparam("seed"))
)

FILTERS: Final = {"fiscal_year": _round.fiscal_year, "region": _round.region, "state": _round.state}


def _inside(shapes: tuple[Shape, ...]) -> ColumnElement[bool]:
    return in_any(shapes, _department.region, _department.section_id, _department.id, _department.parent_id)


@cache
def list_rounds(shapes: tuple[Shape, ...], filters: tuple[str, ...]) -> Statement:
    """Rounds of the regions among those places, and those that ask a department inside any of them; newest first."""
    of_region = (
        condition(shape, _round.region, _department.section_id, suffix=f"_{at}")
        for at, shape in enumerate(shapes)
        if shape in ("everywhere", "region")
    )
    asking = select(_entry.round_id).join(_DEPARTMENT, _ITS_DEPARTMENT).where(_inside(shapes))
    seen = or_(*of_region, and_(_ASKED, _round.id.in_(asking)))
    conditions = [FILTERS[name] == bindparam(name) for name in filters if name in FILTERS]
    if "before" in filters:
        conditions.append(_round.id < bindparam("before"))
    return compiled(
        select(*_HEAD).where(seen, *conditions).order_by(_round.id.desc()).limit(bindparam("limit"))
    )  # fmt: skip


@cache
def names_in_round(shapes: tuple[Shape, ...]) -> Statement:
    """Number and name of a round's departments that are inside any of those places."""
    listing = select(_department.id, _department.name).join(_ENTRY, _ITS_DEPARTMENT)
    return compiled(listing.where(_OF_ROUND, _inside(shapes)))


@cache
def board_of_round(shapes: tuple[Shape, ...]) -> Statement:
    """A round with its departments inside any of those places, counted by their report's state and their day.

    A round that has none there is one row that counts nobody, so that its region and state are told all the same.
    """
    # A day is over at 16:00 UTC, which is midnight in China.
    late = _report.submitted_at >= _entry.due + literal_column("'T16:00:00'")
    due = case(
        (and_(_report.state.not_in(_words(OPEN_STATES)), late), literal_column(f"'{StandingKind.DONE_LATE}'")),
        (_report.state.not_in(_words(OPEN_STATES)), literal_column(f"'{StandingKind.DONE}'")),
        (_entry.due < bindparam("today"), literal_column(f"'{StandingKind.LATE}'")),
        (_entry.due <= bindparam("soon"), literal_column(f"'{StandingKind.DUE_SOON}'")),
        else_=literal_column(f"'{StandingKind.ON_TIME}'"),
    ).label("stands")
    placed = _ENTRY.join(_DEPARTMENT, _ITS_DEPARTMENT)
    rows = _ROUND.outerjoin(placed, and_(_entry.round_id == _round.id, _inside(shapes)))
    counted = select(_round.region, _round.state, _report.state, due, func.count(_entry.department_id))
    return compiled(
        counted.select_from(rows.outerjoin(_REPORT, _ITS_REPORT))
        .where(_round.id == bindparam("round"))
        .group_by(_round.region, _round.state, _report.state, "stands")
    )


@cache
def late_in_round(shapes: tuple[Shape, ...]) -> Statement:
    """The round's departments inside any of those places whose day is over and who have not handed in."""
    key, number = _entry.due, _entry.department_id
    after = or_(key > bindparam("after_due"), and_(key == bindparam("after_due"), number > bindparam("after_id")))
    rows = _ENTRY.join(_DEPARTMENT, _ITS_DEPARTMENT).outerjoin(_REPORT, _ITS_REPORT)
    listing = select(number, _department.name, key, _report.state).select_from(rows)
    listing = listing.where(_OF_ROUND, key < bindparam("today"), after, _OPEN, _inside(shapes))
    return compiled(listing.order_by(key, number).limit(bindparam("limit")))


@cache
def unstarted_in(shapes: tuple[Shape, ...]) -> Statement:
    """Departments inside any of those places that an issued round asks and that have no report of the year yet."""
    rows = _ENTRY.join(_DEPARTMENT, _ITS_DEPARTMENT).outerjoin(_REPORT, _ITS_REPORT)
    listing = select(_entry.round_id, _entry.department_id, _entry.due).select_from(rows)
    listing = listing.where(_entry.issued == _ONE, _report.id == null(), _inside(shapes))
    return compiled(listing.order_by(_entry.due, _entry.department_id).limit(bindparam("limit")))


@cache
def reports_of_round(states: tuple[State, ...]) -> Statement:
    """Number and place of the round's reports in those states."""
    listing = select(_report.id, _report.region, _report.section_id, _report.department_id)
    return compiled(listing.join(_ENTRY, _ITS_REPORT).where(_OF_ROUND, _report.state.in_(_words(states))))


def _shapes(places: Sequence[Place]) -> tuple[Shape, ...]:
    return tuple(shape_of(one) for one in places)


class DriverRoundStore:
    """Rounds, the departments in them, and the draws of their reports."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def add(self, new: Round) -> int:
        """Add a round and say its id."""
        row = await self._driver.row(ADD_ROUND, {**_columns(new), "version": 1})
        assert row is not None  # noqa: S101 - RETURNING answers or the insert has failed
        await self._put_entries(int(row[0]), new)
        return int(row[0])

    async def get(self, round_id: int) -> StoredRound | None:
        """One round."""
        row = await self._driver.row(GET_ROUND, {"id": round_id})
        return StoredRound(round_id, row[0], Round.model_validate_json(row[1])) if row else None

    async def replace(self, round_id: int, expected: int, changed: Round) -> bool:
        """Replace the round if its version is still `expected`."""
        parameters = {**_columns(changed), "version": expected + 1, "round": round_id, "expected": expected}
        if await self._driver.run(REPLACE_ROUND, parameters) != 1:
            return False
        await self._put_entries(round_id, changed)
        return True

    async def _put_entries(self, round_id: int, changed: Round) -> None:
        known: dict[int, str] = {row[0]: row[1] for row in await self._driver.rows(ENTRIES, {"round": round_id})}
        wanted = {one.department: one.last_day(changed.deadline).isoformat() for one in changed.entries}
        for department in known.keys() - wanted.keys():
            await self._driver.run(REMOVE_ENTRY, {"round": round_id, "department": department})
        for department, due in wanted.items():
            if department not in known:
                entry = {"round_id": round_id, "department_id": department, "fiscal_year": changed.fiscal_year}
                await self._driver.run(ADD_ENTRY, {**entry, "due": due})
            elif known[department] != due:
                await self._driver.run(POSTPONE_ENTRY, {"round": round_id, "department": department, "due": due})
                if changed.state is Stage.ISSUED:
                    of = {"of_department": department, "of_year": changed.fiscal_year}
                    await self._driver.run(POSTPONE_RESULT, {**of, "due_on": date.fromisoformat(due).toordinal()})
        if changed.state is not Stage.ISSUED:
            await self._driver.run(UNASK, {"round": round_id})

    async def ask(self, round_id: int) -> None:
        """Let all its departments be asked by it."""
        await self._driver.run(ASK, {"round": round_id})

    async def asked_elsewhere(self, round_id: int) -> list[tuple[int, int]]:
        """(department, round) of its departments that another issued round of the year asks."""
        return [(row[0], row[1]) for row in await self._driver.rows(ASKED_ELSEWHERE, {"round": round_id})]

    async def strangers(self, round_id: int, region: str) -> list[int]:
        """Its departments that are not registered in that region or below it."""
        low = stem(region)
        bounds = {"round": round_id, "low": low, "high": low + AFTER_DIGITS}
        return [row[0] for row in await self._driver.rows(STRANGERS, bounds)]

    async def hold(self, round_id: int) -> None:
        """Until the transaction ends, nobody else holds or changes the round."""
        await self._driver.run(HOLD_ROUND, {"round": round_id})

    async def page(self, query: RoundQuery) -> list[RoundHead]:
        """Rounds, newest first."""
        filters = dict(query.filters) | ({} if query.before is None else {"before": query.before})
        statement = list_rounds(_shapes(query.scope), tuple(sorted(filters)))
        parameters = {**filters, **parameters_in_any(query.scope), "limit": query.limit}
        return [RoundHead(*row) for row in await self._driver.rows(statement, parameters)]

    async def names(self, round_id: int, scope: Sequence[Place]) -> dict[int, str]:
        """The names of its departments that are inside one of `scope`, by their numbers."""
        parameters = {**parameters_in_any(scope), "round": round_id}
        return {row[0]: row[1] for row in await self._driver.rows(names_in_round(_shapes(scope)), parameters)}

    async def board(self, query: EntryQuery) -> BoardCounts | None:
        """How the departments stand, counted in one statement."""
        soon = (query.today + timedelta(days=DUE_SOON)).isoformat()
        rows = await self._driver.rows(board_of_round(_shapes(query.scope)), {**_entries(query), "soon": soon})
        counts = [
            BoardRow(State(state) if state else None, StandingKind(stands), count)
            for _, _, state, stands, count in rows
        ]  # fmt: skip
        return BoardCounts(rows[0][0], Stage(rows[0][1]), counts) if rows else None

    async def late(self, query: EntryQuery, after: tuple[str, int], limit: int) -> list[LateEntry]:
        """Who is late: the longest first, then by number."""
        parameters = {**_entries(query), "after_due": after[0], "after_id": after[1], "limit": limit}
        return [
            LateEntry(number, name, date.fromisoformat(due), State(state) if state else None)
            for number, name, due, state in await self._driver.rows(late_in_round(_shapes(query.scope)), parameters)
        ]

    async def submitted(self, round_id: int) -> list[str]:
        """The names of its departments whose reports have been submitted."""
        return [row[0] for row in await self._driver.rows(SUBMITTED, {"round": round_id})]

    async def reports(self, round_id: int, states: Collection[State]) -> list[tuple[int, Location]]:
        """(id, place) of its reports in those states."""
        rows = await self._driver.rows(reports_of_round(tuple(sorted(states))), {"round": round_id})
        return [(row[0], Location(*row[1:])) for row in rows]

    async def scheme_for(self, department_id: int, fiscal_year: int) -> tuple[str, int] | None:
        """(id, version) of the scheme of the issued round that asks a department for the report of a year."""
        row = await self._driver.row(SCHEME_FOR, {"department": department_id, "fiscal_year": fiscal_year})
        return (row[0], row[1]) if row else None

    async def due_for(self, department_id: int, fiscal_year: int) -> date | None:
        """The last day that a round gives a department for the report of a year."""
        asked = {"department": department_id, "fiscal_year": fiscal_year, "limit": 1}
        row = await self._driver.row(DUE_FOR, asked)
        return date.fromisoformat(row[0]) if row else None

    async def unstarted(self, scope: Sequence[Place], limit: int) -> list[AskedEntry]:
        """Departments inside one of `scope` that an issued round asks and that have not started; the earliest first."""
        parameters = {**parameters_in_any(scope), "limit": limit}
        rows = await self._driver.rows(unstarted_in(_shapes(scope)), parameters) if scope else []
        return [AskedEntry(row[0], row[1], date.fromisoformat(row[2]), None) for row in rows]

    async def asking_for(self, report_id: int) -> AskedEntry | None:
        """What the issued round that asks for a report says of it."""
        row = await self._driver.row(ASKING_FOR, {"report": report_id})
        return AskedEntry(row[0], row[1], date.fromisoformat(row[2]), State(row[3])) if row else None

    async def add_draw(self, round_id: int, draw: Draw) -> None:
        """Keep a draw."""
        await self._driver.run(
            ADD_DRAW, {"round_id": round_id, "seed": draw.seed, "document": draw.model_dump_json()}
        )  # fmt: skip

    async def draw(self, round_id: int, seed: int) -> Draw | None:
        """The draw of that seed."""
        row = await self._driver.row(GET_DRAW, {"round": round_id, "seed": seed})
        return Draw.model_validate_json(row[0]) if row else None


def _entries(query: EntryQuery) -> dict[str, Any]:
    return {**parameters_in_any(query.scope), "round": query.round_id, "today": query.today.isoformat()}


def _columns(of: Round) -> dict[str, Any]:
    return {
        "region": of.region,
        "fiscal_year": of.fiscal_year,
        "title": of.title,
        "scheme_id": of.scheme.id,
        "scheme_version": of.scheme.version,
        "state": of.state.value,
        "deadline": of.deadline.isoformat(),
        "document": of.model_dump_json(),
    }
