"""The workflow of reports: moves, returns and answers, confirmed points, the section's opinion, units' rows, tasks."""

from typing import Annotated, Any

from fastapi import Body, FastAPI, Request
from fastapi.responses import Response

from app.api.description import IF_MATCH, PREFER, described, problems
from app.api.examples import MOVES, REASON_ANSWERS, REPORT_MOVE, REVIEW, UNIT_ROWS
from app.api.guard import Anyone, actor_of, needs
from app.api.headers import etag, expected_version, json_response
from app.api.problems import problem_of
from app.api.query import Id, query_of
from app.api.services import Services
from app.api.v1.follow_up_view import follow_up_view
from app.api.v1.reports import answer_written
from app.contract.department import DepartmentName
from app.contract.follow_up import FollowUpTask
from app.contract.query import WriteOptions
from app.contract.report import Change, ReportSummary, ReportView
from app.contract.scoring import SchemeName
from app.contract.workflow import (
    Amendment,
    Changes,
    MoveOutcome,
    MoveOutcomes,
    Moves,
    ReasonAnswers,
    ReportDeadline,
    ReportMove,
    ReviewEdit,
    StartTask,
    Task,
    Tasks,
    UnitList,
    UnitPart,
    UnitRows,
    UnitTask,
)
from app.domain.people.actor import Actor
from app.domain.people.right import Right
from app.domain.personal import without_personal_data
from app.services.ports import StoredDepartment
from app.services.report_reading import variant_for
from app.services.tasks import Deadline
from app.services.tasks import StartTask as Start
from app.services.units import TABLES
from app.services.units import UnitPart as StoredPart
from app.services.workflow import Asked, Outcome
from app.services.workflow import ReviewEdit as Edit


def add_workflow_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    workflow = services.workflow

    @api.post(
        "/api/v1/reports/{report_id}:move", response_model=ReportView, tags=["workflow"],
        summary="签字、送审、审核、退回、通过、公开", responses=problems(403, 404, 409, 412, 422, 428),
        openapi_extra=described(WriteOptions, IF_MATCH, PREFER),
    )  # fmt: skip
    @needs(Right.REPORT_READ)
    async def move_report(
        report_id: Id, wanted: Annotated[ReportMove, Body(examples=[REPORT_MOVE])], request: Request
    ) -> Response:
        """Make a move; each wants its own right in the report's place. Wants If-Match."""
        options = query_of(WriteOptions, request)
        asked = _asked(report_id, expected_version(request), wanted)
        written = await workflow.move(asked, actor_of(request), validate_only=options.validate_only)
        return await answer_written(services, written, request, options.include)

    @api.post(
        "/api/v1/reports:move", status_code=207, response_model=MoveOutcomes, tags=["workflow"],
        summary="批量办理，逐份给出结果", responses=problems(422),
    )  # fmt: skip
    @needs(Right.REPORT_READ)
    async def move_reports(wanted: Annotated[Moves, Body(examples=[MOVES])], request: Request) -> Response:
        """Make moves of several reports; each is made or refused by itself, with an outcome for each (207)."""
        asked = [_asked(one.report, one.version, one) for one in wanted.items]
        outcomes = await workflow.move_all(asked, actor_of(request))
        told = MoveOutcomes(items=tuple(_outcome(request, one) for one in outcomes))
        return json_response(told.model_dump_json().encode(), status=207)

    @api.post(
        "/api/v1/reports/{report_id}:answer", response_model=ReportView, tags=["workflow"], summary="答复退回原因",
        responses=problems(403, 404, 409, 412, 422, 428), openapi_extra=described(WriteOptions, IF_MATCH, PREFER),
    )  # fmt: skip
    @needs(Right.REPORT_FILL)
    async def answer_reasons(
        report_id: Id, given: Annotated[ReasonAnswers, Body(examples=[REASON_ANSWERS])], request: Request
    ) -> Response:
        """Answer reasons of the open return; all want one before the report is submitted again. Wants If-Match."""
        options, expected = query_of(WriteOptions, request), expected_version(request)
        written = await workflow.answer(
            report_id, expected, given.answers, actor_of(request), validate_only=options.validate_only
        )
        return await answer_written(services, written, request, options.include)

    @api.patch(
        "/api/v1/reports/{report_id}/review", response_model=ReportView, tags=["workflow"],
        summary="审定得分、填写科室意见", responses=problems(403, 404, 409, 412, 422, 428),
        openapi_extra=described(WriteOptions, IF_MATCH, PREFER),
    )  # fmt: skip
    @needs(Right.REPORT_REVIEW)
    async def edit_review(
        report_id: Id, given: Annotated[ReviewEdit, Body(examples=[REVIEW])], request: Request
    ) -> Response:
        """Confirm points and write the opinion while reviewing, all of it or nothing. Wants If-Match."""
        options, expected = query_of(WriteOptions, request), expected_version(request)
        written = await workflow.review(
            report_id, expected, _edit(given), actor_of(request), validate_only=options.validate_only
        )
        return await answer_written(services, written, request, options.include)

    @api.get(
        "/api/v1/reports/{report_id}/changes-since-return", response_model=Changes, tags=["workflow"],
        summary="上次退回以后改了什么", responses=problems(404),
    )  # fmt: skip
    @needs(Right.REPORT_READ)
    async def list_changes_since_return(report_id: Id, request: Request) -> Response:
        """Cell by cell, between what was returned and what is there now, and which reasons each change is about."""
        who = actor_of(request)
        since = await workflow.changes_since_return(report_id, who)
        changes = [one.as_json() for one in since.changes]
        stored = await services.reports.get(report_id, who)
        if "m" in variant_for(who, stored.location, stored.state):
            changes = [without_personal_data(one) for one in changes]
        reasons = tuple(
            Amendment(
                reason=one.reason.id,
                pointers=tuple(change.pointer for change in one.changes),
                unchanged=one.unchanged,
            )
            for one in since.amendments
        )
        told = Changes(changes=tuple(Change.model_validate(one) for one in changes), reasons=reasons)
        return json_response(told.model_dump_json(exclude_unset=True).encode())

    @api.get(
        "/api/v1/reports/{report_id}/units/{unit_id}", response_model=UnitPart, tags=["workflow"],
        summary="二级单位自己的部分", responses=problems(404),
    )  # fmt: skip
    @needs(Right.REPORT_READ)
    async def get_unit_part(report_id: Id, unit_id: Id, request: Request) -> Response:
        """A second-level unit's rows of its department's report; the unit sees nothing else of it."""
        return _part(await services.units.get(report_id, unit_id, actor_of(request)))

    @api.put(
        "/api/v1/reports/{report_id}/units/{unit_id}", response_model=UnitPart, tags=["workflow"],
        summary="填写二级单位自己的部分", responses=problems(403, 404, 409, 412, 422, 428),
        openapi_extra=described(None, IF_MATCH),
    )  # fmt: skip
    @needs(Right.REPORT_FILL)
    async def put_unit_part(
        report_id: Id, unit_id: Id, given: Annotated[UnitRows, Body(examples=[UNIT_ROWS])], request: Request
    ) -> Response:
        """Put the unit's rows in the places of those that bear its name, or add them. Wants If-Match."""
        rows = {name: row for name in TABLES if (row := getattr(given, name)) is not None}
        expected, who = expected_version(request), actor_of(request)
        return _part(await services.units.put(report_id, unit_id, expected, rows, given.lines, who))

    @api.get("/api/v1/tasks", response_model=Tasks, tags=["workflow"], summary="我的待办")
    @needs(Anyone.SETTLED)
    async def list_tasks(request: Request) -> Response:
        """What waits for the caller, by what they may do where, with counts."""
        who = actor_of(request)
        found, theirs = await services.tasks.of(who), await services.tasks.units_of(who)
        asked_for = [number for task in found for number in task.numbers] + [one.report for one in theirs]
        tasks = tuple(
            Task.model_validate(
                {
                    "kind": one.kind,
                    "count": one.count,
                    "waiting_for": one.waiting_for,
                    "reports": [ReportSummary.model_validate_json(text) for text in one.reports],
                }
            )
            for one in found
        )
        units = tuple(UnitTask(unit=_named(one.unit), report=one.report, fiscal_year=one.fiscal_year) for one in theirs)
        deadlines = tuple(
            ReportDeadline(report=number, **_deadline(one))
            for number, one in (await services.tasks.deadlines_of(asked_for)).items()
        )
        start = tuple(_start(one) for one in await services.tasks.starts_of(who))
        follow_ups = await _follow_up_tasks(services, who)
        told = Tasks(start=start, tasks=tasks, units=units, deadlines=deadlines, follow_ups=follow_ups)
        return json_response(told.model_dump_json().encode())


