"""One published report for anybody: the masked form, its points with sentences, its files, and its recomputation."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from app.client import Jixiao
from app.contract.document import DocumentFormat
from app.contract.publication import PublicCopy
from app.web.templating import fragment, page
from app.web.views.official_form import finance_tables, narrative_lines, scoring_lines, target_lines
from app.web.views.public import points_rows
from app.web.views.score import score_view

DOWNLOADS: Final[tuple[tuple[DocumentFormat, str], ...]] = (("pdf", "PDF（打印）"), ("xlsx", "Excel"), ("docx", "Word"))
TYPED: Final = "f."
"""What the name of a field of a figure begins with."""


def add_published_report_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""
    published = client.published

    @web.get("/public/reports/{publication_id:int}")
    async def report(publication_id: int) -> HTMLResponse:
        copy = await published.get(publication_id)
        return page("public/report", id=publication_id, downloads=DOWNLOADS, **shown(copy))

    @web.get("/public/reports/{publication_id:int}/document")
    async def document(publication_id: int, format: DocumentFormat = "pdf") -> Response:  # noqa: A002 - as in the address
        found = await published.document(publication_id, format)
        headers = {"Content-Type": found.media_type, "Content-Disposition": found.disposition}
        return Response(found.data, headers=headers)

    @web.get("/public/reports/{publication_id:int}/recompute")
    async def recompute(publication_id: int, request: Request) -> HTMLResponse:
        figures = {
            name.removeprefix(TYPED): typed.strip()
            for name, typed in request.query_params.items()
            if name.startswith(TYPED)
        }
        found = await published.recompute(publication_id, figures)
        if request.headers.get("hx-request") == "true":
            return fragment("public/recompute", "outcome", found=found)
        copy = await published.get(publication_id)
        return page("public/recompute", id=publication_id, copy=copy, found=found)


def shown(copy: PublicCopy) -> dict[str, Any]:
    """What a page of a public copy shows."""
    return {
        "copy": copy,
        "form": copy.form.model_dump(mode="json"),
        "tables": finance_tables(copy.form),
        "targets": target_lines(copy.form),
        "prose": narrative_lines(copy.form),
        "lines": scoring_lines(copy.form, copy.scorecard),
        "score": score_view(copy.scorecard),
        "rows": points_rows(copy),
    }
