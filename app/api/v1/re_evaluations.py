"""抽查复核: begun, confirmed, graded and finished by who was not part of the report; drawn in its round."""

from typing import Annotated

from fastapi import Body, FastAPI, Request
from fastapi.responses import Response

from app.api.description import IF_MATCH, described, problems
from app.api.examples import GRADES, POINTS_FOUND
from app.api.guard import actor_of, needs
from app.api.headers import expected_version
from app.api.query import Id
from app.api.services import Services
from app.api.v1.follow_up_view import ONE, answer
from app.contract.follow_up import FollowUp, PointsConfirmed, QualityGraded
from app.domain.follow_ups.quality import Mark
from app.domain.follow_ups.re_evaluation import ConfirmedPoints
from app.domain.people.right import Right

_MOVE = problems(403, 404, 409, 412, 422, 428)


def add_re_evaluation_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    follow_ups = services.follow_ups

    @api.post(
        f"{ONE}:begin", response_model=FollowUp, tags=["follow-ups"], summary="开始复核", responses=_MOVE,
        openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.REPORT_RE_EVALUATE)
    async def begin_re_evaluation(follow_up_id: Id, request: Request) -> Response:
        """By a person who had no part in the report; 409 for anybody else. Wants If-Match."""
        return answer(follow_ups, await follow_ups.begin(follow_up_id, expected_version(request), actor_of(request)))

    @api.post(
        f"{ONE}:confirm", response_model=FollowUp, tags=["follow-ups"], summary="填写复核得分", responses=_MOVE,
        openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.REPORT_RE_EVALUATE)
    async def confirm_points(
        follow_up_id: Id, given: Annotated[PointsConfirmed, Body(examples=[POINTS_FOUND])], request: Request
    ) -> Response:
        """Points of some indicators, beside those that stood. Wants If-Match."""
        points = [ConfirmedPoints(**dict(one)) for one in given.findings]
        return answer(
            follow_ups, await follow_ups.confirm(follow_up_id, expected_version(request), points, actor_of(request))
        )

    @api.post(
        f"{ONE}:grade", response_model=FollowUp, tags=["follow-ups"], summary="评定自评质量", responses=_MOVE,
        openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.REPORT_RE_EVALUATE)
    async def grade_quality(
        follow_up_id: Id, given: Annotated[QualityGraded, Body(examples=[GRADES])], request: Request
    ) -> Response:
        """Marks for the quality of the self-evaluation. Wants If-Match."""
        marks = {name: Mark(**dict(one)) for name, one in given.quality.items()}
        return answer(
            follow_ups, await follow_ups.grade(follow_up_id, expected_version(request), marks, actor_of(request))
        )

    @api.post(
        f"{ONE}:finish", response_model=FollowUp, tags=["follow-ups"], summary="完成复核", responses=_MOVE,
        openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.REPORT_RE_EVALUATE)
    async def finish_re_evaluation(follow_up_id: Id, request: Request) -> Response:
        """Done; 422 with everything that is missing. Wants If-Match."""
        return answer(follow_ups, await follow_ups.finish(follow_up_id, expected_version(request), actor_of(request)))

    @api.post(
        f"{ONE}:reopen", response_model=FollowUp, tags=["follow-ups"], summary="重新复核", responses=_MOVE,
        openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.REPORT_RE_EVALUATE)
    async def reopen_re_evaluation(follow_up_id: Id, request: Request) -> Response:
        """Take a finished one up again, by who did it. Wants If-Match."""
        return answer(follow_ups, await follow_ups.reopen(follow_up_id, expected_version(request), actor_of(request)))

    @api.post(
        f"{ONE}:close", response_model=FollowUp, tags=["follow-ups"], summary="办结复核", responses=_MOVE,
        openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.REPORT_DECIDE)
    async def close_re_evaluation(follow_up_id: Id, request: Request) -> Response:
        """A finished re-evaluation is settled for good. Wants If-Match."""
        return answer(follow_ups, await follow_ups.close(follow_up_id, expected_version(request), actor_of(request)))
