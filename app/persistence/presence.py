"""Who is editing: statements, and the store that runs them."""

from dataclasses import asdict
from typing import Final

from sqlalchemy import bindparam, delete, insert, select, update

from app.persistence.driver import Driver
from app.persistence.statement import compiled, given
from app.persistence.tables import PresenceRow, table
from app.services.ports import StoredPresence

_PRESENCE = table(PresenceRow)
_presence = _PRESENCE.c
_OF_REPORT: Final = _presence.report_id == bindparam("of_report")

SEEN_AGAIN: Final = compiled(
    update(_PRESENCE)
    .where(_OF_REPORT, _presence.actor == bindparam("of_actor"))
    .values(given("name", "place", "seen_at"))
)
SEEN: Final = compiled(insert(_PRESENCE).values(given("report_id", "actor", "name", "place", "seen_at")))
FORGET: Final = compiled(delete(_PRESENCE).where(_OF_REPORT, _presence.seen_at < bindparam("since")))
OTHERS: Final = compiled(
    select(_presence.actor, _presence.name, _presence.place, _presence.seen_at)
    .where(_OF_REPORT, _presence.actor != bindparam("of_actor"), _presence.seen_at >= bindparam("since"))
    .order_by(_presence.actor)
)


class DriverPresenceStore:
    """Who is editing which report."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def put(self, report_id: int, one: StoredPresence, since: str) -> None:
        """Somebody is there; whoever was not seen since then is forgotten."""
        columns = asdict(one)
        again = {**columns, "of_report": report_id, "of_actor": one.actor}
        if await self._driver.run(SEEN_AGAIN, again) == 0:
            await self._driver.run(FORGET, {"of_report": report_id, "since": since})
            await self._driver.run(SEEN, {**columns, "report_id": report_id})

    async def others(self, report_id: int, actor: str, since: str) -> list[StoredPresence]:
        """Whoever else was seen since then."""
        rows = await self._driver.rows(OTHERS, {"of_report": report_id, "of_actor": actor, "since": since})
        return [StoredPresence(*row) for row in rows]
