"""The moves of a report: one table that says from where, to where, by whose right, with which signature."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.domain.people.right import Right
from app.domain.people.role import Role
from app.domain.workflow.signature import Slot
from app.domain.workflow.state import State


class Move(StrEnum):
    """One step on a report's way."""

    SIGN_PREPARER = "sign_preparer"
    SIGN_PANEL = "sign_panel"
    SUBMIT = "submit"
    RECALL = "recall"
    START_REVIEW = "start_review"
    RELEASE = "release"
    TAKE_BACK = "take_back"
    RETURN = "return"
    PASS = "pass"  # noqa: S105 - a move, not a password
    REOPEN = "reopen"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        """In words."""
        return MOVE_LABELS[self]


MOVE_LABELS: Final = {
    Move.SIGN_PREPARER: "填报人签字",
    Move.SIGN_PANEL: "组长签字",
    Move.SUBMIT: "负责人签字并送审",
    Move.RECALL: "撤回",
    Move.START_REVIEW: "开始审核",
    Move.RELEASE: "放回待审",
    Move.TAKE_BACK: "收回审核",
    Move.RETURN: "退回",
    Move.PASS: "审核通过",
    Move.REOPEN: "重新审核",
    Move.PUBLISH: "公开",
    Move.WITHDRAW: "撤回公开",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What one move asks for and does."""

    sources: frozenset[State]
    target: State | None
    """None: the report stays where it is."""
    right: Right
    """Whether somebody has it in the report's place is the caller's to check."""
    role: Role
    """As what one acts; nobody acts on one report as two roles that bar each other."""
    slot: Slot | None = None
    """The signature that the move gives."""
    needs: tuple[Slot, ...] = ()
    """The signatures that must stand."""
    voids: Slot | None = None
    """The signature that the move makes void."""
    answered: bool = False
    """Every reason of a return must be answered."""
    held: bool = False
    """Only the reviewer who holds the report may."""
    explained: bool = False
    """A reason must be given."""

    @property
    def by_person(self) -> bool:
        """Whether a person has to do it; a system may only do what the performance office decides, as publishing."""
        return self.role is not Role.PERFORMANCE_OFFICE


_OPEN: Final = frozenset({State.DRAFTING, State.RETURNED})

EDITABLE: Final = _OPEN | {State.PANEL_SIGNED}
"""Where the content may be edited and reasons of a return answered."""

RE_EVALUATED: Final = frozenset({State.PASSED, State.PUBLISHED})
"""Where 抽查复核 takes place: it samples reports that were reviewed."""

MOVES: Final[Mapping[Move, Rule]] = MappingProxyType(
    {
        Move.SIGN_PREPARER: Rule(_OPEN, None, Right.REPORT_FILL, Role.PREPARER, slot=Slot.PREPARER),
        Move.SIGN_PANEL: Rule(
            _OPEN, State.PANEL_SIGNED, Right.PANEL_SIGN, Role.PANEL_LEAD, slot=Slot.PANEL_LEAD, needs=(Slot.PREPARER,)
        ),
        Move.SUBMIT: Rule(
            # After a return nobody edited on, both signatures stand and the head's is all that is missing.
            frozenset({State.PANEL_SIGNED, State.RETURNED}),
            State.SUBMITTED,
            Right.HEAD_SIGN,
            Role.DEPARTMENT_HEAD,
            slot=Slot.DEPARTMENT_HEAD,
            needs=(Slot.PREPARER, Slot.PANEL_LEAD),
            answered=True,
        ),
        Move.RECALL: Rule(
            frozenset({State.SUBMITTED}),
            State.PANEL_SIGNED,
            Right.HEAD_SIGN,
            Role.DEPARTMENT_HEAD,
            voids=Slot.DEPARTMENT_HEAD,
        ),
        Move.START_REVIEW: Rule(
            frozenset({State.SUBMITTED}), State.UNDER_REVIEW, Right.REPORT_REVIEW, Role.SECTION_REVIEWER
        ),
        Move.RELEASE: Rule(
            frozenset({State.UNDER_REVIEW}), State.SUBMITTED, Right.REPORT_REVIEW, Role.SECTION_REVIEWER, held=True
        ),
        # So that a reviewer who is away does not hold a report for ever.
        Move.TAKE_BACK: Rule(
            frozenset({State.UNDER_REVIEW}),
            State.SUBMITTED,
            Right.REPORT_DECIDE,
            Role.PERFORMANCE_OFFICE,
            explained=True,
        ),
        Move.RETURN: Rule(
            frozenset({State.UNDER_REVIEW}),
            State.RETURNED,
            Right.REPORT_REVIEW,
            Role.SECTION_REVIEWER,
            voids=Slot.DEPARTMENT_HEAD,
            held=True,
        ),
        Move.PASS: Rule(
            frozenset({State.UNDER_REVIEW}),
            State.PASSED,
            Right.REPORT_REVIEW,
            Role.SECTION_REVIEWER,
            slot=Slot.FINANCE_SECTION,
            held=True,
        ),
        Move.REOPEN: Rule(
            # Back among the submitted ones, so that a reviewer takes it anew.
            frozenset({State.PASSED}),
            State.SUBMITTED,
            Right.REPORT_DECIDE,
            Role.PERFORMANCE_OFFICE,
            voids=Slot.FINANCE_SECTION,
            explained=True,
        ),
        Move.PUBLISH: Rule(frozenset({State.PASSED}), State.PUBLISHED, Right.REPORT_DECIDE, Role.PERFORMANCE_OFFICE),
        Move.WITHDRAW: Rule(
            frozenset({State.PUBLISHED}), State.PASSED, Right.REPORT_DECIDE, Role.PERFORMANCE_OFFICE, explained=True
        ),
    }
)
