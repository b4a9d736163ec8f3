"""The review of a report: one indicator at a time, its points, rule and findings, with the evidence beside them."""

from typing import Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from app.client import ApiError, Jixiao, Stale
from app.contract.report import Include, ReportView
from app.contract.review_queue import QueueFilter
from app.contract.workflow import Move, ReportMove
from app.web.forms.posted import Typed, refusal, typed_in, version_in
from app.web.forms.queue import address_of, chosen_in
from app.web.forms.review import OTHER, amiss_in, edit_in, objections_in, reasons_shown, taken_up, wrong_in
from app.web.pages.evidence import evidence_of
from app.web.session import viewer
from app.web.templating import page
from app.web.views.attachments import by_indicator
from app.web.views.examination import waiver_views
from app.web.views.review import current_in, findings_in, other_findings, part_of, review_lines
from app.web.views.since_return import since_return
from app.web.views.workflow import holds, workflow_view

SEE_OTHER: Final = 303
WITH_CARD: Final[tuple[Include, ...]] = ("scorecard", "findings")
MOVES: Final = ("start_review", "pass", "return")
WORDS: Final = {
    "text": "退回原因（不超过 2000 字）",
    "reason": "审定理由（不超过 2000 字）",
    "opinion": "科室意见（不超过 2000 字）",
}
TAKEN: Final = "检查结果已写入退回原因，可以修改；按“退回部门”才送出"
GONE: Final = "报告刚刚改过，已经没有这一条检查结果，请看现在的检查结果"
FULL: Final = "“其他退回原因”已经写满，请并到其中一条里"
KEPT: Final = "审定已保存；退回原因按“退回部门”才送出，写的都还在下面"
CHANGED: Final = (
    "您打开以后，这份报告又有改动。您写的都还在；与已保存的不同之处，两样都列在该指标旁，再按一次即以您写的为准"
)


def add_review_pages(web: FastAPI, client: Jixiao) -> None:  # noqa: C901 - one page and what it posts
    """Register the pages."""

    @web.get("/reports/{report_id}/review")
    async def review(report_id: int, request: Request, indicator: str = "") -> HTMLResponse:
        report = await client.reports.get(report_id, include=WITH_CARD)
        return await _review(report, {"at": indicator}, _queue(request))

    @web.post("/reports/{report_id}/review")
    async def keep_review(report_id: int, request: Request) -> Response:
        typed, queue = typed_in(await request.form()), _queue(request)
        action = typed.get("do", "save")
        report = await client.reports.get(report_id, include=WITH_CARD)
        if "/" in action:
            return await _go_on(report, typed, queue, action)
        wrong = wrong_in(typed)
        try:
            objections = objections_in(typed)
            if said := amiss_in(action, objections, wrong):
                return await _review(report, typed, queue, said, wrong)
            version, edit = version_in(typed), edit_in(report, typed)
            if action in MOVES:
                move = ReportMove(move=Move(action), objections=objections, review=edit)
                report = await client.workflow.move(report_id, version, move, WITH_CARD)
            elif edit is not None:
                report = await client.workflow.review(report_id, version, edit, WITH_CARD)
        except (ApiError, ValidationError) as error:
            fresh = await client.reports.get(report_id, include=WITH_CARD)
            stale = isinstance(error, Stale)
            said = CHANGED if stale else refusal(error, WORDS)
            return await _review(fresh, typed, queue, said, _places(error), stale=stale)
        if action == "save" and objections:
            return await _review(report, typed, queue, done=KEPT)
        left = report.state != "under_review"
        return RedirectResponse(f"/reports/{report_id}/sign" if left else _here(report_id, queue, typed), SEE_OTHER)

    async def _go_on(report: ReportView, typed: Typed, queue: QueueFilter | None, action: str) -> HTMLResponse:
        """The page again with what was typed: at another indicator, or with a finding's words. Nothing is stored."""
        if action.startswith("show/"):
            return await _review(report, typed | {"at": action.removeprefix("show/")}, queue)
        error, done, name = _taken(report, typed, action)
        return await _review(report, typed, queue, error, done=done, focus=name)

    async def _review(
        report: ReportView,
        typed: Typed,
        queue: QueueFilter | None,
        error: str = "",
        wrong: dict[str, str] | None = None,
        done: str = "",
        focus: str = "",
        *,
        stale: bool = False,
    ) -> HTMLResponse:
        held, wrong = viewer(), wrong or {}
        rights = held.rights if held else frozenset[str]()
        files = await client.attachments.list(report.id)
        since = None
        if report.workflow.returned is not None:
            since = since_return(report, await client.workflow.changes_since_return(report.id), files)
        lines = review_lines(report, typed, wrong, since)
        asked = focus.removeprefix("objection/") if focus.startswith("objection/") else typed.get("at", "")
        current = current_in(lines, "" if wrong else asked)
        queued = queue is not None and "reports:review" in rights
        beside = await client.review_queue.page(_around(queue, report.id)) if queue and queued else None
        return page(
            "review",
            status=422 if error else 200,
            report=report,
            card=report.scorecard,
            shown=workflow_view(report, rights),
            since=since,
            lines=lines,
            current=current,
            evidence=await evidence_of(client, report, current.score, files) if current else None,
            others=other_findings(report, lines),
            reasons=reasons_shown(typed),
            focus=focus,
            files=by_indicator(files),
            waivers=waiver_views(report, rights),
            typed=typed,
            error=error,
            stale=stale,
            unworded=wrong.get(OTHER, ""),
            done=done,
            queue=f"{address_of(queue)}&" if queue else "",
            beside=beside,
            by=held.key if held else "",
            open=report.state == "under_review" and "reports:review" in rights and holds(report),
        )


def _queue(request: Request) -> QueueFilter | None:
    """The queue that the reviewer came from."""
    return chosen_in(request.query_params) if "lane" in request.query_params else None


def _around(queue: QueueFilter, report_id: int) -> QueueFilter:
    return queue.model_copy(update={"around": report_id, "limit": 1, "after": ""})


def _here(report_id: int, queue: QueueFilter | None, typed: Typed) -> str:
    """The page again, at the indicator that was in question."""
    said = [address_of(queue) if queue else "", urlencode({"indicator": at}) if (at := typed.get("at")) else ""]
    query = "&".join(filter(None, said))
    return f"/reports/{report_id}/review" + (f"?{query}" if query else "")


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
