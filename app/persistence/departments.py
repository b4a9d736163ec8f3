"""Departments: statements, and the store that runs them."""

from typing import Any, Final

from sqlalchemy import bindparam, insert, select

from app.persistence.driver import Driver
from app.persistence.statement import compiled, given
from app.persistence.tables import (
    DepartmentRow,
    table,
)
from app.services.ports import (
    StoredDepartment,
)

_DEPARTMENT = table(DepartmentRow)
_department = _DEPARTMENT.c

GET_DEPARTMENT: Final = compiled(select(_DEPARTMENT).where(_department.id == bindparam("id")))

FIND_DEPARTMENT: Final = compiled(
    select(_DEPARTMENT).where(
        _department.region == bindparam("region"), _department.budget_code == bindparam("budget_code")
    )
)

ADD_DEPARTMENT: Final = compiled(
    insert(_DEPARTMENT).values(given("region", "budget_code", "name")).returning(_department.id)
)

DEPARTMENTS: Final = compiled(
    select(_DEPARTMENT).where(_department.id > bindparam("after")).order_by(_department.id).limit(bindparam("limit"))
)

DEPARTMENTS_OF_REGION: Final = compiled(
    select(_DEPARTMENT)
    .where(_department.region == bindparam("region"), _department.id > bindparam("after"))
    .order_by(_department.id)
    .limit(bindparam("limit"))
)


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

    async def add(self, region: str, budget_code: str, name: str) -> StoredDepartment:
        """Add a department."""
        parameters = {"region": region, "budget_code": budget_code, "name": name}
        row = await self._driver.row(ADD_DEPARTMENT, parameters)
        assert row is not None  # noqa: S101 - RETURNING answers or the insert has failed
        return StoredDepartment(row[0], region, budget_code, name)

    async def page(self, region: str | None, after: int, limit: int) -> list[StoredDepartment]:
        """Departments by id."""
        statement = DEPARTMENTS if region is None else DEPARTMENTS_OF_REGION
        parameters: dict[str, Any] = {"after": after, "limit": limit}
        if region is not None:
            parameters["region"] = region
        return [StoredDepartment(*row) for row in await self._driver.rows(statement, parameters)]
