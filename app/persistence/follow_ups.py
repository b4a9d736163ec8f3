"""What follows on reports: statements, and the store that runs them."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, bindparam, func, insert, literal_column, select, update

from app.domain.follow_ups.follow_up import FOLLOW_UP
from app.domain.follow_ups.rectification import Rectification
from app.domain.people.place import Location, Place
from app.persistence.driver import Driver
from app.persistence.scoping import (
    Shape,
    condition,
    in_any,
    parameters_in_any,
    parameters_of,
    shape_of,
    with_units,
)
from app.persistence.statement import Statement, compiled, given
from app.persistence.tables import DepartmentRow, FollowUpRow, ReportRow, RoundDepartmentRow, table
from app.services.ports import FollowUpQuery, StoredFollowUp

_FOLLOW_UP, _DEPARTMENT = table(FollowUpRow), table(DepartmentRow)
_REPORT, _ENTRY = table(ReportRow), table(RoundDepartmentRow)
_follow_up, _department, _report, _entry = _FOLLOW_UP.c, _DEPARTMENT.c, _REPORT.c, _ENTRY.c

_FIELDS: Final = [column.name for column in _follow_up if column.name != "id"]
_RE_EVALUATION: ColumnElement[str] = literal_column("'re_evaluation'")

_WHOLE: Final = select(
    _follow_up.id,
    _follow_up.version,
    _follow_up.report_id,
    _follow_up.region,
    _follow_up.section_id,
    _follow_up.department_id,
    _department.parent_id,
    _department.name,
    _follow_up.document,
    _follow_up.created_at,
    _follow_up.updated_at,
).join(_DEPARTMENT, _department.id == _follow_up.department_id)

ADD_FOLLOW_UP: Final = compiled(insert(_FOLLOW_UP).values(given(*_FIELDS)).returning(_follow_up.id))
GET_FOLLOW_UP: Final = compiled(_WHOLE.where(_follow_up.id == bindparam("id")))
REPLACE_FOLLOW_UP: Final = compiled(
    update(_FOLLOW_UP)
    .where(_follow_up.id == bindparam("of"), _follow_up.version == bindparam("expected"))
    .values(given("state", "version", "document", "updated_at"))
)
DRAWN: Final = compiled(
    select(_follow_up.report_id)
    .join(_REPORT, _report.id == _follow_up.report_id)
    .join(
        _ENTRY,
        and_(_entry.department_id == _report.department_id, _entry.fiscal_year == _report.fiscal_year),
    )
    .where(_entry.round_id == bindparam("round"), _follow_up.kind == _RE_EVALUATION)
)

FILTERS: Final = {"kind": _follow_up.kind, "state": _follow_up.state, "report": _follow_up.report_id}


@cache
def list_follow_ups(shape: Shape, filters: tuple[str, ...]) -> Statement:
    """Follow-ups inside a place of that shape, newest first."""
    conditions = [FILTERS[name] == bindparam(name) for name in filters if name in FILTERS]
    conditions.append(condition(shape, _follow_up.region, _follow_up.section_id, _follow_up.department_id))
    if "before" in filters:
        conditions.append(_follow_up.id < bindparam("before"))
    return compiled(_WHOLE.where(*conditions).order_by(_follow_up.id.desc()).limit(bindparam("limit")))


@cache
def count_follow_ups(shapes: tuple[Shape, ...]) -> Statement:
    """How many follow-ups of each kind stand in each state, inside places of those shapes."""
    inside = in_any(shapes, _follow_up.region, _follow_up.section_id, _follow_up.department_id)
    counted = select(_follow_up.kind, _follow_up.state, func.count(_follow_up.id)).where(inside)
    return compiled(counted.group_by(_follow_up.kind, _follow_up.state))


class DriverFollowUpStore:
    """What follows on reports."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def add(self, new: StoredFollowUp) -> int:
        """Add a follow-up and say its id."""
        row = await self._driver.row(ADD_FOLLOW_UP, _columns(new))
        assert row is not None  # noqa: S101 - RETURNING answers or the insert has failed
        return int(row[0])

    async def get(self, follow_up_id: int) -> StoredFollowUp | None:
        """One follow-up."""
        row = await self._driver.row(GET_FOLLOW_UP, {"id": follow_up_id})
        return _read(row) if row else None

    async def replace(self, changed: StoredFollowUp, expected: int) -> bool:
        """Replace it if its version is still `expected`."""
        columns = {name: _columns(changed)[name] for name in ("state", "version", "document", "updated_at")}
        return await self._driver.run(REPLACE_FOLLOW_UP, {**columns, "of": changed.id, "expected": expected}) == 1

    async def page(self, query: FollowUpQuery) -> list[StoredFollowUp]:
        """Follow-ups, newest first; somebody with several places gets what is in any of them, once."""
        found: dict[int, StoredFollowUp] = {}
        for place in await with_units(self._driver, query.scope):
            for row in await self._rows_in(place, query):
                found[row[0]] = _read(row)
        return [found[number] for number in sorted(found, reverse=True)][: query.limit]

    async def counts(self, scope: Sequence[Place]) -> dict[tuple[str, str], int]:
        """How many there are by kind and state, inside any of `scope`; each once."""
        places = tuple(dict.fromkeys(scope))
        if not places:
            return {}
        rows = await self._driver.rows(count_follow_ups(tuple(map(shape_of, places))), parameters_in_any(places))
        return {(kind, state): int(count) for kind, state, count in rows}

    async def _rows_in(self, place: Place, query: FollowUpQuery) -> Sequence[tuple[Any, ...]]:
        filters = dict(query.filters) | ({} if query.before is None else {"before": query.before})
        statement = list_follow_ups(shape_of(place), tuple(sorted(filters)))
        return await self._driver.rows(statement, {**filters, **parameters_of(place), "limit": query.limit})

    async def drawn(self, round_id: int) -> set[int]:
        """The reports of a round's departments that have a re-evaluation."""
        return {row[0] for row in await self._driver.rows(DRAWN, {"round": round_id})}


def _read(row: Sequence[Any]) -> StoredFollowUp:
    number, version, report, region, section, department, parent, name, document, created, updated = row
    place, content = Location(region, section, department, parent), FOLLOW_UP.validate_json(document)
    return StoredFollowUp(number, version, report, place, name, content, created, updated)


def _columns(one: StoredFollowUp) -> dict[str, Any]:
    return {
        "report_id": one.report_id,
        "kind": one.content.kind,
        "state": one.content.state.value,
        "region": one.location.region,
        "section_id": one.location.section,
        "department_id": one.location.department,
        "due": one.content.deadline.isoformat() if isinstance(one.content, Rectification) else "",
        "version": one.version,
        "document": one.content.model_dump_json(),
        "created_at": one.created_at,
        "updated_at": one.updated_at,
    }
