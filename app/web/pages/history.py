"""The history of a report, or of one of its cells, with a way back to what a cell said before."""

import json
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from app.client import Jixiao, Stale
from app.contract.form import ABSENT, put_at, tokens_of, value_at
from app.contract.report import Change, ReportView
from app.contract.workflow import EDITABLE
from app.web.pages.editing import SEE_OTHER
from app.web.session import shown_rights
from app.web.templating import page
from app.web.views.places import entry, where
from app.web.views.places import told as told_of


def add_history_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/reports/{report_id}/history")
    async def history(report_id: int, after: str = "", cell: str = "") -> HTMLResponse:
        report = await client.reports.get(report_id)
        found = await client.reports.revisions(report_id, cell=cell, after=after or None)
        editable = "reports:fill" in shown_rights() and report.state in EDITABLE
        told = [
            (one, [(told_of(change), change.pointer, _way_back(report, change) if editable else "")
                   for change in one.changes])
            for one in found.items
        ]  # fmt: skip
        about = where(cell) if cell else ""
        return page("history", report=report, revisions=told, next=found.next, cell=cell, about=about)

    @web.post("/reports/{report_id}/history")
    async def put_back(report_id: int, request: Request) -> RedirectResponse:
        """Write an earlier value into its cell again; that is a change like any other, and can be taken back too."""
        typed = await request.form()
        pointer, value = str(typed["pointer"]), json.loads(str(typed["value"]))
        for _ in range(3):
            report = await client.reports.get(report_id)
            if not pointer.startswith("/") or value_at(_content(report), pointer) is ABSENT:
                break  # the row has gone meanwhile
            root, part, *_ = tokens_of(pointer)
            content = put_at(_content(report), tokens_of(pointer), value)
            try:
                await client.reports.patch(report_id, report.version, {root: {part: content[root][part]}}, merge=True)
                break
            except Stale:  # somebody wrote in it in the same moment: on what they wrote
                continue
        return RedirectResponse(entry(report_id, pointer), SEE_OTHER)


def _way_back(report: ReportView, change: Change) -> str:
    """The old value as JSON, where the cell is still there and says something else now; else empty."""
    if "old" not in change.model_fields_set or isinstance(change.old, list):
        return ""
    now = value_at(_content(report), change.pointer)
    return "" if now is ABSENT or now == change.old else json.dumps(change.old, ensure_ascii=False)


def _content(report: ReportView) -> dict[str, Any]:
    return {
        "form": report.form.model_dump(mode="json"),
        "supplement": report.supplement.model_dump(mode="json"),
    }
