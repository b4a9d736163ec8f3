"""申诉: raised at its report by the department, ruled by finance."""

from typing import Annotated

from fastapi import Body, FastAPI, Request
from fastapi.responses import Response

from app.api.description import IF_MATCH, described, problems
from app.api.examples import NEW_APPEAL, REASON, RULING
from app.api.guard import actor_of, needs
from app.api.headers import expected_version
from app.api.query import Id
from app.api.services import Services
from app.api.v1.follow_up_view import ONE, answer
from app.contract.follow_up import Explanation, FollowUp, NewAppeal, Ruled
from app.domain.people.right import Right

_MOVE = problems(403, 404, 409, 412, 422, 428)


def add_appeal_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    follow_ups = services.follow_ups

    @api.post(
        "/api/v1/reports/{report_id}/appeals", status_code=201, response_model=FollowUp, tags=["follow-ups"],
        summary="提出申诉", responses=problems(403, 404, 409, 422),
    )  # fmt: skip
    @needs(Right.HEAD_SIGN)
    async def create_appeal(
        report_id: Id, new: Annotated[NewAppeal, Body(examples=[NEW_APPEAL])], request: Request
    ) -> Response:
        """Dispute the points of an indicator of one's reviewed report; one appeal of an indicator waits at a time."""
        who = actor_of(request)
        return answer(follow_ups, await follow_ups.appeal(report_id, new.indicator, new.claimed, new.reason, who), 201)

    @api.post(
        f"{ONE}:uphold", response_model=FollowUp, tags=["follow-ups"], summary="裁定申诉成立", responses=_MOVE,
        openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.REPORT_DECIDE)
    async def uphold_appeal(
        follow_up_id: Id, given: Annotated[Ruled, Body(examples=[RULING])], request: Request
    ) -> Response:
        """Other points than stood, with a reason; 409 for who had a part in the report. Wants If-Match."""
        expected, who = expected_version(request), actor_of(request)
        return answer(follow_ups, await follow_ups.uphold(follow_up_id, expected, given.points, given.reason, who))

    @api.post(
        f"{ONE}:dismiss", response_model=FollowUp, tags=["follow-ups"], summary="驳回申诉", responses=_MOVE,
        openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.REPORT_DECIDE)
    async def dismiss_appeal(
        follow_up_id: Id, given: Annotated[Explanation, Body(examples=[REASON])], request: Request
    ) -> Response:
        """The points stay, with a reason; 409 for who had a part in the report. Wants If-Match."""
        expected = expected_version(request)
        return answer(follow_ups, await follow_ups.dismiss(follow_up_id, expected, given.reason, actor_of(request)))

    @api.post(
        f"{ONE}:withdraw", response_model=FollowUp, tags=["follow-ups"], summary="撤回申诉", responses=_MOVE,
        openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.HEAD_SIGN)
    async def withdraw_appeal(follow_up_id: Id, request: Request) -> Response:
        """The department no longer appeals. Wants If-Match."""
        return answer(follow_ups, await follow_ups.withdraw(follow_up_id, expected_version(request), actor_of(request)))
