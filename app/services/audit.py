"""Use cases of the audit administrator: read the log, and verify it from its first event to its last."""

from dataclasses import replace
from typing import Final

from app.domain.audit import Event, Verification
from app.domain.people.actor import Actor
from app.domain.people.right import Right
from app.services.people import stems_of
from app.services.ports import Database, EventQuery

BATCH: Final = 2_000


class AuditService:
    """The log, for those who may read it; nobody may write to it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, who: Actor, query: EventQuery) -> list[Event]:
        """Events of the asker's regions (whatever regions `query` names), newest first."""
        own = replace(query, stems=stems_of(who, Right.AUDIT_READ))
        return await self._database.reading.events.page(own)

    async def verify(self) -> Verification:
        """Every event, in order, against the digests."""
        events = self._database.reading.events
        number, digest = await events.head()
        found, after = Verification(), 0
        while batch := await events.after(after, BATCH):
            inside = [one for one in batch if one.number <= number]  # what is added meanwhile is not ours to judge
            found.take(inside)
            after = batch[-1].number
            if len(inside) < len(batch):
                break
        found.end(number, digest)
        return found
