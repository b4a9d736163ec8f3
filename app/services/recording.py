"""Writing the audit log: an event is part of the transaction of what it tells; if it cannot be written, nothing is."""

from typing import Any

from pydantic_core import to_json

from app.domain.audit import Event, sealed
from app.domain.people.actor import Actor
from app.services.ports import Clock, Store
from app.services.report_document import stamp


class Recorder:
    """Adds events to the log."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def record(
        self, store: Store, who: Actor, kind: str, subject: str, *, region: str = "", **details: Any
    ) -> None:
        """Add an event inside the transaction that `store` belongs to. `details` must hold no secrets.

        Without a region it belongs to that of the actor, so that an auditor there sees it.
        """
        number, previous = await store.events.next()
        told = to_json(details).decode()
        event = Event(
            number, stamp(self._clock()), who.key, who.label, kind, subject, region or who.region, who.request, told,
            previous, "",
        )  # fmt: skip
        await store.events.add(sealed(event))
