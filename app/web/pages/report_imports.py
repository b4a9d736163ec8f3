"""Filled forms in from files: uploaded, watched while they are read, looked at one by one, and made into reports."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from app.client import ApiError, Conflict, Jixiao, NotFound, NotSignedIn
from app.contract.job import Job
from app.contract.report_import import ITEM_LABELS, LIMITS, MAX_FILES, ApplyImport, ItemState
from app.contract.scoring import SchemeSummary
from app.web.forms.posted import refusal, typed_in, version_in
from app.web.templating import fragment, page
from app.web.views.imported import imported_view

SEE_OTHER: Final = 303
OPEN: Final = ("waiting", "running")
WORDS: Final = {
    "waiting": "正在排队",
    "running": "正在读取",
    "done": "读取完成",
    "failed": "没有读完",
    "cancelled": "已停止",
}
TAGS: Final = {
    ItemState.WAITING: "",
    ItemState.READ: "computed",
    ItemState.UNSURE: "needs_evidence",
    ItemState.THERE: "judged",
    ItemState.NO_DEPARTMENT: "unscored",
    ItemState.REFUSED: "unscored",
    ItemState.APPLIED: "computed",
}
"""The colour of each state; its word says the same."""
NOTHING: Final = "请选择填好的表式，或装有表式的 zip 压缩包"


def add_report_import_pages(web: FastAPI, client: Jixiao) -> None:  # noqa: C901, PLR0915 - a list of short pages
    """Register the pages."""
    imports = client.report_imports

    @web.get("/report-imports")
    async def show_all(after: str = "") -> HTMLResponse:
        return await _all(after)

    @web.post("/report-imports")
    async def upload(request: Request) -> Response:
        async with request.form(max_files=MAX_FILES + 1) as form:
            uploads = [one for _, one in form.multi_items() if isinstance(one, UploadFile) and one.filename]
            files = [(one.filename or "", await one.read()) for one in uploads]
        if not files:
            return await _all(error=NOTHING, status=422)
        try:
            made = await imports.create(files)
        except NotSignedIn:
            raise
        except ApiError as error:
            return await _all(error=str(error), status=error.problem.status)
        return RedirectResponse(f"/report-imports/{made.id}", SEE_OTHER)

    async def _all(after: str = "", error: str = "", status: int = 200) -> HTMLResponse:
        found = await imports.list(after=after or None, limit=20)
        context: dict[str, Any] = {"limits": LIMITS, "words": WORDS, "schemes": await _newest_schemes()}
        return page("report_imports", status=status, found=found, after=after, error=error, **context)

    async def _newest_schemes() -> list[SchemeSummary]:
        """The newest version of each scheme, to be filled in."""
        listed = (await client.schemes.list()).items
        return list({one.id: one for one in sorted(listed, key=lambda one: one.version)}.values())

    @web.get("/report-imports/{import_id}")
    async def show(import_id: int, request: Request, applying: str = "") -> HTMLResponse:
        found = await imports.get(import_id)
        job = await _applying(applying)
        states = [one.state for one in found.items]
        context: dict[str, Any] = {
            "found": found,
            "job": job,
            "reading": found.state in OPEN,
            "open": found.state in OPEN or (job is not None and job.state in OPEN),
            "counts": [(label, states.count(state)) for state, label in ITEM_LABELS.items() if state in states],
            "labels": ITEM_LABELS,
            "tags": TAGS,
            "left": any(one not in (ItemState.APPLIED, ItemState.REFUSED) for one in states),
        }
        if request.headers.get("hx-request") == "true":
            return fragment("report_import", "files", **context)
        return page("report_import", **context)

    async def _applying(number: str) -> Job | None:
        """The job that makes reports of the files, where the page was led to by asking for it."""
        if not number.isdecimal() or len(number) > 18:
            return None
        try:
            job = await client.jobs.get(int(number))
        except NotFound:
            return None
        return job if job.kind == "report_import_apply" else None

    @web.post("/report-imports/{import_id}/apply")
    async def apply_all(import_id: int, request: Request) -> Response:
        typed = typed_in(await request.form())
        job = await imports.apply_all(import_id, ApplyImport(replace="replace" in typed, unsure="unsure" in typed))
        return RedirectResponse(f"/report-imports/{import_id}?applying={job.id}", SEE_OTHER)

    @web.post("/report-imports/{import_id}/cancel")
    async def cancel(import_id: int) -> Response:
        await client.jobs.cancel(import_id)
        return RedirectResponse(f"/report-imports/{import_id}", SEE_OTHER)

    @web.get("/report-imports/{import_id}/delete")
    async def ask_to_delete(import_id: int) -> HTMLResponse:
        return page("delete_import", found=await imports.get(import_id), error="")

    @web.post("/report-imports/{import_id}/delete")
    async def delete(import_id: int) -> Response:
        try:
            await imports.delete(import_id)
        except Conflict as error:
            found = await imports.get(import_id)
            return page("delete_import", status=error.problem.status, found=found, error=str(error))
        return RedirectResponse("/report-imports", SEE_OTHER)

    @web.get("/report-imports/{import_id}/items/{number}")
    async def show_one(import_id: int, number: int) -> HTMLResponse:
        return await _one(import_id, number)

    @web.post("/report-imports/{import_id}/items/{number}/apply")
    async def apply(import_id: int, number: int, request: Request) -> Response:
        version = version_in(typed_in(await request.form()))
        try:
            await imports.apply(import_id, number, version or None)
        except (NotSignedIn, NotFound):
            raise
        except ApiError as error:
            return await _one(import_id, number, refusal(error), error.problem.status)
        return RedirectResponse(f"/report-imports/{import_id}/items/{number}", SEE_OTHER)

    async def _one(import_id: int, number: int, error: str = "", status: int = 200) -> HTMLResponse:
        item = await imports.item(import_id, number)
        view, label = imported_view(item), ITEM_LABELS[item.state]
        return page("imported_form", status=status, id=import_id, item=item, view=view, label=label, error=error)
