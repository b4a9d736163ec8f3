"""`/api/v1/reports/{id}/document` and `…/template`: the official form as a file, to read and to fill in."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import Response

from app.api.description import described, problems
from app.api.guard import Anyone, actor_of, needs
from app.api.headers import disposition
from app.api.query import Id, query_of
from app.api.services import Services
from app.api.v1.registers import Workbook
from app.contract.query import DocumentOptions
from app.contract.scoring import SchemeId, SchemeVersion
from app.domain.people.right import Right
from app.services.exporting import Exported, Format

_FILES: Final[dict[str, Any]] = {
    one.media_type.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for one in Format
}


def add_document_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""

    @api.get(
        "/api/v1/reports/{report_id}/document",
        response_model=bytes,
        response_class=Response,
        responses={200: {"content": _FILES}, **problems(404, 422, 503)},
        tags=["reports"],
        summary="下载官方表式（Word、Excel、PDF、CSV、JSON）",
        openapi_extra=described(DocumentOptions),
    )
    @needs(Right.REPORT_READ)
    async def get_document(report_id: Id, request: Request) -> Response:
        """The report as a file, as the caller is shown it: masked outside the department. Each download is logged.

        A copy to work on keeps the narrative's references to figures; `printed` and masked ones have them written out.
        """
        options, who = query_of(DocumentOptions, request), actor_of(request)
        found = await services.exporting.document(report_id, who, Format(options.format), printed=options.printed)
        return _file(found)

    @api.get(
        "/api/v1/reports/{report_id}/template",
        response_model=bytes,
        response_class=Workbook,
        responses=problems(403, 404, 409),
        tags=["reports"],
        summary="下载填报表（Excel），离线填写后再导入",
    )
    @needs(Right.REPORT_FILL)
    async def get_template(report_id: Id, request: Request) -> Response:
        """The report as a workbook (.xlsx) to work on offline: inputs open, sums and the checks live.

        For those who may fill it in; each download is logged. Imported again it is compared as any other form.
        """
        return _file(await services.exporting.template(report_id, actor_of(request)))

    @api.get(
        "/api/v1/schemes/{scheme_id}/versions/{version}/template",
        response_model=bytes,
        response_class=Workbook,
        responses=problems(404),
        tags=["schemes"],
        summary="下载空白填报表（Excel）",
    )
    @needs(Anyone.OPEN)
    async def get_blank_template(scheme_id: SchemeId, version: SchemeVersion, request: Request) -> Response:  # noqa: ARG001 - every operation knows its caller
        """The workbook (.xlsx) to fill in under a scheme, with its indicators and their 分值."""
        return _file(await services.exporting.blank_template(scheme_id, version))


def _file(found: Exported) -> Response:
    return Response(
        found.data,
        headers={
            "Content-Type": found.media_type,
            "Content-Disposition": disposition(found.name),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )
