"""Waivers: that one finding of the examination may stand, asked for by the department and granted by finance.

A waiver is bound to the finding as it was, figures included, and ends on a day: another figure, another day, and the
finding stands again. It is shown wherever the report is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Final

from pydantic import AwareDatetime, Field, StringConstraints

from app.domain.checks.finding import Finding, Severity
from app.domain.errors import DomainError
from app.domain.model import Value
from app.domain.people.actor import Actor
from app.domain.rounds.moment import china_day
from app.domain.scoring.check_settings import CheckId
from app.domain.workflow.record import person_of
from app.domain.workflow.wording import Wording, worded

MOST_WAIVERS: Final = 100

FindingKey = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
"""A finding's `key`: its check, place and figures."""


class WaiverState(StrEnum):
    """How far a waiver has come."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """In words."""
        return {"asked": "待审批", "granted": "已同意", "refused": "未同意"}[self.value]


class Decision(Value):
    """What the finance side decided, and until when that holds."""

    state: WaiverState
    note: Wording
    by: str
    by_id: str
    """The person: `user:7`."""
    at: AwareDatetime
    until: date | None = None
    """The last day on which a granted waiver holds."""


class Waiver(Value):
    """That a finding may stand, and why."""

    id: str
    """`w1`, `w2`, … within the report."""
    check: CheckId
    key: FindingKey
    pointer: Annotated[str, Field(max_length=300)]
    finding: str
    """What the finding said, as it is told outside the department: names and phones are masked in it."""
    reason: Wording
    asked_by: str
    asked_by_id: str
    asked_at: AwareDatetime
    decision: Decision | None = None

    @property
    def state(self) -> WaiverState:
        """How far it has come."""
        return self.decision.state if self.decision else WaiverState.ASKED

    def holds(self, today: date) -> bool:
        """Whether it is granted and has not ended."""
        granted = self.decision if self.state is WaiverState.GRANTED else None
        return granted is not None and granted.until is not None and today <= granted.until


class NoSuchWaiver(DomainError):
    """The report has no waiver of that id."""

    code: ClassVar[str] = "no_such_waiver"

    def __init__(self, waiver: str) -> None:
        super().__init__(f"报告没有豁免申请 {waiver}；请刷新后按页面上列出的办理")


class NotWaivable(DomainError):
    """The waiver cannot be asked for or granted so; the message says why and what to do."""

    code: ClassVar[str] = "not_waivable"


class EndsTooEarly(NotWaivable):
    """A grant that would have ended before it began."""

    code: ClassVar[str] = "ends_too_early"

    def __init__(self, until: date) -> None:
        super().__init__(f"豁免的有效期不能早于今天，这里是 {until.isoformat()}；请填今天或以后的日期")


def with_asked(
    waivers: tuple[Waiver, ...], about: Finding, reason: str, who: Actor, now: datetime
) -> tuple[Waiver, ...]:
    """The waivers with one asked for; an open one for the same finding is asked for anew.

    Raises NotWaivable where none is needed, one is granted already or there are too many, and Unworded.
    """
    if about.severity is not Severity.ERROR:
        message = "这一项是提醒，不妨碍送审，不用申请豁免"
        raise NotWaivable(message)
    if any(one.key == about.key and one.holds(china_day(now)) for one in waivers):
        message = "这一项已经豁免并在有效期内，不用再申请"
        raise NotWaivable(message)
    others = tuple(one for one in waivers if one.key != about.key or one.decision is not None)
    if len(others) >= MOST_WAIVERS:
        message = f"一份报告最多 {MOST_WAIVERS} 项豁免，已经有 {len(others)} 项；请先改正能改正的问题"
        raise NotWaivable(message)
    open_one = next((one.id for one in waivers if one.key == about.key and one.decision is None), "")
    waiver = Waiver(
        id=open_one or f"w{len(waivers) + 1}",
        check=about.check,
        key=about.key,
        pointer=about.pointer,
        finding=about.message,
        reason=worded(reason, "申请豁免的理由"),
        asked_by=who.name,
        asked_by_id=person_of(who),
        asked_at=now,
    )
    return (*others, waiver)


def with_decided(waivers: tuple[Waiver, ...], waiver: str, decision: Decision) -> tuple[Waiver, ...]:
    """The waivers with one granted or refused; either can be decided anew, which takes a grant back.

    Raises NoSuchWaiver, EndsTooEarly, and NotWaivable where one person would do both parts.
    """
    found = next((one for one in waivers if one.id == waiver), None)
    if found is None:
        raise NoSuchWaiver(waiver)
    if found.asked_by_id == decision.by_id:
        message = f"豁免由 {found.asked_by} 申请，要由另一个人审批；请换一个人办理"
        raise NotWaivable(message)
    if decision.until is not None and decision.until < china_day(decision.at):
        raise EndsTooEarly(decision.until)
    decided = found.model_copy(update={"decision": decision})
    return tuple(decided if one.id == waiver else one for one in waivers)


def covered(findings: Iterable[Finding], waivers: Sequence[Waiver], today: date) -> list[Finding]:
    """The findings, each with the id of the waiver under which it may stand today, if there is one."""
    held = {one.key: one.id for one in waivers if one.holds(today)}
    return [replace(one, waiver=held[one.key]) if one.key in held else one for one in findings]
