"""The table of moves: every state and move, who holds a report, what a move asks for, where an edit leads."""

from decimal import Decimal

import pytest

from app.domain.people.role import RIGHTS
from app.domain.workflow.case import ReportCase
from app.domain.workflow.moves import EDITABLE, MOVES, Move
from app.domain.workflow.refusals import NotSigned, NotTheReviewer, WrongState
from app.domain.workflow.signature import Slot
from app.domain.workflow.state import State
from app.domain.workflow.wording import Unworded
from tests.domain.workflow.desk import HEAD, LEAD, REVIEWER, SECOND, Desk

WANTED = {
    Move.SIGN_PREPARER: {"drafting": "drafting", "returned": "returned"},
    Move.SIGN_PANEL: {"drafting": "panel_signed", "returned": "panel_signed"},
    Move.SUBMIT: {"panel_signed": "submitted", "returned": "submitted"},
    Move.RECALL: {"submitted": "panel_signed"},
    Move.START_REVIEW: {"submitted": "under_review"},
    Move.RELEASE: {"under_review": "submitted"},
    Move.TAKE_BACK: {"under_review": "submitted"},
    Move.RETURN: {"under_review": "returned"},
    Move.PASS: {"under_review": "passed"},
    Move.REOPEN: {"passed": "submitted"},
    Move.PUBLISH: {"passed": "published"},
    Move.WITHDRAW: {"published": "passed"},
}
"""Written out a second time, so that a slip in the table shows."""

NARRATIVE = {"form": {"narrative": {"title": "新的综述"}}}
COVER = {"form": {"cover": {"report_title": "新的封面"}}}


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", State)
def test_every_move_leads_where_the_table_says_or_is_refused(state: State, move: Move) -> None:
    desk = Desk.at(state)
    target = WANTED[move].get(state)
    if target:
        desk.does(move)
        assert desk.state == target
    else:
        with pytest.raises(WrongState, match=move.label):
            desk.does(move)
        assert desk.state is state


@pytest.mark.parametrize("move", Move)
def test_a_move_asks_for_a_right_of_the_role_that_one_acts_as(move: Move) -> None:
    rule = MOVES[move]
    assert [role for role, rights in RIGHTS.items() if rule.right in rights] == [rule.role]


def test_every_state_but_the_first_is_reached_and_every_move_has_a_label() -> None:
    assert {rule.target for rule in MOVES.values()} - {None} == set(State) - {State.DRAFTING}
    assert len({move.label for move in Move}) == len(MOVES) == len(Move)


def test_the_panel_lead_signs_after_the_preparer() -> None:
    desk = Desk()
    with pytest.raises(NotSigned, match="不能组长签字，还缺有效的签字：填报人"):
        desk.does(Move.SIGN_PANEL)
    desk.does(Move.SIGN_PREPARER)
    desk.does(Move.SIGN_PANEL)
    assert desk.state is State.PANEL_SIGNED


def test_submission_needs_both_signatures_to_stand_and_says_why_one_does_not() -> None:
    desk = Desk.at(State.RETURNED)
    desk.edits(NARRATIVE)
    with pytest.raises(
        NotSigned, match="评价组组长（已失效：签字后，赵一（user1） 修改了“评价报告综述（文字部分）”1 处）"
    ):
        desk.does(Move.SUBMIT)


def test_a_signature_counts_only_for_the_content_that_it_was_given_for() -> None:
    desk = Desk.at(State.PANEL_SIGNED)
    desk.content = {**desk.content, "supplement": {"slipped_in": "1"}}
    with pytest.raises(NotSigned, match="填报人"):
        desk.does(Move.SUBMIT)


@pytest.mark.parametrize("state", State)
def test_content_is_edited_before_submission_and_after_a_return_only(state: State) -> None:
    desk = Desk.at(state)
    if state in EDITABLE:
        desk.edits(COVER)
        assert desk.case.filled_by[-1] == "user:1"
    else:
        with pytest.raises(WrongState, match="不能修改"):
            desk.edits(COVER)


def test_an_edit_under_review_says_who_reviews_since_when_and_what_to_do() -> None:
    with pytest.raises(WrongState) as refused:
        Desk.at(State.UNDER_REVIEW).edits(COVER)
    assert str(refused.value) == ("审核中：李四 自 2022-05-10 09:03 起在审核，不能修改；如需修改请联系审核人退回")


