"""Places as conditions on columns: what somebody may see is a condition of every list, never a filter after it."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Integer, Select, Table, bindparam, false, literal_column, or_, select, true

from app.domain.people.place import Place, stem
from app.persistence.driver import Driver
from app.persistence.statement import Statement, compiled
from app.persistence.tables import DepartmentRow, table

Shape = Literal["everywhere", "region", "section", "department"]
"""How a place narrows a list; its value goes in as parameters."""

AFTER_DIGITS: Final = ":"
"""Sorts right after every digit: codes that begin with 4306 lie between 4306 and 4306 followed by this."""

COUNTY: Final = 6
"""Digits of a county's code."""

_DEPARTMENT: Final = table(DepartmentRow)
UNITS: Final = compiled(select(_DEPARTMENT.c.id).where(_DEPARTMENT.c.parent_id == bindparam("parent_id")))


def shape_of(place: Place) -> Shape:
    """The shape of a place's condition."""
    return "everywhere" if place.kind == "region" and not stem(place.key) else place.kind


def narrow(place: Place) -> bool:
    """Whether all that is in a place is few rows: a county, a section, a department; not a province or a city."""
    return place.kind != "region" or len(stem(place.key)) >= COUNTY


def unindexed(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column's value as no index has it, so that rows are found by something else.

    Planners without statistics take a year, a state or a wanted order for more telling than a county, and a province
    for a short stretch of an index; both would read most of a large table for one page.
    """
    return column + literal_column("0") if isinstance(column.type, Integer) else column.concat(literal_column("''"))


def parameters_of(place: Place, suffix: str = "") -> dict[str, str | int]:
    """What goes into that condition; `suffix` tells the parameters of several places apart."""
    if shape_of(place) == "everywhere":
        return {}
    if place.kind == "region":
        low = stem(place.key)
        return {f"scope_low{suffix}": low, f"scope_high{suffix}": low + AFTER_DIGITS}
    return {f"scope_key{suffix}": int(place.key)}


def condition(
    shape: Shape,
    region: ColumnElement[str],
    section: ColumnElement[int | None],
    *department: ColumnElement[int] | ColumnElement[int | None],
    suffix: str = "",
) -> ColumnElement[bool]:
    """Rows inside a place of that shape; `department` are the columns of which one may be the department's number.

    `suffix` ends the names of the parameters, where a statement has several such conditions.
    """
    if shape == "everywhere":
        return true()
    if shape == "region":
        return (region >= bindparam(f"scope_low{suffix}")) & (region < bindparam(f"scope_high{suffix}"))
    if shape == "section":
        return section == bindparam(f"scope_key{suffix}")
    return or_(*(one == bindparam(f"scope_key{suffix}") for one in department))


def in_any(
    shapes: Sequence[Shape],
    region: ColumnElement[str],
    section: ColumnElement[int | None],
    *department: ColumnElement[int] | ColumnElement[int | None],
) -> ColumnElement[bool]:
    """Rows inside any of several places, for counts: a row that is inside two of them counts once."""
    conditions = (condition(one, region, section, *department, suffix=f"_{at}") for at, one in enumerate(shapes))
    return or_(false(), *conditions)


def parameters_in_any(places: Sequence[Place]) -> dict[str, str | int]:
    """What goes into that condition; the places in the order of its shapes."""
    return {f"{name}_{at}": given for at, one in enumerate(places) for name, given in parameters_of(one).items()}


@cache
def in_regions(rows: Table, stems: int) -> Statement:
    """Rows by id, of regions that begin with one of so many stems."""
    region = rows.c.region
    ranges = [(region >= bindparam(f"low_{at}")) & (region < bindparam(f"high_{at}")) for at in range(stems)]
    listing: Select[Any] = select(rows).where(rows.c.id > bindparam("after"), or_(*ranges))
    return compiled(listing.order_by(rows.c.id).limit(bindparam("limit")))


async def rows_in_regions(
    driver: Driver, rows: Table, stems: Sequence[str], after: int, limit: int
) -> Sequence[tuple[Any, ...]]:
    """Those rows; none where there is no region."""
    if not stems:
        return []
    bounds = {f"low_{at}": stem for at, stem in enumerate(stems)}
    bounds |= {f"high_{at}": stem + AFTER_DIGITS for at, stem in enumerate(stems)}
    return await driver.rows(in_regions(rows, len(stems)), {**bounds, "after": after, "limit": limit})


async def with_units(driver: Driver, scope: Sequence[Place]) -> Sequence[Place]:
    """Each place once, and the units of departments: each is then a stretch of an index, and all are few."""
    places = dict.fromkeys(scope)
    for place in scope:
        if place.kind == "department":
            rows = await driver.rows(UNITS, {"parent_id": int(place.key)})
            places |= {Place("department", str(row[0])): None for row in rows}
    return tuple(places)
