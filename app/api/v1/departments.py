"""`/api/v1/departments` and `/api/v1/sections`: the organisation."""

from dataclasses import asdict
from typing import Annotated

from fastapi import Body, FastAPI, Request, Response

from app.api.description import described, problems
from app.api.examples import DEPARTMENT_EDIT, NEW_DEPARTMENT, NEW_SECTION
from app.api.guard import actor_of, needs
from app.api.query import Id, number_after, query_of
from app.api.services import Services
from app.contract.department import Department, DepartmentEdit, NewDepartment
from app.contract.page import Page
from app.contract.people import NewSection, Section
from app.contract.query import DepartmentFilter, PageOptions
from app.domain.people.right import Right
from app.services.ports import StoredDepartment


def add_department_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    departments = services.departments

    @api.get("/api/v1/departments", tags=["departments"], summary="部门列表", openapi_extra=described(DepartmentFilter))
    @needs(Right.DEPARTMENT_READ)
    async def list_departments(request: Request) -> Page[Department]:
        """Departments in the order of their registration; with region and budget code, the one of that code."""
        wanted = query_of(DepartmentFilter, request)
        who, after = actor_of(request), number_after(wanted.after)
        found = await departments.page(who, wanted.region, wanted.budget_code, after, wanted.limit)
        following = str(found[-1].id) if len(found) == wanted.limit else None
        return Page(items=tuple(_department(one) for one in found), next=following)

    @api.get(
        "/api/v1/departments/{department_id}",
        tags=["departments"],
        summary="取得一个部门",
        responses=problems(404),
    )
    @needs(Right.DEPARTMENT_READ)
    async def get_department(department_id: Id, request: Request) -> Department:
        """One department."""
        return _department(await departments.get(department_id, actor_of(request)))

    @api.get(
        "/api/v1/departments/{department_id}/units",
        tags=["departments"],
        summary="部门的二级单位",
        responses=problems(404),
    )
    @needs(Right.DEPARTMENT_READ)
    async def list_units(department_id: Id, request: Request) -> tuple[Department, ...]:
        """A department's second-level units, which fill in their own rows of its report."""
        return tuple(_department(one) for one in await departments.units(department_id, actor_of(request)))

    @api.post(
        "/api/v1/departments",
        status_code=201,
        tags=["departments"],
        summary="登记一个部门",
        responses=problems(403, 409, 422),
    )
    @needs(Right.DEPARTMENT_MANAGE)
    async def create_department(
        new: Annotated[NewDepartment, Body(examples=[NEW_DEPARTMENT])], request: Request, response: Response
    ) -> Department:
        """Register a department; a budget code that is taken in its region is 409."""
        wanted = StoredDepartment(0, **new.model_dump())
        department = await departments.register(wanted, actor_of(request))
        response.headers["Location"] = f"/api/v1/departments/{department.id}"
        return _department(department)

    @api.put(
        "/api/v1/departments/{department_id}",
        tags=["departments"],
        summary="改部门的名称、上级部门和归口科室",
        responses=problems(403, 404, 422),
    )
    @needs(Right.DEPARTMENT_MANAGE)
    async def put_department(
        department_id: Id, edit: Annotated[DepartmentEdit, Body(examples=[DEPARTMENT_EDIT])], request: Request
    ) -> Department:
        """Another name or place in the organisation; its reports are then listed for that section."""
        return _department(await departments.edit(department_id, actor_of(request), **edit.model_dump()))

    @api.get("/api/v1/sections", tags=["departments"], summary="财政科室列表", openapi_extra=described(PageOptions))
    @needs(Right.DEPARTMENT_READ)
    async def list_sections(request: Request) -> Page[Section]:
        """Sections of the finance bureaus of one's regions."""
        wanted = query_of(PageOptions, request)
        found = await departments.sections(actor_of(request), number_after(wanted.after), wanted.limit)
        following = str(found[-1].id) if len(found) == wanted.limit else None
        return Page(items=tuple(Section(**asdict(one)) for one in found), next=following)

    @api.post(
        "/api/v1/sections", status_code=201, tags=["departments"], summary="登记财政科室", responses=problems(403, 422)
    )
    @needs(Right.DEPARTMENT_MANAGE)
    async def create_section(new: Annotated[NewSection, Body(examples=[NEW_SECTION])], request: Request) -> Section:
        """A section of a region's finance bureau; one of that name that is there is answered as it is."""
        return Section(**asdict(await departments.add_section(new.region, new.name, actor_of(request))))


def _department(stored: StoredDepartment) -> Department:
    return Department(**asdict(stored))
