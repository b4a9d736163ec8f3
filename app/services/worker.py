"""The worker: takes jobs one after the other and does each in a thread, so that whoever else is served goes on."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Mapping
from typing import Final

from app.domain.errors import DomainError
from app.services.jobs import JobService
from app.services.ports import StoredJob

LOOK: Final = 1.0
"""Seconds between looks for work where nobody wakes the worker."""

BEAT: Final = 0.4
"""Seconds between two reports of progress."""

log = logging.getLogger("jixiao.worker")


class Stopped(Exception):
    """The job is to be done no further: cancelled, or the process is ending."""


class Watch:
    """How far a job is. Its thread counts, the worker looks; both only ever write whole numbers."""

    def __init__(self) -> None:
        self.total = self.done = 0
        self.stopped = False

    def advance(self, more: int = 1) -> None:
        """So many steps more are done. Raises Stopped."""
        self.done += more
        if self.stopped:
            raise Stopped


Run = Callable[[StoredJob, Watch], str]
"""What does a kind of job, in a thread, and says its result as JSON. Raises DomainError, Stopped."""


class Worker:
    """Does jobs until it is stopped; one that is under way then is handed back."""

    def __init__(self, jobs: JobService, runs: Mapping[str, Run]) -> None:
        self._jobs, self._runs = jobs, runs
        self._wake, self._ending = asyncio.Event(), False
        jobs.added = self._wake.set

    def stop(self) -> None:
        """Finish as soon as the job under way notices."""
        self._ending = True
        self._wake.set()

    async def run(self) -> None:
        """Take jobs as they come."""
        while not self._ending:
            try:
                job = await self._jobs.claim()
                if job is not None:
                    await self._do(job)
                    continue
            except Exception as error:  # noqa: BLE001 - a database that is away for a while must not end the worker
                _tell("worker", error)
            self._wake.clear()
            if not self._ending:
                await _wait(self._wake, LOOK)

    async def _do(self, job: StoredJob) -> None:
        watch, run = Watch(), self._runs[job.kind]
        work = asyncio.create_task(asyncio.to_thread(run, job, watch))
        while not (await asyncio.wait({work}, timeout=BEAT))[0]:
            held = await self._jobs.advance(job, watch.done, watch.total)
            watch.stopped = watch.stopped or self._ending or not held
        await self._jobs.advance(job, watch.done, watch.total)
        try:
            await self._jobs.end(job.id, job.attempt, "done", result=work.result())
        except Stopped:
            await self._jobs.end(job.id, job.attempt, "waiting")
        except DomainError as refused:
            await self._jobs.end(job.id, job.attempt, "failed", error=str(refused))
        except Exception as error:  # noqa: BLE001 - whatever it is, the job has ended and says so
            _tell(f"job {job.id} ({job.kind})", error)
            await self._jobs.end(job.id, job.attempt, "failed", error="任务出错，没有做完；请联系管理员查看日志")


def _tell(what: str, error: Exception) -> None:
    """Log where and of which type, not what it says: the message of an error can quote what people typed."""
    log.error("%s: %s\n%s", what, type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
