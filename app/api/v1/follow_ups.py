"""`/api/v1/follow-ups`: 抽查复核, 整改 and 申诉; each kind's moves are in a file of its own."""

from fastapi import FastAPI, Request
from fastapi.responses import Response

from app.api.description import IF_NONE_MATCH, described, problems
from app.api.guard import actor_of, needs
from app.api.headers import etag, unchanged
from app.api.query import Id, number_after, query_of
from app.api.services import Services
from app.api.v1.appeals import add_appeal_routes
from app.api.v1.follow_up_view import ONE, answer, follow_up_view
from app.api.v1.re_evaluations import add_re_evaluation_routes
from app.api.v1.rectifications import add_rectification_routes
from app.contract.follow_up import FollowUp, FollowUpCounts, FollowUpFilter
from app.contract.page import Page
from app.domain.people.right import Right
from app.services.ports import FollowUpQuery


def add_follow_up_routes(api: FastAPI, services: Services) -> None:
    """Register the routes of all kinds."""
    follow_ups = services.follow_ups
    add_re_evaluation_routes(api, services)
    add_rectification_routes(api, services)
    add_appeal_routes(api, services)

    @api.get(
        "/api/v1/follow-ups", tags=["follow-ups"], summary="复核、整改和申诉列表", responses=problems(422),
        openapi_extra=described(FollowUpFilter),
    )  # fmt: skip
    @needs(Right.REPORT_READ)
    async def list_follow_ups(request: Request) -> Page[FollowUp]:
        """What follows on reports that the caller may read, newest first."""
        wanted = query_of(FollowUpFilter, request)
        given = wanted.model_dump(mode="json", include={"kind", "state", "report"}, exclude_none=True)
        before = number_after(wanted.after) if wanted.after else None
        query = FollowUpQuery(actor_of(request).places(Right.REPORT_READ), given, before, wanted.limit)
        found = await follow_ups.page(query)
        following = str(found[-1].id) if len(found) == wanted.limit else None
        return Page(items=tuple(follow_up_view(follow_ups, one) for one in found), next=following)

    @api.get("/api/v1/follow-up-counts", tags=["follow-ups"], summary="复核、整改和申诉各有多少")
    @needs(Right.REPORT_READ)
    async def count_follow_ups(request: Request) -> FollowUpCounts:
        """How many of those that the caller may read stand in which state."""
        found = await follow_ups.counts(actor_of(request))
        counts = [{"kind": kind, "state": state, "count": count} for (kind, state), count in sorted(found.items())]
        return FollowUpCounts.model_validate({"counts": counts})

    @api.get(
        ONE, response_model=FollowUp, tags=["follow-ups"], summary="一项复核、整改或申诉",
        responses={304: {"description": "没有变化"}, **problems(404)}, openapi_extra=described(None, IF_NONE_MATCH),
    )  # fmt: skip
    @needs(Right.REPORT_READ)
    async def get_follow_up(follow_up_id: Id, request: Request) -> Response:
        """One of them; its ETag is its version."""
        found = await follow_ups.get(follow_up_id, actor_of(request))
        tag = etag(found.version)
        return (
            Response(status_code=304, headers={"ETag": tag}) if unchanged(request, tag) else answer(follow_ups, found)
        )
