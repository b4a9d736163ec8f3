"""The reports that a finance section has to do with, as a queue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from app.domain.people.place import Place

QueueKey = tuple[str, int]
"""Where a report stands in every lane: when it was first handed in, and its number."""


class Lane(StrEnum):
    """What a section has to do with a report now."""

    WAITING = "waiting"
    MINE = "mine"
    OTHERS = "others"
    RETURNED = "returned"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class QueueQuery:
    """Which reports of a lane, the longest waiting first; `after` is the last one's key."""

    scope: Sequence[Place]
    me: str
    """Who asks: `user:7`."""
    lane: Lane
    filters: Mapping[str, int]
    """`fiscal_year`, `department`."""
    late: bool = False
    """Only those that were handed in after their day."""
    above: bool = False
    """Only those with more points of their own than can be computed."""
    after: QueueKey | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A report in the queue: its item in lists (JSON), the last day that a round gives its department, and how many
    errors and warnings stand, while the bureau has it."""

    key: QueueKey
    summary: str
    due: date | None
    errors: int | None = None
    warnings: int | None = None


class ReviewQueue(Protocol):
    """Reports in lanes."""

    async def page(self, query: QueueQuery) -> list[QueueRow]:
        """Up to `limit` reports of the lane."""

    async def counts(self, query: QueueQuery, most: int) -> dict[str, int]:
        """How many reports each lane has, and how many of the asked one are `late` and `above`; of `most` each."""

    async def key(self, report_id: int) -> QueueKey | None:
        """Where a report stands in the queue, whichever lane it is in."""

    async def beside(self, query: QueueQuery, key: QueueKey) -> tuple[int | None, int | None]:
        """The reports of the lane before and after a place in it."""
