"""Public copies of reports: statements, and the store that runs them."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from app.domain.people.place import stem
from app.domain.rounds.round import Stage
from app.domain.workflow.state import State
from app.persistence.driver import Driver
from app.persistence.scoping import AFTER_DIGITS, unindexed
from app.persistence.statement import Statement, compiled, given
from app.persistence.tables import (
    POINTS_SCALE,
    DepartmentRow,
    PublicationRow,
    PublishedIndicatorRow,
    ReportRow,
    RoundDepartmentRow,
    RoundRow,
    table,
)
from app.services.ports.publications import (
    DepartmentPoints,
    IndicatorCounted,
    NewPublication,
    Owed,
    PublicationQuery,
    PublishedPoints,
    StoredPublication,
    YearCounted,
)

_COPY, _POINTS = table(PublicationRow), table(PublishedIndicatorRow)
_DEPARTMENT, _ENTRY, _ROUND, _REPORT = (
    table(DepartmentRow), table(RoundDepartmentRow), table(RoundRow), table(ReportRow)
)  # fmt: skip
_copy, _points, _entry, _round = _COPY.c, _POINTS.c, _ENTRY.c, _ROUND.c

_NEW: Final = [one.name for one in fields(NewPublication)]
_LISTED: Final = [_copy[one.name] for one in fields(StoredPublication)]
_SCALED: Final = ("self_points", "computed_low", "computed_high", "points")
_PUBLIC: Final = _copy.withdrawn_at == literal_column("''")
_NONE: ColumnElement[str] = literal_column("''")

ADD: Final = compiled(
    insert(_COPY)
    .values({**given(*_NEW, "document"), "withdrawn_at": _NONE, "withdrawal_reason": _NONE})
    .returning(_copy.id)
)
ADD_POINTS: Final = compiled(insert(_POINTS).values(given(*(one.name for one in _points))))
SEQUENCE: Final = compiled(
    select(func.coalesce(func.max(_copy.sequence), literal_column("0"))).where(
        _copy.report_id == bindparam("report_id")
    )
)
WITHDRAW: Final = compiled(
    update(_COPY)
    .where(_copy.report_id == bindparam("report"), _PUBLIC)
    .values(given("withdrawn_at", "withdrawal_reason"))
)
REMOVE_POINTS: Final = compiled(
    delete(_POINTS).where(
        _points.publication_id.in_(select(_copy.id).where(_copy.report_id == bindparam("report"), ~_PUBLIC))
    )
)
GET: Final = compiled(select(*_LISTED).where(_copy.id == bindparam("id")))
DOCUMENT: Final = compiled(select(_copy.document).where(_copy.id == bindparam("id")))
OF_REPORT: Final = compiled(
    select(*_LISTED).where(_copy.report_id == bindparam("report_id")).order_by(_copy.sequence.desc())
)


def _within(region: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(region >= bindparam("low"), region < bindparam("high"))


YEARS: Final = compiled(
    select(_copy.region, _copy.fiscal_year, func.count(), func.sum(_copy.points))
    .where(_within(_copy.region), _PUBLIC)
    .group_by(_copy.region, _copy.fiscal_year)
    .order_by(_copy.fiscal_year.desc(), _copy.region)
    .limit(bindparam("limit"))
)
RATINGS: Final = compiled(
    select(_copy.rating, func.count())
    .where(_within(_copy.region), _copy.fiscal_year == bindparam("fiscal_year"), _PUBLIC)
    .group_by(_copy.rating)
    .order_by(func.max(_copy.points).desc())
)
_GIVEN: Final = _points.points >= literal_column("0")
_ONE: ColumnElement[int] = literal_column("1")
_ZERO: ColumnElement[int] = literal_column("0")
_FULL: Final = case((and_(_points.most >= _ZERO, _points.points >= _points.most), _ONE), else_=_ZERO)
INDICATORS: Final = compiled(
    select(
        _points.scheme_id, _points.scheme_version, _points.indicator, _points.title, func.min(_points.position),
        func.count(), func.sum(_points.points), func.min(_points.points), func.max(_points.points),
        func.max(_points.most), func.sum(_FULL), func.count(_points.points.distinct()),
    )
    .where(_points.fiscal_year == bindparam("fiscal_year"), _within(_points.region), _GIVEN)
    .group_by(_points.scheme_id, _points.scheme_version, _points.indicator, _points.title)
    .order_by(_points.scheme_id, _points.scheme_version, func.min(_points.position))
    .limit(bindparam("limit"))
)  # fmt: skip
_OTHERS: Final = _ENTRY.alias("others")
OWED: Final = compiled(
    select(
        _entry.round_id, _entry.department_id, _DEPARTMENT.c.name, _entry.due, _REPORT.c.state, _REPORT.c.submitted_at
    )
    .select_from(
        _ENTRY.join(_ROUND, _round.id == _entry.round_id)
        .join(_DEPARTMENT, _DEPARTMENT.c.id == _entry.department_id)
        .outerjoin(
            _REPORT,
            and_(_REPORT.c.department_id == _entry.department_id, _REPORT.c.fiscal_year == _entry.fiscal_year),
        )
    )
    .where(
        _within(_round.region),
        _round.fiscal_year == bindparam("fiscal_year"),
        _round.state.in_([literal_column(f"'{one}'") for one in (Stage.ISSUED, Stage.CLOSED)]),
        # Asked of each round of the region, and answered by its first department with a public copy.
        exists(
            select(_ONE)
            .select_from(
                _OTHERS.join(
                    _COPY,
                    and_(
                        _copy.department_id == _OTHERS.c.department_id, _copy.fiscal_year == _OTHERS.c.fiscal_year
                    ),
                )
            )
            .where(_OTHERS.c.round_id == _round.id, unindexed(_copy.withdrawn_at) == _NONE)
        ),
    )
    .order_by(_entry.due, _entry.department_id)
    .limit(bindparam("limit"))
)  # fmt: skip


@cache
def list_copies(filters: tuple[str, ...], *, withdrawn: bool) -> Statement:
    """Copies that are public, by points from the highest; or withdrawn ones, newest first."""
    key = _copy.id if withdrawn else _copy.points
    conditions: list[ColumnElement[bool]] = [~_PUBLIC if withdrawn else _PUBLIC]
    order: ColumnElement[Any] = key
    if "low" in filters:  # a region's stretch is read and sorted, however long the year's or the order's is
        conditions.append(_within(_copy.region))
        order = unindexed(key)
    if "fiscal_year" in filters:
        year = unindexed(_copy.fiscal_year) if "low" in filters else _copy.fiscal_year
        conditions.append(year == bindparam("fiscal_year"))
    if "department_id" in filters:
        conditions.append(_copy.department_id == bindparam("department_id"))
    if "after_key" in filters:
        after = and_(key == bindparam("after_key"), _copy.id > bindparam("after_id"))
        conditions.append(or_(key < bindparam("after_key"), after))
    listing = select(*_LISTED).where(*conditions)
    return compiled(listing.order_by(order.desc(), _copy.id).limit(bindparam("limit")))


@cache
def points_in_indicator(*, further: bool) -> Statement:
    """Departments' points in one indicator, the highest first; `further` pages begin after a key."""
    conditions = [
        _points.fiscal_year == bindparam("fiscal_year"),
        _within(_points.region),
        _points.indicator == bindparam("indicator"),
        _GIVEN,
    ]
    if further:
        after = and_(_points.points == bindparam("after_key"), _points.publication_id > bindparam("after_id"))
        conditions.append(or_(_points.points < bindparam("after_key"), after))
    listing = select(_points.points, _points.publication_id, _copy.department_name, _points.most)
    listing = listing.join(_COPY, _copy.id == _points.publication_id).where(*conditions)
    return compiled(listing.order_by(_points.points.desc(), _points.publication_id).limit(bindparam("limit")))


