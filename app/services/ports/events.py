"""The audit log as it is stored, and what keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.audit import Event


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Which events, newest first; empty texts are no condition."""

    stems: Sequence[str]
    """Of regions that begin with one of these."""
    kind: str = ""
    subject: str = ""
    actor: str = ""
    before: int | None = None
    limit: int = 50


class EventStore(Protocol):
    """Events are only ever added."""

    async def next(self) -> tuple[int, str]:
        """(number, digest of the event before) for the next event; until the transaction ends nobody else gets one."""

    async def add(self, event: Event) -> None:
        """Add an event that has the number which `next` gave."""

    async def head(self) -> tuple[int, str]:
        """(number, digest) of the newest event, as they are kept apart from it."""

    async def after(self, number: int, limit: int) -> list[Event]:
        """Events in order, for verification."""

    async def page(self, query: EventQuery) -> list[Event]:
        """Events, newest first."""
