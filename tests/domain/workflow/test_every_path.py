"""A check of the workflow by exhaustion: four people who may get any role at any time, every path they can go.

What is explored is the case itself, not a model of it. Contents are told apart only by which signatures stand, and
people only by what they did: whoever they are, the rules see no more of them. Three people do not get far enough, since
preparer, head and reviewer are three already: the fourth may be a panel lead, an official or a re-evaluator only.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import pytest

from app.domain.changes import merged
from app.domain.errors import DomainError
from app.domain.people.actor import Actor
from app.domain.people.role import Role
from app.domain.workflow.case import Paper, ReportCase
from app.domain.workflow.moves import MOVES, Move
from app.domain.workflow.record import person_of
from app.domain.workflow.state import State
from tests.domain.workflow.desk import OBJECTION, SCHEME, Desk, person

PEOPLE: Final = tuple(person(number, name) for number, name in enumerate("甲乙丙丁", 1))
NOW: Final = Desk().now

DEPARTMENT: Final = (Role.PREPARER, Role.PANEL_LEAD, Role.DEPARTMENT_HEAD)
FINANCE: Final = (Role.SECTION_REVIEWER, Role.PERFORMANCE_OFFICE, Role.RE_EVALUATOR)
BARRED: Final[frozenset[frozenset[Role]]] = frozenset(
    {
        frozenset({Role.PREPARER, Role.DEPARTMENT_HEAD}),
        frozenset({Role.SECTION_REVIEWER, Role.RE_EVALUATOR}),
        *(frozenset({one, other}) for one in DEPARTMENT for other in FINANCE),
    }
)
"""What nobody may have done both of, written out a second time."""

Bars = Callable[[Role, Role], bool]
Acts = frozenset[tuple[str, Role]]


@dataclass(frozen=True, slots=True)
class Node:
    """A report on some path, with who did what on it as the checker itself has seen."""

    case: ReportCase
    state: State
    content: dict[str, Any]
    done: Acts = frozenset()

    def key(self) -> object:
        """Two nodes of the same key have the same future but for the names of the people."""
        holder = self.case.review.reviewer if self.case.review else ""
        people = sorted((who == holder, sorted(self.roles_of(who))) for who in self.people())
        back = self.case.returned
        returned = (bool(back.unanswered), back.resubmitted_at is None) if back else ()
        standing = sorted(one.slot for one in self.case.signatures if one.void is None)
        return repr((self.state, standing, returned, people))

    def people(self) -> list[str]:
        return [person_of(who) for who in PEOPLE]

    def roles_of(self, person: str) -> set[Role]:
        return {role for who, role in self.done if who == person}

    def violations(self) -> Iterator[frozenset[Role]]:
        return (pair for who in self.people() for pair in BARRED if pair <= self.roles_of(who))


def edit(section: str, node: Node, who: Actor) -> Node:
    """Turn a section from one text to another and back."""
    now = "2" if node.content["form"][section] == {"text": "1"} else "1"
    after = merged(node.content, {"form": {section: {"text": now}}})
    case, state = node.case.edited(Paper(node.state, 1, SCHEME, node.content), after, who, NOW)
    return replace(node, case=case, state=state, content=after)


def answer(node: Node, who: Actor) -> Node:
    return replace(node, case=node.case.answered(node.state, "r1", "已更正", who, NOW))


def re_evaluate(node: Node, who: Actor) -> Node:
    return replace(node, case=node.case.re_evaluated(node.state, who))


def move(move: Move, node: Node, who: Actor) -> Node:
    paper = Paper(node.state, 1, SCHEME, node.content)
    case, state = node.case.moved(move, paper, who, NOW, objections=(OBJECTION,), why="有误")
    return replace(node, case=case, state=state)


ACTS: Final[tuple[tuple[Role, Callable[[Node, Actor], Node]], ...]] = (
    (Role.PREPARER, partial(edit, "cover")),
    (Role.PREPARER, partial(edit, "narrative")),
    (Role.PREPARER, answer),
    (Role.RE_EVALUATOR, re_evaluate),
    *((MOVES[one].role, partial(move, one)) for one in Move),
)


def explored(bars: Bars) -> Iterator[Node]:
    """Every node that can be reached where `bars` says who is barred, breadth first, one of each key."""

    class Case(ReportCase):
        @staticmethod
        def bars(one: Role, other: Role) -> bool:
            return bars(one, other)

    first = Node(Case(), State.DRAFTING, {"form": {"cover": {}, "narrative": {}}, "supplement": {}})
    seen, waiting = {first.key()}, deque([first])
    while waiting:
        node = waiting.popleft()
        yield node
        for role, act in ACTS:
            for who in PEOPLE:
                try:
                    after = act(node, who)
                except DomainError:
                    continue
                after = replace(after, done=after.done | {(person_of(who), role)})
                if (key := after.key()) not in seen:
                    seen.add(key)
                    waiting.append(after)


@pytest.fixture(scope="module")
def nodes() -> list[Node]:
    return list(explored(ReportCase.bars))


def test_on_no_path_does_one_person_act_as_two_that_bar_each_other(nodes: list[Node]) -> None:
    assert [found for node in nodes for found in node.violations()] == []


def test_the_paths_lead_to_every_state_and_through_every_role(nodes: list[Node]) -> None:
    assert len(nodes) > 1_000
    assert {node.state for node in nodes} == set(State)
    assert {role for node in nodes for _, role in node.done} == {*DEPARTMENT, *FINANCE}


def test_on_every_path_the_record_is_what_people_did(nodes: list[Node]) -> None:
    for node in nodes:
        assert {(who, role) for who in node.people() for role in node.case.roles_of(who)} == node.done


@pytest.mark.parametrize(("role", "barred"), sorted(tuple(sorted(pair)) for pair in BARRED))
def test_without_any_one_bar_a_path_is_found_on_which_a_person_acts_as_both(role: Role, barred: Role) -> None:
    gone = {role, barred}

    def bars(one: Role, other: Role) -> bool:
        return {one, other} != gone and ReportCase.bars(one, other)

    found = next(pair for node in explored(bars) for pair in node.violations())
    assert found == gone
