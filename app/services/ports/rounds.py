"""Evaluation rounds as they are stored, and what keeps them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.domain.people.place import Location, Place
from app.domain.rounds.lateness import StandingKind
from app.domain.rounds.round import Round, Stage
from app.domain.rounds.sampling import Draw
from app.domain.workflow.state import State


@dataclass(frozen=True, slots=True)
class StoredRound:
    """A round with its number; `version` counts its changes."""

    id: int
    version: int
    round: Round


@dataclass(frozen=True, slots=True)
class RoundHead:
    """A round in a list."""

    id: int
    version: int
    region: str
    fiscal_year: int
    title: str
    scheme_id: str
    scheme_version: int
    state: str
    deadline: str


@dataclass(frozen=True, slots=True)
class RoundQuery:
    """Which rounds, newest first: all of the regions in `scope`; elsewhere those that ask a department inside it.

    The latter only while they are issued or once they are closed.
    """

    scope: Sequence[Place]
    filters: Mapping[str, str | int]
    before: int | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class EntryQuery:
    """Which departments of a round: those inside one of `scope`, as they stand on a day in China."""

    round_id: int
    scope: Sequence[Place]
    today: date


@dataclass(frozen=True, slots=True)
class BoardRow:
    """How many departments have a report in that state (None: none was started) and stand so against their day."""

    state: State | None
    standing: StandingKind
    count: int


@dataclass(frozen=True, slots=True)
class BoardCounts:
    """A round's region and stage, for rights, and its departments counted; of nobody where none is inside the scope."""

    region: str
    stage: Stage
    rows: Sequence[BoardRow]


@dataclass(frozen=True, slots=True)
class LateEntry:
    """A department that has not handed in and whose day is over; `state` is None where it has not even started."""

    department: int
    name: str
    due: date
    state: State | None


@dataclass(frozen=True, slots=True)
class AskedEntry:
    """A department that an issued round asks for a report, until `due`; `state` is None where none was started."""

    round_id: int
    department: int
    due: date
    state: State | None


class RoundStore(Protocol):
    """Rounds, the departments in them, and the draws of their reports."""

    async def add(self, new: Round) -> int:
        """Add a round and say its id."""

    async def get(self, round_id: int) -> StoredRound | None:
        """One round."""

    async def replace(self, round_id: int, expected: int, changed: Round) -> bool:
        """Replace the round if its version is still `expected`, making that one more; says whether it was.

        Departments that are new in an issued round are not asked by it until `ask`.
        """

    async def ask(self, round_id: int) -> None:
        """Let all its departments be asked by it. Raises AlreadyStored where one is asked by another that year."""

    async def asked_elsewhere(self, round_id: int) -> list[tuple[int, int]]:
        """(department, round) of its departments that another issued round of the year asks."""

    async def strangers(self, round_id: int, region: str) -> list[int]:
        """Its departments that are not registered in that region or below it."""

    async def hold(self, round_id: int) -> None:
        """Until the transaction ends, nobody else holds or changes the round."""

    async def page(self, query: RoundQuery) -> list[RoundHead]:
        """Rounds, newest first."""

    async def names(self, round_id: int, scope: Sequence[Place]) -> dict[int, str]:
        """The names of its departments that are inside one of `scope`, by their numbers."""

    async def board(self, query: EntryQuery) -> BoardCounts | None:
        """How the departments stand, counted in one statement; None where there is no such round."""

    async def late(self, query: EntryQuery, after: tuple[str, int], limit: int) -> list[LateEntry]:
        """Who is late: the longest first, then by number; `after` is the last one's day and number."""

    async def submitted(self, round_id: int) -> list[str]:
        """The names of its departments whose reports have been submitted."""

    async def reports(self, round_id: int, states: Collection[State]) -> list[tuple[int, Location]]:
        """(id, place) of its reports in those states."""

    async def scheme_for(self, department_id: int, fiscal_year: int) -> tuple[str, int] | None:
        """(id, version) of the scheme of the issued round that asks a department for the report of a year."""

    async def due_for(self, department_id: int, fiscal_year: int) -> date | None:
        """The last day, extensions included, that a round gives a department for the report of a year.

        That of the issued round, else of the newest that is closed; None where none ever asked.
        """

    async def unstarted(self, scope: Sequence[Place], limit: int) -> list[AskedEntry]:
        """Departments inside one of `scope` that an issued round asks and that have not started; the earliest first."""

    async def asking_for(self, report_id: int) -> AskedEntry | None:
        """What the issued round that asks for a report says of it."""

    async def add_draw(self, round_id: int, draw: Draw) -> None:
        """Keep a draw. Raises AlreadyStored where the round has one of that seed."""

    async def draw(self, round_id: int, seed: int) -> Draw | None:
        """The draw of that seed."""
