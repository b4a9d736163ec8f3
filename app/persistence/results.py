"""Results of reports: statements, and the store that runs them.

What somebody may see is a condition of every list and every count. A county's or a section's results are a short
stretch of an index, sorted or counted as they are. A whole year's, or a province's, are listed along an index in the
wanted order: the condition on a wide region is written so that no planner takes it for a short stretch.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from typing import Any, Final, Literal

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy import true as everything

from app.domain.checks.examine import FindingCounts
from app.domain.people.place import Place, stem
from app.domain.results.lens import Counted
from app.domain.results.result import Basis, IndicatorResult
from app.persistence.driver import Driver
from app.persistence.scoping import AFTER_DIGITS, narrow, unindexed, with_units
from app.persistence.statement import Statement, compiled, given
from app.persistence.tables import POINTS_SCALE, IndicatorResultRow, ResultRow, table
from app.services.ports import (
    IndicatorCount,
    PointCell,
    ReportOfIndicator,
    ResultOrder,
    ResultQuery,
    ResultsAsked,
    StoredResult,
    YearRow,
)

_RESULT, _INDICATOR = table(ResultRow), table(IndicatorResultRow)
_result, _indicator = _RESULT.c, _INDICATOR.c
_FIELDS: Final = [one.name for one in fields(StoredResult)]
_COUNTS: Final = ("errors", "warnings", "waived")
_POINTS: Final = frozenset({"self_points", "computed_low", "computed_high", "confirmed_points", "above"})
_INDICATOR_FIELDS: Final = [column.name for column in _indicator if column.name != "report_id"]
ADD_RESULT: Final = compiled(insert(_RESULT).values(given(*_FIELDS)))
GET_COUNTS: Final = compiled(
    select(*(_result[name] for name in _COUNTS)).where(_result.report_id == bindparam("report_id"))
)
REMOVE_RESULT: Final = compiled(delete(_RESULT).where(_result.report_id == bindparam("report_id")))
REMOVE_INDICATORS: Final = compiled(delete(_INDICATOR).where(_indicator.report_id == bindparam("report_id")))

_LATE: Final = _result.submitted_on - bindparam("due_on")
POSTPONE_RESULT: Final = compiled(
    update(_RESULT)
    .where(_result.department_id == bindparam("of_department"), _result.fiscal_year == bindparam("of_year"))
    .values(days_late=case((literal_column("0") < _LATE, _LATE), else_=literal_column("0")))
)
"""A department's result of a year with another last day."""

KEYS: Final[dict[ResultOrder, ColumnElement[Any]]] = {
    "confirmed": _result.confirmed_points,
    "computed": _result.computed_low,
    "self": _result.self_points,
    "above": _result.above,
    "late": _result.days_late,
    "name": _result.name,
}
FILTERS: Final = {
    "fiscal_year": _result.fiscal_year,
    "section": _result.section_id,
    "state": _result.state,
    "rating": _result.rating,
    "scheme": _result.scheme_id,
    "scheme_version": _result.scheme_version,
    "indicator": _indicator.indicator,
}
Inside = Literal["everywhere", "wide", "region", "section", "department"]
Following = Literal["from the first", "among equals", "beyond"]


@dataclass(frozen=True, slots=True)
class Where:
    """What a condition is made of: the kinds of the places in scope and of the region asked for, and other filters."""

    scope: tuple[Inside, ...]
    within: Inside
    filters: tuple[str, ...]

    @property
    def few(self) -> bool:
        """Whether a place says so much that the rows are found by it."""
        wide = ("everywhere", "wide")
        return self.within not in wide or not any(kind in wide for kind in self.scope)


@cache
def add_indicators(count: int) -> Statement:
    """So many indicators of one report."""
    rows = [
        given("report_id") | {name: bindparam(f"{name}_{at}") for name in _INDICATOR_FIELDS} for at in range(count)
    ]  # fmt: skip
    return compiled(insert(_INDICATOR).values(rows))


