"""`/api/v1/reports/{id}/document`: the official form as a file."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import Response

from app.api.description import described, problems
from app.api.guard import actor_of, needs
from app.api.headers import disposition
from app.api.query import Id, query_of
from app.api.services import Services
from app.contract.query import DocumentOptions
from app.domain.people.right import Right
from app.services.exporting import Format

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
        return Response(
            found.data,
            headers={
                "Content-Type": found.media_type,
                "Content-Disposition": disposition(found.name),
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-store",
            },
        )
