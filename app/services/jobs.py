"""Jobs: long work that is asked for now and done by a worker, with its progress on the way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from app.domain.people.actor import Actor
from app.services.errors import NotFound
from app.services.ports import Clock, Database, Store, StoredJob
from app.services.recording import Recorder
from app.services.report_document import stamp

LEASE: Final = timedelta(seconds=30)
"""How long a worker that has died keeps its job."""

ATTEMPTS: Final = 3
"""A job whose workers have died so often is not tried again."""


class JobService:
    """One table for all kinds of long work."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock, self._recorder = database, clock, Recorder(clock)
        self.added: Callable[[], None] = lambda: None
        """Called when a job was added here, so that a worker in this process need not wait for its next look."""

    async def add(self, kind: str, who: Actor, request: str) -> StoredJob:
        """Ask for work; `request` is JSON that the kind understands."""
        async with self._database.transaction() as store:
            job_id = await self.add_in(store, kind, who, request)
        self.added()
        return await self.get(job_id, who)

    async def add_in(self, store: Store, kind: str, who: Actor, request: str, **details: Any) -> int:
        """`add` inside a transaction, which says its number; whoever commits calls `added` then."""
        job_id = await store.jobs.add(kind, who.key, request, self._now())
        await self._recorder.record(store, who, "job_added", f"job:{job_id}", work=kind, **details)
        return job_id

    async def get(self, job_id: int, who: Actor) -> StoredJob:
        """One of the asker's own jobs. Raises NotFound."""
        found = await self._database.reading.jobs.get(job_id)
        if found is None or found.actor != who.key:
            message = f"没有编号为 {job_id} 的任务，请从任务列表进入"
            raise NotFound(message)
        return found

    async def page(self, who: Actor, before: int | None, limit: int, kind: str = "") -> list[StoredJob]:
        """The asker's own jobs, newest first; those of one kind where it is named."""
        return await self._database.reading.jobs.page(who.key, before, limit, kind)

    async def cancel(self, job_id: int, who: Actor) -> StoredJob:
        """Take back a job; one that has ended stays as it is. Raises NotFound."""
        await self.get(job_id, who)
        async with self._database.transaction() as store:
            if await store.jobs.cancel(job_id, self._now()):
                await self._recorder.record(store, who, "job_cancelled", f"job:{job_id}")
        return await self.get(job_id, who)

    async def claim(self) -> StoredJob | None:
        """Hold the oldest job that waits or was left behind; None where there is none."""
        while (job := await self._database.reading.jobs.claimable(self._now())) is not None:
            async with self._database.transaction() as store:
                held = await store.jobs.claim(job.id, job.attempt, self._lease())
            if held and job.attempt < ATTEMPTS:
                return await self._database.reading.jobs.get(job.id)
            if held:
                message = f"试了 {ATTEMPTS} 次都没有做完（进程中途退出），请联系管理员查看日志"
                await self.end(job.id, job.attempt + 1, "failed", error=message)
        return None

    async def advance(self, job: StoredJob, done: int, total: int) -> bool:
        """Say how far the holder is; False where it is to stop, since the job was cancelled or taken over."""
        async with self._database.transaction() as store:
            return await store.jobs.advance(job.id, job.attempt, done, total, self._lease())

    async def end(self, job_id: int, attempt: int, state: str, *, result: str = "", error: str = "") -> None:
        """What came of it, `done` or `failed`; `waiting` hands it back. Nothing where the holder holds it no more."""
        async with self._database.transaction() as store:
            await store.jobs.end(job_id, attempt, state, result, error, "" if state == "waiting" else self._now())

    def _now(self) -> str:
        return stamp(self._clock())

    def _lease(self) -> str:
        return stamp(self._clock() + LEASE)
