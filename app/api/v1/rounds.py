"""`/api/v1/rounds`: evaluation rounds, their boards, and the draws of their reports."""

from datetime import date
from typing import Annotated

from fastapi import Body, FastAPI, Request
from fastapi.responses import Response

from app.api.description import IF_MATCH, IF_NONE_MATCH, described, problems
from app.api.examples import EXTENSION, NEW_ROUND, REASON, REMINDING, ROUND_EDIT, SAMPLING
from app.api.guard import actor_of, needs
from app.api.headers import etag, expected_version, json_response, unchanged
from app.api.query import Id, bad_cursor, number_after, query_of
from app.api.services import Services
from app.contract.page import Page
from app.contract.query import DeleteOptions
from app.contract.round import (
    Drawn,
    Explanation,
    Extension,
    LateDepartment,
    LateOptions,
    NewRound,
    Reminding,
    Round,
    RoundBoard,
    RoundEdit,
    RoundEntry,
    RoundFilter,
    RoundPlan,
    RoundSummary,
    Sampling,
)
from app.contract.scoring import SchemeName
from app.domain.people.right import Right
from app.domain.rounds.round import Plan, SchemeChosen
from app.services.ports import RoundHead, RoundQuery
from app.services.rounds import RoundSeen

_CHANGE = problems(403, 404, 409, 412, 422, 428)


def add_round_routes(api: FastAPI, services: Services) -> None:  # noqa: C901 - a list of short routes
    """Register the routes."""
    rounds = services.rounds

    @api.get(
        "/api/v1/rounds", tags=["rounds"], summary="评价任务列表", responses=problems(422),
        openapi_extra=described(RoundFilter),
    )  # fmt: skip
    @needs(Right.ROUND_READ)
    async def list_rounds(request: Request) -> Page[RoundSummary]:
        """Rounds, newest first. A department or section gets those that were issued to one of its departments."""
        wanted = query_of(RoundFilter, request)
        given = wanted.model_dump(mode="json", include={"fiscal_year", "region", "state"}, exclude_none=True)
        before = number_after(wanted.after) if wanted.after else None
        query = RoundQuery(actor_of(request).places(Right.ROUND_READ), given, before, wanted.limit)
        found = await rounds.page(query)
        following = str(found[-1].id) if len(found) == wanted.limit else None
        return Page(items=tuple(_summary(one) for one in found), next=following)

    @api.post(
        "/api/v1/rounds", status_code=201, response_model=Round, tags=["rounds"], summary="拟订评价任务",
        responses=problems(403, 422),
    )  # fmt: skip
    @needs(Right.ROUND_MANAGE)
    async def create_round(new: Annotated[NewRound, Body(examples=[NEW_ROUND])], request: Request) -> Response:
        """A draft; its departments know nothing of it until it is issued."""
        made = await rounds.create(new.region, new.fiscal_year, _plan(new), actor_of(request))
        return _round(made, 201)

    @api.get(
        "/api/v1/rounds/{round_id}", response_model=Round, tags=["rounds"], summary="一个评价任务",
        responses={304: {"description": "没有变化"}, **problems(404)}, openapi_extra=described(None, IF_NONE_MATCH),
    )  # fmt: skip
    @needs(Right.ROUND_READ)
    async def get_round(round_id: Id, request: Request) -> Response:
        """One round, as far as the caller may see it; its ETag is its version."""
        found = await rounds.get(round_id, actor_of(request))
        tag = etag(found.version)
        return Response(status_code=304, headers={"ETag": tag}) if unchanged(request, tag) else _round(found)

    @api.put(
        "/api/v1/rounds/{round_id}", response_model=Round, tags=["rounds"], summary="修改评价任务",
        responses=_CHANGE, openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.ROUND_MANAGE)
    async def put_round(
        round_id: Id, edit: Annotated[RoundEdit, Body(examples=[ROUND_EDIT])], request: Request
    ) -> Response:
        """Plan it anew; once issued, only more departments and a later deadline, with a reason. Wants If-Match."""
        expected = expected_version(request)
        return _round(await rounds.edit(round_id, expected, _plan(edit), edit.reason, actor_of(request)))

    @api.post(
        "/api/v1/rounds/{round_id}:issue", response_model=Round, tags=["rounds"], summary="下达评价任务",
        responses=_CHANGE, openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.ROUND_MANAGE)
    async def issue_round(round_id: Id, request: Request) -> Response:
        """Send it out; 409 where another issued round asks one of its departments that year. Wants If-Match."""
        return _round(await rounds.issue(round_id, expected_version(request), actor_of(request)))

    @api.post(
        "/api/v1/rounds/{round_id}:withdraw", response_model=Round, tags=["rounds"], summary="取消下达评价任务",
        responses=_CHANGE, openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.ROUND_MANAGE)
    async def withdraw_round(
        round_id: Id, given: Annotated[Explanation, Body(examples=[REASON])], request: Request
    ) -> Response:
        """Take it back, with a reason; 409 once one of its reports was submitted. Wants If-Match."""
        return _round(await rounds.withdraw(round_id, expected_version(request), given.reason, actor_of(request)))

    @api.post(
        "/api/v1/rounds/{round_id}:extend", response_model=Round, tags=["rounds"], summary="给一个部门延期",
        responses=_CHANGE, openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.ROUND_MANAGE)
    async def extend_round(
        round_id: Id, given: Annotated[Extension, Body(examples=[EXTENSION])], request: Request
    ) -> Response:
        """A later day for one department, with a reason. Wants If-Match."""
        expected, who = expected_version(request), actor_of(request)
        return _round(await rounds.extend(round_id, expected, given.department, given.due, given.reason, who))

    @api.post(
        "/api/v1/rounds/{round_id}:remind", response_model=Round, tags=["rounds"], summary="催报",
        responses=_CHANGE, openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.ROUND_MANAGE)
    async def remind_round(
        round_id: Id, given: Annotated[Reminding, Body(examples=[REMINDING])], request: Request
    ) -> Response:
        """Note that departments were reminded; without departments, all that are late. Wants If-Match."""
        expected, who = expected_version(request), actor_of(request)
        return _round(await rounds.remind(round_id, expected, given.departments, given.text, who))

    @api.post(
        "/api/v1/rounds/{round_id}:close", response_model=Round, tags=["rounds"], summary="结束评价任务",
        responses=_CHANGE, openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.ROUND_MANAGE)
    async def close_round(round_id: Id, request: Request) -> Response:
        """End it for good. Wants If-Match."""
        return _round(await rounds.close(round_id, expected_version(request), actor_of(request)))

    @api.post(
        "/api/v1/rounds/{round_id}:draw", tags=["rounds"], summary="抽取复核的报告",
        responses=problems(403, 404, 409, 422), openapi_extra=described(DeleteOptions),
    )  # fmt: skip
    @needs(Right.REPORT_DECIDE)
    async def draw_reports(
        round_id: Id, given: Annotated[Sampling, Body(examples=[SAMPLING])], request: Request
    ) -> Drawn:
        """Draw of its reports that have passed; each gets a re-evaluation. The same seed again changes nothing."""
        only = query_of(DeleteOptions, request).validate_only
        drawn = await rounds.draw(round_id, given.percentage, given.seed, actor_of(request), validate_only=only)
        return Drawn(**dict(drawn), sentence=drawn.sentence)

    @api.get("/api/v1/rounds/{round_id}/board", tags=["rounds"], summary="任务进度", responses=problems(404))
    @needs(Right.ROUND_READ)
    async def get_round_board(round_id: Id, request: Request) -> RoundBoard:
        """How many of the departments that the caller may see stand where, now."""
        found = await rounds.board(round_id, actor_of(request))
        return RoundBoard(
            total=found.total,
            not_started=found.not_started,
            by_state=found.by_state,
            by_standing=found.by_standing,
        )

    @api.get(
        "/api/v1/rounds/{round_id}/late", tags=["rounds"], summary="逾期部门", responses=problems(404, 422),
        openapi_extra=described(LateOptions),
    )  # fmt: skip
    @needs(Right.ROUND_READ)
    async def list_late(round_id: Id, request: Request) -> Page[LateDepartment]:
        """Who has not handed in and is late: the longest first, then by number."""
        wanted = query_of(LateOptions, request)
        found = await rounds.late(round_id, actor_of(request), _late_after(wanted.after), wanted.limit)
        items = tuple(
            LateDepartment(department=one.department, name=one.name, due=one.due, days=one.days, state=one.state)
            for one in found
        )
        following = f"{items[-1].due}.{items[-1].department}" if len(items) == wanted.limit else None
        return Page(items=items, next=following)


