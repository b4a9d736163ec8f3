"""`/api/v1/departments:import`, `/api/v1/accounts:import`: lists from files, and the templates to fill in."""

from dataclasses import asdict
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import Response

from app.api.description import described, problems
from app.api.guard import actor_of, needs
from app.api.headers import json_response
from app.api.query import query_of
from app.api.services import Services
from app.contract.register import RegisterFile, RegisterImport
from app.domain.people.right import Right
from app.services.registers.outcome import Outcome

FILE: Final[dict[str, Any]] = {
    **described(RegisterFile),
    "requestBody": {
        "required": True,
        "description": "名单文件：.xlsx 或 .csv",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    },
}


class Workbook(Response):
    """An Excel file."""

    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_register_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    registers = services.registers

    @api.post(
        "/api/v1/departments:import", response_model=RegisterImport, tags=["departments"],
        summary="从文件导入部门", responses=problems(403, 409, 413, 422), openapi_extra=FILE,
    )  # fmt: skip
    @needs(Right.DEPARTMENT_MANAGE)
    async def import_departments(request: Request) -> Response:
        """All of a file or nothing: departments are matched by region and budget code, sections added where missing."""
        wanted = query_of(RegisterFile, request)
        data, who = await request.body(), actor_of(request)
        return _answer(
            await registers.import_departments(data, wanted.name, wanted.region, who, dry_run=wanted.dry_run)
        )

    @api.post(
        "/api/v1/accounts:import", response_model=RegisterImport, tags=["people"],
        summary="从文件导入用户", responses=problems(403, 409, 412, 413, 422), openapi_extra=FILE,
    )  # fmt: skip
    @needs(Right.USER_READ)
    async def import_accounts(request: Request) -> Response:
        """All of a file or nothing: who manages accounts makes them, who grants roles gives those of the same file."""
        wanted = query_of(RegisterFile, request)
        data, who = await request.body(), actor_of(request)
        return _answer(await registers.import_people(data, wanted.name, wanted.region, who, dry_run=wanted.dry_run))

    @api.get(
        "/api/v1/departments:template", response_model=bytes, response_class=Workbook, tags=["departments"],
        summary="部门名单的模板",
    )  # fmt: skip
    @needs(Right.DEPARTMENT_MANAGE)
    async def department_template(request: Request) -> Response:  # noqa: ARG001 - every operation knows its caller
        """A workbook (.xlsx) to be filled in."""
        return Workbook(registers.template("departments"))

    @api.get(
        "/api/v1/accounts:template", response_model=bytes, response_class=Workbook, tags=["people"],
        summary="人员名单的模板",
    )  # fmt: skip
    @needs(Right.USER_READ)
    async def account_template(request: Request) -> Response:  # noqa: ARG001 - every operation knows its caller
        """A workbook (.xlsx) to be filled in."""
        return Workbook(registers.template("people"))


def _answer(outcome: Outcome) -> Response:
    told = RegisterImport.model_validate(asdict(outcome))
    return json_response(told.model_dump_json().encode(), headers={"Cache-Control": "no-store"})
