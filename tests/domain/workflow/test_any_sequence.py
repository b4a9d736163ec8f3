"""Whatever five people do in whatever order, a report is where the table says, with the signatures that this takes."""

from collections.abc import Callable
from functools import partial
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import DomainError
from app.domain.form.form import Form
from app.domain.people.actor import Actor
from app.domain.workflow.case import ReportCase
from app.domain.workflow.moves import EDITABLE, MOVES, Move
from app.domain.workflow.signature import Slot
from app.domain.workflow.state import State
from tests.domain.workflow.desk import HEAD, LEAD, OFFICE, PREPARER, REVIEWER, SCHEME, Desk

Act = Callable[[Desk], None]

DEPARTMENTS: Final = (Slot.PREPARER, Slot.PANEL_LEAD, Slot.DEPARTMENT_HEAD)
HANDED_IN: Final = set(State) - EDITABLE


def edit(section: str, text: str, who: Actor, desk: Desk) -> None:
    before = desk.state
    desk.edits({"form": {section: {"changed": text}}}, who)
    assert before in EDITABLE
    assert desk.state in {before, State.DRAFTING, State.RETURNED}


def move(move: Move, who: Actor | None, desk: Desk) -> None:
    before, rule = desk.state, MOVES[move]
    desk.does(move, who)
    assert before in rule.sources
    assert desk.state is (rule.target or before)


def go_on(choice: int, desk: Desk) -> None:
    """Make one of the moves that the table allows here, by who does it where nothing is amiss."""
    allowed = [one for one in Move if desk.state in MOVES[one].sources]
    move(allowed[choice % len(allowed)], None, desk)


def answer(desk: Desk) -> None:
    desk.answers("r1", "已更正")


people = st.sampled_from((PREPARER, LEAD, HEAD, REVIEWER, OFFICE))
edits = st.builds(partial, st.just(edit), st.sampled_from(sorted(Form.model_fields)), st.sampled_from("甲乙"), people)
moves = st.builds(partial, st.just(move), st.sampled_from(Move), people)
further = st.builds(partial, st.just(go_on), st.integers(0, 3))
sequences = st.lists(st.one_of(edits, moves, further, further, further, st.just(answer)), min_size=10, max_size=40)


def standing(desk: Desk) -> set[Slot]:
    content = desk.case.signed_content(desk.content)
    return {one.slot for one in desk.case.signatures if one.holds(content, SCHEME)}


@given(st.sampled_from(State), sequences)
@settings(max_examples=200, derandomize=True)
def test_a_report_never_stands_where_its_signatures_do_not_carry_it(start: State, acts: list[Act]) -> None:
    desk = Desk.at(start)
    for act in acts:
        try:
            act(desk)
        except DomainError:
            continue
        signed = standing(desk)
        assert {one.slot for one in desk.case.signatures if one.void is None} == signed
        assert (desk.state not in HANDED_IN) or signed.issuperset(DEPARTMENTS)
        assert (desk.state is not State.PANEL_SIGNED) or signed.issuperset(DEPARTMENTS[:2])
        assert (Slot.FINANCE_SECTION in signed) == (desk.state in (State.PASSED, State.PUBLISHED))
        assert (desk.case.review is not None) == (desk.state is State.UNDER_REVIEW)


@given(st.sampled_from(State), sequences)
@settings(max_examples=50, derandomize=True)
def test_a_case_comes_back_from_json_as_it_was_and_a_refused_act_leaves_it_alone(start: State, acts: list[Act]) -> None:
    desk = Desk.at(start)
    for act in acts:
        before = desk.case.model_dump_json()
        try:
            act(desk)
        except DomainError:
            assert desk.case.model_dump_json() == before
    assert ReportCase.model_validate_json(desk.case.model_dump_json()) == desk.case
