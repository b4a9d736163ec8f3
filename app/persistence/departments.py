"""Departments: statements, and the store that runs them."""

from dataclasses import asdict, replace
from functools import cache
from typing import Any, Final

from sqlalchemy import bindparam, insert, select, update

from app.persistence.driver import Driver
from app.persistence.scoping import Shape, condition, parameters_of, shape_of
from app.persistence.statement import Statement, compiled, given
from app.persistence.tables import DepartmentRow, FollowUpRow, ReportRow, table
from app.services.ports import DepartmentQuery, StoredDepartment

_DEPARTMENT, _REPORT, _FOLLOW_UP = table(DepartmentRow), table(ReportRow), table(FollowUpRow)
_department = _DEPARTMENT.c
_FIELDS: Final = [column.name for column in _department if column.name != "id"]

GET_DEPARTMENT: Final = compiled(select(_DEPARTMENT).where(_department.id == bindparam("id")))
FIND_DEPARTMENT: Final = compiled(
    select(_DEPARTMENT).where(
        _department.region == bindparam("region"), _department.budget_code == bindparam("budget_code")
    )
)
ADD_DEPARTMENT: Final = compiled(insert(_DEPARTMENT).values(given(*_FIELDS)).returning(_department.id))
REPLACE_DEPARTMENT: Final = compiled(
    update(_DEPARTMENT).where(_department.id == bindparam("of")).values(given("name", "parent_id", "section_id"))
)
MOVE_REPORTS: Final = compiled(
    update(_REPORT).where(_REPORT.c.department_id == bindparam("of")).values(given("section_id"))
)
MOVE_FOLLOW_UPS: Final = compiled(
    update(_FOLLOW_UP).where(_FOLLOW_UP.c.department_id == bindparam("of")).values(given("section_id"))
)
UNITS: Final = compiled(
    select(_DEPARTMENT).where(_department.parent_id == bindparam("parent_id")).order_by(_department.id)
)


FILTERS: Final = {
    "region": _department.region,
    "budget_code": _department.budget_code,
    "parent": _department.parent_id,
}


@cache
def list_departments(shape: Shape, filters: tuple[str, ...]) -> Statement:
    """Departments by id, inside a place of that shape, by these filters."""
    conditions = [
        _department.id > bindparam("after"),
        condition(shape, _department.region, _department.section_id, _department.id, _department.parent_id),
    ]
    conditions += [FILTERS[name] == bindparam(name) for name in filters]
    return compiled(select(_DEPARTMENT).where(*conditions).order_by(_department.id).limit(bindparam("limit")))


def _columns(department: StoredDepartment) -> dict[str, Any]:
    columns = asdict(department)
    return {
        "region": columns["region"],
        "budget_code": columns["budget_code"],
        "name": columns["name"],
        "parent_id": columns["parent"],
        "section_id": columns["section"],
    }


class DriverDepartmentStore:
    """Departments."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def get(self, department_id: int) -> StoredDepartment | None:
        """One department."""
        row = await self._driver.row(GET_DEPARTMENT, {"id": department_id})
        return StoredDepartment(*row) if row else None

    async def find(self, region: str, budget_code: str) -> StoredDepartment | None:
        """The department of that code in that region."""
        row = await self._driver.row(FIND_DEPARTMENT, {"region": region, "budget_code": budget_code})
        return StoredDepartment(*row) if row else None

    async def add(self, new: StoredDepartment) -> StoredDepartment:
        """Add a department."""
        row = await self._driver.row(ADD_DEPARTMENT, _columns(new))
        assert row is not None  # noqa: S101 - RETURNING answers or the insert has failed
        return replace(new, id=int(row[0]))

    async def replace(self, department: StoredDepartment) -> None:
        """Another name, another section, another department above it; its reports follow into that section."""
        columns = {name: value for name, value in _columns(department).items() if name not in ("region", "budget_code")}
        await self._driver.run(REPLACE_DEPARTMENT, {**columns, "of": department.id})
        for statement in (MOVE_REPORTS, MOVE_FOLLOW_UPS):
            await self._driver.run(statement, {"of": department.id, "section_id": department.section})

    async def units(self, department_id: int) -> list[StoredDepartment]:
        """Its second-level units."""
        return [StoredDepartment(*row) for row in await self._driver.rows(UNITS, {"parent_id": department_id})]

    async def page(self, query: DepartmentQuery) -> list[StoredDepartment]:
        """Departments by id; somebody with several places gets what is in any of them, once."""
        found: dict[int, StoredDepartment] = {}
        wanted = {name: getattr(query, name) for name in FILTERS if getattr(query, name) is not None}
        for place in dict.fromkeys(query.scope):
            statement = list_departments(shape_of(place), tuple(wanted))
            parameters = {**wanted, **parameters_of(place), "after": query.after, "limit": query.limit}
            for row in await self._driver.rows(statement, parameters):
                found[row[0]] = StoredDepartment(*row)
        return [found[number] for number in sorted(found)][: query.limit]
