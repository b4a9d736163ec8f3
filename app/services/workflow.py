"""Use cases of the workflow: sign, submit, review, return, pass, publish, by the table in `app/domain/workflow`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from app.domain.changes import CellChange, differences, reverted
from app.domain.checks.examine import errors_in
from app.domain.checks.finding import Stage
from app.domain.decimals import ZERO, plain, shortest
from app.domain.errors import DomainError
from app.domain.people.actor import Actor
from app.domain.people.place import Location
from app.domain.people.right import Right
from app.domain.report import ReportHead, SelfEvaluationReport
from app.domain.scoring.confirmation import standing
from app.domain.scoring.scorecard import IndicatorScore
from app.domain.workflow.amending import Amendment, amendments
from app.domain.workflow.case import ReportCase
from app.domain.workflow.moves import MOVES, Move
from app.domain.workflow.returning import Objection
from app.services.errors import NotReady, PointsOutOfRange, Unpinned
from app.services.examining import ExaminationService
from app.services.ports import Store
from app.services.publishing import PublicationService
from app.services.report_document import ReadDocument, read_document
from app.services.report_keeping import Beside, ReportKeeping, Written, revision_of
from app.services.schemes import SchemeService

SITTINGS: Final = 1_000
"""Sittings since a return that are looked at, at the most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A move that somebody asks for, on the version that they have seen."""

    report: int
    version: int
    move: Move
    why: str = ""
    objections: tuple[Objection, ...] = ()
    review: "ReviewEdit | None" = None
    """What its reviewer writes with it, kept only if the move is made."""


Confirmed = Mapping[str, tuple[Decimal | None, str]]
"""(points, reason) by indicator id; None takes the confirmed points back."""


@dataclass(frozen=True, slots=True)
class ReviewEdit:
    """What a reviewer writes on a report; an opinion of None is left as it is."""

    confirmed: Confirmed
    opinion: str | None


@dataclass(frozen=True, slots=True)
class SinceReturn:
    """Every cell that was changed since a return, and what of it each reason was about."""

    changes: tuple[CellChange, ...]
    amendments: tuple[Amendment, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one move of several."""

    asked: Asked
    written: Written | None
    refused: DomainError | None


