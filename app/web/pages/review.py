"""The review of a report: the department's own points, the computed ones and the confirmed ones side by side."""

from decimal import Decimal, InvalidOperation
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from app.client import ApiError, Jixiao
from app.contract.report import Include, ReportView
from app.contract.workflow import (
    Confirmation,
    Move,
    Objection,
    ReportMove,
    ReviewEdit,
)
from app.web.forms.posted import Typed, refusal, typed_in, version_in
from app.web.session import viewer
from app.web.templating import page
from app.web.views.attachments import by_indicator
from app.web.views.workflow import review_lines, workflow_view

SEE_OTHER: Final = 303
WITH_CARD: Final[tuple[Include, ...]] = ("scorecard",)


def add_review_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/reports/{report_id}/review")
    async def review(report_id: int) -> HTMLResponse:
        return await _review(await client.reports.get(report_id, include=WITH_CARD), {})

    @web.post("/reports/{report_id}/review")
    async def keep_review(report_id: int, request: Request) -> Response:
        typed = typed_in(await request.form())
        report = await client.reports.get(report_id, include=WITH_CARD)
        version, action = version_in(typed), typed.get("do", "save")
        try:
            edit = _edit(report, typed)
            if edit is not None:
                version = (await client.workflow.review(report_id, version, edit)).version
            if action in ("pass", "return"):
                objections = _objections(typed) if action == "return" else ()
                await client.workflow.move(report_id, version, ReportMove(move=Move(action), objections=objections))
        except ApiError as error:
            wrong = {one.pointer.split("/")[2]: one.detail for one in error.errors if one.pointer.count("/") >= 2}
            fresh = await client.reports.get(report_id, include=WITH_CARD)
            return await _review(fresh, typed, refusal(error), wrong)
        except (ValidationError, InvalidOperation):
            return await _review(report, typed, "审定得分应为数字，例如 1.5；填写的内容都还在下面，没有保存")
        left = action in ("pass", "return")
        return RedirectResponse(f"/reports/{report_id}/{'sign' if left else 'review'}", SEE_OTHER)

    async def _review(
        report: ReportView, typed: Typed, error: str = "", wrong: dict[str, str] | None = None
    ) -> HTMLResponse:
        held = viewer()
        files = by_indicator(await client.attachments.list(report.id))
        since = report.workflow.returned is not None or bool(report.workflow.returns)
        changes = (await client.workflow.changes_since_return(report.id)).changes if since else ()
        return page(
            "review",
            status=422 if error else 200,
            report=report,
            card=report.scorecard,
            shown=workflow_view(report, held.rights if held else (), changes),
            lines=review_lines(report, typed, wrong or {}),
            files=files,
            typed=typed,
            error=error,
            open=report.state == "under_review",
        )


def _edit(report: ReportView, typed: Typed) -> ReviewEdit | None:
    """What of the review differs from what is stored; None where nothing does."""
    confirmed = {}
    for name, text in typed.items():
        if not name.startswith("points/"):
            continue
        indicator, plain = name.removeprefix("points/"), text.strip()
        stored = report.workflow.confirmed.get(indicator)
        reason = typed.get(f"reason/{indicator}", "").strip()
        wanted = Decimal(plain) if plain else None
        if (stored.points if stored else None, stored.reason if stored else "") != (wanted, reason):
            confirmed[indicator] = Confirmation(points=wanted, reason=reason)
    opinion = typed.get("opinion", "").strip()
    changed = opinion if opinion and opinion != report.workflow.opinion else None
    return ReviewEdit(confirmed=confirmed, opinion=changed) if confirmed or changed else None


def _objections(typed: Typed) -> tuple[Objection, ...]:
    """The reasons of a return: beside an indicator, about a part of the form, or about the whole report."""
    found = [
        Objection(text=text.strip(), indicator=name.removeprefix("objection/"))
        for name, text in typed.items()
        if name.startswith("objection/") and text.strip()
    ]
    for at in range(10):
        text, place = typed.get(f"other/{at}/text", "").strip(), typed.get(f"other/{at}/place", "")
        if text:
            found.append(Objection(text=text, pointer=place))
    return tuple(found)
