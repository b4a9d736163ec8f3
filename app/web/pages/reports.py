"""The list of reports; starting one, deleting one."""

from contextlib import suppress
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.client import ApiError, Conflict, Jixiao
from app.contract.department import NewDepartment
from app.contract.document import ResultsFormat
from app.contract.report import STATE_NAMES, NewReport
from app.contract.round import Round
from app.web.pages.documents import handed_on
from app.web.session import shown_rights, viewer
from app.web.templating import page

SEE_OTHER = 303


def add_list_pages(web: FastAPI, client: Jixiao) -> None:  # noqa: C901 - a list of short pages
    """Register the pages."""

    @web.get("/")
    async def home() -> Response:
        return RedirectResponse(_home(shown_rights()) if viewer() else "/sign-in", SEE_OTHER)

    @web.get("/reports")
    async def list_reports(
        year: str = "", order: str = "newest", after: str = "", state: str = "", waiting: str = "", waiver: str = ""
    ) -> HTMLResponse:
        query = _understood(year, order, state, waiting, waiver)
        found = await client.reports.list(**_filters(query), after=after or None)
        return page("reports", found=found, after=after, states=STATE_NAMES, query=query)

    @web.get("/reports/export")
    async def export(
        format: ResultsFormat = "xlsx",  # noqa: A002 - as in the address
        year: str = "",
        order: str = "newest",
        state: str = "",
        waiting: str = "",
        waiver: str = "",
    ) -> Response:
        found = await client.reports.export(format, **_filters(_understood(year, order, state, waiting, waiver)))
        return handed_on(found)

    @web.get("/reports/new")
    async def ask_for_new(request: Request) -> HTMLResponse:
        asked = {name: value.strip() for name, value in request.query_params.items()}
        return await _form({name: value for name, value in asked.items() if name in ("department", "year", "round")})

    @web.post("/reports/new")
    async def start(request: Request) -> Response:
        typed = {name: str(value).strip() for name, value in (await request.form()).items()}
        try:
            department = int(typed["department"]) if typed.get("department") else await _register(typed)
            if not (typed.get("year", "").isdecimal() and len(typed["year"]) == 4):
                return await _form(typed, "年度应为四位数字，例如 2021")
            report = await client.reports.create(
                NewReport(department=department, fiscal_year=int(typed["year"]), prepared=True)
            )
        except Conflict as conflict:
            there = conflict.problem.current or {}
            return await _form(
                typed, str(conflict), there.get("id") if conflict.problem.code == "report_exists" else None
            )
        except ApiError as error:
            return await _form(typed, "；".join([str(error), *(one.detail for one in error.errors)]))
        except ValueError:
            return await _form(typed, "请选择部门，或填写新部门的区划代码（6 位数字）、预算编码和名称")
        return RedirectResponse(f"/reports/{report.id}/edit", SEE_OTHER)

    async def _register(typed: dict[str, str]) -> int:
        new = NewDepartment(
            region=typed.get("region", ""), budget_code=typed.get("budget_code", ""), name=typed.get("name", "")
        )
        return (await client.departments.create(new)).id

    async def _form(typed: dict[str, str], error: str = "", there: int | None = None) -> HTMLResponse:
        departments, asking = await client.departments.list(), await _asking(typed.get("round", ""))
        context: dict[str, Any] = {"departments": departments, "asking": asking, "typed": typed, "there": there}
        return page("new_report", status=422 if error else 200, error=error, **context)

    async def _asking(number: str) -> Round | None:
        """The round that asks for the report, where the viewer came from one and may see it."""
        if not number.isdecimal() or len(number) > 18:
            return None
        with suppress(ApiError):
            return await client.rounds.get(int(number))
        return None

    @web.get("/reports/{report_id}/delete")
    async def ask_to_delete(report_id: int) -> HTMLResponse:
        return page("delete_report", report=await client.reports.get(report_id))

    @web.post("/reports/{report_id}/delete")
    async def delete(report_id: int, request: Request) -> Response:
        version = str((await request.form()).get("version", ""))
        await client.reports.delete(report_id, int(version) if version.isdecimal() else 0)
        return RedirectResponse("/reports", SEE_OTHER)


def _understood(year: str, order: str, state: str, waiting: str, waiver: str) -> dict[str, str]:
    """The query of a list as its page repeats it: what is no choice of the form is left out."""
    return {
        "year": year,
        "order": order if order in ("newest", "points") else "newest",
        "state": state if state in STATE_NAMES else "",
        "waiting": waiting,
        "waiver": waiver if waiver == "asked" else "",
    }


def _filters(query: dict[str, str]) -> dict[str, Any]:
    """The same as the API takes it."""
    year = query["year"]
    return {
        "fiscal_year": int(year) if year.isdecimal() and len(year) == 4 else None,
        "order": query["order"],
        "state": query["state"] or None,
        "waiting_for": query["waiting"] or None,
        "waiver": query["waiver"] or None,
    }


def _home(rights: frozenset[str]) -> str:
    """Where somebody begins: administrators, who see no report, with what they look after."""
    if rights and "reports:read" not in rights:
        firsts = {"users:read": "/people", "audit:read": "/audit", "departments:read": "/organisation"}
        return next((where for right, where in firsts.items() if right in rights), "/account")
    return "/tasks"
