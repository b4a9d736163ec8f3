"""`/api/v1/reports/{id}`: one report and its scorecard; starting one and deleting one."""

from typing import Annotated, Any, Final

from fastapi import Body, FastAPI, Query, Request
from fastapi.responses import Response
from pydantic import TypeAdapter

from app.api.examples import NEW_REPORT, PATCH
from app.api.headers import etag, expected_version, json_response, minimal, unchanged
from app.api.problems import Refused
from app.api.services import Services
from app.contract.problem import Problem
from app.contract.report import Include, NewReport, ReportContent, ReportView
from app.contract.scoring import Scorecard
from app.domain.report import SelfEvaluationReport
from app.services.report_document import read_document
from app.services.reports import Content, Start, Written

ACTOR: Final = "local"
"""Who writes, until there is sign-in: the server then answers on loopback only."""

_SCORECARD: Final[TypeAdapter[Scorecard]] = TypeAdapter(Scorecard)
_PROBLEM: Final[dict[str, Any]] = {"model": Problem, "content": {"application/problem+json": {}}}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that an operation may answer with, for its description."""
    return dict.fromkeys(statuses, _PROBLEM)


Includes = Annotated[list[Include], Query(description="要一并返回的内容")]
ValidateOnly = Annotated[bool, Query(description="只检查，不保存；回答与保存时相同")]


def add_report_routes(api: FastAPI, services: Services) -> None:  # noqa: C901 - a list of short routes
    """Register the routes of one report."""
    reports = services.reports

    async def answer(written: Written, request: Request, include: list[Include], status: int = 200) -> Response:
        headers = {"ETag": etag(written.report.version)}
        if status == 201:
            headers["Location"] = f"/api/v1/reports/{written.id}"
        if minimal(request):
            return Response(status_code=204 if status == 200 else status, headers=headers)
        body = await _view(services, written.report, written.document, include)
        return json_response(body, status=status, headers=headers)

    @api.get(
        "/api/v1/reports/{report_id}",
        response_model=ReportView,
        responses={304: {"description": "没有变化"}, **problems(404)},
        tags=["reports"],
        summary="取得一份报告",
    )
    async def get_report(report_id: int, request: Request, include: Includes = []) -> Response:  # noqa: B006
        """The report; its ETag is its version. `include=scorecard` lays its score beside it."""
        stored = await reports.get(report_id)
        tag = etag(stored.version)
        if unchanged(request, tag):
            return Response(status_code=304, headers={"ETag": tag})
        body = stored.document
        if include:
            body = await _view(services, read_document(body).report, body, include)
        return json_response(body, headers={"ETag": tag})

    @api.put(
        "/api/v1/reports/{report_id}",
        response_model=ReportView,
        responses=problems(404, 409, 412, 422, 428),
        tags=["reports"],
        summary="更新一份报告的全部内容",
    )
    async def put_report(
        report_id: int,
        content: ReportContent,
        request: Request,
        include: Includes = [],  # noqa: B006
        validate_only: ValidateOnly = False,  # noqa: FBT002
    ) -> Response:
        """Replace form and supplement; wants If-Match."""
        given = Content(content.form, content.supplement)
        expected = expected_version(request)
        written = await reports.replace(report_id, expected, given, ACTOR, validate_only=validate_only)
        return await answer(written, request, include)

    @api.patch(
        "/api/v1/reports/{report_id}",
        response_model=ReportView,
        responses=problems(404, 409, 412, 422, 428),
        tags=["reports"],
        summary="更新一份报告的部分内容（JSON Merge Patch）",
    )
    async def patch_report(
        report_id: int,
        patch: Annotated[dict[str, Any], Body(media_type="application/merge-patch+json", examples=[PATCH])],
        request: Request,
        include: Includes = [],  # noqa: B006
        validate_only: ValidateOnly = False,  # noqa: FBT002
    ) -> Response:
        """Merge into form and supplement (RFC 7396): null makes a cell blank, lists are replaced; wants If-Match."""
        if unknown := set(patch) - {"form", "supplement"}:
            raise Refused(422, "invalid", f"只能更新 form 和 supplement，不认识 {'、'.join(sorted(unknown))}")
        expected = expected_version(request)
        written = await reports.patch(report_id, expected, patch, ACTOR, validate_only=validate_only)
        return await answer(written, request, include)

    @api.post(
        "/api/v1/reports",
        response_model=ReportView,
        status_code=201,
        responses=problems(404, 409, 422),
        tags=["reports"],
        summary="新建一份报告",
    )
    async def create_report(
        new: Annotated[NewReport, Body(examples=[NEW_REPORT])],
        request: Request,
        include: Includes = [],  # noqa: B006
        validate_only: ValidateOnly = False,  # noqa: FBT002
    ) -> Response:
        """Start the report of a department and year. A second one is 409 with the first in `current`."""
        scheme = (new.scheme.id, new.scheme.version) if new.scheme else None
        start = Start(new.department, new.fiscal_year, scheme, Content(new.form, new.supplement))
        written = await reports.create(start, ACTOR, validate_only=validate_only)
        return await answer(written, request, include, status=200 if validate_only else 201)

    @api.delete(
        "/api/v1/reports/{report_id}",
        status_code=204,
        response_model=None,
        responses=problems(404, 409, 412, 428),
        tags=["reports"],
        summary="删除草稿",
    )
    async def delete_report(report_id: int, request: Request, validate_only: ValidateOnly = False) -> Response:  # noqa: FBT002
        """Delete a draft and its history; wants If-Match."""
        await reports.delete(report_id, expected_version(request), validate_only=validate_only)
        return Response(status_code=204)

    @api.get(
        "/api/v1/reports/{report_id}/scorecard",
        response_model=Scorecard,
        responses=problems(404),
        tags=["reports"],
        summary="报告的评分结果",
    )
    async def get_scorecard(report_id: int, request: Request) -> Response:
        """The scorecard under the report's own scheme version, with the department's points beside the computed."""
        stored = await reports.get(report_id)
        tag = etag(stored.version)
        if unchanged(request, tag):
            return Response(status_code=304, headers={"ETag": tag})
        card = await services.schemes.scorecard(read_document(stored.document).report)
        return json_response(_SCORECARD.dump_json(card, by_alias=True), headers={"ETag": tag})


async def _view(services: Services, report: SelfEvaluationReport, document: bytes, include: list[Include]) -> bytes:
    """The stored body with what was asked for beside it."""
    body = document[:-1]
    if "scorecard" in include:
        card = await services.schemes.scorecard(report)
        body += b',"scorecard":' + _SCORECARD.dump_json(card, by_alias=True)
    if "scheme" in include:
        stored = await services.schemes.stored(report.scheme_id, report.scheme_version)
        body += b',"scoring_scheme":' + stored.document.encode()
    return body + b"}"
