"""整改: finance asks a department to put something right by a day, and takes the answer or sends it back.

`issued → replied → accepted`, and from `replied` back to `sent_back`, which is answered by another reply.
"""

from datetime import date, datetime
from typing import Literal

from pydantic import AwareDatetime

from app.domain.follow_ups.base import BaseFollowUp, BaseState
from app.domain.follow_ups.errors import InvalidFollowUp
from app.domain.follow_ups.person import Person
from app.domain.form.supplement import Identifier
from app.domain.model import Value
from app.domain.people.actor import Actor
from app.domain.rounds.lateness import Standing, done, pending
from app.domain.rounds.moment import china_day


class RectificationState(BaseState):
    """Where a rectification stands."""

    ISSUED = "issued", "待整改"
    REPLIED = "replied", "已回复"
    SENT_BACK = "sent_back", "退回整改"
    ACCEPTED = "accepted", "整改通过"


class Reply(Value):
    """What the department says it did."""

    text: str
    by: Person
    at: AwareDatetime


class Verdict(Value):
    """What finance says to the replies so far; sending back has a reason."""

    accepted: bool
    reason: str
    by: Person
    at: AwareDatetime


class Rectification(BaseFollowUp):
    """整改 asked of one department, of the whole report or of one indicator."""

    kind: Literal["rectification"] = "rectification"
    state: RectificationState = RectificationState.ISSUED
    text: str
    deadline: date
    """The last day in China."""
    indicator: Identifier | None = None
    issued_by: Person
    replies: tuple[Reply, ...] = ()
    """In order; none is ever changed."""
    verdicts: tuple[Verdict, ...] = ()

    @classmethod
    def issued(
        cls, text: str, deadline: date, who: Actor, now: datetime, indicator: str | None = None
    ) -> "Rectification":
        """Asked for. Raises InvalidFollowUp without a text, and for a deadline before today in China."""
        today = china_day(now)
        InvalidFollowUp.where(
            (not text.strip(), "/text", "请写明要整改什么"),
            (deadline < today, "/deadline", f"整改期限 {deadline} 早于今天（{today}），请改为今天或以后"),
        )
        person = Person.of(who)
        new = cls(text=text.strip(), deadline=deadline, indicator=indicator, issued_by=person)
        return new._moved(who, now, f"要求整改，期限 {deadline}")

    def standing(self, now: datetime) -> Standing:
        """Against the deadline: by the day of the last reply while it waits for finance or is accepted, else by now."""
        if self.state in (RectificationState.REPLIED, RectificationState.ACCEPTED):
            return done(self.deadline, self.replies[-1].at)
        return pending(self.deadline, now)

    def replied(self, text: str, who: Actor, now: datetime) -> "Rectification":
        """Answered, also where an earlier reply still waits. Raises FollowUpState once accepted, InvalidFollowUp."""
        self._require("回复", RectificationState.ISSUED, RectificationState.REPLIED, RectificationState.SENT_BACK)
        InvalidFollowUp.where((not text.strip(), f"/replies/{len(self.replies)}/text", "请写明整改情况"))
        person = Person.of(who)
        replies = (*self.replies, Reply(text=text.strip(), by=person, at=now))
        return self._moved(who, now, "回复整改情况", state=RectificationState.REPLIED, replies=replies)

    def accepted(self, who: Actor, now: datetime, reason: str = "") -> "Rectification":
        """Put right, for good. Raises FollowUpState unless replied."""
        self._require("通过整改", RectificationState.REPLIED)
        return self._judged(who, now, "整改通过", RectificationState.ACCEPTED, reason)

    def sent_back(self, reason: str, who: Actor, now: datetime) -> "Rectification":
        """Not yet. Raises FollowUpState unless replied, and InvalidFollowUp without a reason."""
        self._require("退回整改", RectificationState.REPLIED)
        InvalidFollowUp.where((not reason.strip(), f"/verdicts/{len(self.verdicts)}/reason", "请写明退回的理由"))
        return self._judged(who, now, "退回整改", RectificationState.SENT_BACK, reason)

    def _judged(self, who: Actor, now: datetime, said: str, state: RectificationState, reason: str) -> "Rectification":
        person, why = Person.of(who), reason.strip()
        verdict = Verdict(accepted=state is RectificationState.ACCEPTED, reason=why, by=person, at=now)
        said = f"{said}：{why}" if why else said
        return self._moved(who, now, said, state=state, verdicts=(*self.verdicts, verdict))