class WorkflowService:
    """Every move is one transaction on one version, so that pressing twice makes one event."""

    def __init__(
        self,
        keeping: ReportKeeping,
        schemes: SchemeService,
        examining: ExaminationService,
        publishing: PublicationService,
    ) -> None:
        self._keeping, self._schemes, self._examining = keeping, schemes, examining
        self._publishing = publishing

    async def move(self, asked: Asked, who: Actor, *, validate_only: bool = False) -> Written:
        """Make a move. Raises NotFound, Forbidden, Stale and what `ReportCase.moved` does.

        With a review, it raises as `review` does before that; nothing of it is kept where the move is refused.
        Submitting also raises NotReady while cells hold what nobody can read, indicators lack the attachment that
        their rule asks for, or the report has findings that are errors at submission; a return raises Unpinned where a
        reason names a place or an indicator that is not there.
        """
        stored = await self._keeping.current(asked.report, asked.version, MOVES[asked.move].right, who)
        before = read_document(stored.document)
        head, now = before.head, self._keeping.clock()
        paper = head.paper(before.content)
        case = await self._reviewed(before, asked.review, who, now) if asked.review else head.case
        case, state = case.moved(asked.move, paper, who, now, objections=asked.objections, why=asked.why)
        if asked.move is Move.SUBMIT:
            await self._require_ready(before, head.following(case, state, now), stored.location, who)
        if asked.move is Move.RETURN:
            await self._require_pinned(before, asked.objections)
        details: dict[str, Any] = {"move": asked.move, "from": head.state, "to": state}
        if slot := MOVES[asked.move].slot:
            signature = case.signature(slot)
            details |= {"signed": slot, "digest": signature.digest if signature else ""}
        if asked.why or asked.objections:
            details["why"] = asked.why or [one.text for one in asked.objections]
        if asked.review:
            details |= _told(asked.review)
        return await self._keeping.keep_case(
            stored, before, case, state, who, "report_moved", validate_only=validate_only,
            beside=self._public(stored.id, before, asked), **details,
        )  # fmt: skip

    def _public(self, report_id: int, before: ReadDocument, asked: Asked) -> Beside | None:
        """What a move changes of what the public sees."""
        publishing, now = self._publishing, self._keeping.clock()

        async def publish(store: Store, report: SelfEvaluationReport) -> None:
            await publishing.keep(store, report_id, report, before.department, now)

        async def withdraw(store: Store, report: SelfEvaluationReport) -> None:
            await publishing.withdraw(store, report_id, report, asked.why, now)

        return {Move.PUBLISH: publish, Move.WITHDRAW: withdraw}.get(asked.move)

    async def move_all(self, asked: Sequence[Asked], who: Actor) -> list[Outcome]:
        """Each move by itself: what can be done is done, and what cannot says why."""
        outcomes = []
        for one in asked:
            try:
                outcomes.append(Outcome(one, await self.move(one, who), None))
            except DomainError as refused:
                outcomes.append(Outcome(one, None, refused))
        return outcomes

    async def answer(
        self, report_id: int, expected: int, answers: Mapping[str, str], who: Actor, *, validate_only: bool = False
    ) -> Written:
        """Answer reasons of the open return. Raises as `ReportCase.answered`, NotFound, Forbidden and Stale."""
        stored = await self._keeping.current(report_id, expected, Right.REPORT_FILL, who)
        before = read_document(stored.document)
        head, now = before.head, self._keeping.clock()
        case = head.case
        for reason, text in answers.items():
            case = case.answered(head.state, reason, text, who, now)
        return await self._keeping.keep_case(
            stored,
            before,
            case,
            head.state,
            who,
            "return_answered",
            validate_only=validate_only,
            answers=dict(answers),
        )

    async def review(
        self, report_id: int, expected: int, edit: ReviewEdit, who: Actor, *, validate_only: bool = False
    ) -> Written:
        """Confirm points and write the section's opinion, all of it or nothing.

        Raises as `ReportCase.confirm` and `with_opinion` do, NotFound, Forbidden, Stale, and PointsOutOfRange with each
        indicator that cannot have its points, or where they want a reason because they are not those that stand.
        """
        stored = await self._keeping.current(report_id, expected, Right.REPORT_REVIEW, who)
        before = read_document(stored.document)
        head = before.head
        case = await self._reviewed(before, edit, who, self._keeping.clock())
        if case == head.case:
            return Written(stored.id, before.report(), stored.document, stored.location)
        return await self._keeping.keep_case(
            stored,
            before,
            case,
            head.state,
            who,
            "review_written",
            validate_only=validate_only,
            **_told(edit),
        )

    async def _reviewed(self, before: ReadDocument, edit: ReviewEdit, who: Actor, now: datetime) -> ReportCase:
        """The case once its reviewer has written `edit`. Raises as `review` does."""
        head, case = before.head, before.head.case
        for indicator, (points, reason) in edit.confirmed.items():
            case = case.confirm(head.state, indicator, points, reason.strip(), who, now)
        if edit.opinion is not None:
            case = case.with_opinion(head.state, edit.opinion, who)
        await self._require_in_range(before, edit.confirmed)
        return case

    async def changes_since_return(self, report_id: int, who: Actor) -> SinceReturn:
        """What has changed since the report was last returned, cell by cell, and for which of the reasons it was.

        Nothing where it never was. Raises NotFound.
        """
        stored = await self._keeping.get(report_id, who)
        before = read_document(stored.document)
        returned = before.head.case.returned
        if returned is None:
            return SinceReturn((), ())
        found = await self._keeping.database.reading.reports.revisions(report_id, None, SITTINGS)
        here = before.content
        for revision in (revision_of(one) for one in found if one.from_version >= returned.version):
            here = reverted(here, revision.changes)
        changes = differences(here, before.content)
        card = await self._schemes.scorecard(before.report())
        used = {one.id: tuple(_places_of(one)) for one in card.indicators}
        return SinceReturn(tuple(changes), amendments(returned.reasons, used, changes))

    async def _require_in_range(self, before: ReadDocument, confirmed: Confirmed) -> None:
        if not confirmed:
            return
        card = await self._schemes.scorecard(before.report())
        known = {one.id: one for one in card.indicators}
        wrong = []
        for indicator, (points, reason) in confirmed.items():
            if indicator not in known:
                wrong.append((f"/confirmed/{indicator}", f"方案里没有指标 {indicator}，请刷新后再试"))
            elif points is not None:
                wrong += [
                    (f"/confirmed/{indicator}/{part}", text)
                    for part, text in _out_of_range(known[indicator], points, reason)
                ]
        if wrong:
            raise PointsOutOfRange(wrong)

    async def _require_ready(self, before: ReadDocument, signed: ReportHead, at: Location, who: Actor) -> None:
        """Raise NotReady with everything that is in the way, at its place.

        Every cell that was kept as typed, and every error of an examination for submission; `signed` is the report's
        head with the signature that hands it in.
        """
        report = before.report()
        wrong = [(place, f"“{text}”不能识别，请改正或改为“无”") for place, text in _unread(before.content)]
        handed_in = signed.with_content(report.form, report.supplement)
        examination = await self._examining.examined(handed_in, at, who, Stage.SUBMISSION)
        wrong += [(one.pointer, one.message) for one in errors_in(examination.findings)]
        if wrong:
            raise NotReady(wrong)

    async def _require_pinned(self, before: ReadDocument, objections: Sequence[Objection]) -> None:
        scheme = await self._schemes.compiled(before.head.scheme_id, before.head.scheme_version)
        known = {one.id for one in scheme.indicators}
        wrong = [
            (f"/objections/{at}/indicator", f"方案里没有指标 {one.indicator}")
            for at, one in enumerate(objections)
            if one.indicator and one.indicator not in known
        ]
        if wrong:
            raise Unpinned(wrong)


