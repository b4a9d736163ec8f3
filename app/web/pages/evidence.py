"""The evidence beside an indicator under review; a script asks for it as somebody goes from one to the next."""

import asyncio

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from app.client import Jixiao
from app.contract.attachment import Attachment
from app.contract.report import ReportView
from app.contract.scoring import IndicatorScore
from app.web.templating import fragment
from app.web.views.evidence import Evidence, evidence_view, readable


def add_evidence_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the part of a page."""

    @web.get("/reports/{report_id}/review/evidence")
    async def evidence(report_id: int, indicator: str = "") -> HTMLResponse:
        report = await client.reports.get(report_id, include=("scorecard",))
        listed = report.scorecard.indicators if report.scorecard else []
        score = next((one for one in listed if one.id == indicator), None)
        files = await client.attachments.list(report_id)
        found = await evidence_of(client, report, score, files) if score else None
        return fragment("review", "evidence", report=report, evidence=found)


async def evidence_of(
    client: Jixiao, report: ReportView, score: IndicatorScore, files: tuple[Attachment, ...]
) -> Evidence:
    """The evidence for one indicator; its texts are read as a download is, and that is logged."""
    wanted = [one for one in readable(files) if one.indicator == score.id]
    contents = await asyncio.gather(*(client.attachments.content(report.id, one.id) for one in wanted))
    texts = {one.id: content for one, content in zip(wanted, contents, strict=True)}
    return evidence_view(report, score, files, texts, await _before(client, report))


async def _before(client: Jixiao, report: ReportView) -> ReportView | None:
    """The department's report of the year before, if whoever looks may read one."""
    found = await client.reports.list(department=report.department.id, fiscal_year=report.fiscal_year - 1, limit=1)
    return await client.reports.get(found.items[0].id, include=("scorecard",)) if found.items else None