def _inside(kind: Inside, suffix: str) -> ColumnElement[bool]:
    if kind == "everywhere":
        return everything()
    if kind in ("section", "department"):
        column = _result.section_id if kind == "section" else _result.department_id
        return column == bindparam(f"key{suffix}")
    region = unindexed(_result.region) if kind == "wide" else _result.region
    return and_(region >= bindparam(f"low{suffix}"), region < bindparam(f"high{suffix}"))


@cache
def _asked(where: Where) -> ColumnElement[bool]:
    scope = or_(*(_inside(kind, f"_{at}") for at, kind in enumerate(where.scope)))
    # An indicator is found by the report's number and its own name, however the report was found.
    apart = [name for name in where.filters if where.few and name != "indicator"]
    columns = {name: unindexed(FILTERS[name]) if name in apart else FILTERS[name] for name in where.filters}
    return and_(scope, _inside(where.within, ""), *(column == bindparam(name) for name, column in columns.items()))


@cache
def list_results(where: Where, order: ResultOrder, following: Following) -> Statement:
    """Results in that order. What is left of a key's equals and what is beyond it are two stretches of an index."""
    key = unindexed(KEYS[order]) if where.few else KEYS[order]
    conditions = [_asked(where)]
    upwards = order == "name"
    if following == "among equals":
        number = _result.report_id
        after: BindParameter[int] = bindparam("after_id")
        conditions += [key == bindparam("after_key"), number > after if upwards else number < after]
    elif following == "beyond":
        conditions.append(key > bindparam("after_key") if upwards else key < bindparam("after_key"))
    ordered = [key, _result.report_id] if upwards else [key.desc(), _result.report_id.desc()]
    listing = select(key, *(_result[name] for name in _FIELDS)).where(*conditions)
    return compiled(listing.order_by(*ordered).limit(bindparam("limit")))


def _known(column: ColumnElement[int]) -> ColumnElement[bool]:
    return column >= literal_column("0")


_SETTLED: Final = _result.computed_low == _result.computed_high


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, literal_column("1")), else_=literal_column("0")))


def _sum(condition: ColumnElement[bool], value: ColumnElement[int]) -> ColumnElement[int]:
    return func.sum(case((condition, value), else_=literal_column("0")))


@cache
def count_years(where: Where) -> Statement:
    """Results by year."""
    own, confirmed = _known(_result.self_points), _known(_result.confirmed_points)
    counted = select(
        _result.fiscal_year,
        func.count(),
        _count(_result.days_late > literal_column("0")),
        _count(own),
        _sum(own, _result.self_points),
        _count(_SETTLED),
        _sum(_SETTLED, _result.computed_low),
        _count(confirmed),
        _sum(confirmed, _result.confirmed_points),
    ).where(_asked(where))
    return compiled(counted.group_by(_result.fiscal_year).order_by(_result.fiscal_year.desc()))


@cache
def count_points(where: Where) -> Statement:
    """Results by whole points; −1 where there are none."""
    scale: ColumnElement[int] = literal_column(str(POINTS_SCALE))

    def whole(column: ColumnElement[int]) -> ColumnElement[int]:
        return case((_known(column), column.op("/")(scale)), else_=literal_column("-1"))

    cells = (
        whole(_result.self_points).label("self"),
        _result.computed_high.op("/")(scale).label("computed"),
        whole(_result.confirmed_points).label("confirmed"),
        case((_SETTLED, literal_column("1")), else_=literal_column("0")).label("settled"),
    )
    sums = (func.sum(one) for one in (_result.self_points, _result.computed_high, _result.confirmed_points))
    counted = select(*cells, func.count(), *sums).where(_asked(where))
    return compiled(counted.group_by("self", "computed", "confirmed", "settled"))


_OF_REPORT: Final = _indicator.report_id == _result.report_id


