"""Follow-ups as they are stored, what keeps them, and what they ask of the report's review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from app.domain.follow_ups.follow_up import FollowUp
from app.domain.follow_ups.re_evaluation import Stood
from app.domain.people.place import Location, Place


@dataclass(frozen=True, slots=True)
class StoredFollowUp:
    """A follow-up on a report. A number of 0 is not stored yet."""

    id: int
    version: int
    report_id: int
    location: Location
    """Where the report belongs, for rights."""
    department_name: str
    content: FollowUp
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class FollowUpQuery:
    """Which follow-ups, newest first: those inside one of `scope`, by kind, state and report."""

    scope: Sequence[Place]
    filters: Mapping[str, str | int]
    before: int | None = None
    limit: int = 50


class FollowUpStore(Protocol):
    """What follows on reports."""

    async def add(self, new: StoredFollowUp) -> int:
        """Add a follow-up (id and name are not looked at) and say its id."""

    async def get(self, follow_up_id: int) -> StoredFollowUp | None:
        """One follow-up."""

    async def replace(self, changed: StoredFollowUp, expected: int) -> bool:
        """Replace it if its version is still `expected`; says whether it was."""

    async def page(self, query: FollowUpQuery) -> list[StoredFollowUp]:
        """Follow-ups, newest first."""

    async def counts(self, scope: Sequence[Place]) -> Mapping[tuple[str, str], int]:
        """How many there are by kind and state, inside any of `scope`; each once."""

    async def drawn(self, round_id: int) -> set[int]:
        """The reports of a round's departments that have a re-evaluation."""


class Reviewed(Protocol):
    """What a follow-up has to know of the report that it follows on. Each raises NotFound for no report."""

    async def barred(self, report_id: int) -> frozenset[str]:
        """Who had a part in the report, as `user:7`, and so judges nothing about it."""

    async def stood(self, report_id: int) -> Mapping[str, Stood]:
        """The points of every indicator as they stand, and the most that each can have, by indicator id."""

    async def maximum(self, report_id: int, indicator: str) -> Decimal | None:
        """The most that an indicator can have; None where the report's scheme has no such indicator."""
