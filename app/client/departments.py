"""Departments over the API."""

from typing import Final

from pydantic import TypeAdapter

from app.client.http import Transport
from app.contract.department import Department, DepartmentEdit, NewDepartment
from app.contract.page import Page

_ONE: Final = TypeAdapter(Department)
_PAGE: Final = TypeAdapter(Page[Department])


class Departments:
    """`/api/v1/departments`."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    async def list(
        self,
        *,
        region: str | None = None,
        budget_code: str | None = None,
        after: str | None = None,
        limit: int = 200,
    ) -> Page[Department]:
        """A page of departments; with region and budget code, the one of that code."""
        query = {"region": region, "budget_code": budget_code, "after": after, "limit": limit}
        return await self._call("GET", "/departments", _PAGE, query=query)

    async def get(self, department_id: int) -> Department:
        """One department. Raises NotFound."""
        return await self._call("GET", f"/departments/{department_id}", _ONE)

    async def create(self, new: NewDepartment) -> Department:
        """Register a department. Raises Conflict where its budget code is taken."""
        return await self._call("POST", "/departments", _ONE, body=new.model_dump_json().encode())

    async def edit(self, department_id: int, edit: DepartmentEdit) -> Department:
        """Another name or place. Raises NotFound, and Invalid where it does not fit."""
        return await self._call("PUT", f"/departments/{department_id}", _ONE, body=edit.model_dump_json().encode())
