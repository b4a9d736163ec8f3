"""Jobs: statements, and the store that runs them."""

from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, bindparam, insert, literal_column, select, update

from app.persistence.driver import Driver
from app.persistence.statement import Statement, compiled, given
from app.persistence.tables import (
    JobRow,
    table,
)
from app.services.ports import (
    StoredJob,
)

_JOB = table(JobRow)
_job = _JOB.c

_JOB_FIELDS: Final = [column.name for column in _job if column.name != "id"]

_WAITING: ColumnElement[str] = literal_column("'waiting'")

_RUNNING: ColumnElement[str] = literal_column("'running'")

_CANCELLED: ColumnElement[str] = literal_column("'cancelled'")

_OPEN: Final = (_job.state == _WAITING) | (_job.state == _RUNNING)

_HELD: Final = (_job.id == bindparam("job"), _job.attempt == bindparam("held"), _job.state == _RUNNING)

ADD_JOB: Final = compiled(insert(_JOB).values(given(*_JOB_FIELDS)).returning(_job.id))

GET_JOB: Final = compiled(select(_JOB).where(_job.id == bindparam("id")))

_OWN: Final = select(_JOB).where(_job.actor == bindparam("actor")).order_by(_job.id.desc()).limit(bindparam("limit"))
_FILTERS: Final = {"before": _job.id < bindparam("before"), "kind": _job.kind == bindparam("kind")}


@cache
def list_jobs(filters: tuple[str, ...]) -> Statement:
    """Somebody's jobs, newest first, by these filters."""
    return compiled(_OWN.where(*(_FILTERS[name] for name in filters)))


CLAIMABLE_JOB: Final = compiled(
    select(_JOB)
    .where((_job.state == _WAITING) | and_(_job.state == _RUNNING, _job.leased_until < bindparam("now")))
    .order_by(_job.id)
    .limit(bindparam("limit"))
)

CLAIM_JOB: Final = compiled(
    update(_JOB)
    .where(_job.id == bindparam("job"), _job.attempt == bindparam("held"), _OPEN)
    .values({**given("attempt", "leased_until"), "state": _RUNNING})
)

ADVANCE_JOB: Final = compiled(update(_JOB).where(*_HELD).values(given("done", "total", "leased_until")))

END_JOB: Final = compiled(update(_JOB).where(*_HELD).values(given("state", "result", "error", "ended_at")))

RENAME_JOB: Final = compiled(update(_JOB).where(_job.id == bindparam("job"), ~_OPEN).values(given("kind")))

CANCEL_JOB: Final = compiled(
    update(_JOB).where(_job.id == bindparam("job"), _OPEN).values({**given("ended_at"), "state": _CANCELLED})
)


class DriverJobStore:
    """Jobs."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def add(self, kind: str, actor: str, request: str, now: str) -> int:
        """Add a waiting job and say its id."""
        blank = {"done": 0, "total": 0, "attempt": 0, "leased_until": "", "ended_at": "", "result": "", "error": ""}
        parameters = {"kind": kind, "state": "waiting", "actor": actor, "request": request, "created_at": now, **blank}
        row = await self._driver.row(ADD_JOB, parameters)
        assert row is not None  # noqa: S101 - RETURNING answers or the insert has failed
        return int(row[0])

    async def get(self, job_id: int) -> StoredJob | None:
        """One job."""
        row = await self._driver.row(GET_JOB, {"id": job_id})
        return StoredJob(*row) if row else None

    async def page(self, actor: str, before: int | None, limit: int, kind: str = "") -> list[StoredJob]:
        """Somebody's jobs, newest first; those of one kind where it is named."""
        filters: dict[str, Any] = {"before": before} if before is not None else {}
        filters |= {"kind": kind} if kind else {}
        rows = await self._driver.rows(list_jobs(tuple(filters)), {"actor": actor, "limit": limit, **filters})
        return [StoredJob(*row) for row in rows]

    async def claimable(self, now: str) -> StoredJob | None:
        """The oldest job that waits, or whose holder has let its lease run out."""
        row = await self._driver.row(CLAIMABLE_JOB, {"now": now, "limit": 1})
        return StoredJob(*row) if row else None

    async def claim(self, job_id: int, attempt: int, leased_until: str) -> bool:
        """Hold a job that is still at `attempt`, as the next one."""
        parameters = {"job": job_id, "held": attempt, "attempt": attempt + 1, "leased_until": leased_until}
        return await self._driver.run(CLAIM_JOB, parameters) == 1

    async def advance(self, job_id: int, attempt: int, done: int, total: int, leased_until: str) -> bool:
        """Say how far the holder of `attempt` is."""
        parameters = {"job": job_id, "held": attempt, "done": done, "total": total, "leased_until": leased_until}
        return await self._driver.run(ADVANCE_JOB, parameters) == 1

    async def end(self, job_id: int, attempt: int, state: str, result: str, error: str, now: str) -> bool:
        """What came of it."""
        parameters = {"job": job_id, "held": attempt, "state": state, "result": result, "error": error, "ended_at": now}
        return await self._driver.run(END_JOB, parameters) == 1

    async def rename(self, job_id: int, kind: str) -> bool:
        """Give a job that has ended another kind."""
        return await self._driver.run(RENAME_JOB, {"job": job_id, "kind": kind}) == 1

    async def cancel(self, job_id: int, now: str) -> bool:
        """Take back a job that has not ended."""
        return await self._driver.run(CANCEL_JOB, {"job": job_id, "ended_at": now}) == 1
