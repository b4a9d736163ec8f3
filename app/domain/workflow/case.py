"""A report's way beside its content: signatures, who holds it, returns, confirmed points, and who ever did what.

Pure: every act gives a new case and, where that can change, the state that the report is in then. Whether somebody has
the right in the report's place is the caller's to check, by `MOVES[move].right`; what bars them on this very report is
checked here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Self

from pydantic import AwareDatetime, Field

from app.domain.checks.finding import Finding
from app.domain.people.actor import Actor
from app.domain.people.role import Role
from app.domain.scoring.canonical import canonical_json
from app.domain.workflow.moves import EDITABLE, MOVES, RE_EVALUATED, Move
from app.domain.workflow.record import Record, person_of, require_person
from app.domain.workflow.refusals import NoSuchReason, NotSigned, NotTheReviewer, Unanswered, WrongState
from app.domain.workflow.returning import Objection, Returned, numbered
from app.domain.workflow.reviewing import Attached, ConfirmedPoints, Remark, Reviewing
from app.domain.workflow.signature import Content, Signature, Slot, Voided, digest_of, voided_by
from app.domain.workflow.state import State
from app.domain.workflow.waiving import Decision, Waiver, WaiverState, with_asked, with_decided
from app.domain.workflow.wording import Unworded, worded

UNDER_REVIEW: Final = frozenset({State.UNDER_REVIEW})

AFTER_SIGNING: Final = {
    State.PANEL_SIGNED: Slot.DEPARTMENT_HEAD.value,
    State.SUBMITTED: Slot.FINANCE_SECTION.value,
    State.UNDER_REVIEW: Slot.FINANCE_SECTION.value,
    State.PASSED: Role.PERFORMANCE_OFFICE.value,
    State.PUBLISHED: "",
}
"""Whom a report waits for where its signatures do not matter."""

DECIDABLE: Final = EDITABLE | {State.SUBMITTED, State.UNDER_REVIEW}
"""Where own indicators are approved and waivers decided: before the points are confirmed."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The report as an act finds it: where it stands and what it says."""

    state: State
    version: int
    scheme: str
    """The scheme that it is scored under: `id@version`."""
    content: Content


