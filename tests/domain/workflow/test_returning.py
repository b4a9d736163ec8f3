"""Returns: reasons pinned to places, answered one by one before the report is submitted again."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.domain.workflow.moves import Move
from app.domain.workflow.record import BarredPerson
from app.domain.workflow.refusals import NoSuchReason, Unanswered, WrongState
from app.domain.workflow.returning import Objection
from app.domain.workflow.signature import Slot
from app.domain.workflow.state import State
from app.domain.workflow.wording import Unworded
from tests.domain.workflow.desk import HEAD, REVIEWER, Desk

REASONS = [
    Objection(text="支出合计与决算表不一致", pointer="/form/expenditure"),
    Objection(text="佐证不足", indicator="satisfaction"),
    Objection(text="请补充整体情况"),
]


def returned() -> Desk:
    """Returned for three reasons, none of them answered."""
    desk = Desk.at(State.UNDER_REVIEW)
    desk.case, desk.state = desk.case.moved(Move.RETURN, desk.paper, REVIEWER, desk.now, objections=REASONS)
    return desk


def test_a_return_keeps_its_reasons_its_reviewer_and_the_version_that_was_returned() -> None:
    desk = returned()
    back = desk.case.returned
    assert back
    assert [(one.id, one.pointer, one.indicator) for one in back.reasons] == [
        ("r1", "/form/expenditure", ""),
        ("r2", "", "satisfaction"),
        ("r3", "", ""),
    ]
    assert (back.by, back.by_id, back.version) == ("李四", "user:4", desk.version)


def test_a_report_is_not_returned_without_a_reason() -> None:
    desk = Desk.at(State.UNDER_REVIEW)
    with pytest.raises(Unworded, match="请写明退回的原因"):
        desk.case.moved(Move.RETURN, desk.paper, REVIEWER, desk.now)


def test_a_return_voids_the_heads_signature_and_no_other() -> None:
    desk = returned()
    assert {one.slot: one.void.why for one in desk.case.signatures if one.void} == {Slot.DEPARTMENT_HEAD: "退回"}


@pytest.mark.parametrize("wrong", [{"text": "  "}, {"text": "长" * 2001}, {"text": "好", "pointer": "/scheme"}])
def test_a_reason_has_words_and_is_pinned_inside_the_content(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Objection(**wrong)
    assert Objection(text="长" * 2000, pointer="/form/self_scoring/rows/3").text


def test_submission_waits_for_every_answer_and_says_which_are_missing() -> None:
    desk = returned()
    desk.answers("r2", "已补充")
    with pytest.raises(Unanswered, match="还有 2 条退回原因没有答复：r1“支出合计与决算表不一致”；r3“请补充整体情况”"):
        desk.does(Move.SUBMIT)
    desk.answers("r1", "已更正")
    desk.answers("r3", "已补充")
    desk.does(Move.SUBMIT)
    assert desk.state is State.SUBMITTED


def test_an_answer_is_kept_with_who_gave_it_and_can_be_given_anew_until_resubmission() -> None:
    desk = returned()
    desk.answers("r1", "会更正")
    desk.answers("r1", " 已更正 ")
    assert desk.case.returned
    first = desk.case.returned.reasons[0]
    assert (first.answer, first.answered_by) == ("已更正", "赵一（user1）")


@pytest.mark.parametrize("text", ["", " \n", "长" * 2001])
def test_a_blank_or_endless_answer_is_none(text: str) -> None:
    with pytest.raises(Unworded, match="请写明对 r1 的答复"):
        returned().answers("r1", text)


def test_a_reason_that_there_is_not_cannot_be_answered() -> None:
    with pytest.raises(NoSuchReason, match="r4"):
        returned().answers("r4", "已更正")
    with pytest.raises(NoSuchReason):
        Desk.at(State.DRAFTING).answers("r1", "已更正")


@pytest.mark.parametrize("state", [State.SUBMITTED, State.UNDER_REVIEW, State.PASSED, State.PUBLISHED])
def test_nothing_is_answered_once_the_report_is_handed_in(state: State) -> None:
    with pytest.raises(WrongState, match="不能答复退回原因"):
        Desk.at(state).answers("r1", "已更正")


def test_who_answered_has_filled_in_and_cannot_sign_as_head() -> None:
    desk = returned()
    with pytest.raises(BarredPerson, match="已经担任过“部门负责人”，不能再担任“填报人”"):
        desk.answers("r1", "已更正", HEAD)


def test_answers_stay_for_the_reviewer_until_the_report_passes_and_are_history_then() -> None:
    desk = Desk.at(State.RETURNED)
    for move in (Move.SUBMIT, Move.START_REVIEW):
        desk.does(move)
    assert desk.case.returned
    assert desk.case.returned.reasons[0].answer == "已按决算表更正"
    desk.does(Move.PASS)
    after = desk.case
    assert after.returned is None
    assert len(after.returns) == 1


def test_a_second_return_puts_the_first_into_history() -> None:
    desk = Desk.at(State.RETURNED)
    for move in (Move.SUBMIT, Move.START_REVIEW, Move.RETURN):
        desk.does(move)
    assert desk.case.returned
    assert desk.case.returned.unanswered
    assert [one.unanswered for one in desk.case.returns] == [()]


def test_an_edit_after_signing_a_returned_report_leads_back_to_returned() -> None:
    desk = Desk.at(State.RETURNED)
    desk.does(Move.SIGN_PANEL)
    desk.edits({"form": {"narrative": {"title": "新的综述"}}})
    assert desk.state is State.RETURNED


def test_a_recall_opens_the_return_again() -> None:
    desk = Desk.at(State.RETURNED)
    desk.does(Move.SUBMIT)
    desk.does(Move.RECALL)
    desk.answers("r1", "另已补充附表")
    desk.edits({"form": {"narrative": {"title": "新的综述"}}})
    assert desk.state is State.RETURNED
