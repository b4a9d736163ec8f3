"""抽查复核: a report that was drawn is evaluated again by somebody who had no part in it.

`drawn → begun → done → closed`. Work in progress may lack reasons and criteria; `done` asks for all of them at once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from pydantic import Field

from app.domain.decimals import ZERO, ExactDecimal, shortest
from app.domain.follow_ups.base import BaseFollowUp, BaseState
from app.domain.follow_ups.errors import Barred, InvalidFollowUp
from app.domain.follow_ups.person import Person, judge
from app.domain.follow_ups.quality import QUALITY, CriterionId, Mark
from app.domain.form.supplement import Identifier
from app.domain.model import Value
from app.domain.people.actor import Actor
from app.domain.rounds.sampling import Percentage


class ReEvaluationState(BaseState):
    """Where a re-evaluation stands."""

    DRAWN = "drawn", "已抽取"
    BEGUN = "begun", "复核中"
    DONE = "done", "复核完成"
    CLOSED = "closed", "已办结"


@dataclass(frozen=True, slots=True)
class Stood:
    """The points of an indicator before the re-evaluation, and the most that it can have, where there is a limit."""

    points: Decimal | None
    most: Decimal | None = None


def points_that_stood(
    confirmed: Decimal | None, computed: Decimal | None, self_assessed: Decimal | None
) -> Decimal | None:
    """The section's confirmed points, else the computed ones, else the department's own; None where there are none."""
    return next((one for one in (confirmed, computed, self_assessed) if one is not None), None)


class ConfirmedPoints(Value):
    """What the re-evaluator gives an indicator, and why."""

    indicator: Identifier
    points: ExactDecimal
    reason: str = ""


class Finding(ConfirmedPoints):
    """The same beside what stood before; the reason is owed where they differ."""

    stood: ExactDecimal | None

    @property
    def differs(self) -> bool:
        """Whether the re-evaluator came to other points."""
        return self.points != self.stood


class ReEvaluation(BaseFollowUp):
    """抽查复核 of one report."""

    kind: Literal["re_evaluation"] = "re_evaluation"
    state: ReEvaluationState = ReEvaluationState.DRAWN
    round_id: int
    seed: int
    percentage: Percentage
    """Seed and percentage of the draw, so that it can be repeated."""
    evaluator: Person | None = None
    findings: tuple[Finding, ...] = ()
    """In the order in which the indicators were first confirmed; an indicator that is not here stands as it was."""
    quality: dict[CriterionId, Mark] = Field(default={})

    @classmethod
    def drawn(cls, round_id: int, seed: int, percentage: Decimal, who: Actor, now: datetime) -> "ReEvaluation":
        """The report was drawn (`app/domain/rounds/sampling.py`)."""
        new = cls(round_id=round_id, seed=seed, percentage=percentage)
        return new._moved(who, now, f"抽取复核（种子 {seed}，比例 {shortest(percentage)}%）")

    @property
    def quality_points(self) -> Decimal | None:
        """The quality of the self-evaluation out of 100; None until each criterion has its points."""
        if len(self.quality) < len(QUALITY):
            return None
        return sum((mark.points for mark in self.quality.values()), start=ZERO)

    def begun(self, who: Actor, barred: Collection[str], now: datetime) -> "ReEvaluation":
        """Somebody begins. `barred`: the ids of all who filled a slot of the department in, or reviewed the report.

        Raises FollowUpState unless drawn, and Barred.
        """
        self._require("开始复核", ReEvaluationState.DRAWN)
        person = judge(who, barred, "抽查复核")
        return self._moved(who, now, "开始复核", state=ReEvaluationState.BEGUN, evaluator=person)

    def confirmed(
        self, points: Sequence[ConfirmedPoints], stood: Mapping[str, Stood], who: Actor, now: datetime
    ) -> "ReEvaluation":
        """With these points; earlier ones of the same indicators are replaced. `stood` has every indicator there is.

        Raises FollowUpState unless begun, Barred for anybody else, and InvalidFollowUp for an indicator that is not
        there and for points outside 0 to the most that it can have.
        """
        self._require_evaluating(who, "填写复核得分")
        limits = {one.indicator: stood.get(one.indicator) for one in points}
        InvalidFollowUp.where(
            *(
                (limits[one.indicator] is None, f"/findings/{at}/indicator", f"没有名为 {one.indicator} 的指标")
                for at, one in enumerate(points)
            ),
            *(
                (_outside(one.points, limits[one.indicator]), f"/findings/{at}/points", _limit(one, limits))
                for at, one in enumerate(points)
            ),
        )
        found = {one.indicator: one for one in self.findings}
        found |= {
            one.indicator: Finding(indicator=one.indicator, points=one.points, reason=one.reason, stood=limit.points)
            for one in points
            if (limit := limits[one.indicator]) is not None
        }
        return self._edited(who, now, "填写复核意见", findings=tuple(found.values()))

    def graded(self, marks: Mapping[CriterionId, Mark], who: Actor, now: datetime) -> "ReEvaluation":
        """With these marks for the quality of the self-evaluation; earlier ones of the same criteria are replaced.

        Raises FollowUpState unless begun, Barred for anybody else, and InvalidFollowUp for impossible points.
        """
        self._require_evaluating(who, "评定自评质量")
        InvalidFollowUp.where(
            *(
                (
                    one.id in marks and not marks[one.id].fits(one),
                    f"/quality/{one.id}/points",
                    f"{one.title}应为 0 至 {one.points} 分，以 0.5 分为一档",
                )
                for one in QUALITY
            )
        )
        given = {**self.quality, **marks}
        ordered = {one.id: given[one.id] for one in QUALITY if one.id in given}
        return self._edited(who, now, "填写复核意见", quality=ordered)

    def done(self, who: Actor, barred: Collection[str], now: datetime) -> "ReEvaluation":
        """Finished. Raises FollowUpState unless begun, Barred, and InvalidFollowUp with everything that is missing.

        It wants all four criteria, a reason for each below full points, and a reason for each indicator that differs.
        """
        self._require_evaluating(who, "完成复核")
        judge(who, barred, "抽查复核")  # somebody may have come to have a part in the report since they began
        InvalidFollowUp.where(
            *(
                (
                    one.differs and not one.reason.strip(),
                    f"/findings/{at}/reason",
                    f"指标 {one.indicator} 的复核得分与原得分不同，请写明理由",
                )
                for at, one in enumerate(self.findings)
            ),
            *((one.id not in self.quality, f"/quality/{one.id}", f"{one.title}还没有评分") for one in QUALITY),
            *(
                (
                    one.id in self.quality and self.quality[one.id].owes_reason(one),
                    f"/quality/{one.id}/reason",
                    f"{one.title}没有给满分，请写明理由",
                )
                for one in QUALITY
            ),
        )
        return self._moved(who, now, "完成复核", state=ReEvaluationState.DONE)

    def reopened(self, who: Actor, now: datetime) -> "ReEvaluation":
        """Taken up again by who did it. Raises FollowUpState unless done and not yet closed, and Barred."""
        self._require("重新复核", ReEvaluationState.DONE)
        self._require_evaluator(who, "重新复核")
        return self._moved(who, now, "重新复核", state=ReEvaluationState.BEGUN)

    def closed(self, who: Actor, now: datetime) -> "ReEvaluation":
        """Settled, for good. Raises FollowUpState unless done."""
        self._require("办结", ReEvaluationState.DONE)
        return self._moved(who, now, "办结", state=ReEvaluationState.CLOSED)

    def _require_evaluating(self, who: Actor, act: str) -> None:
        self._require(act, ReEvaluationState.BEGUN)
        self._require_evaluator(who, act)

    def _require_evaluator(self, who: Actor, act: str) -> None:
        if self.evaluator is not None and self.evaluator.id != Person.of(who).id:
            message = f"这份报告由 {self.evaluator.name} 复核，只有本人能{act}"
            raise Barred(message)


def _outside(points: Decimal, limit: Stood | None) -> bool:
    return points < ZERO or (limit is not None and limit.most is not None and points > limit.most)


def _limit(one: ConfirmedPoints, limits: Mapping[str, Stood | None]) -> str:
    limit = limits[one.indicator]
    most = f"至 {shortest(limit.most)} 分之间" if limit is not None and limit.most is not None else "分或以上"
    return f"指标 {one.indicator} 的复核得分应在 0 {most}，这里是 {shortest(one.points)}"
