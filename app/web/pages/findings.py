"""核对结果: every finding of a report on one page, where waivers are asked for and decided."""

from collections.abc import Awaitable, Mapping
from typing import Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from app.client import ApiError, Jixiao
from app.contract.finding import Stage
from app.contract.report import ReportView
from app.contract.waiver import NewWaiver, WaiverDecision
from app.web.forms.posted import Typed, typed_in, version_in
from app.web.forms.waiver import Faults, faults_of_asking, faults_of_deciding, until_in
from app.web.session import shown_rights
from app.web.templating import page
from app.web.views.examination import examination_view

SEE_OTHER: Final = 303
NOT_SAVED: Final = "没有保存，请看下面"


def add_finding_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/reports/{report_id}/findings")
    async def findings(report_id: int, stage: str = "") -> HTMLResponse:
        return await _page(client, report_id, {"stage": stage})

    @web.post("/reports/{report_id}/findings/waivers")
    async def ask(report_id: int, request: Request) -> Response:
        typed = typed_in(await request.form())
        if faults := faults_of_asking(typed):
            return await _page(client, report_id, typed, NOT_SAVED, faults)
        try:
            new = NewWaiver(key=typed.get("key", ""), reason=typed["reason"])
        except ValidationError:
            return await _page(client, report_id, typed, "没有这样的检查结果，请用页面上的按钮；理由不能超过 2000 字")
        asking = client.waivers.ask(report_id, version_in(typed), new)
        return await _done(client, report_id, typed, f"finding-{new.key}", asking)

    @web.post("/reports/{report_id}/findings/waivers/{waiver}")
    async def decide(report_id: int, waiver: str, request: Request) -> Response:
        typed = {**typed_in(await request.form()), "waiver": waiver}
        if faults := faults_of_deciding(typed):
            return await _page(client, report_id, typed, NOT_SAVED, faults)
        try:
            decision = WaiverDecision.model_validate({"until": until_in(typed), "note": typed["note"]})
        except ValidationError:
            return await _page(client, report_id, typed, NOT_SAVED, {"note": "审批意见不能超过 2000 字"})
        deciding = client.waivers.decide(report_id, version_in(typed), waiver, decision)
        return await _done(client, report_id, typed, f"waiver-{waiver}", deciding)


async def _done(client: Jixiao, report_id: int, typed: Typed, place: str, doing: Awaitable[ReportView]) -> Response:
    """Back to where it was pressed; a refusal is told there, with what was typed."""
    try:
        await doing
    except ApiError as error:
        faults = {one.pointer.rpartition("/")[2]: one.detail for one in error.errors}
        return await _page(client, report_id, typed, str(error), faults, error.problem.status)
    stage = _stage(typed)
    query = f"?{urlencode({'stage': stage.value})}" if stage else ""
    return RedirectResponse(f"/reports/{report_id}/findings{query}#{place}", SEE_OTHER)


async def _page(
    client: Jixiao,
    report_id: int,
    typed: Typed,
    notice: str = "",
    faults: Mapping[str, str] | None = None,
    status: int = 422,
) -> HTMLResponse:
    report = await client.reports.get(report_id, include=("findings",), stage=_stage(typed))
    shown = examination_view(report, shown_rights())
    return page(
        "findings",
        status=status if notice else 200,
        report=report,
        shown=shown,
        stages=tuple(Stage),
        typed=typed,
        notice=notice,
        faults=faults or Faults(),
        lost=notice and typed.get("reason") and typed.get("key") not in {one.one.key for one in shown.errors},
    )


def _stage(typed: Typed) -> Stage | None:
    """The stage that was picked; None where none was, or no such one is known."""
    wanted = typed.get("stage", "")
    return Stage(wanted) if wanted in {one.value for one in Stage} else None
