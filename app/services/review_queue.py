"""The reviewer's desk: reports in lanes, the longest waiting first, with counts and the neighbours of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.people.actor import Actor
from app.domain.people.right import Right
from app.domain.rounds.moment import days_late
from app.services.ports import Database, QueueKey, QueueQuery


@dataclass(frozen=True, slots=True)
class Queued:
    """A report in the queue: its item in lists (JSON), when it was first handed in, and how late that was, in days."""

    key: QueueKey
    summary: str
    submitted_at: datetime | None
    due: date | None
    late: int
    errors: int | None
    """Findings that stand; None while the department has it."""
    warnings: int | None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of a lane, with counts of every lane and of what can be chosen of this one."""

    counts: Mapping[str, int]
    items: Sequence[Queued]


class ReviewQueueService:
    """What somebody may review, and what came of it: two statements, however long the queue is."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, query: QueueQuery, most: int) -> QueuePage:
        """A page of the queue; `most` reports of a lane are counted, so that counts cost the same for any queue."""
        queue = self._database.reading.review_queue
        items = []
        for one in await queue.page(query):
            at = datetime.fromisoformat(one.key[0]) if one.key[0] else None
            late = days_late(one.due, at) if one.due and at else 0
            items.append(Queued(one.key, one.summary, at, one.due, late, one.errors, one.warnings))
        return QueuePage(await queue.counts(query, most), items)

    async def beside(self, query: QueueQuery, report_id: int, who: Actor) -> tuple[int | None, int | None]:
        """The reports before and after one in the lane, wherever that one has got to since; none for an unknown one."""
        read = self._database.reading
        stored = await read.reports.get(report_id)
        key = await read.review_queue.key(report_id)
        if stored is None or key is None or not who.may(Right.REPORT_READ, stored.location):
            return None, None
        return await read.review_queue.beside(query, key)
