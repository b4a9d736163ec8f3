"""Jobs: one holder at a time, taken over when it falls silent, given up when that happens again and again."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.people.actor import OPERATOR
from app.services.jobs import ATTEMPTS, LEASE, JobService
from app.services.ports import Database, StoredJob

pytestmark = pytest.mark.anyio


class Hands:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.now = datetime(2022, 5, 10, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self) -> None:
        self.now += LEASE + timedelta(seconds=1)


async def test_a_job_has_one_holder_until_that_falls_silent(database: Database) -> None:
    clock = Hands()
    jobs = JobService(database, clock)
    first = await jobs.add("what_if", OPERATOR, "{}")
    held = await jobs.claim()
    assert held is not None
    assert (held.id, held.state) == (first.id, "running")
    assert await jobs.claim() is None
    clock.forward()
    taken = await jobs.claim()
    assert taken is not None
    assert not await jobs.advance(held, 1, 2)
    assert await jobs.advance(taken, 1, 2)
    assert (await jobs.get(first.id, OPERATOR)).done == 1


async def test_a_holder_that_was_replaced_cannot_say_how_it_ended(database: Database) -> None:
    clock = Hands()
    jobs = JobService(database, clock)
    await jobs.add("what_if", OPERATOR, "{}")
    held = await jobs.claim()
    assert held is not None
    clock.forward()
    await jobs.claim()
    await jobs.end(held.id, held.attempt, "done", result="{}")
    assert (await jobs.get(held.id, OPERATOR)).state == "running"


async def test_a_job_whose_holders_keep_dying_fails_with_a_reason(database: Database) -> None:
    clock = Hands()
    jobs = JobService(database, clock)
    job = await jobs.add("what_if", OPERATOR, "{}")
    for _ in range(ATTEMPTS):
        assert await jobs.claim() is not None
        clock.forward()
    assert await jobs.claim() is None
    ended = await jobs.get(job.id, OPERATOR)
    assert (ended.state, ended.error[:4]) == ("failed", f"试了 {ATTEMPTS}")


async def test_a_cancelled_job_is_taken_by_nobody_and_stops_its_holder(database: Database) -> None:
    jobs = JobService(database, Hands())
    waiting, running = [await jobs.add("what_if", OPERATOR, "{}") for _ in range(2)]
    await jobs.cancel(waiting.id, OPERATOR)
    held = await jobs.claim()
    assert held is not None
    assert held.id == running.id
    await jobs.cancel(running.id, OPERATOR)
    assert not await jobs.advance(held, 1, 2)
    assert await jobs.claim() is None


async def test_jobs_are_taken_in_the_order_of_their_asking_and_listed_newest_first(database: Database) -> None:
    jobs = JobService(database, Hands())
    asked = [(await jobs.add("what_if", OPERATOR, "{}")).id for _ in range(3)]
    taken: list[StoredJob] = [one for _ in asked if (one := await jobs.claim()) is not None]
    assert [one.id for one in taken] == asked
    assert [one.id for one in await jobs.page(OPERATOR, None, 2)] == [asked[2], asked[1]]
    assert [one.id for one in await jobs.page(OPERATOR, asked[1], 2)] == [asked[0]]
