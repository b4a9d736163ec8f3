"""Whether something due was done in time: calendar days in China, the due day itself being in time to its end."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from app.domain.report import State
from app.domain.rounds.moment import china_day, days_late

DUE_SOON: Final = 7
"""So many days before the due day, and fewer, it is due soon."""

OPEN_STATES: Final = frozenset({State.DRAFTING, State.PANEL_SIGNED})
"""A report in any other state has been handed in. A returned one too: what it owes then has a date of its own."""


class StandingKind(StrEnum):
    """How something stands against its due day."""

    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    LATE = "late"
    DONE = "done"
    DONE_LATE = "done_late"


@dataclass(frozen=True, slots=True)
class Filing:
    """A department's report, as far as lateness asks: its state, and when it was submitted.

    `submitted_at` is the first submission that was not recalled, so that a return after review makes nobody late.
    """

    state: State
    submitted_at: datetime | None = None

    @property
    def handed_in(self) -> bool:
        """Whether the department has done its part."""
        return self.state not in OPEN_STATES


@dataclass(frozen=True, slots=True)
class Standing:
    """How something stands: `late` is whole days late, `left` whole days up to the due day; both 0 where moot."""

    kind: StandingKind
    late: int = 0
    left: int = 0

    @property
    def sentence(self) -> str:
        """In words."""
        return {
            StandingKind.ON_TIME: f"距截止日还有 {self.left} 天",
            StandingKind.DUE_SOON: f"距截止日还有 {self.left} 天" if self.left else "今天截止",
            StandingKind.LATE: f"已逾期 {self.late} 天",
            StandingKind.DONE: "按时完成",
            StandingKind.DONE_LATE: f"逾期 {self.late} 天完成",
        }[self.kind]


def pending(due: date, now: datetime) -> Standing:
    """How something stands that is not done. Raises ValueError for a moment without a zone."""
    if late := days_late(due, now):
        return Standing(StandingKind.LATE, late)
    left = (due - china_day(now)).days
    return Standing(StandingKind.DUE_SOON if left <= DUE_SOON else StandingKind.ON_TIME, left=left)


def done(due: date, at: datetime) -> Standing:
    """How something stands that was done then. Raises ValueError for a moment without a zone."""
    late = days_late(due, at)
    return Standing(StandingKind.DONE_LATE if late else StandingKind.DONE, late)


def standing(due: date, filing: Filing | None, now: datetime) -> Standing:
    """How a department stands with its report; None is a report that was not started.

    Where a report was handed in and nobody knows when (it came from an older system), it counts as in time.
    """
    if filing is None or not filing.handed_in:
        return pending(due, now)
    return Standing(StandingKind.DONE) if filing.submitted_at is None else done(due, filing.submitted_at)
