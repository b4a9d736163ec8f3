"""`/api/v1/reports/{id}`: one report and its scorecard; starting one and deleting one."""

from typing import Annotated, Any, Final

from fastapi import Body, FastAPI, Request
from fastapi.responses import Response
from pydantic import TypeAdapter

from app.api.description import IF_MATCH, IF_NONE_MATCH, PREFER, described, problems
from app.api.examples import DECISION, NEW_REPORT, PATCH
from app.api.guard import actor_of, needs
from app.api.headers import etag, expected_version, json_response, minimal, unchanged
from app.api.problems import Refused
from app.api.query import Id, query_of
from app.api.services import Services
from app.api.v1.findings import NO_STORE, findings_body
from app.contract.finding import Stage
from app.contract.query import DeleteOptions, EditOptions, ReportOptions, WriteOptions
from app.contract.report import Include, LastYear, NewReport, OwnDecision, ReportContent, ReportView
from app.contract.scoring import Scorecard
from app.domain.people.actor import Actor
from app.domain.people.right import Right
from app.services.ports import StoredReport
from app.services.report_document import read_document
from app.services.report_keeping import Written
from app.services.report_reading import Shown, shown, variant_for
from app.services.reports import Content, Start, Writing

_SCORECARD: Final[TypeAdapter[Scorecard]] = TypeAdapter(Scorecard)


def add_report_routes(api: FastAPI, services: Services) -> None:  # noqa: C901 - a list of short routes
    """Register the routes of one report."""
    reports = services.reports

    @api.get(
        "/api/v1/reports/{report_id}",
        response_model=ReportView,
        responses={304: {"description": "没有变化"}, **problems(404)},
        tags=["reports"],
        summary="取得一份报告",
        openapi_extra=described(ReportOptions, IF_NONE_MATCH),
    )
    @needs(Right.REPORT_READ)
    async def get_report(report_id: Id, request: Request) -> Response:
        """The report; its ETag is its version. `include=scorecard,findings` lays its score and findings beside it.

        Findings are for `stage`, or else for where the report stands; they rest on more than the report, so that with
        them it is always answered whole.
        Outside the department personal data is masked; `include=personal` shows it to those who may, and is logged.
        """
        options, who = query_of(ReportOptions, request), actor_of(request)
        found = await services.reading.get(report_id, who, personal="personal" in options.include)
        tag, examined = etag(found.version, found.variant), "findings" in options.include
        if not examined and unchanged(request, tag):
            return Response(status_code=304, headers={"ETag": tag})
        body = found.document
        if set(options.include) - {"personal"}:
            body = await _view(services, found, options.include, who, options.stage)
        return json_response(body, headers={"ETag": tag} | (NO_STORE if examined else {}))

    @api.put(
        "/api/v1/reports/{report_id}",
        response_model=ReportView,
        responses=problems(404, 409, 412, 422, 428),
        tags=["reports"],
        summary="更新一份报告的全部内容",
        openapi_extra=described(EditOptions, IF_MATCH, PREFER),
    )
    @needs(Right.REPORT_FILL)
    async def put_report(
        report_id: Id,
        content: ReportContent,
        request: Request,
    ) -> Response:
        """Replace form and supplement; wants If-Match.

        Where that version is not the current one any more, 412 tells `current.version` and, cell by cell, what you and
        others have changed since (`current.merge`); `merge=true` keeps both where they do not touch.
        """
        options, given = query_of(EditOptions, request), Content(content.form, content.supplement)
        expected = expected_version(request)
        how = Writing(options.validate_only, options.merge)
        written = await reports.replace(report_id, expected, given, actor_of(request), how)
        return await answer_written(services, written, request, options.include, live=True)

    @api.patch(
        "/api/v1/reports/{report_id}",
        response_model=ReportView,
        responses=problems(404, 409, 412, 422, 428),
        tags=["reports"],
        summary="更新一份报告的部分内容（JSON Merge Patch）",
        openapi_extra=described(EditOptions, IF_MATCH, PREFER),
    )
    @needs(Right.REPORT_FILL)
    async def patch_report(
        report_id: Id,
        patch: Annotated[dict[str, Any], Body(media_type="application/merge-patch+json", examples=[PATCH])],
        request: Request,
    ) -> Response:
        """Merge into form and supplement (RFC 7396): null makes a cell blank, lists are replaced; wants If-Match.

        An old version is answered as by PUT.
        """
        options = query_of(EditOptions, request)
        if unknown := set(patch) - {"form", "supplement"}:
            raise Refused(422, "invalid", f"只能更新 form 和 supplement，不认识 {'、'.join(sorted(unknown))}")
        expected = expected_version(request)
        how = Writing(options.validate_only, options.merge)
        written = await reports.patch(report_id, expected, patch, actor_of(request), how)
        return await answer_written(services, written, request, options.include, live=True)

    @api.post(
        "/api/v1/reports",
        response_model=ReportView,
        status_code=201,
        responses=problems(404, 409, 422),
        tags=["reports"],
        summary="新建一份报告",
        openapi_extra=described(WriteOptions, PREFER),
    )
    @needs(Right.REPORT_FILL)
    async def create_report(
        new: Annotated[NewReport, Body(examples=[NEW_REPORT])],
        request: Request,
    ) -> Response:
        """Start the report of a department and year. A second one is 409 with the first in `current`."""
        options = query_of(WriteOptions, request)
        scheme = (new.scheme.id, new.scheme.version) if new.scheme else None
        start = Start(new.department, new.fiscal_year, scheme, Content(new.form, new.supplement), new.prepared)
        written = await reports.create(start, actor_of(request), validate_only=options.validate_only)
        return await answer_written(
            services, written, request, options.include, status=200 if options.validate_only else 201
        )

    @api.post(
        "/api/v1/reports/{report_id}/own-indicators:decide",
        response_model=ReportView,
        responses=problems(404, 409, 412, 422, 428),
        tags=["reports"],
        summary="审定部门的个性化指标",
        openapi_extra=described(WriteOptions, IF_MATCH, PREFER),
    )
    @needs(Right.REPORT_DECIDE)
    async def decide_own_indicators(
        report_id: Id, decision: Annotated[OwnDecision, Body(examples=[DECISION])], request: Request
    ) -> Response:
        """Approve a department's own indicators, or take that back; they score once approved. Wants If-Match."""
        options = query_of(WriteOptions, request)
        expected = expected_version(request)
        written = await reports.decide(
            report_id, expected, decision.evidence, decision.ids, actor_of(request),
            approved=decision.approved, validate_only=options.validate_only,
        )  # fmt: skip
        return await answer_written(services, written, request, options.include)

    @api.delete(
        "/api/v1/reports/{report_id}",
        status_code=204,
        response_model=None,
        responses=problems(404, 409, 412, 428),
        tags=["reports"],
        summary="删除草稿",
        openapi_extra=described(DeleteOptions, IF_MATCH),
    )
    @needs(Right.REPORT_FILL)
    async def delete_report(report_id: Id, request: Request) -> Response:
        """Delete a draft and its history; wants If-Match."""
        options = query_of(DeleteOptions, request)
        await reports.delete(
            report_id, expected_version(request), actor_of(request), validate_only=options.validate_only
        )
        return Response(status_code=204)

    @api.get(
        "/api/v1/reports/{report_id}/scorecard",
        response_model=Scorecard,
        responses=problems(404),
        tags=["reports"],
        summary="报告的评分结果",
        openapi_extra=described(None, IF_NONE_MATCH),
    )
    @needs(Right.REPORT_READ)
    async def get_scorecard(report_id: Id, request: Request) -> Response:
        """The scorecard under the report's own scheme version, with the department's points beside the computed."""
        found = await services.reading.get(report_id, actor_of(request))
        tag = etag(found.version, found.variant)
        if unchanged(request, tag):
            return Response(status_code=304, headers={"ETag": tag})
        card = await services.schemes.scorecard(found.report())
        return json_response(_SCORECARD.dump_json(card, by_alias=True), headers={"ETag": tag})


