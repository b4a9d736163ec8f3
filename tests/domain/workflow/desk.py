"""A report on its way for tests: people, their acts one after another, and the report in any state."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from app.domain.changes import merged
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.people.actor import Actor
from app.domain.workflow.case import Paper, ReportCase
from app.domain.workflow.moves import Move
from app.domain.workflow.returning import Objection
from app.domain.workflow.state import State

SCHEME: Final = "yueyanglou@1"
EMPTY: Final = {"form": Form().model_dump(mode="json"), "supplement": Supplement().model_dump(mode="json")}
OBJECTION: Final = Objection(text="支出合计与决算表不一致", pointer="/form/expenditure")


def person(number: int, name: str, title: str = "") -> Actor:
    return Actor("user", number, f"user{number}", name, title=title)


PREPARER: Final = person(1, "赵一", "科员")
LEAD: Final = person(2, "钱二", "副局长")
HEAD: Final = person(3, "孙三", "局长")
REVIEWER: Final = person(4, "李四")
OFFICE: Final = person(5, "周五")
SECOND: Final = person(6, "吴六")
SYSTEM: Final = Actor("token", 9, "", "预算系统")

RIGHTFUL: Final = {
    Move.SIGN_PREPARER: PREPARER,
    Move.SIGN_PANEL: LEAD,
    Move.SUBMIT: HEAD,
    Move.RECALL: HEAD,
    Move.START_REVIEW: REVIEWER,
    Move.RELEASE: REVIEWER,
    Move.TAKE_BACK: OFFICE,
    Move.RETURN: REVIEWER,
    Move.PASS: REVIEWER,
    Move.REOPEN: OFFICE,
    Move.PUBLISH: OFFICE,
    Move.WITHDRAW: OFFICE,
}
"""Who does what where nothing is amiss."""

_SIGNED: Final = (Move.SIGN_PREPARER, Move.SIGN_PANEL)
_HELD: Final = (*_SIGNED, Move.SUBMIT, Move.START_REVIEW)
WAYS: Final = {
    State.DRAFTING: (Move.SIGN_PREPARER,),
    State.PANEL_SIGNED: _SIGNED,
    State.SUBMITTED: (*_SIGNED, Move.SUBMIT),
    State.UNDER_REVIEW: _HELD,
    State.RETURNED: (*_HELD, Move.RETURN),
    State.PASSED: (*_HELD, Move.PASS),
    State.PUBLISHED: (*_HELD, Move.PASS, Move.PUBLISH),
}
"""The moves to each state by the shortest way; the preparer has signed in all of them."""


@dataclass
class Desk:
    """A report and its case; each act replaces them, or raises and leaves them as they are."""

    case: ReportCase = field(default_factory=ReportCase)
    state: State = State.DRAFTING
    content: dict[str, Any] = field(default_factory=lambda: EMPTY)
    version: int = 1
    now: datetime = datetime(2022, 5, 10, 1, tzinfo=UTC)

    @classmethod
    def at(cls, state: State) -> "Desk":
        """With everybody's signatures that lead to `state`; a return's reason is answered."""
        desk = cls()
        for move in WAYS[state]:
            desk.does(move)
        if state is State.RETURNED:
            desk.answers("r1", "已按决算表更正")
        return desk

    @property
    def paper(self) -> Paper:
        return Paper(self.state, self.version, SCHEME, self.content)

    def does(self, move: Move, who: Actor | None = None, why: str = "数据有误") -> None:
        objections = (OBJECTION,) if move is Move.RETURN else ()
        actor = who or RIGHTFUL[move]
        self.case, self.state = self.case.moved(move, self.paper, actor, self.now, objections=objections, why=why)
        self._on()

    def edits(self, patch: dict[str, Any], who: Actor = PREPARER) -> None:
        """Edit by merge patch: `{"form": {"narrative": {"title": "新"}}}`."""
        after = merged(self.content, patch)
        self.case, self.state = self.case.edited(self.paper, after, who, self.now)
        self.content = after
        self._on()

    def answers(self, reason: str, text: str, who: Actor = PREPARER) -> None:
        self.case = self.case.answered(self.state, reason, text, who, self.now)
        self._on()

    def _on(self) -> None:
        self.version, self.now = self.version + 1, self.now + timedelta(minutes=1)
