"""Moves of a report, bulk moves, returns and answers, confirmed points, units' rows, and tasks, as the API has them."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from app.contract.department import DepartmentName
from app.contract.follow_up import FollowUpTask
from app.contract.form import ExpenditureRow, FixedAssetsRow, RevenueRow, ThreePublicRow
from app.contract.problem import ProblemError
from app.contract.report import Change, Number, ReportSummary
from app.contract.scoring import SchemeName
from app.domain.decimals import ExactDecimal
from app.domain.form.supplement import Identifier, TargetItem
from app.domain.model import Value
from app.domain.report import State
from app.domain.rounds.round import Reminder
from app.domain.workflow.case import ReportCase
from app.domain.workflow.moves import EDITABLE, MOVE_LABELS, MOVES, Move
from app.domain.workflow.returning import Objection, Reason, Returned
from app.domain.workflow.reviewing import ConfirmedPoints
from app.domain.workflow.signature import SLOT_LABELS, Signature, Slot

__all__ = [
    "EDITABLE", "MOVES", "MOVE_LABELS", "SLOT_LABELS", "ConfirmedPoints", "Move", "Objection", "Reason", "Reminder",
    "ReportCase", "Returned", "Signature", "Slot",
]  # fmt: skip

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]


class Confirmation(Value):
    """An indicator's 审定得分; null takes it back. The reason is wanted where they differ from what stands."""

    points: ExactDecimal | None
    reason: Words = ""


class ReviewEdit(Value):
    """What a reviewer writes: points by indicator id, and 财政部门归口业务科室意见 (null: as it is)."""

    confirmed: Annotated[dict[Identifier, Confirmation], Field(max_length=300)] = Field(default={})
    opinion: Words | None = None


class ReportMove(Value):
    """A move of one report. `return` wants objections; `reopen`, `take_back` and `withdraw` want to know why.

    `review` is written with `pass` or `return`, and only if that is made.
    """

    move: Move
    why: Words = ""
    objections: Annotated[tuple[Objection, ...], Field(max_length=100)] = ()
    review: ReviewEdit | None = None

    @model_validator(mode="after")
    def _reviewed(self) -> Self:
        if self.review is not None and self.move not in (Move.PASS, Move.RETURN):
            message = "review 只能与 pass 或 return 一起提交"
            raise ValueError(message)
        return self


class MoveOfOne(ReportMove):
    """A move of one report among several."""

    report: Number
    version: Number


class Moves(Value):
    """Moves of several reports; each is made, or refused, by itself."""

    items: Annotated[tuple[MoveOfOne, ...], Field(min_length=1, max_length=500)]


class MoveOutcome(Value):
    """What came of one: 200 with the new version and state, or the problem's status, code and words."""

    report: int
    status: int
    version: int | None
    state: State | None
    code: str
    detail: str
    errors: tuple[ProblemError, ...] = ()


class MoveOutcomes(Value):
    """An outcome for each, in the order that was asked."""

    items: tuple[MoveOutcome, ...]


class ReasonAnswers(Value):
    """Answers to reasons of the open return, by their ids."""

    answers: Annotated[dict[Annotated[str, Field(max_length=20)], Words], Field(min_length=1, max_length=100)]


class Amendment(Value):
    """A reason of the last return (`r1`): which changes are at the places it is about, and which places have none."""

    reason: str
    pointers: tuple[str, ...]
    unchanged: tuple[str, ...]


class Changes(Value):
    """What has changed since the last return, cell by cell, and beside each reason what was changed for it."""

    changes: tuple[Change, ...]
    reasons: tuple[Amendment, ...]


class UnitRows(Value):
    """A second-level unit's own rows; a table that is absent is left alone."""

    revenue: RevenueRow | None = None
    expenditure: ExpenditureRow | None = None
    three_public: ThreePublicRow | None = None
    fixed_assets: FixedAssetsRow | None = None
    lines: dict[Identifier, TargetItem] = Field(default={})
    """Its line of each list that the scheme asks for, by evidence id."""


class UnitList(Value):
    """A list that the scheme asks for."""

    id: str
    title: str
    unit: str


class UnitPart(UnitRows):
    """A unit's part of its department's report. `version` is the report's, and the ETag."""

    report: int
    version: int
    state: State
    fiscal_year: int
    department: DepartmentName
    unit: DepartmentName
    lists: tuple[UnitList, ...]


TaskKind = Literal["fill", "sign_panel", "submit", "reviewing", "review", "publish", "waivers"]

TASK_NAMES: dict[str, str] = {
    "fill": "填报、签字",
    "sign_panel": "评价组组长签字",
    "submit": "负责人签字并送审",
    "reviewing": "我正在审核",
    "review": "待审核",
    "publish": "待公开",
    "waivers": "豁免待审批",
}


class Task(Value):
    """What waits for the caller: how many reports, and the newest of them."""

    kind: TaskKind
    count: int
    waiting_for: str
    reports: tuple[ReportSummary, ...]


class UnitTask(Value):
    """A second-level unit's rows that the caller fills in."""

    unit: DepartmentName
    report: int
    fiscal_year: int


class Deadline(Value):
    """What an issued round asks: until when, late by how many days now, and how the department was reminded."""

    round: int
    title: str
    due: date
    late: int
    reminders: tuple[Reminder, ...]


class ReportDeadline(Deadline):
    """Of a report."""

    report: int


class StartTask(Deadline):
    """A report that an issued round asks for and that nobody has started; it will take the round's scheme."""

    department: DepartmentName
    fiscal_year: int
    scheme: SchemeName


class Tasks(Value):
    """待办 of the caller."""

    start: tuple[StartTask, ...]
    """The earliest due first."""
    tasks: tuple[Task, ...]
    units: tuple[UnitTask, ...]
    deadlines: tuple[ReportDeadline, ...]
    """Of those reports among the tasks that an issued round asks for."""
    follow_ups: tuple[FollowUpTask, ...]
