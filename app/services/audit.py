"""Use cases of the audit administrator: read the log, and verify it from its first event to its last."""

from dataclasses import replace
from typing import Final

from app.domain.audit import Event, Verification
from app.domain.people.actor import Actor
from app.domain.people.right import Right
from app.services.people import stems_of
from app.services.ports import Database, EventQuery

BATCH: Final = 2_000
BEFORE_ALL: Final = -(2**63)
"""Before every number that a row can have."""


class AuditService:
    """The log, for those who may read it; nobody may write to it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, who: Actor, query: EventQuery) -> list[Event]:
        """Events of the asker's regions (whatever regions `query` names), newest first."""
        own = replace(query, stems=stems_of(who, Right.AUDIT_READ))
        return await self._database.reading.events.page(own)

    async def verify(self, noted: tuple[int, str] | None = None) -> Verification:
        """Every event, in order, against the digests, and against one that was noted elsewhere."""
        events = self._database.reading.events
        found, after = Verification(noted), BEFORE_ALL
        batch = await events.after(after, BATCH)
        while True:
            found.take(batch)
            after = batch[-1].number if batch else after
            # Read before it is known that nothing follows: what is added meanwhile is then gone through too, and an
            # event beyond the newest that is registered is one that somebody has put there.
            number, digest = await events.head()
            batch = await events.after(after, BATCH)
            if not batch:
                found.end(number, digest)
                return found
