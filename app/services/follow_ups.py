"""Use cases of what follows on a report after its review: 抽查复核, 整改, 申诉. Draws are made by `rounds.py`.

Reading wants the right to read the report. Each move is made on a version and is one transaction with its event in the
log. The points that an upheld appeal or a closed re-evaluation changes are taken over by the report in that same one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Generic, TypeVar

from app.domain.follow_ups.appeal import Appeal, AppealState
from app.domain.follow_ups.errors import FollowUpState, InvalidFollowUp
from app.domain.follow_ups.follow_up import FollowUp
from app.domain.follow_ups.outcome import CAUSES, points_to_confirm
from app.domain.follow_ups.quality import CriterionId, Mark
from app.domain.follow_ups.re_evaluation import ConfirmedPoints, ReEvaluation
from app.domain.follow_ups.rectification import Rectification
from app.domain.people.actor import Actor, Forbidden
from app.domain.people.place import Place
from app.domain.people.right import Right
from app.domain.rounds.errors import Mistake
from app.domain.rounds.lateness import Standing
from app.domain.workflow.case import ReportCase
from app.domain.workflow.moves import RE_EVALUATED
from app.domain.workflow.state import State
from app.services.errors import NotFound, Stale
from app.services.ports import FollowUpQuery, Reviewed, StoredFollowUp, StoredReport
from app.services.recording import Recorder
from app.services.report_document import stamp
from app.services.report_keeping import CaseChange, ReportKeeping

KINDS: Final[dict[type[FollowUp], str]] = {ReEvaluation: "抽查复核", Rectification: "整改", Appeal: "申诉"}

Kind = TypeVar("Kind", ReEvaluation, Rectification, Appeal)


@dataclass(frozen=True, slots=True)
class Step(Generic[Kind]):
    """One move: on which kind, in words, its event in the log, and the rights of which one is needed."""

    kind: type[Kind]
    label: str
    event: str
    rights: tuple[Right, ...]


_EVALUATE: Final = (Right.REPORT_RE_EVALUATE,)
_DECIDE: Final = (Right.REPORT_DECIDE,)

REPLY: Final = Step(Rectification, "回复整改", "rectification_replied", (Right.HEAD_SIGN, Right.REPORT_FILL))
ACCEPT: Final = Step(Rectification, "通过整改", "rectification_accepted", _DECIDE)
SEND_BACK: Final = Step(Rectification, "退回整改", "rectification_sent_back", _DECIDE)
BEGIN: Final = Step(ReEvaluation, "开始复核", "re_evaluation_begun", _EVALUATE)
CONFIRM: Final = Step(ReEvaluation, "填写复核得分", "re_evaluation_confirmed", _EVALUATE)
GRADE: Final = Step(ReEvaluation, "评定自评质量", "re_evaluation_graded", _EVALUATE)
FINISH: Final = Step(ReEvaluation, "完成复核", "re_evaluation_finished", _EVALUATE)
REOPEN: Final = Step(ReEvaluation, "重新复核", "re_evaluation_reopened", _EVALUATE)
CLOSE: Final = Step(ReEvaluation, "办结复核", "re_evaluation_closed", _DECIDE)
UPHOLD: Final = Step(Appeal, "裁定申诉成立", "appeal_upheld", _DECIDE)
DISMISS: Final = Step(Appeal, "驳回申诉", "appeal_dismissed", _DECIDE)
WITHDRAW: Final = Step(Appeal, "撤回申诉", "appeal_withdrawn", (Right.HEAD_SIGN,))


class FollowUpService:
    """Every move answers the follow-up as it then is."""

    def __init__(self, keeping: ReportKeeping, reviewed: Reviewed, recorder: Recorder) -> None:
        self._database, self._clock = keeping.database, keeping.clock
        self._keeping, self._reviewed, self._recorder = keeping, reviewed, recorder

    async def page(self, query: FollowUpQuery) -> list[StoredFollowUp]:
        """Follow-ups inside the query's scope, newest first."""
        return await self._database.reading.follow_ups.page(query)

    async def counts(self, who: Actor) -> Mapping[tuple[str, str], int]:
        """How many follow-ups they may read, by kind and state."""
        return await self._database.reading.follow_ups.counts(who.places(Right.REPORT_READ))

    async def get(self, follow_up_id: int, who: Actor) -> StoredFollowUp:
        """One follow-up. Raises NotFound, also where the asker may not know of it."""
        found = await self._database.reading.follow_ups.get(follow_up_id)
        if found is None or not who.may(Right.REPORT_READ, found.location):
            message = f"没有编号为 {follow_up_id} 的复核、整改或申诉，请从列表进入"
            raise NotFound(message)
        return found

    def standing(self, one: StoredFollowUp) -> Standing | None:
        """How a rectification stands against its deadline, now; other kinds have none."""
        return one.content.standing(self._clock()) if isinstance(one.content, Rectification) else None

    async def rectify(
        self, report_id: int, text: str, deadline: date, indicator: str | None, who: Actor
    ) -> StoredFollowUp:
        """Ask the department to put something right. Raises NotFound, Forbidden, FollowUpState, InvalidFollowUp."""
        report = await self._report(report_id, "要求整改", who, Right.REPORT_DECIDE)
        if indicator is not None and await self._reviewed.maximum(report_id, indicator) is None:
            raise _no_indicator(indicator)
        issued = Rectification.issued(text, deadline, who, self._clock(), indicator)
        return await self._add(report, issued, "rectification_issued", who)

    async def appeal(self, report_id: int, indicator: str, claimed: Decimal, reason: str, who: Actor) -> StoredFollowUp:
        """Dispute the points of an indicator. Raises as `rectify`; of one indicator one appeal waits at a time."""
        report = await self._report(report_id, "申诉", who, Right.HEAD_SIGN)
        stood = (await self._reviewed.stood(report_id)).get(indicator)
        most = await self._reviewed.maximum(report_id, indicator)
        if stood is None or most is None:
            raise _no_indicator(indicator)
        if stood.points is None:
            raise InvalidFollowUp(Mistake("/indicator", f"指标 {indicator} 还没有得分，没有可申诉的"))
        await self._require_no_other(report, indicator)
        raised = Appeal.raised(indicator, stood.points, claimed, most, reason, who, self._clock())
        return await self._add(report, raised, "appeal_raised", who)

    async def reply(self, follow_up_id: int, expected: int, text: str, who: Actor) -> StoredFollowUp:
        """Say what was put right. Raises NotFound, Forbidden, Stale, FollowUpState and InvalidFollowUp."""
        stored, one = await self._at(REPLY, follow_up_id, expected, who)
        return await self._put(stored, one.replied(text, who, self._clock()), REPLY.event, who)

    async def accept(self, follow_up_id: int, expected: int, reason: str, who: Actor) -> StoredFollowUp:
        """It is put right, for good. Raises as `reply`."""
        stored, one = await self._at(ACCEPT, follow_up_id, expected, who)
        return await self._put(stored, one.accepted(who, self._clock(), reason), ACCEPT.event, who)

    async def send_back(self, follow_up_id: int, expected: int, reason: str, who: Actor) -> StoredFollowUp:
        """It is not yet put right. Raises as `reply`."""
        stored, one = await self._at(SEND_BACK, follow_up_id, expected, who)
        return await self._put(stored, one.sent_back(reason, who, self._clock()), SEND_BACK.event, who)

    async def begin(self, follow_up_id: int, expected: int, who: Actor) -> StoredFollowUp:
        """Take a drawn report up. Raises as `reply`, and Barred for whoever had a part in the report."""
        stored, one = await self._at(BEGIN, follow_up_id, expected, who)
        barred = await self._reviewed.barred(stored.report_id)

        def taken(case: ReportCase, state: State, _: datetime) -> tuple[ReportCase, State]:
            return case.re_evaluated(state, who), state

        return await self._put(stored, one.begun(who, barred, self._clock()), BEGIN.event, who, taken)

    async def confirm(
        self, follow_up_id: int, expected: int, points: Sequence[ConfirmedPoints], who: Actor
    ) -> StoredFollowUp:
        """Points of indicators. Raises as `reply`, and Barred for anybody but the evaluator."""
        stored, one = await self._at(CONFIRM, follow_up_id, expected, who)
        stood = await self._reviewed.stood(stored.report_id)
        return await self._put(stored, one.confirmed(points, stood, who, self._clock()), CONFIRM.event, who)

    async def grade(
        self, follow_up_id: int, expected: int, marks: Mapping[CriterionId, Mark], who: Actor
    ) -> StoredFollowUp:
        """Marks for the quality of the self-evaluation. Raises as `confirm`."""
        stored, one = await self._at(GRADE, follow_up_id, expected, who)
        return await self._put(stored, one.graded(marks, who, self._clock()), GRADE.event, who)

    async def finish(self, follow_up_id: int, expected: int, who: Actor) -> StoredFollowUp:
        """The re-evaluation is done. Raises as `confirm`, and InvalidFollowUp with everything that is missing."""
        stored, one = await self._at(FINISH, follow_up_id, expected, who)
        barred = await self._reviewed.barred(stored.report_id)
        return await self._put(stored, one.done(who, barred, self._clock()), FINISH.event, who)

    async def reopen(self, follow_up_id: int, expected: int, who: Actor) -> StoredFollowUp:
        """Take a finished one up again. Raises as `confirm`."""
        stored, one = await self._at(REOPEN, follow_up_id, expected, who)
        return await self._put(stored, one.reopened(who, self._clock()), REOPEN.event, who)

    async def close(self, follow_up_id: int, expected: int, who: Actor) -> StoredFollowUp:
        """A re-evaluation is settled, for good. Raises as `reply`."""
        stored, one = await self._at(CLOSE, follow_up_id, expected, who)
        closed = one.closed(who, self._clock())
        changed_event = "points_settled" if points_to_confirm(closed) else ""
        return await self._put(stored, closed, CLOSE.event, who, _taken_over(closed, who), changed_event)

    async def uphold(
        self, follow_up_id: int, expected: int, points: Decimal, reason: str, who: Actor
    ) -> StoredFollowUp:
        """The department is right, in whole or in part. Raises as `begin`."""
        stored, one = await self._at(UPHOLD, follow_up_id, expected, who)
        barred = await self._reviewed.barred(stored.report_id)
        upheld = one.upheld(points, reason, who, barred, stored.location, self._clock())
        return await self._put(stored, upheld, UPHOLD.event, who, _taken_over(upheld, who), "points_settled")

    async def dismiss(self, follow_up_id: int, expected: int, reason: str, who: Actor) -> StoredFollowUp:
        """The points stay as they stood. Raises as `begin`."""
        stored, one = await self._at(DISMISS, follow_up_id, expected, who)
        barred = await self._reviewed.barred(stored.report_id)
        dismissed = one.dismissed(reason, who, barred, stored.location, self._clock())
        return await self._put(stored, dismissed, DISMISS.event, who)

    async def withdraw(self, follow_up_id: int, expected: int, who: Actor) -> StoredFollowUp:
        """The department no longer appeals. Raises as `reply`."""
        stored, one = await self._at(WITHDRAW, follow_up_id, expected, who)
        return await self._put(stored, one.withdrawn(who, self._clock()), WITHDRAW.event, who)

    async def _report(self, report_id: int, act: str, who: Actor, right: Right) -> StoredReport:
        """A report that has been reviewed, for a follow-up on it. Raises NotFound, Forbidden and FollowUpState."""
        report = await self._database.reading.reports.get(report_id)
        if report is None or not who.may(Right.REPORT_READ, report.location):
            message = f"没有编号为 {report_id} 的报告，可能已被删除；请从报告列表进入"
            raise NotFound(message)
        who.require(right, report.location)
        if State(report.state) not in RE_EVALUATED:
            message = f"报告现在是“{State(report.state).label}”，不能{act}；审核通过以后才可以"
            raise FollowUpState(message)
        return report

    async def _add(self, report: StoredReport, content: FollowUp, event: str, who: Actor) -> StoredFollowUp:
        at = stamp(self._clock())
        async with self._database.transaction() as store:
            number = await store.follow_ups.add(StoredFollowUp(0, 1, report.id, report.location, "", content, at, at))
            await self._recorder.record(
                store, who, event, f"follow_up:{number}", region=report.location.region, report=report.id
            )
        return await self.get(number, who)

    async def _at(self, step: Step[Kind], follow_up_id: int, expected: int, who: Actor) -> tuple[StoredFollowUp, Kind]:
        """The follow-up that a step is made on. Raises NotFound, Forbidden, Stale, and FollowUpState for its kind."""
        stored = await self.get(follow_up_id, who)
        if not any(who.may(right, stored.location) for right in step.rights):
            raise Forbidden(step.rights[0])
        if stored.version != expected:
            raise Stale(stored.version, "这一项")
        if not isinstance(stored.content, step.kind):
            message = f"编号 {follow_up_id} 是“{KINDS[type(stored.content)]}”，不能{step.label}；请核对编号"
            raise FollowUpState(message)
        return stored, stored.content

    async def _put(
        self,
        before: StoredFollowUp,
        content: FollowUp,
        event: str,
        who: Actor,
        change: CaseChange | None = None,
        changed_event: str = "",
    ) -> StoredFollowUp:
        """Keep the follow-up and, in the same transaction, what it changes on the report, with an event of its own."""
        at = stamp(self._clock())
        changed = replace(before, version=before.version + 1, content=content, updated_at=at)
        async with self._database.transaction() as store:
            if not await store.follow_ups.replace(changed, before.version):
                current = await store.follow_ups.get(before.id)
                raise Stale(current.version if current else 0, "这一项")
            await self._recorder.record(
                store, who, event, f"follow_up:{before.id}", region=before.location.region, version=changed.version,
                report=before.report_id,
            )  # fmt: skip
            if change is not None:
                await self._keeping.changed(store, before.report_id, change, who, changed_event)
        return changed

    async def _require_no_other(self, report: StoredReport, indicator: str) -> None:
        """Raise FollowUpState where an appeal about the indicator waits for a ruling."""
        place = Place("department", str(report.location.department))
        filters: dict[str, str | int] = {"kind": "appeal", "state": AppealState.RAISED.value, "report": report.id}
        waiting = await self._database.reading.follow_ups.page(FollowUpQuery((place,), filters, limit=1_000))
        for one in waiting:
            if isinstance(one.content, Appeal) and one.content.indicator == indicator:
                message = f"指标 {indicator} 已有申诉（编号 {one.id}）在等裁定；请等裁定，或先撤回那一项"
                raise FollowUpState(message)


def _taken_over(content: FollowUp, who: Actor) -> CaseChange:
    """The report takes over the points that a settled follow-up changes."""
    points = {name: (one.points, one.reason) for name, one in points_to_confirm(content).items()}

    def taken_over(case: ReportCase, state: State, now: datetime) -> tuple[ReportCase, State]:
        return case.settled(state, points, CAUSES[type(content)], who, now), state

    return taken_over


def _no_indicator(indicator: str) -> InvalidFollowUp:
    return InvalidFollowUp(Mistake("/indicator", f"没有名为 {indicator} 的指标，请核对"))
