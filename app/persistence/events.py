"""The audit log: statements, and the store that runs them."""

from dataclasses import astuple, fields
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, insert, literal_column, or_, select, update

from app.domain.audit import Event
from app.persistence.driver import Driver
from app.persistence.scoping import AFTER_DIGITS
from app.persistence.statement import Statement, compiled, given
from app.persistence.tables import EventHeadRow, EventRow, table
from app.services.ports import EventQuery

_EVENT, _HEAD = table(EventRow), table(EventHeadRow)
_event, _head = _EVENT.c, _HEAD.c
_ONE: ColumnElement[int] = literal_column("1")
_FIELDS: Final = [one.name for one in fields(Event)]

NEXT_EVENT: Final = compiled(
    update(_HEAD).where(_head.id == _ONE).values(number=_head.number + _ONE).returning(_head.number, _head.digest)
)
KEEP_HEAD: Final = compiled(update(_HEAD).where(_head.id == _ONE).values(given("digest")))
EVENT_HEAD: Final = compiled(select(_head.number, _head.digest).where(_head.id == _ONE))
ADD_EVENT: Final = compiled(insert(_EVENT).values(given(*_FIELDS)))
EVENTS_AFTER: Final = compiled(
    select(*(_event[name] for name in _FIELDS))
    .where(_event.number > bindparam("after"))
    .order_by(_event.number)
    .limit(bindparam("limit"))
)


@cache
def list_events(filters: tuple[str, ...], stems: int) -> Statement:
    """Events of so many stems of regions, newest first, by these filters."""
    conditions = [_event[name] == bindparam(name) for name in filters if name != "before"]
    if "before" in filters:
        conditions.append(_event.number < bindparam("before"))
    ranges = [
        (_event.region >= bindparam(f"low_{at}")) & (_event.region < bindparam(f"high_{at}")) for at in range(stems)
    ]
    listing = select(*(_event[name] for name in _FIELDS)).where(*conditions, or_(*ranges))
    return compiled(listing.order_by(_event.number.desc()).limit(bindparam("limit")))


class DriverEventStore:
    """Events are only ever added."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def next(self) -> tuple[int, str]:
        """(number, digest of the event before) for the next event."""
        row = await self._driver.row(NEXT_EVENT, {})
        assert row is not None  # noqa: S101 - the migration has put the row there
        return int(row[0]), str(row[1])

    async def add(self, event: Event) -> None:
        """Add an event."""
        await self._driver.run(ADD_EVENT, dict(zip(_FIELDS, astuple(event), strict=True)))
        await self._driver.run(KEEP_HEAD, {"digest": event.digest})

    async def head(self) -> tuple[int, str]:
        """(number, digest) of the newest event."""
        row = await self._driver.row(EVENT_HEAD, {})
        assert row is not None  # noqa: S101 - the migration has put the row there
        return int(row[0]), str(row[1])

    async def after(self, number: int, limit: int) -> list[Event]:
        """Events in order."""
        rows = await self._driver.rows(EVENTS_AFTER, {"after": number, "limit": limit})
        return [Event(*row) for row in rows]

    async def page(self, query: EventQuery) -> list[Event]:
        """Events, newest first."""
        wanted = {"kind": query.kind, "subject": query.subject, "actor": query.actor, "before": query.before}
        filters = {name: value for name, value in wanted.items() if value}
        parameters: dict[str, Any] = {**filters, "limit": query.limit}
        for at, stem in enumerate(query.stems):
            parameters |= {f"low_{at}": stem, f"high_{at}": stem + AFTER_DIGITS}
        if not query.stems:
            return []
        statement = list_events(tuple(filters), len(query.stems))
        return [Event(*row) for row in await self._driver.rows(statement, parameters)]