def _asked(report: int, version: int, wanted: ReportMove) -> Asked:
    edit = _edit(wanted.review) if wanted.review else None
    return Asked(report, version, wanted.move, wanted.why, wanted.objections, edit)


def _edit(given: ReviewEdit) -> Edit:
    return Edit({name: (one.points, one.reason) for name, one in given.confirmed.items()}, given.opinion)


def _outcome(request: Request, outcome: Outcome) -> MoveOutcome:
    if outcome.written is not None:
        report = outcome.written.report
        return MoveOutcome(
            report=outcome.asked.report, status=200, version=report.version, state=report.state, code="", detail=""
        )
    assert outcome.refused is not None  # noqa: S101 - one of the two is there
    problem = problem_of(request, outcome.refused)
    return MoveOutcome(
        report=outcome.asked.report, status=problem.status, version=None, state=None, code=problem.code,
        detail=problem.detail, errors=problem.errors,
    )  # fmt: skip


def _deadline(one: Deadline) -> dict[str, Any]:
    title = one.round.round.title
    return {"round": one.round.id, "title": title, "due": one.due, "late": one.late, "reminders": tuple(one.reminders)}


def _start(one: Start) -> StartTask:
    of = one.deadline.round.round
    return StartTask(
        department=_named(one.department), fiscal_year=of.fiscal_year,
        scheme=SchemeName(id=of.scheme.id, version=of.scheme.version), **_deadline(one.deadline),
    )  # fmt: skip


async def _follow_up_tasks(services: Services, who: Actor) -> tuple[FollowUpTask, ...]:
    return tuple(
        FollowUpTask.model_validate(
            {
                "kind": one.kind,
                "count": one.count,
                "items": [follow_up_view(services.follow_ups, item) for item in one.items],
            }
        )
        for one in await services.tasks.follow_ups_of(who)
    )


def _named(stored: StoredDepartment) -> DepartmentName:
    return DepartmentName(region=stored.region, budget_code=stored.budget_code, name=stored.name, id=stored.id)


def _part(part: StoredPart) -> Response:
    told: dict[str, Any] = {
        **part.rows,
        "lines": dict(part.lines),
        "report": part.report,
        "version": part.version,
        "state": part.state,
        "fiscal_year": part.fiscal_year,
        "department": _named(part.department),
        "unit": _named(part.unit),
        "lists": [UnitList(id=name, title=one.title, unit=one.unit or "") for name, one in part.lists.items()],
    }
    return json_response(UnitPart(**told).model_dump_json().encode(), headers={"ETag": etag(part.version)})
