"""Waivers: two people, a reason each, an end, and bound to the finding as it was."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.checks.check import Example
from app.domain.checks.examine import errors_in
from app.domain.checks.examples import findings_of
from app.domain.checks.finding import Finding, Severity
from app.domain.people.actor import Actor
from app.domain.rounds.moment import china_day
from app.domain.workflow.record import BarredPerson
from app.domain.workflow.refusals import WrongState
from app.domain.workflow.state import State
from app.domain.workflow.waiving import NoSuchWaiver, NotWaivable, WaiverState, covered
from app.domain.workflow.wording import Unworded
from tests.domain.workflow.desk import OFFICE, PREPARER, SYSTEM, Desk

TOTAL = "/form/expenditure/rows/0/total"


def a_finding(total: str = "782.00") -> Finding:
    return findings_of(Example("", {TOTAL: total}))[0]


def asked(desk: Desk) -> Desk:
    desk.case = desk.case.waiver_asked(desk.state, a_finding(), "年末有一笔在途支出", PREPARER, desk.now)
    return desk


def granted(desk: Desk, days: int = 30, who: Actor = OFFICE) -> Desk:
    until = china_day(desk.now) + timedelta(days=days)
    desk.case = desk.case.waiver_decided(desk.state, "w1", until, "情况属实", who, desk.now)
    return desk


def test_a_granted_waiver_lets_the_very_finding_stand_until_its_last_day() -> None:
    desk = granted(asked(Desk.at(State.DRAFTING)), days=30)
    today, found = china_day(desk.now), [a_finding()]
    for days, held in ((0, True), (30, True), (31, False)):
        told = covered(found, desk.case.waivers, today + timedelta(days=days))
        assert [one.waiver for one in told] == ["w1" if held else ""]
        assert bool(errors_in(told)) is not held


def test_other_figures_are_another_finding_that_no_waiver_covers() -> None:
    desk = granted(asked(Desk.at(State.DRAFTING)))
    told = covered([a_finding("783.00")], desk.case.waivers, china_day(desk.now))
    assert [one.waiver for one in told] == [""]


def test_an_asked_or_refused_waiver_covers_nothing() -> None:
    desk = asked(Desk.at(State.DRAFTING))
    assert not covered([a_finding()], desk.case.waivers, china_day(desk.now))[0].waiver
    desk.case = desk.case.waiver_decided(desk.state, "w1", None, "请先改正", OFFICE, desk.now)
    assert desk.case.waivers[0].state is WaiverState.REFUSED
    assert not covered([a_finding()], desk.case.waivers, china_day(desk.now))[0].waiver


def test_a_grant_can_be_taken_back() -> None:
    desk = granted(asked(Desk.at(State.DRAFTING)))
    desk.case = desk.case.waiver_decided(desk.state, "w1", None, "复核后撤回", OFFICE, desk.now)
    assert not covered([a_finding()], desk.case.waivers, china_day(desk.now))[0].waiver


def test_who_asked_cannot_grant_and_a_system_does_neither() -> None:
    desk = asked(Desk.at(State.DRAFTING))
    with pytest.raises(BarredPerson):
        granted(desk, who=PREPARER)
    with pytest.raises(BarredPerson):
        granted(desk, who=SYSTEM)
    with pytest.raises(BarredPerson):
        desk.case.waiver_asked(desk.state, a_finding(), "理由", SYSTEM, desk.now)


def test_who_fills_in_cannot_be_finance_and_who_granted_cannot_fill_in() -> None:
    desk = granted(asked(Desk.at(State.DRAFTING)))
    with pytest.raises(BarredPerson):
        desk.case.waiver_asked(desk.state, a_finding("784.00"), "理由", OFFICE, desk.now)


def test_both_sides_have_to_say_why_and_a_grant_ends_no_earlier_than_today() -> None:
    desk = Desk.at(State.DRAFTING)
    with pytest.raises(Unworded):
        desk.case.waiver_asked(desk.state, a_finding(), " ", PREPARER, desk.now)
    desk = asked(desk)
    with pytest.raises(Unworded):
        desk.case.waiver_decided(desk.state, "w1", china_day(desk.now), "", OFFICE, desk.now)
    with pytest.raises(NotWaivable):
        granted(desk, days=-1)
    with pytest.raises(NoSuchWaiver):
        desk.case.waiver_decided(desk.state, "w2", None, "不同意", OFFICE, desk.now)


def test_asking_again_replaces_the_open_request_and_a_granted_one_needs_no_other() -> None:
    desk = asked(asked(Desk.at(State.DRAFTING)))
    assert [one.id for one in desk.case.waivers] == ["w1"]
    with pytest.raises(NotWaivable):
        asked(granted(desk))


def test_waivers_are_asked_for_while_filling_in_and_decided_before_the_points_are() -> None:
    desk = asked(Desk.at(State.DRAFTING))
    for state in (State.SUBMITTED, State.UNDER_REVIEW, State.PASSED, State.PUBLISHED):
        with pytest.raises(WrongState):
            desk.case.waiver_asked(state, a_finding(), "理由", PREPARER, desk.now)
    with pytest.raises(WrongState):
        desk.case.waiver_decided(State.PASSED, "w1", None, "不同意", OFFICE, desk.now)


def test_a_warning_needs_no_waiver() -> None:
    desk, warning = Desk.at(State.DRAFTING), replace(a_finding(), severity=Severity.WARNING)
    with pytest.raises(NotWaivable):
        desk.case.waiver_asked(desk.state, warning, "理由", PREPARER, desk.now)


def test_a_report_asks_for_waivers_until_they_are_decided_or_no_longer_can_be() -> None:
    desk = asked(Desk.at(State.DRAFTING))
    told = {state: desk.case.asks_for_waivers(state) for state in State}
    assert {state for state, asks in told.items() if not asks} == {State.PASSED, State.PUBLISHED}
    assert not granted(desk).case.asks_for_waivers(desk.state)
