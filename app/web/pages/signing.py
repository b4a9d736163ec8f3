"""Signing and moving a report, and answering the reasons of a return."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from app.client import ApiError, Jixiao
from app.contract.finding import Stage
from app.contract.report import Include, ReportView
from app.contract.workflow import (
    EDITABLE,
    Move,
    ReasonAnswers,
    ReportMove,
)
from app.web.forms.posted import Typed, refusal, typed_in, version_in
from app.web.session import viewer
from app.web.templating import page
from app.web.views.examination import examination_view
from app.web.views.places import entry
from app.web.views.workflow import holds, workflow_view

SEE_OTHER: Final = 303
SHOWN: Final[tuple[Include, ...]] = ("scorecard", "findings")
Places = tuple[tuple[str, str], ...]


def add_signing_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/reports/{report_id}/sign")
    async def sign(report_id: int) -> HTMLResponse:
        return await _sign(await _report(report_id), {})

    @web.post("/reports/{report_id}/sign")
    async def move(report_id: int, request: Request) -> Response:
        typed = typed_in(await request.form())
        try:
            wanted = ReportMove(move=Move(typed.get("move", "")), why=typed.get("why", ""))
            moved = await client.workflow.move(report_id, version_in(typed), wanted)
        except (ApiError, ValidationError, ValueError) as error:
            report = await _report(report_id)
            said = str(error) if isinstance(error, ApiError) else "没有这样的办理，请用页面上的按钮"
            return await _sign(report, typed, said, _places(report_id, error))
        reviewing = moved.state == "under_review"
        return RedirectResponse(f"/reports/{report_id}/{'review' if reviewing else 'sign'}", SEE_OTHER)

    @web.post("/reports/{report_id}/answers")
    async def answer(report_id: int, request: Request) -> Response:
        typed = typed_in(await request.form())
        answers = {name.removeprefix("answer/"): text for name, text in typed.items() if name.startswith("answer/")}
        given = {reason: text for reason, text in answers.items() if text.strip()}
        try:
            await client.workflow.answer(report_id, version_in(typed), ReasonAnswers(answers=given))
        except (ApiError, ValidationError) as error:
            said = refusal(error) if isinstance(error, ApiError) else "请至少答复一条"
            return await _sign(await _report(report_id), typed, said)
        return RedirectResponse(f"/reports/{report_id}/sign#reasons", SEE_OTHER)

    async def _report(report_id: int) -> ReportView:
        """With what would keep it from being submitted."""
        return await client.reports.get(report_id, include=SHOWN, stage=Stage.SUBMISSION)

    async def _sign(report: ReportView, typed: Typed, error: str = "", places: Places = ()) -> HTMLResponse:
        held = viewer()
        since = report.workflow.returned is not None
        changes = (await client.workflow.changes_since_return(report.id)).changes if since else ()
        shown = workflow_view(report, held.rights if held else (), changes)
        context: dict[str, Any] = {"report": report, "shown": shown, "typed": typed, "error": error, "places": places}
        rights = held.rights if held else frozenset[str]()
        context |= {"rights": rights, "holding": holds(report), "examined": examination_view(report, rights)}
        context["editable"] = report.state in EDITABLE
        return page("sign", status=422 if error else 200, **context)


def _places(report_id: int, error: Exception) -> Places:
    """(what is wrong, where it is mended) place by place, as far as the error itself has not said so."""
    said = str(error)
    listed = error.errors if isinstance(error, ApiError) else ()
    return tuple((one.detail, entry(report_id, one.pointer)) for one in listed if one.detail not in said)
