"""Late by calendar days in China: both sides of every midnight."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from app.domain.report import State
from app.domain.rounds.lateness import OPEN_STATES, Filing, Standing, StandingKind, done, pending, standing
from app.domain.rounds.moment import CHINA, china_day, days_late, due_moment

DUE = date(2022, 5, 10)
END = datetime(2022, 5, 10, 16, tzinfo=UTC)
"""Midnight in China after the due day."""
INSTANT = timedelta(microseconds=1)


def test_the_due_moment_is_midnight_in_china() -> None:
    assert due_moment(DUE) == END
    assert (china_day(END - INSTANT), china_day(END)) == (DUE, date(2022, 5, 11))


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        (END - timedelta(days=30), 0),
        (END - INSTANT, 0),
        (END, 1),
        (END + timedelta(days=1) - INSTANT, 1),
        (END + timedelta(days=1), 2),
        (datetime(2022, 6, 1, tzinfo=CHINA), 22),
    ],
)
def test_days_late_are_counted_from_the_day_after(moment: datetime, days: int) -> None:
    assert days_late(DUE, moment) == days
    assert days_late(DUE, moment.astimezone(timezone(timedelta(hours=-5)))) == days


@pytest.mark.parametrize(
    ("now", "wanted", "sentence"),
    [
        (datetime(2022, 5, 2, 23, 59, tzinfo=CHINA), Standing(StandingKind.ON_TIME, left=8), "距截止日还有 8 天"),
        (datetime(2022, 5, 3, tzinfo=CHINA), Standing(StandingKind.DUE_SOON, left=7), "距截止日还有 7 天"),
        (END - INSTANT, Standing(StandingKind.DUE_SOON), "今天截止"),
        (END, Standing(StandingKind.LATE, 1), "已逾期 1 天"),
    ],
)
def test_what_is_not_done_is_on_time_then_due_soon_then_late(now: datetime, wanted: Standing, sentence: str) -> None:
    assert pending(DUE, now) == wanted
    assert wanted.sentence == sentence


def test_what_is_done_is_judged_by_when_it_was_done() -> None:
    assert done(DUE, END - INSTANT) == Standing(StandingKind.DONE)
    assert done(DUE, END) == Standing(StandingKind.DONE_LATE, 1)
    assert (done(DUE, END - INSTANT).sentence, done(DUE, END).sentence) == ("按时完成", "逾期 1 天完成")


@pytest.mark.parametrize("filing", [None, Filing(State.DRAFTING), Filing(State.PANEL_SIGNED)])
def test_a_report_that_is_not_handed_in_is_pending(filing: Filing | None) -> None:
    assert standing(DUE, filing, END).kind is StandingKind.LATE


@pytest.mark.parametrize("state", [state for state in State if state not in OPEN_STATES])
def test_a_report_that_was_handed_in_is_done_and_a_later_return_makes_nobody_late(state: State) -> None:
    later = END + timedelta(days=60)
    assert standing(DUE, Filing(state, END - INSTANT), later) == Standing(StandingKind.DONE)
    assert standing(DUE, Filing(state, END), later) == Standing(StandingKind.DONE_LATE, 1)
    assert standing(DUE, Filing(state), later) == Standing(StandingKind.DONE)


def test_a_draft_that_was_recalled_is_pending_again() -> None:
    assert standing(DUE, Filing(State.DRAFTING, END - INSTANT), END).kind is StandingKind.LATE


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        pending(DUE, END.replace(tzinfo=None))
