"""整改: asked for at its report, replied to by the department, accepted or sent back by finance."""

from typing import Annotated

from fastapi import Body, FastAPI, Request
from fastapi.responses import Response

from app.api.description import IF_MATCH, described, problems
from app.api.examples import NEW_RECTIFICATION, REASON, REPLY
from app.api.guard import actor_of, needs
from app.api.headers import expected_version
from app.api.query import Id
from app.api.services import Services
from app.api.v1.follow_up_view import ONE, answer
from app.contract.follow_up import Explanation, FollowUp, NewRectification, Remark, ReplyText
from app.domain.people.right import Right

_MOVE = problems(403, 404, 409, 412, 422, 428)


def add_rectification_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    follow_ups = services.follow_ups

    @api.post(
        "/api/v1/reports/{report_id}/rectifications", status_code=201, response_model=FollowUp, tags=["follow-ups"],
        summary="要求整改", responses=problems(403, 404, 409, 422),
    )  # fmt: skip
    @needs(Right.REPORT_DECIDE)
    async def create_rectification(
        report_id: Id, new: Annotated[NewRectification, Body(examples=[NEW_RECTIFICATION])], request: Request
    ) -> Response:
        """Ask the department of a reviewed report to put something right by a day."""
        who = actor_of(request)
        return answer(follow_ups, await follow_ups.rectify(report_id, new.text, new.deadline, new.indicator, who), 201)

    @api.post(
        f"{ONE}:reply", response_model=FollowUp, tags=["follow-ups"], summary="回复整改情况", responses=_MOVE,
        openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.REPORT_READ)
    async def reply_to_rectification(
        follow_up_id: Id, given: Annotated[ReplyText, Body(examples=[REPLY])], request: Request
    ) -> Response:
        """By whoever fills in or signs for the department. Wants If-Match."""
        expected = expected_version(request)
        return answer(follow_ups, await follow_ups.reply(follow_up_id, expected, given.text, actor_of(request)))

    @api.post(
        f"{ONE}:accept", response_model=FollowUp, tags=["follow-ups"], summary="通过整改", responses=_MOVE,
        openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.REPORT_DECIDE)
    async def accept_rectification(
        follow_up_id: Id, given: Annotated[Remark, Body(examples=[REASON])], request: Request
    ) -> Response:
        """It is put right. Wants If-Match."""
        expected = expected_version(request)
        return answer(follow_ups, await follow_ups.accept(follow_up_id, expected, given.reason, actor_of(request)))

    @api.post(
        f"{ONE}:send-back", response_model=FollowUp, tags=["follow-ups"], summary="退回整改", responses=_MOVE,
        openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.REPORT_DECIDE)
    async def send_back_rectification(
        follow_up_id: Id, given: Annotated[Explanation, Body(examples=[REASON])], request: Request
    ) -> Response:
        """It is not yet put right, with a reason. Wants If-Match."""
        expected = expected_version(request)
        return answer(follow_ups, await follow_ups.send_back(follow_up_id, expected, given.reason, actor_of(request)))
