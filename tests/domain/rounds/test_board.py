"""The board of a round: counts that add up, and the late list in its order."""

from datetime import UTC, date, datetime

from app.domain.report import State
from app.domain.rounds.board import board
from app.domain.rounds.lateness import Filing, StandingKind
from app.domain.rounds.round import Plan, Round, SchemeChosen

NOW = datetime(2022, 5, 1, tzinfo=UTC)
AFTER = datetime(2022, 5, 14, tzinfo=UTC)
NAMES = {1: "丙局", 2: "乙局", 3: "甲局", 4: "丁局", 5: "戊局"}
PLAN = Plan(
    title="2021年度自评",
    scheme=SchemeChosen(id="yueyanglou", version=1),
    deadline=date(2022, 5, 10),
    departments=(1, 2, 3, 4, 5, 6),
)
ROUND = Round.drafted("430602", 2021, PLAN, "张三", NOW).issued("张三", NOW)
FILINGS = {
    1: Filing(State.DRAFTING),
    3: Filing(State.PANEL_SIGNED),
    4: Filing(State.SUBMITTED, NOW),
    5: Filing(State.UNDER_REVIEW, AFTER),
    99: Filing(State.PASSED, NOW),
}


def test_reports_are_counted_by_state_and_those_not_started_apart() -> None:
    seen = board(ROUND, NAMES, FILINGS, AFTER)
    assert (seen.total, seen.not_started) == (6, 2)
    assert {state for state, count in seen.by_state.items() if count} == {
        State.DRAFTING,
        State.PANEL_SIGNED,
        State.SUBMITTED,
        State.UNDER_REVIEW,
    }
    assert sum(seen.by_state.values()) + seen.not_started == seen.total
    assert set(seen.by_state) == set(State)


def test_standings_add_up_to_all() -> None:
    seen = board(ROUND, NAMES, FILINGS, AFTER)
    assert seen.by_standing == {
        StandingKind.ON_TIME: 0,
        StandingKind.DUE_SOON: 0,
        StandingKind.LATE: 4,
        StandingKind.DONE: 1,
        StandingKind.DONE_LATE: 1,
    }


def test_the_latest_come_first_then_by_name() -> None:
    extended = ROUND.extended(3, date(2022, 5, 12), "受灾", "张三", NOW)
    late = board(extended, NAMES, FILINGS, AFTER).late
    assert [(one.name, one.days, one.state) for one in late] == [
        ("丙局", 4, State.DRAFTING),
        ("乙局", 4, None),
        ("部门 6", 4, None),
        ("甲局", 2, State.PANEL_SIGNED),
    ]


def test_nobody_is_late_before_the_end_of_the_day_in_china() -> None:
    assert board(ROUND, NAMES, {}, datetime(2022, 5, 10, 15, 59, tzinfo=UTC)).late == ()
    assert len(board(ROUND, NAMES, {}, datetime(2022, 5, 10, 16, tzinfo=UTC)).late) == 6
