"""佐证材料: the files of a report by indicator; several are uploaded at once, each with an outcome of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from app.client import ApiError, Jixiao, NotFound, NotSignedIn
from app.contract.attachment import ALLOWED, EXTENSIONS, MAX_AT_ONCE, MAX_SIZE, MB, MOST, Attachment
from app.contract.report import ReportView
from app.web.forms.posted import refusal
from app.web.templating import page
from app.web.views.attachments import files_view

SEE_OTHER: Final = 303
HINT: Final = (
    f"可以上传 {ALLOWED}；每个不超过 {MAX_SIZE // MB} MB，一次合计不超过 {MAX_AT_ONCE // MB} MB，"
    f"一份报告最多 {MOST} 个。可以一次选择多个文件。"
)
AROUND: Final = 65_536
"""Bytes that a form puts around its files."""


class NothingUploaded(Exception):
    """No file was looked at; the message stands beside the field."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: stored, or an error."""

    name: str
    stored: Attachment | None
    error: str = ""


def add_attachment_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/reports/{report_id}/attachments")
    async def files(report_id: int, request: Request, indicator: str = "") -> HTMLResponse:
        added = set(request.query_params.getlist("added"))
        report, listed = await _read(client, report_id)
        outcomes = [Outcome(one.name, one) for one in listed if str(one.id) in added]
        return _page(report, listed, indicator, outcomes=outcomes)

    @web.post("/reports/{report_id}/attachments")
    async def upload(report_id: int, request: Request) -> Response:
        try:
            indicator, outcomes = await _uploaded(client, report_id, request)
        except NothingUploaded as error:
            return _page(*await _read(client, report_id), "", error=str(error), status=error.status)
        failed = sum(1 for one in outcomes if one.stored is None)
        if failed:
            told = f"{len(outcomes)} 个文件中有 {failed} 个没有上传，原因见下；其余已经上传，不必重选"
            read = await _read(client, report_id)
            return _page(*read, indicator, outcomes=outcomes, error=told, status=422)
        query = {"indicator": indicator, "added": [one.stored.id for one in outcomes if one.stored]}
        return RedirectResponse(f"/reports/{report_id}/attachments?{urlencode(query, doseq=True)}", SEE_OTHER)

    @web.get("/reports/{report_id}/attachments/{attachment_id}/content")
    async def download(report_id: int, attachment_id: int) -> Response:
        found = await client.attachments.download(report_id, attachment_id)
        headers = {"Content-Type": found.media_type, "Content-Disposition": found.disposition}
        return Response(found.data, headers=headers)

    @web.get("/reports/{report_id}/attachments/{attachment_id}/remove")
    async def ask(report_id: int, attachment_id: int) -> HTMLResponse:
        listed = await client.attachments.list(report_id)
        found = next((one for one in listed if one.id == attachment_id), None)
        if found is None:
            raise HTTPException(404)
        return page("remove_attachment", report_id=report_id, file=found)

    @web.post("/reports/{report_id}/attachments/{attachment_id}/remove")
    async def remove(report_id: int, attachment_id: int) -> Response:
        await client.attachments.remove(report_id, attachment_id)
        return RedirectResponse(f"/reports/{report_id}/attachments", SEE_OTHER)


async def _read(client: Jixiao, report_id: int) -> tuple[ReportView, tuple[Attachment, ...]]:
    return await client.reports.get(report_id, include=("scheme",)), await client.attachments.list(report_id)


def _page(
    report: ReportView,
    listed: tuple[Attachment, ...],
    indicator: str,
    *,
    outcomes: Sequence[Outcome] = (),
    error: str = "",
    status: int = 200,
) -> HTMLResponse:
    return page(
        "attachments",
        status=status,
        report=report,
        view=files_view(report, listed),
        indicator=indicator,
        outcomes=outcomes,
        error=error,
        hint=HINT,
        accept=",".join(f".{one}" for one in EXTENSIONS),
    )


async def _uploaded(client: Jixiao, report_id: int, request: Request) -> tuple[str, list[Outcome]]:
    """(indicator, outcome of each file) of what was posted. Raises NothingUploaded where no file was looked at."""
    if int(request.headers.get("content-length", "0")) > MAX_AT_ONCE + AROUND:
        raise NothingUploaded(413, f"一次选择的文件合计超过了 {MAX_AT_ONCE // MB} MB，都没有上传；请分几次上传")
    try:
        form = await request.form(max_files=MOST, max_fields=10)
    except HTTPException as error:
        raise NothingUploaded(400, f"上传的内容无法读取，或一次超过了 {MOST} 个文件；请重新选择") from error
    try:
        indicator = str(form.get("indicator", ""))
        chosen = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
        if not chosen:
            raise NothingUploaded(422, "请先选择文件")
        # One after the other: no more than one file is in memory, and limits are counted in the order of the choice.
        return indicator, [await _upload(client, report_id, indicator, one) for one in chosen]
    finally:
        await form.close()


async def _upload(client: Jixiao, report_id: int, indicator: str, upload: UploadFile) -> Outcome:
    name = upload.filename or ""
    if upload.size is not None and upload.size > MAX_SIZE:
        return Outcome(name, None, f"超过了 {MAX_SIZE // MB} MB，没有上传；请压缩图片或拆成几个文件")
    try:
        stored = await client.attachments.add(report_id, name[-300:], await upload.read(), indicator=indicator)
    except (NotSignedIn, NotFound):
        raise
    except ApiError as error:
        return Outcome(name, None, refusal(error))
    return Outcome(name, stored)
