"""`/api/v1/departments`."""

from dataclasses import asdict
from typing import Annotated

from fastapi import Body, FastAPI, Request, Response

from app.api.description import described, problems
from app.api.examples import NEW_DEPARTMENT
from app.api.query import Id, number_after, query_of
from app.api.services import Services
from app.contract.department import Department, NewDepartment
from app.contract.page import Page
from app.contract.query import DepartmentFilter
from app.services.ports import StoredDepartment


def add_department_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    departments = services.departments

    @api.get("/api/v1/departments", tags=["departments"], summary="部门列表", openapi_extra=described(DepartmentFilter))
    async def list_departments(request: Request) -> Page[Department]:
        """Departments in the order of their registration; with region and budget code, the one of that code."""
        wanted = query_of(DepartmentFilter, request)
        after = number_after(wanted.after)
        found = await departments.page(wanted.region, wanted.budget_code, after, wanted.limit)
        following = str(found[-1].id) if len(found) == wanted.limit else None
        return Page(items=tuple(_department(one) for one in found), next=following)

    @api.get(
        "/api/v1/departments/{department_id}",
        tags=["departments"],
        summary="取得一个部门",
        responses=problems(404),
    )
    async def get_department(department_id: Id) -> Department:
        """One department."""
        return _department(await departments.get(department_id))

    @api.post(
        "/api/v1/departments",
        status_code=201,
        tags=["departments"],
        summary="登记一个部门",
        responses=problems(409, 422),
    )
    async def create_department(
        new: Annotated[NewDepartment, Body(examples=[NEW_DEPARTMENT])], response: Response
    ) -> Department:
        """Register a department; a budget code that is taken in its region is 409."""
        department = await departments.register(new.region, new.budget_code, new.name)
        response.headers["Location"] = f"/api/v1/departments/{department.id}"
        return _department(department)


def _department(stored: StoredDepartment) -> Department:
    return Department(**asdict(stored))
