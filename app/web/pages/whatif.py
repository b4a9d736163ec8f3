"""What-ifs: asking for one, watching it, and its result."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.client import ApiError, Jixiao
from app.contract.job import NewWhatIf
from app.contract.scoring import SchemeName
from app.web.templating import fragment, page
from app.web.views.whatif import what_if_view

SEE_OTHER = 303


def add_what_if_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/whatifs/new")
    async def ask(request: Request) -> HTMLResponse:
        return await _form(dict(request.query_params))

    @web.post("/whatifs/new")
    async def start(request: Request) -> Response:
        typed = {name: str(value).strip() for name, value in (await request.form()).items()}
        try:
            wanted = NewWhatIf(fiscal_year=int(typed["year"]), old=_name(typed["from"]), new=_name(typed["to"]))
        except (KeyError, ValueError):
            return await _form(typed, "请选择两个方案，并填写四位数字的年度，例如 2021")
        try:
            job = await client.whatifs.create(wanted)
        except ApiError as error:
            return await _form(typed, str(error))
        return RedirectResponse(f"/whatifs/{job.id}", SEE_OTHER)

    async def _form(typed: dict[str, str], error: str = "") -> HTMLResponse:
        schemes = (await client.schemes.list()).items
        return page("new_what_if", status=422 if error else 200, schemes=schemes, typed=typed, error=error)

    @web.get("/whatifs/{job_id}")
    async def what_if(job_id: int, request: Request) -> HTMLResponse:
        job = await client.whatifs.get(job_id)
        shown = what_if_view(job.result) if job.result else None
        context: dict[str, Any] = {"job": job, "shown": shown, "open": job.state in ("waiting", "running")}
        if request.headers.get("hx-request") == "true":
            return fragment("what_if", "job", **context)
        return page("what_if", **context)

    @web.post("/whatifs/{job_id}/cancel")
    async def cancel(job_id: int) -> Response:
        await client.jobs.cancel(job_id)
        return RedirectResponse(f"/whatifs/{job_id}", SEE_OTHER)


def _name(text: str) -> SchemeName:
    """`id@version`."""
    scheme_id, _, version = text.rpartition("@")
    return SchemeName(id=scheme_id, version=int(version))