@cache
def count_indicators(where: Where) -> Statement:
    """Indicators by what is alike in them."""
    alike = (
        _result.scheme_id, _result.scheme_version, _indicator.indicator, _indicator.max_points, _indicator.points,
        _indicator.basis,
    )  # fmt: skip
    both = and_(_known(_indicator.self_points), _known(_indicator.computed_points))
    counted = select(
        *alike, func.count(), _count(both), _sum(both, _indicator.self_points - _indicator.computed_points)
    )
    joined = counted.select_from(_RESULT.join(_INDICATOR, _OF_REPORT))
    return compiled(joined.where(_asked(where)).group_by(*alike))


@cache
def list_of_indicator(where: Where, *, first: bool) -> Statement:
    """Reports with an indicator, by points."""
    conditions = [_asked(where)]
    if not first:
        points, number = _indicator.points, _result.report_id
        same = and_(points == bindparam("after_key"), number < bindparam("after_id"))
        conditions.append(or_(points < bindparam("after_key"), same))
    listing: Select[Any] = select(
        _result.report_id, _result.name, _result.state, *(_indicator[name] for name in _INDICATOR_FIELDS)
    )
    joined = listing.select_from(_RESULT.join(_INDICATOR, _OF_REPORT)).where(*conditions)
    ordered = joined.order_by(_indicator.points.desc(), _result.report_id.desc())
    return compiled(ordered.limit(bindparam("limit")))


class DriverResultStore:
    """Results of reports that are in the bureau's hands."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def put(
        self, result: StoredResult, indicators: Sequence[IndicatorResult], counts: FindingCounts | None
    ) -> None:
        """Put a report's result in the place of the one that was there, which keeps its counts where none are given."""
        row = {name: getattr(result, name) for name in _FIELDS}
        row |= {name: _scaled(row[name]) for name in _POINTS}
        if counts is not None:
            row |= {name: getattr(counts, name) for name in _COUNTS}
        elif (known := await self._driver.row(GET_COUNTS, {"report_id": result.report_id})) is not None:
            row |= dict(zip(_COUNTS, known, strict=True))
        await self.remove(result.report_id)
        await self._driver.run(ADD_RESULT, row)
        if indicators:
            parameters: dict[str, Any] = {"report_id": result.report_id}
            for at, one in enumerate(indicators):
                columns = zip(_INDICATOR_FIELDS, _columns(one), strict=True)
                parameters |= {f"{name}_{at}": value for name, value in columns}
            await self._driver.run(add_indicators(len(indicators)), parameters)

    async def remove(self, report_id: int) -> None:
        """Take a report's result out."""
        await self._driver.run(REMOVE_RESULT, {"report_id": report_id})
        await self._driver.run(REMOVE_INDICATORS, {"report_id": report_id})

    async def page(self, query: ResultQuery) -> list[tuple[int | str, StoredResult]]:
        """(sort key, result) of up to `limit` reports."""
        if query.after is None:
            return await self._stretch(query, "from the first", query.limit)
        found = await self._stretch(query, "among equals", query.limit)
        if len(found) < query.limit:
            found += await self._stretch(query, "beyond", query.limit - len(found))
        return found

    async def _stretch(
        self, query: ResultQuery, following: Following, limit: int
    ) -> list[tuple[int | str, StoredResult]]:
        where, parameters = await self._where(query)
        if not where.scope:
            return []
        parameters["limit"] = limit
        if query.after is not None:
            parameters["after_key"], parameters["after_id"] = query.after
        rows = await self._driver.rows(list_results(where, query.order, following), parameters)
        return [(row[0], _stored(row[1:])) for row in rows]

    async def years(self, asked: ResultsAsked) -> list[YearRow]:
        """Each year that has results, the latest first."""
        where, parameters = await self._where(asked)
        rows = await self._driver.counted(count_years(where), parameters) if where.scope else []
        return [
            YearRow(
                year, reports, int(late), int(own), _points(own_sum), int(settled), _points(computed), int(confirmed),
                _points(confirmed_sum),
            )
            for year, reports, late, own, own_sum, settled, computed, confirmed, confirmed_sum in rows
        ]  # fmt: skip

    async def points(self, asked: ResultsAsked) -> list[PointCell]:
        """Results counted by their whole points."""
        where, parameters = await self._where(asked)
        rows = await self._driver.counted(count_points(where), parameters) if where.scope else []
        return [
            PointCell(
                own if own >= 0 else None, computed, confirmed if confirmed >= 0 else None, bool(settled), reports,
                *map(_points, sums),
            )
            for own, computed, confirmed, settled, reports, *sums in rows
        ]  # fmt: skip

    async def indicators(self, asked: ResultsAsked) -> list[IndicatorCount]:
        """Indicators of results, counted by what is alike."""
        where, parameters = await self._where(asked)
        rows = await self._driver.counted(count_indicators(where), parameters) if where.scope else []
        return [
            IndicatorCount(
                scheme, version, indicator,
                Counted(_unscaled(most), _unscaled(points), Basis(basis), reports, int(compared), _points(above)),
            )
            for scheme, version, indicator, most, points, basis, reports, compared, above in rows
        ]  # fmt: skip

    async def of_indicator(
        self, asked: ResultsAsked, after: tuple[Decimal | None, int] | None, limit: int
    ) -> list[ReportOfIndicator]:
        """Reports with an indicator: the highest points first, then by number from the highest."""
        where, parameters = await self._where(asked)
        if not where.scope:
            return []
        parameters["limit"] = limit
        if after is not None:
            parameters |= {"after_key": _scaled(after[0]), "after_id": after[1]}
        rows = await self._driver.counted(list_of_indicator(where, first=after is None), parameters)
        return [ReportOfIndicator(row[0], row[1], row[2], _indicator_result(row[3:])) for row in rows]

    async def _where(self, asked: ResultsAsked) -> tuple[Where, dict[str, Any]]:
        """What tells the statement, and its parameters."""
        places = await with_units(self._driver, asked.scope)
        within = Place("region", asked.region or "000000")
        parameters: dict[str, Any] = {**asked.filters, **_keys(within, "")}
        for at, place in enumerate(places):
            parameters |= _keys(place, f"_{at}")
        return Where(tuple(map(_kind, places)), _kind(within), tuple(sorted(asked.filters))), parameters