class ReportCase(Record):
    """What is kept of a report's way. `ReportCase()` is that of a new report."""

    signatures: tuple[Signature, ...] = ()
    """At most one a slot, the newest; it stands or is void."""
    review: Reviewing | None = None
    """Who holds the report while it is under review."""
    returned: Returned | None = None
    """The latest return, until the report has passed."""
    returns: tuple[Returned, ...] = ()
    """The returns before that one."""
    attachments: tuple[Attached, ...] = ()
    """The evidence files on the report, as their signatures cover them."""
    confirmed: dict[str, ConfirmedPoints] = Field(default={})
    """审定得分 by indicator id."""
    opinion: str = ""
    """财政部门归口业务科室意见."""
    submitted_at: AwareDatetime | None = None
    """When the department first handed it in; a recall before any return takes that back."""
    remarks: tuple[Remark, ...] = ()
    """Why a pass or a publication was taken back."""
    waivers: tuple[Waiver, ...] = ()
    """Findings that may stand, or for which that was asked."""

    def signature(self, slot: Slot) -> Signature | None:
        """The newest signature in that place, standing or void."""
        return next((one for one in self.signatures if one.slot is slot), None)

    def signed_content(self, content: Content) -> Content:
        """`content` with everything else that is signed beside it, as `Signature.holds` compares it for any slot."""
        confirmed = {name: one.model_dump(mode="json") for name, one in self.confirmed.items()}
        attachments = sorted([one.indicator, one.digest] for one in self.attachments)
        return {**content, "attachments": attachments, "opinion": self.opinion, "confirmed": confirmed}

    def waits_for(self, state: State) -> str:
        """Whom the report waits for: a slot, the reviewer who holds it (`user:7`), or the performance office."""
        if state is State.UNDER_REVIEW and self.review:
            return self.review.reviewer
        if state in AFTER_SIGNING:
            return AFTER_SIGNING[state]
        signed = {one.slot for one in self.signatures if one.void is None}
        if Slot.PREPARER not in signed or (self._open_return and self._open_return.unanswered):
            return Slot.PREPARER
        return Slot.PANEL_LEAD if state is State.DRAFTING or Slot.PANEL_LEAD not in signed else Slot.DEPARTMENT_HEAD

    def asks_for_waivers(self, state: State) -> bool:
        """Whether a waiver is asked for that can be decided now."""
        return state in DECIDABLE and any(one.state is WaiverState.ASKED for one in self.waivers)

    def require_editable(self, what: str, state: State) -> None:
        """Raise WrongState where the report is past filling in; `what` is what somebody wanted to do."""
        self._require_state(what, state, EDITABLE)

    def warnings(self) -> tuple[str, ...]:
        """What is allowed but should be noticed: one person has signed as panel lead and as head."""
        lead, head = self.signature(Slot.PANEL_LEAD), self.signature(Slot.DEPARTMENT_HEAD)
        if lead is None or head is None or lead.void or head.void or lead.signer != head.signer:
            return ()
        return (f"评价组组长和部门负责人都是 {head.name}；人少的单位可以由一人兼任，请确认无误",)

    def edited(self, paper: Paper, after: Content, who: Actor, now: datetime) -> tuple[Self, State]:
        """Once `who` has edited the content from `paper` to `after`; unchanged content changes nothing here.

        Signatures on what was edited are void; a report signed by its panel lead falls back to where it can be signed
        anew. Raises WrongState and BarredPerson.
        """
        self._require_state("修改", paper.state, EDITABLE)
        self.require_unbarred(who, Role.PREPARER)
        if canonical_json(paper.content) == canonical_json(after):  # `==` would take 1 for true
            return self, paper.state
        before, now_said = self.signed_content(paper.content), self.signed_content(after)
        signatures = voided_by(self.signatures, before, now_said, paper.scheme, who.label, now)
        case = self.filled(who).model_copy(update={"signatures": signatures})
        if paper.state is State.PANEL_SIGNED and signatures != self.signatures:
            return case, State.RETURNED if self._open_return else State.DRAFTING
        return case, paper.state

    def with_attachments(
        self, state: State, files: Iterable[tuple[str, str]], who: Actor, now: datetime
    ) -> tuple[Self, State]:
        """Once `who` has added or removed an evidence file: (indicator, digest) of all that are there then.

        Signatures that cover the files are void, as after an edit. Raises WrongState and BarredPerson.
        """
        self._require_state("增减附件", state, EDITABLE)
        self.require_unbarred(who, Role.PREPARER)
        attached = tuple(Attached(indicator=indicator, digest=digest) for indicator, digest in sorted(files))
        if attached == self.attachments:
            return self, state
        void = Voided(at=now, by=who.label, why=f"签字后，{who.label} 增减了附件")
        case = self.filled(who).model_copy(update={"attachments": attached})
        for slot in (Slot.PREPARER, Slot.DEPARTMENT_HEAD):
            case = case._with_void(slot, void)
        if state is State.PANEL_SIGNED and case.signatures != self.signatures:
            return case, State.RETURNED if self._open_return else State.DRAFTING
        return case, state

    def answered(self, state: State, reason: str, text: str, who: Actor, now: datetime) -> Self:
        """With an answer to a reason of the open return, which is filling in the report like an edit.

        Raises WrongState, BarredPerson, NoSuchReason and Unworded.
        """
        self._require_state("答复退回原因", state, EDITABLE)
        self.require_unbarred(who, Role.PREPARER)
        if self._open_return is None or not self._open_return.has(reason):
            raise NoSuchReason(reason)
        returned = self._open_return.answered(reason, worded(text, f"对 {reason} 的答复"), who.label, now)
        return self.filled(who).model_copy(update={"returned": returned})

    def waiver_asked(self, state: State, about: Finding, reason: str, who: Actor, now: datetime) -> Self:
        """With a waiver asked for, by the department. Raises WrongState, BarredPerson, NotWaivable and Unworded."""
        self._require_state("申请豁免", state, EDITABLE)
        require_person(who, Role.PREPARER)
        self.require_unbarred(who, Role.PREPARER)
        waivers = with_asked(self.waivers, about, reason, who, now)
        return self.filled(who).model_copy(update={"waivers": waivers})

    def waiver_decided(
        self, state: State, waiver: str, until: date | None, note: str, who: Actor, now: datetime
    ) -> Self:
        """With a waiver granted until a day, or refused (None), by finance.

        Raises WrongState, BarredPerson, NoSuchWaiver, NotWaivable and Unworded.
        """
        self._require_state("审批豁免", state, DECIDABLE)
        require_person(who, Role.PERFORMANCE_OFFICE)
        self.require_unbarred(who, Role.PERFORMANCE_OFFICE)
        granted = WaiverState.GRANTED if until else WaiverState.REFUSED
        said = worded(note, "审批意见")
        decision = Decision(state=granted, note=said, by=who.name, by_id=person_of(who), at=now, until=until)
        waivers = with_decided(self.waivers, waiver, decision)
        return self.acted(who, Role.PERFORMANCE_OFFICE).model_copy(update={"waivers": waivers})

    def moved(
        self,
        move: Move,
        paper: Paper,
        who: Actor,
        now: datetime,
        *,
        objections: Sequence[Objection] = (),
        why: str = "",
    ) -> tuple[Self, State]:
        """Once `who` has made `move`: RETURN wants objections, REOPEN and WITHDRAW want to know why.

        Raises WrongState, BarredPerson, NotTheReviewer, NotSigned, Unanswered and Unworded, in this order.
        """
        rule = MOVES[move]
        self._require_movable(move, paper, who)
        if move is Move.RETURN and not objections:
            raise Unworded("退回的原因")
        said = worded(why, f"{move.label}的原因") if rule.explained else ""
        case = self.acted(who, rule.role)
        if rule.voids:
            void = Voided(at=now, by=who.label, why=f"{move.label}：{said}" if said else move.label)
            case = case._with_void(rule.voids, void)
        if rule.slot:
            case = case._signed(rule.slot, paper, who, now)
        if said:
            remark = Remark(move=move, at=now, by=who.label, why=said)
            case = case.model_copy(update={"remarks": (*case.remarks, remark)})
        update = case._consequences(move, paper, who, now, objections)
        return case.model_copy(update=update), rule.target or paper.state

    def confirm(
        self, state: State, indicator: str, points: Decimal | None, reason: str, who: Actor, now: datetime
    ) -> Self:
        """With 审定得分 of an indicator; None takes it back. Raises WrongState, BarredPerson and NotTheReviewer."""
        self._require_review("审定得分", state, who)
        confirmed = {name: one for name, one in self.confirmed.items() if name != indicator}
        if points is not None:
            confirmed[indicator] = ConfirmedPoints(points=points, reason=reason, by=who.label, at=now)
        return self.model_copy(update={"confirmed": confirmed})

    def with_opinion(self, state: State, opinion: str, who: Actor) -> Self:
        """With the section's opinion, signed when the report passes. Raises as `confirm` does, and Unworded."""
        self._require_review("填写审核意见", state, who)
        return self.model_copy(update={"opinion": worded(opinion, "审核意见")})

    def re_evaluated(self, state: State, who: Actor) -> Self:
        """Once `who` has begun 抽查复核, which its reviewer never can. Raises WrongState and BarredPerson."""
        self._require_state("抽查复核", state, RE_EVALUATED)
        require_person(who, Role.RE_EVALUATOR)
        self.require_unbarred(who, Role.RE_EVALUATOR)
        return self.acted(who, Role.RE_EVALUATOR)

    def decided(self, state: State, who: Actor) -> Self:
        """Once `who` has decided on own indicators for the finance bureau. Raises WrongState and BarredPerson."""
        self._require_state("审定个性化指标", state, DECIDABLE)
        self.require_unbarred(who, Role.PERFORMANCE_OFFICE)
        return self.acted(who, Role.PERFORMANCE_OFFICE)

    def settled(
        self, state: State, points: Mapping[str, tuple[Decimal, str]], cause: str, who: Actor, now: datetime
    ) -> Self:
        """Once a follow-up (`cause`: 申诉裁定、抽查复核) has changed confirmed points: (points, reason) by indicator.

        What the finance section signed is no longer what stands, so its signature is void. Raises WrongState and
        BarredPerson.
        """
        self._require_state(cause, state, RE_EVALUATED)
        self.require_unbarred(who, Role.PERFORMANCE_OFFICE)
        confirmed = dict(self.confirmed)
        for indicator, (given, reason) in points.items():
            confirmed[indicator] = ConfirmedPoints(points=given, reason=f"{cause}：{reason}", by=who.label, at=now)
        case = self.acted(who, Role.PERFORMANCE_OFFICE).model_copy(update={"confirmed": confirmed})
        if not points:
            return case
        return case._with_void(Slot.FINANCE_SECTION, Voided(at=now, by=who.label, why=f"{cause}改变了审定得分"))

    @property
    def _open_return(self) -> Returned | None:
        return self.returned if self.returned and self.returned.resubmitted_at is None else None

    def _require_movable(self, move: Move, paper: Paper, who: Actor) -> None:
        rule = MOVES[move]
        self._require_state(move.label, paper.state, rule.sources)
        if rule.by_person:
            require_person(who, rule.role)
        self.require_unbarred(who, rule.role)
        if rule.held:
            self._require_holder(move.label, who)
        if missing := [said for slot in rule.needs if (said := self._missing(slot, paper))]:
            raise NotSigned(move.label, missing)
        if rule.answered and self._open_return and self._open_return.unanswered:
            raise Unanswered(self._open_return.unanswered)

    def _require_review(self, what: str, state: State, who: Actor) -> None:
        self._require_state(what, state, UNDER_REVIEW)
        self.require_unbarred(who, Role.SECTION_REVIEWER)
        self._require_holder(what, who)

    def _require_state(self, what: str, state: State, allowed: Collection[State]) -> None:
        if state not in allowed:
            raise WrongState(what, state, allowed, self.review)

    def _require_holder(self, what: str, who: Actor) -> None:
        if self.review is None or self.review.reviewer != person_of(who):
            raise NotTheReviewer(what, self.review)

    def _missing(self, slot: Slot, paper: Paper) -> str:
        """Which signature is missing, and since when it is void; nothing where it stands."""
        signature = self.signature(slot)
        if signature and signature.holds(self.signed_content(paper.content), paper.scheme):
            return ""
        return f"{slot.label}（已失效：{signature.void.why}）" if signature and signature.void else slot.label

    def _signed(self, slot: Slot, paper: Paper, who: Actor, now: datetime) -> Self:
        covered = digest_of(slot, self.signed_content(paper.content), paper.scheme)
        signature = Signature(slot=slot, signer=person_of(who), name=who.name, title=who.title, at=now, digest=covered)
        others = tuple(one for one in self.signatures if one.slot is not slot)
        return self.model_copy(update={"signatures": (*others, signature)})

    def _with_void(self, slot: Slot, void: Voided) -> Self:
        signatures = tuple(one.voided(void) if one.slot is slot else one for one in self.signatures)
        return self.model_copy(update={"signatures": signatures})

    def _consequences(
        self, move: Move, paper: Paper, who: Actor, now: datetime, objections: Sequence[Objection]
    ) -> dict[str, Any]:
        """What a move does beside signatures and state."""
        past = (*self.returns, self.returned) if self.returned else self.returns
        person, update = person_of(who), dict[str, Any]()
        match move:
            case Move.START_REVIEW:
                update = {"review": Reviewing(reviewer=person, name=who.name, since=now)}
            case Move.RELEASE | Move.TAKE_BACK:
                update = {"review": None}
            case Move.RETURN:
                reasons = numbered(objections)
                returned = Returned(at=now, by=who.name, by_id=person, version=paper.version, reasons=reasons)
                update = {"review": None, "returned": returned, "returns": past}
            case Move.PASS:
                # The answers have served: they stay on record, and a later return begins anew.
                update = {"review": None, "returned": None, "returns": past}
            case Move.SUBMIT:
                update = {"submitted_at": self.submitted_at or now, **self._resubmitted(now)}
            case Move.RECALL:
                update = {"submitted_at": self.submitted_at if past else None, **self._resubmitted(None)}
        return update

    def _resubmitted(self, at: datetime | None) -> dict[str, Any]:
        return {"returned": self.returned.model_copy(update={"resubmitted_at": at})} if self.returned else {}
