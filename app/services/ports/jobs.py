"""Jobs as they are stored, and what keeps them."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StoredJob:
    """A piece of long work. `request` and `result` are JSON; times are empty where there is none yet."""

    id: int
    kind: str
    state: str
    actor: str
    request: str
    done: int
    total: int
    attempt: int
    leased_until: str
    created_at: str
    ended_at: str
    result: str
    error: str


class JobStore(Protocol):
    """Jobs."""

    async def add(self, kind: str, actor: str, request: str, now: str) -> int:
        """Add a waiting job and say its id."""

    async def get(self, job_id: int) -> StoredJob | None:
        """One job."""

    async def page(self, actor: str, before: int | None, limit: int, kind: str = "") -> list[StoredJob]:
        """Somebody's jobs, newest first; those of one kind where it is named."""

    async def claimable(self, now: str) -> StoredJob | None:
        """The oldest job that waits, or whose holder has let its lease run out."""

    async def claim(self, job_id: int, attempt: int, leased_until: str) -> bool:
        """Hold a job that is still at `attempt`, as the next one; says whether that succeeded."""

    async def advance(self, job_id: int, attempt: int, done: int, total: int, leased_until: str) -> bool:
        """Say how far the holder of `attempt` is; False where it holds the job no more."""

    async def end(self, job_id: int, attempt: int, state: str, result: str, error: str, now: str) -> bool:
        """What came of it, or `waiting` to hand it back; False where the holder of `attempt` holds it no more."""

    async def rename(self, job_id: int, kind: str) -> bool:
        """Give a job that has ended another kind; says whether there was one. Its number is never given again."""

    async def cancel(self, job_id: int, now: str) -> bool:
        """Take back a job that has not ended; says whether there was one."""
