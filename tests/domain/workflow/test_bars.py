"""Who has acted on a report as one thing cannot act on it as what that bars, whatever roles they have since."""

from decimal import Decimal

import pytest

from app.domain.people.actor import Actor
from app.domain.workflow.moves import MOVES, Move
from app.domain.workflow.record import BarredPerson
from app.domain.workflow.refusals import NotTheReviewer, WrongState
from app.domain.workflow.state import State
from tests.domain.workflow.desk import HEAD, LEAD, OFFICE, PREPARER, REVIEWER, RIGHTFUL, SECOND, SYSTEM, Desk

COVER = {"form": {"cover": {"report_title": "新的封面"}}}
FINANCE = [
    Move.START_REVIEW,
    Move.RELEASE,
    Move.TAKE_BACK,
    Move.RETURN,
    Move.PASS,
    Move.REOPEN,
    Move.PUBLISH,
    Move.WITHDRAW,
]
DEPARTMENT = [Move.SIGN_PREPARER, Move.SIGN_PANEL, Move.SUBMIT, Move.RECALL]


def ready(move: Move) -> Desk:
    return Desk.at(min(MOVES[move].sources, key=list(State).index))


@pytest.mark.parametrize("who", [PREPARER, LEAD, HEAD])
@pytest.mark.parametrize("move", FINANCE)
def test_nobody_of_the_department_does_what_the_finance_bureau_does(move: Move, who: Actor) -> None:
    desk = ready(move)
    with pytest.raises(BarredPerson, match=f"{who.name}.*在这份报告里已经担任过.*请换一个人办理"):
        desk.does(move, who)


@pytest.mark.parametrize("who", [REVIEWER, OFFICE])
@pytest.mark.parametrize("move", DEPARTMENT)
def test_nobody_of_the_finance_bureau_signs_for_the_department(move: Move, who: Actor) -> None:
    desk = Desk.at(State.PASSED)
    desk.does(Move.REOPEN)
    desk.does(Move.START_REVIEW)
    desk.does(Move.RETURN)
    desk.answers("r1", "已更正")
    if move is Move.RECALL:
        desk.does(Move.SUBMIT)
    with pytest.raises(BarredPerson):
        desk.does(move, who)
    with pytest.raises((BarredPerson, WrongState)):
        desk.edits(COVER, who)
    desk.does(move)


def test_who_filled_in_or_signed_as_preparer_cannot_be_head() -> None:
    desk = Desk()
    desk.edits(COVER, SECOND)
    desk.does(Move.SIGN_PREPARER)
    desk.does(Move.SIGN_PANEL)
    for who in (SECOND, PREPARER):
        with pytest.raises(BarredPerson, match="已经担任过“填报人”，不能再担任“部门负责人”"):
            desk.does(Move.SUBMIT, who)


def test_who_was_head_cannot_fill_in_even_after_the_signature_is_void() -> None:
    desk = Desk.at(State.SUBMITTED)
    desk.does(Move.RECALL)
    with pytest.raises(BarredPerson, match="已经担任过“部门负责人”，不能再担任“填报人”"):
        desk.edits(COVER, HEAD)
    desk.edits(COVER)
    with pytest.raises(BarredPerson):
        desk.does(Move.SIGN_PREPARER, HEAD)


def test_the_panel_lead_may_fill_in_and_may_be_head_but_not_both() -> None:
    desk = Desk.at(State.PANEL_SIGNED)
    desk.does(Move.SUBMIT, LEAD)
    other = Desk.at(State.DRAFTING)
    other.edits(COVER, LEAD)
    other.does(Move.SIGN_PREPARER)
    other.does(Move.SIGN_PANEL)
    with pytest.raises(BarredPerson):
        other.does(Move.SUBMIT, LEAD)


def test_who_ever_held_a_report_never_re_evaluates_it() -> None:
    desk = Desk.at(State.UNDER_REVIEW)
    desk.does(Move.RELEASE)
    desk.does(Move.START_REVIEW, SECOND)
    desk.does(Move.PASS, SECOND)
    for who in (REVIEWER, SECOND, HEAD, PREPARER):
        with pytest.raises(BarredPerson, match="不能再担任“抽查复核人”"):
            desk.case.re_evaluated(desk.state, who)


def test_who_re_evaluated_a_report_never_reviews_it() -> None:
    desk = Desk.at(State.PASSED)
    desk.case = desk.case.re_evaluated(desk.state, SECOND)
    desk.does(Move.REOPEN)
    with pytest.raises(BarredPerson, match="已经担任过“抽查复核人”"):
        desk.does(Move.START_REVIEW, SECOND)
    desk.does(Move.START_REVIEW)


def test_re_evaluation_samples_reports_that_have_passed() -> None:
    for state in State:
        if state in (State.PASSED, State.PUBLISHED):
            assert Desk.at(state).case.re_evaluated(state, SECOND).roles_of("user:6")
        else:
            with pytest.raises(WrongState, match="不能抽查复核"):
                Desk.at(state).case.re_evaluated(state, SECOND)


def test_nobody_barred_confirms_points() -> None:
    desk = Desk.at(State.UNDER_REVIEW)
    with pytest.raises(BarredPerson):
        desk.case.confirm(desk.state, "x", Decimal(3), "", HEAD, desk.now)


@pytest.mark.parametrize("move", [*DEPARTMENT, Move.START_REVIEW, Move.RELEASE, Move.RETURN, Move.PASS])
def test_a_system_never_signs_or_reviews(move: Move) -> None:
    with pytest.raises(BarredPerson, match=r"系统：预算系统.*请由本人登录办理"):
        ready(move).does(move, SYSTEM)


def test_a_system_neither_re_evaluates_nor_confirms_points() -> None:
    with pytest.raises(BarredPerson, match="不能代替“抽查复核人”"):
        Desk.at(State.PASSED).case.re_evaluated(State.PASSED, SYSTEM)
    desk = Desk.at(State.UNDER_REVIEW)
    with pytest.raises(NotTheReviewer):
        desk.case.confirm(desk.state, "x", Decimal(3), "", SYSTEM, desk.now)


def test_a_system_may_fill_in_and_another_may_publish_but_not_the_same() -> None:
    desk = Desk()
    desk.edits(COVER, SYSTEM)
    assert desk.case.filled_by == ("token:9",)
    for move in (Move.SIGN_PREPARER, Move.SIGN_PANEL, Move.SUBMIT, Move.START_REVIEW, Move.PASS):
        desk.does(move)
    with pytest.raises(BarredPerson):
        desk.does(Move.PUBLISH, SYSTEM)
    desk.does(Move.PUBLISH, Actor("token", 7, "", "公开平台"))
    assert desk.state is State.PUBLISHED


@pytest.mark.parametrize("move", Move)
def test_who_makes_a_move_is_on_record_for_good(move: Move) -> None:
    desk = ready(move)
    desk.does(move)
    who = RIGHTFUL[move]
    assert MOVES[move].role in desk.case.roles_of(f"user:{who.id}")
