"""What follows on a report (抽查复核、整改、申诉) as the API takes and answers it."""

from datetime import date, datetime
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from app.contract.query import PageOptions
from app.contract.report import Number
from app.contract.round import Explanation, Words
from app.domain.decimals import ExactDecimal
from app.domain.follow_ups.appeal import Appeal, AppealState
from app.domain.follow_ups.base import BaseState
from app.domain.follow_ups.outcome import CAUSES
from app.domain.follow_ups.quality import QUALITY, Criterion, CriterionId
from app.domain.follow_ups.re_evaluation import (
    ConfirmedPoints,
    Finding,
    ReEvaluation,
    ReEvaluationState,
    points_that_stood,
)
from app.domain.follow_ups.rectification import Rectification, RectificationState
from app.domain.form.supplement import Identifier
from app.domain.model import Value
from app.domain.rounds.lateness import StandingKind

__all__ = [
    "CAUSES",
    "FOLLOW_UP_TASK_NAMES",
    "KIND_NAMES",
    "QUALITY",
    "Appeal",
    "AppealState",
    "BaseState",
    "ConfirmedPoints",
    "Criterion",
    "CriterionId",
    "Explanation",
    "Finding",
    "ReEvaluation",
    "ReEvaluationState",
    "Rectification",
    "RectificationState",
    "points_that_stood",
]

Kind = Literal["re_evaluation", "rectification", "appeal"]
KIND_NAMES: Final[dict[Kind, str]] = {"re_evaluation": "抽查复核", "rectification": "整改", "appeal": "申诉"}
"""The official word for each kind."""

LongWords = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]


class NewRectification(Value):
    """整改 to be asked for, of the whole report or of one indicator; the deadline is a day in China."""

    text: LongWords
    deadline: date
    indicator: Identifier | None = None


class NewAppeal(Value):
    """申诉 about the points of an indicator."""

    indicator: Identifier
    claimed: ExactDecimal
    reason: LongWords


class ReplyText(Value):
    """What was put right."""

    text: LongWords


class Remark(Value):
    """A reason that need not be given."""

    reason: Words = ""


class PointsFound(Value):
    """What the re-evaluator gives an indicator; the reason is owed where it differs from what stood."""

    indicator: Identifier
    points: ExactDecimal
    reason: Words = ""


class PointsConfirmed(Value):
    """复核得分 of some indicators; those that are not here stay as they are."""

    findings: Annotated[tuple[PointsFound, ...], Field(min_length=1, max_length=500)]


class QualityMark(Value):
    """0 to 25 points in steps of 0.5; the reason is owed below full points."""

    points: ExactDecimal
    reason: Words = ""


class QualityGraded(Value):
    """Marks for some of the four criteria of the quality of the self-evaluation."""

    quality: dict[CriterionId, QualityMark]


class Ruled(Explanation):
    """An appeal upheld: the points that hold from then on."""

    points: ExactDecimal


class Against(Value):
    """How a rectification stands against its deadline now: whole days late, or left, and in words."""

    kind: StandingKind
    late: int
    left: int
    sentence: str


class FollowUp(Value):
    """A follow-up. `version` is its ETag; `standing` is null where it has no deadline."""

    id: int
    version: int
    report: int
    department: int
    department_name: str
    content: Annotated[ReEvaluation | Rectification | Appeal, Field(discriminator="kind")]
    standing: Against | None
    created_at: datetime
    updated_at: datetime


class FollowUpFilter(PageOptions):
    """Which follow-ups, newest first."""

    kind: Kind | None = None
    state: ReEvaluationState | RectificationState | AppealState | None = None
    report: Number | None = None


class FollowUpCount(Value):
    """How many of a kind stand in a state."""

    kind: Kind
    state: ReEvaluationState | RectificationState | AppealState
    count: int


class FollowUpCounts(Value):
    """Those of which there are any."""

    counts: tuple[FollowUpCount, ...]


FollowUpTaskKind = Literal["re_evaluate", "re_evaluating", "reply", "accept", "rule", "close"]
FOLLOW_UP_TASK_NAMES: Final[dict[FollowUpTaskKind, str]] = {
    "re_evaluate": "待抽查复核",
    "re_evaluating": "我正在复核",
    "reply": "待回复整改",
    "accept": "待核对整改",
    "rule": "待裁定申诉",
    "close": "待办结复核",
}
"""What each kind of task is called."""


class FollowUpTask(Value):
    """What of this waits for the caller: how many, and the newest of them, or those that are due first."""

    kind: FollowUpTaskKind
    count: int
    items: tuple[FollowUp, ...]