def _told(edit: ReviewEdit) -> dict[str, Any]:
    """What a reviewer wrote, for the log."""
    confirmed = {
        name: [None if points is None else plain(points), reason] for name, (points, reason) in edit.confirmed.items()
    }
    return {"confirmed": confirmed, "opinion": edit.opinion}


def _places_of(score: IndicatorScore) -> Iterator[str]:
    """The department's row for an indicator, and what its points are computed from, as pointers into the report."""
    if score.self_pointer:
        yield f"/form{score.self_pointer}"
    for used in score.measure.inputs if score.measure else ():
        yield used.pointer if used.pointer.startswith("/supplement/") else f"/form{used.pointer}"


def _out_of_range(score: IndicatorScore, points: Decimal, reason: str) -> Iterator[tuple[str, str]]:
    """(part, what is wrong) of an indicator's confirmed points."""
    most = score.max_points
    if points < ZERO or (most is not None and points > most + (score.bonus_points or ZERO)):
        told = f"0 至 {shortest(most)} 之间" if most is not None else "0 或以上"
        yield "points", f"“{score.title}”的审定得分应在 {told}，这里是 {shortest(points)}"
    stands = standing(score, {})
    if points != stands and not reason.strip():
        told = "没有复算或自评得分" if stands is None else f"与复算或自评的得分 {shortest(stands)} 不同"
        yield "reason", f"“{score.title}”的审定得分 {shortest(points)} {told}，请写明理由"


def _unread(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """(pointer, text) of every cell whose input was kept as it was typed because nobody could read it."""
    if isinstance(value, dict):
        if set(value) == {"unread"}:
            yield place, str(value["unread"])
        else:
            for name, one in value.items():
                yield from _unread(one, f"{place}/{name}")
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from _unread(one, f"{place}/{at}")
