"""The official form as a file, and workbooks to fill in, handed on from the API."""

from fastapi import FastAPI
from fastapi.responses import Response

from app.client import Download, Jixiao
from app.contract.document import DocumentFormat


def add_document_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/reports/{report_id}/document")
    async def document(report_id: int, format: DocumentFormat = "docx", *, printed: bool = False) -> Response:  # noqa: A002 - as in the address
        return handed_on(await client.reports.document(report_id, format, printed=printed))

    @web.get("/reports/{report_id}/template")
    async def template(report_id: int) -> Response:
        return handed_on(await client.reports.template(report_id))

    @web.get("/schemes/{scheme_id}/{version}/template")
    async def blank_template(scheme_id: str, version: int) -> Response:
        return handed_on(await client.schemes.template(scheme_id, version))


def handed_on(found: Download) -> Response:
    """A file of the API as the pages answer it."""
    headers = {"Content-Type": found.media_type, "Content-Disposition": found.disposition}
    return Response(found.data, headers={**headers, "Cache-Control": "no-store"})