class DriverPublicationStore:
    """Public copies, and their points by indicator."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def add(self, new: NewPublication, document: bytes, points: Sequence[PublishedPoints]) -> int:
        """Keep a copy and say its id."""
        columns = {name: getattr(new, name) for name in _NEW}
        columns |= {name: _scaled(columns[name]) for name in _SCALED}
        row = await self._driver.row(ADD, {**columns, "document": document})
        assert row is not None  # noqa: S101 - RETURNING answers or the insert has failed
        shared = {name: columns[name] for name in ("fiscal_year", "region", "scheme_id", "scheme_version")}
        for position, one in enumerate(points):
            given_points = {"points": _scaled(one.points), "most": _scaled(one.most)}
            told = {"publication_id": row[0], "position": position, "indicator": one.indicator, "title": one.title}
            await self._driver.run(ADD_POINTS, {**shared, **told, **given_points})
        return int(row[0])

    async def sequence(self, report_id: int) -> int:
        """The newest copy's sequence; 0 where there is none."""
        row = await self._driver.row(SEQUENCE, {"report_id": report_id})
        return int(row[0]) if row else 0

    async def withdraw(self, report_id: int, at: str, reason: str) -> bool:
        """Note that the report's copy is withdrawn; says whether one was public."""
        noted = {"report": report_id, "withdrawn_at": at, "withdrawal_reason": reason}
        if await self._driver.run(WITHDRAW, noted) == 0:
            return False
        await self._driver.run(REMOVE_POINTS, {"report": report_id})
        return True

    async def get(self, publication_id: int) -> StoredPublication | None:
        """A copy without its bytes."""
        row = await self._driver.row(GET, {"id": publication_id})
        return _read(row) if row else None

    async def document(self, publication_id: int) -> bytes | None:
        """Its bytes, also where it is withdrawn."""
        row = await self._driver.row(DOCUMENT, {"id": publication_id})
        return bytes(row[0]) if row else None

    async def of_report(self, report_id: int) -> list[StoredPublication]:
        """All copies of a report, newest first."""
        return [_read(row) for row in await self._driver.rows(OF_REPORT, {"report_id": report_id})]

    async def page(self, query: PublicationQuery) -> list[StoredPublication]:
        """Copies."""
        filters: dict[str, Any] = dict(_bounds(query.region)) if query.region else {}
        if query.fiscal_year is not None:
            filters["fiscal_year"] = query.fiscal_year
        if query.department is not None:
            filters["department_id"] = query.department
        if query.after is not None:
            filters |= {"after_key": query.after[0], "after_id": query.after[1]}
        statement = list_copies(tuple(sorted(filters)), withdrawn=query.withdrawn)
        return [_read(row) for row in await self._driver.rows(statement, {**filters, "limit": query.limit})]

    async def years(self, region: str, limit: int) -> list[YearCounted]:
        """What is public, by year from the newest and region."""
        rows = await self._driver.rows(YEARS, {**_bounds(region), "limit": limit})
        return [YearCounted(row[0], row[1], row[2], _plain(int(row[3]))) for row in rows]

    async def ratings(self, region: str, fiscal_year: int) -> list[tuple[str, int]]:
        """(rating, how many copies) of a region and year, the best first."""
        rows = await self._driver.rows(RATINGS, {**_bounds(region), "fiscal_year": fiscal_year})
        return [(row[0], row[1]) for row in rows]

    async def indicators(self, region: str, fiscal_year: int, limit: int) -> list[IndicatorCounted]:
        """Each indicator of a region and year, in the order of its scheme."""
        parameters = {**_bounds(region), "fiscal_year": fiscal_year, "limit": limit}
        return [_counted(row) for row in await self._driver.rows(INDICATORS, parameters)]

    async def in_indicator(
        self, region: str, fiscal_year: int, indicator: str, after: tuple[int, int] | None, limit: int
    ) -> list[tuple[int, DepartmentPoints]]:
        """(sort key, points) of departments in one indicator, the highest first."""
        parameters = {**_bounds(region), "fiscal_year": fiscal_year, "indicator": indicator, "limit": limit}
        if after is not None:
            parameters |= {"after_key": after[0], "after_id": after[1]}
        rows = await self._driver.rows(points_in_indicator(further=after is not None), parameters)
        return [(row[0], DepartmentPoints(row[1], row[2], _plain(row[0]), _given_or_none(row[3]))) for row in rows]

    async def owed(self, region: str, fiscal_year: int, limit: int) -> list[Owed]:
        """Who was asked for a report by rounds of that region and year of which some result is public."""
        rows = await self._driver.rows(OWED, {**_bounds(region), "fiscal_year": fiscal_year, "limit": limit})
        return [
            Owed(
                row[0], row[1], row[2], date.fromisoformat(row[3]), State(row[4]) if row[4] else None, row[5] or ""
            )
            for row in rows
        ]  # fmt: skip


def _counted(row: tuple[Any, ...]) -> IndicatorCounted:
    total, least, greatest = (_plain(int(one)) for one in row[6:9])
    return IndicatorCounted(
        row[0], row[1], row[2], row[3], row[4], row[5], total, least, greatest, _given_or_none(row[9]), int(row[10]),
        int(row[11]),
    )  # fmt: skip


def _bounds(region: str) -> dict[str, Any]:
    low = stem(region) if region else ""
    return {"low": low, "high": low + AFTER_DIGITS}


def _scaled(points: Decimal | None) -> int:
    return -1 if points is None else int(points * POINTS_SCALE)


def _plain(scaled: int) -> Decimal:
    """The points without the zeros of the scale: 81.5, 100."""
    value = Decimal(scaled) / POINTS_SCALE
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _given_or_none(scaled: int) -> Decimal | None:
    return None if scaled < 0 else _plain(scaled)


def _read(row: tuple[Any, ...]) -> StoredPublication:
    columns = dict(zip((one.name for one in fields(StoredPublication)), row, strict=True))
    self_points = _given_or_none(columns["self_points"])
    columns |= {name: _plain(columns[name]) for name in _SCALED} | {"self_points": self_points}
    return StoredPublication(**columns)