async def answer_written(
    services: Services,
    written: Written,
    request: Request,
    include: tuple[Include, ...],
    status: int = 200,
    *,
    live: bool = False,
) -> Response:
    """A report that was written, as whoever wrote it is shown it; `live` is for somebody who is typing."""
    report = written.report
    who = actor_of(request)
    variant = variant_for(who, written.location, report.state)
    headers = {"ETag": etag(report.version, variant)}
    if status == 201:
        headers["Location"] = f"/api/v1/reports/{written.id}"
    if minimal(request):
        return Response(status_code=204 if status == 200 else status, headers=headers)
    stored = StoredReport(written.id, report.version, report.state, written.location, written.document)
    found = shown(stored, variant)
    body = await _view(services, found, include, who, live=live) if include else found.document
    return json_response(body, status=status, headers=headers)


async def _view(
    services: Services,
    found: Shown,
    include: tuple[Include, ...],
    who: Actor,
    stage: Stage | None = None,
    *,
    live: bool = False,
) -> bytes:
    """The body with what was asked for beside it."""
    body, report = found.document[:-1], found.report()
    if "scorecard" in include:
        card = await services.schemes.scorecard(report)
        body += b',"scorecard":' + _SCORECARD.dump_json(card, by_alias=True)
    if "findings" in include:
        whole = read_document(found.stored.document).report()
        examination = await services.examining.examined(whole, found.stored.location, who, stage, live=live)
        body += b',"findings":' + findings_body(examination.stage, examination.findings)
    if "scheme" in include:
        stored = await services.schemes.stored(report.scheme_id, report.scheme_version)
        body += b',"scoring_scheme":' + stored.document.encode()
    if "last_year" in include:
        carried = await services.reports.carried_over(report)
        last = LastYear(fiscal_year=report.fiscal_year - 1, cells=carried)
        body += b',"last_year":' + (last.model_dump_json().encode() if carried else b"null")
    return body + b"}"
