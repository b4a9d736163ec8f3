"""Reports, their revisions and their facts: statements, and the store that runs them."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal, cast

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, literal_column, or_, select, update

from app.domain.people.place import Location, Place
from app.domain.rounds.lateness import OPEN_STATES
from app.persistence.driver import Driver
from app.persistence.scoping import (
    Shape,
    condition,
    in_any,
    narrow,
    parameters_in_any,
    parameters_of,
    shape_of,
    unindexed,
    with_units,
)
from app.persistence.statement import Statement, compiled, given
from app.persistence.tables import (
    POINTS_SCALE,
    DepartmentRow,
    FactsRow,
    ReportRow,
    RevisionRow,
    table,
)
from app.services.ports import (
    FactsQuery,
    ReportQuery,
    ReportRecord,
    StoredReport,
    StoredRevision,
)

_REPORT, _REVISION, _FACTS = table(ReportRow), table(RevisionRow), table(FactsRow)
_DEPARTMENT = table(DepartmentRow)
_report, _revision, _facts = _REPORT.c, _REVISION.c, _FACTS.c

_REPORT_COLUMNS: Final = [column.name for column in _report if column.name != "id"]

_REVISION_COLUMNS: Final = [column.name for column in _revision]

_OWN_SITTING: Final = [
    name for name in _REVISION_COLUMNS if name not in ("report_id", "number", "from_version", "actor")
]

GET_REPORT: Final = compiled(
    select(
        _report.version, _report.state, _report.region, _report.section_id, _report.department_id,
        _DEPARTMENT.c.parent_id, _report.document,
    )
    .join(_DEPARTMENT, _DEPARTMENT.c.id == _report.department_id, isouter=True)
    .where(_report.id == bindparam("id"))
)  # fmt: skip


REPORT_VERSION: Final = compiled(select(_report.version).where(_report.id == bindparam("id")))

REPORT_OF_THE_YEAR: Final = compiled(
    select(_report.id).where(
        _report.department_id == bindparam("department_id"), _report.fiscal_year == bindparam("fiscal_year")
    )
)

ADD_REPORT: Final = compiled(insert(_REPORT).values(given(*_REPORT_COLUMNS)).returning(_report.id))

REPLACE_REPORT: Final = compiled(
    update(_REPORT)
    .where(_report.id == bindparam("report_id"), _report.version == bindparam("expected"))
    .values(given(*_REPORT_COLUMNS))
)

REMOVE_REPORT: Final = compiled(
    delete(_REPORT).where(_report.id == bindparam("id"), _report.version == bindparam("expected"))
)

REMOVE_REVISIONS: Final = compiled(delete(_REVISION).where(_revision.report_id == bindparam("report_id")))

REPORT_IDS: Final = compiled(
    select(_report.id).where(_report.id > bindparam("after")).order_by(_report.id).limit(bindparam("limit"))
)

REPORT_SUMMARY: Final = compiled(select(_report.summary).where(_report.id == bindparam("id")))

REMOVE_FACTS: Final = compiled(delete(_FACTS).where(_facts.report_id == bindparam("report_id")))

REPORTS_WITHOUT_FACTS: Final = compiled(
    select(_report.id)
    .where(
        ~select(_facts.report_id)
        .where(
            _facts.fiscal_year == _report.fiscal_year,
            _facts.scheme_id == _report.scheme_id,
            _facts.scheme_version == _report.scheme_version,
            _facts.report_id == _report.id,
        )
        .exists()
    )
    .limit(bindparam("limit"))
)

_OF_SCHEME: Final = (
    _facts.fiscal_year == bindparam("fiscal_year"),
    _facts.scheme_id == bindparam("scheme_id"),
    _facts.scheme_version == bindparam("scheme_version"),
)

REPLACE_FACTS: Final = compiled(
    update(_FACTS).where(*_OF_SCHEME, _facts.report_id == bindparam("of_report")).values(given("facts"))
)

ADD_FACTS: Final = compiled(
    insert(_FACTS).values(given("fiscal_year", "scheme_id", "scheme_version", "report_id", "facts"))
)

FACTS: Final = compiled(
    select(_facts.report_id, _facts.facts)
    .where(*_OF_SCHEME, _facts.report_id > bindparam("after"))
    .order_by(_facts.report_id)
    .limit(bindparam("limit"))
)

_REVISION_FIELDS: Final = [column for column in _revision if column.name != "report_id"]

LAST_REVISION: Final = compiled(
    select(*_REVISION_FIELDS)
    .where(_revision.report_id == bindparam("report_id"))
    .order_by(_revision.number.desc())
    .limit(bindparam("limit"))
)

REVISIONS_BEFORE: Final = compiled(
    select(*_REVISION_FIELDS)
    .where(_revision.report_id == bindparam("report_id"), _revision.number < bindparam("before"))
    .order_by(_revision.number.desc())
    .limit(bindparam("limit"))
)

ADD_REVISION: Final = compiled(insert(_REVISION).values(given(*_REVISION_COLUMNS)))

EXTEND_REVISION: Final = compiled(
    update(_REVISION)
    .where(_revision.report_id == bindparam("of_report"), _revision.number == bindparam("of_number"))
    .values(given(*_OWN_SITTING))
)

FILTERS: Final = {
    "fiscal_year": _report.fiscal_year,
    "department": _report.department_id,
    "region": _report.region,
    "state": _report.state,
    "scheme": _report.scheme_id,
    "waiting_for": _report.waiting_for,
    "waiver": _report.waiver,
}

Following = Literal["from the first", "among equals", "below"]
"""Where a page begins: at the first row; after an id among rows of the same points; at the first row below a key."""


@cache
def list_reports(
    shape: Shape, filters: tuple[str, ...], *, few: bool, by_points: bool, following: Following
) -> Statement:
    """Summaries inside a place of that shape, with their sort key: newest first, or by own points from the highest.

    Where the place has but `few` reports, they are read along its index and sorted; else an index in that order is read
    up to the limit. Many reports have the same points. What is left of those points and what is below them are two
    stretches of the index and two statements; one condition on both would read all of the first.
    """
    wanted: ColumnElement[int] = _report.self_points if by_points else _report.id
    key, region = (unindexed(wanted), _report.region) if few else (wanted, unindexed(_report.region))
    columns = {name: unindexed(FILTERS[name]) if few else FILTERS[name] for name in filters}
    conditions: list[ColumnElement[bool]] = [column == bindparam(name) for name, column in columns.items()]
    conditions.append(condition(shape, region, _report.section_id, _report.department_id))
    if following == "among equals":
        conditions += [key == bindparam("after_key"), _report.id < bindparam("after_id")]
    elif following == "below":
        conditions.append(key < bindparam("after_key"))
    order = [key.desc(), _report.id.desc()] if by_points else [key.desc()]
    listing = select(key, _report.id, _report.summary).where(*conditions).order_by(*order)
    return compiled(listing.limit(bindparam("limit")))


REPORTS_OF_DEPARTMENT: Final = compiled(
    select(_report.id, _report.fiscal_year, _report.state)
    .where(_report.department_id == bindparam("department_id"))
    .order_by(_report.fiscal_year.desc())
)


_HANDED_IN: Final = _report.state.not_in([literal_column(f"'{state}'") for state in sorted(OPEN_STATES)])

HANDED_IN_BEFORE: Final = compiled(
    select(_report.fiscal_year, _report.document)
    .where(
        _report.department_id == bindparam("department"),
        _report.fiscal_year >= bindparam("since"),
        _report.fiscal_year < bindparam("before"),
        _HANDED_IN,
    )
    .order_by(_report.fiscal_year.desc())
)

FACTS_IN_REGION: Final = compiled(
    select(_facts.facts)
    .select_from(_REPORT)
    .join(
        _FACTS,
        (_facts.fiscal_year == _report.fiscal_year)
        & (_facts.scheme_id == _report.scheme_id)
        & (_facts.scheme_version == _report.scheme_version)
        & (_facts.report_id == _report.id),
    )
    .where(
        _report.region == bindparam("region"),
        _report.fiscal_year == bindparam("fiscal_year"),
        _report.department_id != bindparam("without"),
        _HANDED_IN,
    )
    .order_by(_report.id.desc())
    .limit(bindparam("limit"))
)


@cache
def count_waiting(shapes: tuple[Shape, ...]) -> Statement:
    """How many reports wait for whom, inside any of several places; each report once."""
    inside = [
        condition(shape, _report.region, _report.section_id, _report.department_id, suffix=f"_{at}")
        for at, shape in enumerate(shapes)
    ]
    counted = select(_report.waiting_for, func.count(_report.id)).where(or_(*inside))
    return compiled(counted.group_by(_report.waiting_for))


@cache
def count_waivers_asked(shapes: tuple[Shape, ...]) -> Statement:
    """How many reports have a waiver that waits for its decision, inside any of several places."""
    inside = in_any(shapes, _report.region, _report.section_id, _report.department_id)
    return compiled(select(func.count(_report.id)).where(_report.waiver == bindparam("waiver"), inside))


@cache
def ids_within(shape: Shape) -> Statement:
    """Ids of a year's reports inside a place of that shape."""
    inside = condition(shape, _report.region, _report.section_id, _report.department_id)
    return compiled(select(_report.id).where(_report.fiscal_year == bindparam("fiscal_year"), inside))