def _kind(place: Place) -> Inside:
    if place.kind != "region":
        return place.kind
    return "region" if narrow(place) else "wide" if stem(place.key) else "everywhere"


def _keys(place: Place, suffix: str) -> dict[str, Any]:
    if place.kind != "region":
        return {f"key{suffix}": int(place.key)}
    low = stem(place.key)
    return {f"low{suffix}": low, f"high{suffix}": low + AFTER_DIGITS} if low else {}


def _scaled(points: Decimal | None) -> int:
    return -1 if points is None else int(points * POINTS_SCALE)


def _points(scaled: int) -> Decimal:
    return Decimal(scaled) / POINTS_SCALE


def _unscaled(scaled: int) -> Decimal | None:
    return None if scaled < 0 else _points(scaled)


def _columns(one: IndicatorResult) -> tuple[Any, ...]:
    points = (one.max_points, one.self_assessed, one.computed, one.confirmed, one.points)
    return (one.indicator, *map(_scaled, points), one.basis.value)


def _indicator_result(row: Sequence[Any]) -> IndicatorResult:
    most, own, computed, confirmed, points = map(_unscaled, row[1:6])
    return IndicatorResult(row[0], most, own, computed, confirmed, points, Basis(row[6]))


def _stored(row: Sequence[Any]) -> StoredResult:
    columns = dict(zip(_FIELDS, row, strict=True))
    for name in ("self_points", "confirmed_points"):
        columns[name] = _unscaled(columns[name])
    for name in ("computed_low", "computed_high", "above"):
        columns[name] = _points(columns[name])
    return StoredResult(**columns)
