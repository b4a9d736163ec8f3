"""The organisation: departments with their units, and the sections of the finance bureau that look after them."""

from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from app.client import ApiError, Jixiao
from app.contract.department import DepartmentEdit, NewDepartment
from app.contract.people import NewSection
from app.web.forms.posted import Typed, refusal, typed_in
from app.web.session import shown_rights
from app.web.templating import page
from app.web.views.organisation import organisation_of
from app.web.views.people import own_region

SEE_OTHER: Final = 303
WORDS: Final = {
    "region": "区划代码（6 或 9 位数字）",
    "budget_code": "预算编码",
    "name": "名称",
    "parent": "上级部门",
    "section": "归口科室",
}


def add_organisation_pages(web: FastAPI, client: Jixiao) -> None:  # noqa: C901 - a list of short pages
    """Register the pages."""

    @web.get("/organisation")
    async def organisation(region: str = "") -> HTMLResponse:
        return await _organisation(region.strip(), {})

    async def _organisation(region: str, typed: Typed, error: str = "") -> HTMLResponse:
        wrong = error or ("" if _is_region(region) else "区划代码应为 6 位或 9 位数字，没有按它查询")
        found = await organisation_of(client, region if region and _is_region(region) else None)
        typed = {"region": own_region(await client.access.me()), **typed}
        context = {"lines": list(found.lines()), "region": region, "typed": typed, "error": wrong}
        return page("organisation", status=422 if wrong else 200, organisation=found, may=shown_rights(), **context)

    @web.post("/organisation/sections")
    async def add_section(request: Request) -> Response:
        typed = typed_in(await request.form())
        try:
            await client.people.add_section(NewSection(region=typed.get("region", ""), name=typed.get("name", "")))
        except (ApiError, ValidationError) as error:
            return await _organisation("", typed, refusal(error, WORDS))
        return RedirectResponse("/organisation#sections", SEE_OTHER)

    @web.get("/organisation/new")
    async def ask() -> HTMLResponse:
        return await _department({"region": own_region(await client.access.me())})

    @web.post("/organisation/new")
    async def register(request: Request) -> Response:
        typed = typed_in(await request.form())
        try:
            head = {name: typed.get(name, "") for name in ("region", "budget_code", "name")}
            await client.departments.create(NewDepartment.model_validate({**head, **_above(typed)}))
        except (ApiError, ValidationError) as error:
            return await _department(typed, error=refusal(error, WORDS))
        return RedirectResponse("/organisation", SEE_OTHER)

    @web.get("/organisation/{department_id:int}")
    async def department(department_id: int) -> HTMLResponse:
        found = await client.departments.get(department_id)
        numbers = {"parent": str(found.parent or ""), "section": str(found.section or "")}
        return await _department({"name": found.name, **numbers}, department_id)

    @web.post("/organisation/{department_id:int}")
    async def edit(department_id: int, request: Request) -> Response:
        typed = typed_in(await request.form())
        try:
            wanted = DepartmentEdit.model_validate({"name": typed.get("name", ""), **_above(typed)})
            await client.departments.edit(department_id, wanted)
        except (ApiError, ValidationError) as error:
            return await _department(typed, department_id, refusal(error, WORDS))
        return RedirectResponse("/organisation", SEE_OTHER)

    async def _department(typed: Typed, department_id: int = 0, error: str = "") -> HTMLResponse:
        there = await client.departments.get(department_id) if department_id else None
        found = await organisation_of(client, there.region if there else None)
        return page(
            "department",
            status=422 if error else 200,
            there=there,
            typed=typed,
            error=error,
            parents=found.above(but=department_id),
            sections=found.section_choices(),
            may=shown_rights(),
        )


def _above(typed: Typed) -> dict[str, int | None]:
    numbers = {name: typed.get(name, "") for name in ("parent", "section")}
    return {name: int(text) if text.isdecimal() and len(text) < 19 else None for name, text in numbers.items()}


def _is_region(text: str) -> bool:
    return not text or (text.isdecimal() and text.isascii() and len(text) in (6, 9))