def _plan(given: RoundPlan) -> Plan:
    scheme = SchemeChosen(id=given.scheme.id, version=given.scheme.version)
    return Plan(title=given.title, scheme=scheme, deadline=given.deadline, departments=given.departments)


def _summary(one: RoundHead) -> RoundSummary:
    return RoundSummary.model_validate(
        {
            "id": one.id,
            "version": one.version,
            "region": one.region,
            "fiscal_year": one.fiscal_year,
            "title": one.title,
            "scheme": {"id": one.scheme_id, "version": one.scheme_version},
            "state": one.state,
            "deadline": one.deadline,
        }
    )


def _round(seen: RoundSeen, status: int = 200) -> Response:
    of = seen.round
    entries = tuple(
        RoundEntry(
            department=one.department,
            name=seen.names.get(one.department, ""),
            due=one.last_day(of.deadline),
            extended=one.due is not None,
            extension_reason=one.extension_reason,
            reminders=one.reminders,
        )
        for one in of.entries
    )
    told = Round(
        id=seen.id,
        version=seen.version,
        region=of.region,
        fiscal_year=of.fiscal_year,
        title=of.title,
        scheme=SchemeName(id=of.scheme.id, version=of.scheme.version),
        state=of.state,
        deadline=of.deadline,
        entries=entries,
        history=of.history,
    )
    headers = {"ETag": etag(seen.version)}
    if status == 201:
        headers["Location"] = f"/api/v1/rounds/{seen.id}"
    return json_response(told.model_dump_json().encode(), status=status, headers=headers)


def _late_after(cursor: str) -> tuple[str, int]:
    """The day and number in a cursor; before everything in an empty one. Raises Refused where it is not one of ours."""
    if not cursor:
        return "", 0
    due, _, number = cursor.partition(".")
    try:
        return date.fromisoformat(due).isoformat(), number_after(number)
    except ValueError as error:
        raise bad_cursor() from error