@pytest.mark.parametrize("patch", [NARRATIVE, COVER])
def test_an_edit_after_the_panel_lead_signed_leads_back_to_drafting(patch: dict[str, object]) -> None:
    desk = Desk.at(State.PANEL_SIGNED)
    desk.edits(patch)
    assert desk.state is State.DRAFTING


def test_saving_without_a_change_leaves_state_and_signatures() -> None:
    desk = Desk.at(State.PANEL_SIGNED)
    before = desk.case
    desk.edits({})
    assert (desk.case, desk.state) == (before, State.PANEL_SIGNED)


@pytest.mark.parametrize("move", [Move.RELEASE, Move.RETURN, Move.PASS])
def test_only_the_reviewer_who_holds_a_report_decides_on_it(move: Move) -> None:
    desk = Desk.at(State.UNDER_REVIEW)
    with pytest.raises(NotTheReviewer, match="李四 自 2022-05-10 09:03 起在审核，只有审核人本人可以"):
        desk.does(move, SECOND)
    desk.does(move, REVIEWER)
    assert desk.case.review is None


def test_a_released_report_is_another_reviewers_to_take() -> None:
    desk = Desk.at(State.UNDER_REVIEW)
    desk.does(Move.RELEASE)
    desk.does(Move.START_REVIEW, SECOND)
    assert desk.case.review
    assert desk.case.review.reviewer == "user:6"


def test_a_recall_voids_the_heads_signature_and_no_other() -> None:
    desk = Desk.at(State.SUBMITTED)
    desk.does(Move.RECALL)
    assert [one.void.why for one in desk.case.signatures if one.void] == ["撤回"]
    desk.does(Move.SUBMIT)
    assert not any(one.void for one in desk.case.signatures)


def test_reopening_voids_the_sections_signature_and_keeps_the_reason() -> None:
    desk = Desk.at(State.PASSED)
    desk.does(Move.REOPEN, why=" 举报属实 ")
    section = desk.case.signature(Slot.FINANCE_SECTION)
    assert section
    assert section.void
    assert section.void.why == "重新审核：举报属实"
    assert [(one.move, one.why) for one in desk.case.remarks] == [(Move.REOPEN, "举报属实")]


@pytest.mark.parametrize(("state", "move"), [(State.PASSED, Move.REOPEN), (State.PUBLISHED, Move.WITHDRAW)])
@pytest.mark.parametrize("why", ["", "  ", "长" * 2001])
def test_a_decision_is_taken_back_with_a_reason(state: State, move: Move, why: str) -> None:
    with pytest.raises(Unworded, match=f"请写明{move.label}的原因"):
        Desk.at(state).does(move, why=why)


def test_points_are_confirmed_under_review_by_the_holder_and_keep_their_digits() -> None:
    desk = Desk.at(State.UNDER_REVIEW)
    with pytest.raises(NotTheReviewer):
        desk.case.confirm(desk.state, "x", Decimal("3.50"), "", SECOND, desk.now)
    case = desk.case.confirm(desk.state, "x", Decimal("3.50"), "佐证不足", REVIEWER, desk.now)
    assert case.model_dump(mode="json")["confirmed"]["x"]["points"] == "3.50"
    assert case.confirm(desk.state, "x", None, "", REVIEWER, desk.now).confirmed == {}


@pytest.mark.parametrize("state", sorted(set(State) - {State.UNDER_REVIEW}))
def test_nothing_is_confirmed_and_no_opinion_given_outside_a_review(state: State) -> None:
    desk = Desk.at(state)
    with pytest.raises(WrongState):
        desk.case.confirm(state, "x", Decimal(3), "", REVIEWER, desk.now)
    with pytest.raises(WrongState):
        desk.case.with_opinion(state, "同意", REVIEWER)


def test_panel_lead_and_head_in_one_person_are_warned_of_not_barred() -> None:
    desk = Desk.at(State.PANEL_SIGNED)
    desk.does(Move.SUBMIT, LEAD)
    assert desk.case.warnings() == ("评价组组长和部门负责人都是 钱二；人少的单位可以由一人兼任，请确认无误",)
    desk.does(Move.RECALL, LEAD)
    assert desk.case.warnings() == ()
    desk.does(Move.SUBMIT, HEAD)
    assert desk.case.warnings() == ()


@pytest.mark.parametrize("state", State)
def test_a_case_comes_back_from_json_as_it_was(state: State) -> None:
    desk = Desk.at(state)
    desk.edits(NARRATIVE) if state in EDITABLE else None
    assert ReportCase.model_validate_json(desk.case.model_dump_json()) == desk.case