def scaled(points: str | None) -> int:
    """Points as they are stored; −1 for none."""
    return -1 if points is None else int(Decimal(points) * POINTS_SCALE)


class DriverReportStore:
    """Reports and their revisions."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def get(self, report_id: int) -> StoredReport | None:
        """The stored report, in one statement."""
        row = await self._driver.row(GET_REPORT, {"id": report_id})
        return StoredReport(report_id, row[0], row[1], Location(*row[2:6]), row[6]) if row else None

    async def version(self, report_id: int) -> int | None:
        """Its version alone."""
        row = await self._driver.row(REPORT_VERSION, {"id": report_id})
        return row[0] if row else None

    async def of_the_year(self, department_id: int, fiscal_year: int) -> int | None:
        """The id of a department's report of a year."""
        parameters = {"department_id": department_id, "fiscal_year": fiscal_year}
        row = await self._driver.row(REPORT_OF_THE_YEAR, parameters)
        return row[0] if row else None

    async def of_department(self, department_id: int) -> list[tuple[int, int, str]]:
        """(id, year, state) of a department's reports, newest year first."""
        rows = await self._driver.rows(REPORTS_OF_DEPARTMENT, {"department_id": department_id})
        return [(row[0], row[1], row[2]) for row in rows]

    async def handed_in_before(self, department_id: int, fiscal_year: int, since: int) -> list[tuple[int, bytes]]:
        """(year, document) of a department's earlier reports that were handed in."""
        parameters = {"department": department_id, "before": fiscal_year, "since": since}
        return [(row[0], row[1]) for row in await self._driver.rows(HANDED_IN_BEFORE, parameters)]

    async def facts_in_region(self, region: str, fiscal_year: int, without: int, limit: int) -> list[bytes]:
        """Facts of a year's reports that were handed in by departments of just that region, newest first."""
        parameters = {"region": region, "fiscal_year": fiscal_year, "without": without, "limit": limit}
        return [row[0] for row in await self._driver.rows(FACTS_IN_REGION, parameters)]

    async def waiting(self, scope: Sequence[Place]) -> dict[str, int]:
        """How many reports wait for whom, inside any of `scope`; each report once."""
        places = tuple(dict.fromkeys(scope))
        parameters: dict[str, Any] = {}
        for at, place in enumerate(places):
            parameters |= parameters_of(place, f"_{at}")
        if not places:
            return {}
        rows = await self._driver.counted(count_waiting(tuple(map(shape_of, places))), parameters)
        return {waiting_for: int(count) for waiting_for, count in rows}

    async def waivers_asked(self, scope: Sequence[Place]) -> int:
        """How many reports have a waiver that waits for its decision, inside any of `scope`; each report once."""
        places = tuple(dict.fromkeys(scope))
        parameters = {"waiver": "asked", **parameters_in_any(places)}
        row = await self._driver.row(count_waivers_asked(tuple(map(shape_of, places))), parameters)
        return int(row[0]) if row else 0

    async def add(self, record: ReportRecord) -> int:
        """Add a report and say its id."""
        row = await self._driver.row(ADD_REPORT, _columns(record))
        assert row is not None  # noqa: S101 - RETURNING answers or the insert has failed
        return int(row[0])

    async def replace(self, report_id: int, expected: int, record: ReportRecord) -> bool:
        """Replace the report if its version is still `expected`."""
        parameters = {**_columns(record), "report_id": report_id, "expected": expected}
        if await self._driver.run(REPLACE_REPORT, parameters) != 1:
            return False
        query = FactsQuery(record.fiscal_year, record.scheme_id, record.scheme_version)
        await self.put_facts(report_id, query, record.facts)
        return True

    async def put_facts(self, report_id: int, query: FactsQuery, facts: bytes) -> None:
        """Add or replace a report's facts."""
        parameters = {**asdict(query), "facts": facts}
        if await self._driver.run(REPLACE_FACTS, {**parameters, "of_report": report_id}) == 0:
            await self._driver.run(ADD_FACTS, {**parameters, "report_id": report_id})

    async def remove(self, report_id: int, expected: int) -> bool:
        """Remove the report and its revisions if its version is still `expected`."""
        parameters = {"id": report_id, "expected": expected}
        if await self._driver.run(REMOVE_REPORT, parameters) != 1:
            return False
        await self._driver.run(REMOVE_REVISIONS, {"report_id": report_id})
        await self._driver.run(REMOVE_FACTS, {"report_id": report_id})
        return True

    async def page(self, query: ReportQuery) -> list[tuple[int, int, str]]:
        """(sort key, id, summary) of up to `limit` reports; somebody with several places gets what is in any, once."""
        found: dict[int, tuple[int, int, str]] = {}
        scope = await with_units(self._driver, query.scope)
        for place in scope:
            for one in await self._page_in(place, query):
                found[one[1]] = one
        if len(scope) == 1:
            return list(found.values())
        return sorted(found.values(), key=lambda one: one[:2], reverse=True)[: query.limit]

    async def _page_in(self, place: Place, query: ReportQuery) -> list[tuple[int, int, str]]:
        if query.after is None:
            return await self._stretch(place, query, "from the first", query.limit)
        found: list[tuple[int, int, str]] = []
        if query.by_points:
            found = await self._stretch(place, query, "among equals", query.limit)
        if len(found) < query.limit:
            found += await self._stretch(place, query, "below", query.limit - len(found))
        return found

    async def _stretch(
        self, place: Place, query: ReportQuery, following: Following, limit: int
    ) -> list[tuple[int, int, str]]:
        filters = tuple(sorted(query.filters))
        few = narrow(place)
        statement = list_reports(shape_of(place), filters, few=few, by_points=query.by_points, following=following)
        parameters: dict[str, Any] = {**query.filters, **parameters_of(place), "limit": limit}
        if query.after is not None:
            parameters["after_key"], parameters["after_id"] = query.after
        return [(row[0], row[1], row[2]) for row in await self._driver.rows(statement, parameters)]

    async def ids(self, after: int, limit: int) -> list[int]:
        """Ids in ascending order."""
        rows = await self._driver.rows(REPORT_IDS, {"after": after, "limit": limit})
        return [row[0] for row in rows]

    async def ids_within(self, scope: Sequence[Place], fiscal_year: int) -> set[int]:
        """Ids of a year's reports that are inside one of `scope`."""
        found: set[int] = set()
        for place in await with_units(self._driver, scope):
            parameters = {**parameters_of(place), "fiscal_year": fiscal_year}
            found.update(row[0] for row in await self._driver.rows(ids_within(shape_of(place)), parameters))
        return found

    async def ids_without_facts(self, limit: int) -> list[int]:
        """Reports whose facts were never packed."""
        return [row[0] for row in await self._driver.rows(REPORTS_WITHOUT_FACTS, {"limit": limit})]

    async def facts(self, query: FactsQuery, after: int, limit: int) -> Sequence[tuple[int, bytes]]:
        """(report id, facts) in ascending order."""
        parameters = {**asdict(query), "after": after, "limit": limit}
        return cast("Sequence[tuple[int, bytes]]", await self._driver.rows(FACTS, parameters))

    async def summary(self, report_id: int) -> str | None:
        """A report's item in lists, as JSON."""
        row = await self._driver.row(REPORT_SUMMARY, {"id": report_id})
        return row[0] if row else None

    async def last_revision(self, report_id: int) -> StoredRevision | None:
        """The newest revision."""
        row = await self._driver.row(LAST_REVISION, {"report_id": report_id, "limit": 1})
        return StoredRevision(*row) if row else None

    async def put_revision(self, report_id: int, revision: StoredRevision) -> None:
        """Add a revision, or replace the one of that number."""
        columns = asdict(revision)
        sitting = {**columns, "of_report": report_id, "of_number": revision.number}
        if await self._driver.run(EXTEND_REVISION, sitting) == 0:
            await self._driver.run(ADD_REVISION, {**columns, "report_id": report_id})

    async def revisions(self, report_id: int, before: int | None, limit: int) -> list[StoredRevision]:
        """Revisions, newest first."""
        statement = LAST_REVISION if before is None else REVISIONS_BEFORE
        parameters = {"report_id": report_id, "before": before, "limit": limit}
        return [StoredRevision(*row) for row in await self._driver.rows(statement, parameters)]


def _columns(record: ReportRecord) -> dict[str, Any]:
    columns = {name: getattr(record, name) for name in ReportRecord.__slots__ if name != "facts"}
    for name in ("self_points", "computed_low", "computed_high"):
        columns[name] = scaled(columns[name])
    return columns
