"""Who is editing a report, so that two people know of each other."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.domain.people.actor import Actor
from app.domain.people.right import Right
from app.services.ports import AlreadyStored, StoredPresence
from app.services.report_document import stamp
from app.services.report_keeping import ReportKeeping

SEEN: Final = timedelta(seconds=60)
"""Who was not heard of for so long has left."""
KNOWN: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Present:
    """The report's version, and whoever else is in it."""

    version: int
    others: list[StoredPresence]


class PresenceService:
    """Nothing of it is in the log, and nothing of it stays."""

    def __init__(self, keeping: ReportKeeping) -> None:
        self._keeping, self._database, self._clock = keeping, keeping.database, keeping.clock

    async def here(self, report_id: int, place: str, who: Actor) -> Present:
        """`who` is editing at `place`. Raises NotFound and Forbidden."""
        stored = await self._keeping.get(report_id, who)
        who.require(Right.REPORT_FILL, stored.location)
        now = self._clock()
        mine = StoredPresence(who.key, who.name, place, stamp(now))
        try:
            async with self._database.transaction() as store:
                await store.presence.put(report_id, mine, stamp(now - KNOWN))
        except AlreadyStored:  # the same person in two tabs, at the same moment
            pass
        others = await self._database.reading.presence.others(report_id, who.key, stamp(now - SEEN))
        return Present(stored.version, others)
