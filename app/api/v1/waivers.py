"""Waivers: asking that a finding of a report may stand, and granting or refusing it."""

from typing import Annotated

from fastapi import Body, FastAPI, Path, Request
from fastapi.responses import Response

from app.api.description import IF_MATCH, PREFER, described, problems
from app.api.examples import NEW_WAIVER, WAIVER_DECISION
from app.api.guard import actor_of, needs
from app.api.headers import expected_version
from app.api.query import Id, query_of
from app.api.services import Services
from app.api.v1.reports import answer_written
from app.contract.query import WriteOptions
from app.contract.report import ReportView
from app.contract.waiver import NewWaiver, WaiverDecision
from app.domain.people.right import Right


def add_waiver_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""

    @api.post(
        "/api/v1/reports/{report_id}/waivers", response_model=ReportView, tags=["findings"], summary="申请豁免一项错误",
        responses=problems(403, 404, 409, 412, 422, 428), openapi_extra=described(WriteOptions, IF_MATCH, PREFER),
    )  # fmt: skip
    @needs(Right.REPORT_FILL)
    async def ask_for_waiver(
        report_id: Id, new: Annotated[NewWaiver, Body(examples=[NEW_WAIVER])], request: Request
    ) -> Response:
        """Ask that the finding of that key (as it is now, at submission) may stand; 409 if there is none any more.

        Names and phones of the form are masked in the reason. Wants If-Match.
        """
        options, expected = query_of(WriteOptions, request), expected_version(request)
        written = await services.waivers.ask(
            report_id, expected, new.key, new.reason, actor_of(request), validate_only=options.validate_only
        )
        return await answer_written(services, written, request, options.include)

    @api.post(
        "/api/v1/reports/{report_id}/waivers/{waiver}:decide", response_model=ReportView, tags=["findings"],
        summary="审批豁免", responses=problems(403, 404, 409, 412, 422, 428),
        openapi_extra=described(WriteOptions, IF_MATCH, PREFER),
    )  # fmt: skip
    @needs(Right.REPORT_DECIDE)
    async def decide_waiver(
        report_id: Id,
        waiver: Annotated[str, Path(max_length=20, description="报告里的豁免编号，例如 w1")],
        given: Annotated[WaiverDecision, Body(examples=[WAIVER_DECISION])],
        request: Request,
    ) -> Response:
        """Grant it until a day, or refuse it; deciding anew takes a grant back. Never by who asked. Wants If-Match."""
        options, expected = query_of(WriteOptions, request), expected_version(request)
        written = await services.waivers.decide(
            report_id, expected, waiver, given.until, given.note, actor_of(request), validate_only=options.validate_only
        )
        return await answer_written(services, written, request, options.include)
