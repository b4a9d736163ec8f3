"""`/api/v1/reports/{id}/attachments`: evidence files, bytes in and out."""

from dataclasses import asdict
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import Response

from app.api.description import IF_NONE_MATCH, described, problems
from app.api.guard import actor_of, needs
from app.api.headers import disposition, json_response, unchanged
from app.api.problems import Refused
from app.api.query import Id, query_of
from app.api.services import Services
from app.contract.attachment import Attachment, Naming
from app.contract.page import Page
from app.domain.attachment import Attachment as Stored
from app.domain.people.right import Right

BYTES: Final = "application/octet-stream"
_BINARY: Final[dict[str, Any]] = {BYTES: {"schema": {"type": "string", "format": "binary"}}}


def add_attachment_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    attachments = services.attachments

    @api.get(
        "/api/v1/reports/{report_id}/attachments", tags=["attachments"], summary="报告的附件", responses=problems(404)
    )
    @needs(Right.REPORT_READ)
    async def list_attachments(report_id: Id, request: Request) -> Page[Attachment]:
        """All of a report's files in the order of their adding; they are few, so there is no second page."""
        found = await attachments.of(report_id, actor_of(request))
        return Page(items=tuple(_attachment(one) for one in found), next=None)

    @api.post(
        "/api/v1/reports/{report_id}/attachments",
        response_model=Attachment,
        status_code=201,
        responses=problems(403, 404, 409, 413, 415, 422),
        tags=["attachments"],
        summary="添加附件（最大 10 MB）",
        openapi_extra={**described(Naming), "requestBody": {"required": True, "content": _BINARY}},
    )
    @needs(Right.REPORT_FILL)
    async def add_attachment(report_id: Id, request: Request) -> Response:
        """Attach the body to an indicator, or to the whole report. The same content there again answers 200.

        What it is is told by its content: PDF, OFD, PNG, JPEG, Office, WPS, text. Archives and macros are refused.
        """
        named = query_of(Naming, request)
        if request.headers.get("content-type", BYTES).partition(";")[0].strip().lower() != BYTES:
            raise Refused(415, "no_bytes", f"请把文件本身作为请求内容，用 Content-Type: {BYTES} 发送")
        who, body = actor_of(request), request.stream()
        added = await attachments.add(report_id, named.indicator, named.name, body, who)
        headers = {"Location": f"/api/v1/reports/{report_id}/attachments/{added.attachment.id}/content"}
        answer = _attachment(added.attachment).model_dump_json().encode()
        return json_response(answer, status=201 if added.new else 200, headers=headers)

    @api.get(
        "/api/v1/reports/{report_id}/attachments/{attachment_id}/content",
        response_model=bytes,
        response_class=Response,
        responses={200: {"content": _BINARY}, 304: {"description": "没有变化"}, **problems(404)},
        tags=["attachments"],
        summary="下载附件",
        openapi_extra=described(None, IF_NONE_MATCH),
    )
    @needs(Right.REPORT_READ)
    async def get_attachment_content(report_id: Id, attachment_id: Id, request: Request) -> Response:
        """The bytes, to be saved and never shown inside a page. Reading by others than the department is logged."""
        who = actor_of(request)
        tag = f'"{(await attachments.get(report_id, attachment_id, who)).digest}"'
        if unchanged(request, tag):
            return Response(status_code=304, headers={"ETag": tag})
        found, content = await attachments.content(report_id, attachment_id, who)
        # The type is put as a header, since the framework would add a character set to texts that it does not know.
        return Response(
            content,
            headers={
                "Content-Type": found.media_type,
                "Content-Disposition": disposition(found.name),
                "ETag": tag,
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, no-cache",
            },
        )

    @api.delete(
        "/api/v1/reports/{report_id}/attachments/{attachment_id}",
        status_code=204,
        response_model=None,
        responses=problems(403, 404, 409),
        tags=["attachments"],
        summary="删除附件",
    )
    @needs(Right.REPORT_FILL)
    async def delete_attachment(report_id: Id, attachment_id: Id, request: Request) -> Response:
        """Remove a file while the report may be edited."""
        await attachments.remove(report_id, attachment_id, actor_of(request))
        return Response(status_code=204)


def _attachment(stored: Stored) -> Attachment:
    told = asdict(stored)
    del told["report_id"]
    return Attachment.model_validate(told)
