"""One report to read: the official form, the explanation of its score, its history."""

from typing import Final

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from app.client import Jixiao
from app.contract.document import DocumentFormat
from app.contract.report import STATE_NAMES
from app.contract.workflow import EDITABLE
from app.web.sections import SECTIONS
from app.web.session import viewer
from app.web.templating import page
from app.web.views.examination import examination_view
from app.web.views.follow_ups import line_of, sources_of, titles_of
from app.web.views.official_form import finance_tables, narrative_lines, scoring_lines, target_lines
from app.web.views.public import line_of as line_of_copy
from app.web.views.score import score_view
from app.web.views.workflow import workflow_view

PUBLISHABLE: Final = frozenset({"passed", "published"})
"""Where a report has been public, or can be."""
SHOWN: Final = 20
"""Follow-ups that a report's page lists."""
DOWNLOADS: Final[tuple[tuple[DocumentFormat, str], ...]] = (
    ("docx", "Word（.docx）"),
    ("xlsx", "Excel（.xlsx）"),
    ("pdf", "PDF（打印）"),
)
"""What the menu offers."""


def add_report_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/reports/{report_id}")
    async def show(report_id: int) -> HTMLResponse:
        report = await client.reports.get(report_id, include=("scorecard", "findings"))
        card = report.scorecard
        assert card is not None  # noqa: S101 - asked for
        held = viewer()
        rights = held.rights if held else frozenset[str]()
        follow_ups = await client.follow_ups.list(report=report_id, limit=SHOWN) if "reports:read" in rights else None
        copies = (await client.published.of_report(report_id)).items if report.state in PUBLISHABLE else ()
        titles = titles_of(report)
        return page(
            "report",
            follow_ups=[line_of(one, titles) for one in follow_ups.items] if follow_ups else [],
            more=follow_ups is not None and follow_ups.next is not None,
            copies=[line_of_copy(one) for one in copies],
            report=report,
            form=report.form.model_dump(mode="json"),
            tables=finance_tables(report.form),
            targets=target_lines(report.form),
            prose=narrative_lines(report.form),
            lines=scoring_lines(report.form, card),
            score=score_view(card),
            sections=SECTIONS.values(),
            downloads=DOWNLOADS,
            state=STATE_NAMES[report.state],
            shown=workflow_view(report, rights),
            examined=examination_view(report, rights),
            rights=rights,
            editable="reports:fill" in rights and report.state in EDITABLE,
        )

    @web.get("/reports/{report_id}/score")
    async def explain(report_id: int) -> HTMLResponse:
        report = await client.reports.get(report_id, include=("scorecard",))
        assert report.scorecard is not None  # noqa: S101 - asked for
        return page(
            "score",
            report=report,
            card=report.scorecard,
            score=score_view(report.scorecard),
            sources=sources_of(report),
        )
