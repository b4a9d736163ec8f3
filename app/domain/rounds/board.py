"""The board of a round: how many reports stand where, and who is late."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.report import State
from app.domain.rounds.lateness import Filing, StandingKind, standing
from app.domain.rounds.round import Round


@dataclass(frozen=True, slots=True)
class LateDepartment:
    """A department that has not handed in; `state` is None where it has not even started."""

    department: int
    name: str
    due: date
    days: int
    state: State | None


@dataclass(frozen=True, slots=True)
class Board:
    """Counts of a round's departments; both tables have every key. `not_started` and `by_state` add up to `total`."""

    total: int
    not_started: int
    by_state: Mapping[State, int]
    """Of the reports that were started."""
    by_standing: Mapping[StandingKind, int]
    """Of all departments."""
    late: tuple[LateDepartment, ...]
    """The latest first, then by name."""


def board(of: Round, names: Mapping[int, str], filings: Mapping[int, Filing], now: datetime) -> Board:
    """The board at a moment; `filings` are the reports that were started, by department, others are ignored.

    A department without a name is called by its number.
    """
    states: Counter[State] = Counter()
    standings: Counter[StandingKind] = Counter()
    late = []
    for entry in of.entries:
        one, due = entry.department, entry.last_day(of.deadline)
        filing = filings.get(one)
        stands = standing(due, filing, now)
        standings[stands.kind] += 1
        if filing is not None:
            states[filing.state] += 1
        if stands.kind is StandingKind.LATE:
            state = filing.state if filing else None
            late.append(LateDepartment(one, names.get(one, f"部门 {one}"), due, stands.late, state))
    return Board(
        total=len(of.entries),
        not_started=len(of.entries) - states.total(),
        by_state={state: states[state] for state in State},
        by_standing={kind: standings[kind] for kind in StandingKind},
        late=tuple(sorted(late, key=lambda one: (-one.days, one.name, one.department))),
    )
