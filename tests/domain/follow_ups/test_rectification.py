"""整改: asked for, answered, sent back with a reason or accepted; late by days in China."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.follow_ups.errors import FollowUpState, InvalidFollowUp
from app.domain.follow_ups.person import Person
from app.domain.follow_ups.rectification import Rectification, RectificationState
from app.domain.rounds.lateness import Standing, StandingKind
from tests.domain.follow_ups.people import HEAD, OFFICE

NOW = datetime(2022, 7, 1, 2, tzinfo=UTC)
DUE = date(2022, 7, 31)
END = datetime(2022, 7, 31, 16, tzinfo=UTC)
"""Midnight in China after the due day."""
INSTANT = timedelta(microseconds=1)


def issued() -> Rectification:
    return Rectification.issued("补齐资产台账", DUE, OFFICE, NOW, "asset_safety")


def replied(at: datetime = NOW) -> Rectification:
    return issued().replied("已补齐", HEAD, at)


def pointers(call: Callable[[], object]) -> list[str]:
    with pytest.raises(InvalidFollowUp) as refused:
        call()
    return [one.pointer for one in refused.value.mistakes]


def test_it_is_answered_sent_back_answered_again_and_accepted() -> None:
    last = replied().sent_back("缺照片", OFFICE, NOW).replied("补照片", HEAD, NOW).accepted(OFFICE, NOW, "属实")
    assert last.state is RectificationState.ACCEPTED
    assert [(one.text, one.by.id) for one in last.replies] == [("已补齐", "user:3"), ("补照片", "user:3")]
    assert [(one.accepted, one.reason) for one in last.verdicts] == [(False, "缺照片"), (True, "属实")]
    assert last.issued_by == Person(id="user:8", name="绩效科")
    assert [one.split("Z ")[1] for one in last.history] == [
        "绩效科（u8） 要求整改，期限 2022-07-31",
        "部门负责人（u3） 回复整改情况",
        "绩效科（u8） 退回整改：缺照片",
        "部门负责人（u3） 回复整改情况",
        "绩效科（u8） 整改通过：属实",
    ]


MOVES: dict[str, Callable[[Rectification], Rectification]] = {
    "replied": lambda one: one.replied("已补齐", HEAD, NOW),
    "accepted": lambda one: one.accepted(OFFICE, NOW),
    "sent_back": lambda one: one.sent_back("缺照片", OFFICE, NOW),
}
STATES = {
    RectificationState.ISSUED: issued(),
    RectificationState.REPLIED: replied(),
    RectificationState.SENT_BACK: replied().sent_back("缺照片", OFFICE, NOW),
    RectificationState.ACCEPTED: replied().accepted(OFFICE, NOW),
}
ALLOWED = {
    RectificationState.ISSUED: {"replied"},
    RectificationState.REPLIED: {"replied", "accepted", "sent_back"},
    RectificationState.SENT_BACK: {"replied"},
    RectificationState.ACCEPTED: set(),
}


@pytest.mark.parametrize("state", RectificationState)
@pytest.mark.parametrize("move", MOVES)
def test_each_move_is_possible_where_it_belongs_and_refused_elsewhere(state: RectificationState, move: str) -> None:
    if move in ALLOWED[state]:
        assert MOVES[move](STATES[state]) != STATES[state]
    else:
        with pytest.raises(FollowUpState, match=state.label):
            MOVES[move](STATES[state])


def test_it_says_what_and_until_a_day_that_is_not_over() -> None:
    assert Rectification.issued("改", DUE, OFFICE, END - INSTANT).indicator is None
    assert pointers(lambda: Rectification.issued(" ", DUE, OFFICE, END)) == ["/text", "/deadline"]


def test_a_reply_and_a_sending_back_have_words() -> None:
    assert pointers(lambda: replied().replied(" ", HEAD, NOW)) == ["/replies/1/text"]
    assert pointers(lambda: replied().sent_back(" ", OFFICE, NOW)) == ["/verdicts/0/reason"]


def test_without_a_reply_it_is_late_from_the_end_of_the_day() -> None:
    assert issued().standing(NOW) == Standing(StandingKind.ON_TIME, left=30)
    assert issued().standing(END - INSTANT) == Standing(StandingKind.DUE_SOON)
    assert issued().standing(END) == Standing(StandingKind.LATE, 1)


def test_while_finance_looks_and_once_accepted_the_day_of_the_last_reply_counts() -> None:
    much_later = END + timedelta(days=40)
    for at, kind, late in ((END - INSTANT, StandingKind.DONE, 0), (END, StandingKind.DONE_LATE, 1)):
        assert replied(at).standing(much_later) == Standing(kind, late)
        assert replied(at).accepted(OFFICE, much_later).standing(much_later) == Standing(kind, late)


def test_what_is_sent_back_is_owed_again() -> None:
    back = replied().sent_back("缺照片", OFFICE, NOW)
    assert back.standing(END - INSTANT).kind is StandingKind.DUE_SOON
    assert back.standing(END) == Standing(StandingKind.LATE, 1)
