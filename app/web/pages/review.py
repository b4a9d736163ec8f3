"""The review of a report: the department's own points, the computed ones and the confirmed ones side by side."""

from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from app.client import ApiError, Jixiao
from app.contract.report import Include, ReportView
from app.contract.workflow import Move, ReportMove
from app.web.forms.posted import Typed, refusal, typed_in, version_in
from app.web.forms.review import OTHER, amiss_in, edit_in, objections_in, reasons_shown, taken_up, wrong_in
from app.web.session import viewer
from app.web.templating import page
from app.web.views.attachments import by_indicator
from app.web.views.examination import waiver_views
from app.web.views.review import findings_in, other_findings, part_of, review_lines
from app.web.views.workflow import holds, workflow_view

SEE_OTHER: Final = 303
WITH_CARD: Final[tuple[Include, ...]] = ("scorecard", "findings")
WORDS: Final = {
    "text": "退回原因（不超过 2000 字）",
    "reason": "审定理由（不超过 2000 字）",
    "opinion": "科室意见（不超过 2000 字）",
}
TAKEN: Final = "检查结果已写入退回原因，可以修改；按“退回部门”才送出"
GONE: Final = "报告刚刚改过，已经没有这一条检查结果，请看现在的检查结果"
FULL: Final = "“其他退回原因”已经写满，请并到其中一条里"
KEPT: Final = "审定已保存；退回原因按“退回部门”才送出，写的都还在下面"


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
        if action.startswith("take/"):
            error, done, name = _taken(report, typed, action)
            return await _review(report, typed, error, done=done, focus=name)
        wrong = wrong_in(typed)
        try:
            objections = objections_in(typed)
            if said := amiss_in(action, objections, wrong):
                return await _review(report, typed, said, wrong)
            edit = edit_in(report, typed)
            if edit is not None:
                version = (await client.workflow.review(report_id, version, edit)).version
            if action in ("pass", "return"):
                await client.workflow.move(report_id, version, ReportMove(move=Move(action), objections=objections))
        except (ApiError, ValidationError) as error:
            fresh = await client.reports.get(report_id, include=WITH_CARD)
            return await _review(fresh, typed, refusal(error, WORDS), _places(error))
        if action == "save" and objections:
            return await _review(await client.reports.get(report_id, include=WITH_CARD), typed, done=KEPT)
        left = action in ("pass", "return")
        return RedirectResponse(f"/reports/{report_id}/{'sign' if left else 'review'}", SEE_OTHER)

    async def _review(
        report: ReportView,
        typed: Typed,
        error: str = "",
        wrong: dict[str, str] | None = None,
        done: str = "",
        focus: str = "",
    ) -> HTMLResponse:
        held, wrong = viewer(), wrong or {}
        rights = held.rights if held else frozenset[str]()
        files = by_indicator(await client.attachments.list(report.id))
        since = report.workflow.returned is not None or bool(report.workflow.returns)
        changes = (await client.workflow.changes_since_return(report.id)).changes if since else ()
        lines = review_lines(report, typed, wrong)
        return page(
            "review",
            status=422 if error else 200,
            report=report,
            card=report.scorecard,
            shown=workflow_view(report, rights, changes),
            lines=lines,
            others=other_findings(report, lines),
            reasons=reasons_shown(typed),
            focus=focus,
            files=files,
            waivers=waiver_views(report, rights),
            typed=typed,
            error=error,
            unworded=wrong.get(OTHER, ""),
            done=done,
            open=report.state == "under_review" and "reports:review" in rights and holds(report),
        )


def _taken(report: ReportView, typed: Typed, action: str) -> tuple[str, str, str]:
    """Write a finding's words into a reason of a return; nothing is stored by that.

    What is amiss, or what was done, and the name of the field.
    """
    finding = next((one for one in findings_in(report) if one.key == action.rpartition("/")[2]), None)
    if finding is None:
        return GONE, "", ""
    name = taken_up(typed, action, finding, part_of(finding.pointer))
    return ("", TAKEN, name) if name else (FULL, "", "")


def _places(error: Exception) -> dict[str, str]:
    """What the API says of each indicator."""
    found: dict[str, str] = {}
    for one in error.errors if isinstance(error, ApiError) else ():
        place, _, rest = one.pointer.removeprefix("/").partition("/")
        if place == "confirmed":
            indicator = rest.split("/")[0]
            found[indicator] = "；".join(filter(None, (found.get(indicator), one.detail)))
    return found
