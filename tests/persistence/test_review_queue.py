"""Lanes of the review queue are read from an index, counted up to a bound, and narrowed in the database."""

import sqlite3
from typing import Any

import pytest

from app.domain.people.place import Place
from app.persistence.review_queue import _Asked, list_queue
from app.services.ports import Database, Lane, QueueQuery
from tests.persistence.records import EVERYWHERE, a_record, add

pytestmark = pytest.mark.anyio
SECTION = (Place("section", "7"),)


def waiting(department: int, **more: Any) -> Any:
    said: dict[str, Any] = {"state": "submitted", "section_id": 7, "submitted_at": f"2022-05-{department:02}T08:00:00Z"}
    return a_record(department, **(said | more))


def asked(scope: tuple[Place, ...] = SECTION, **more: Any) -> QueueQuery:
    return QueueQuery(scope, "user:1", Lane.WAITING, {}, **more)


async def test_only_what_claims_more_than_can_be_computed_is_above(database: Database) -> None:
    over = await add(database, waiting(1, self_points="95.5", computed_high="95.4"))
    for department, own in ((2, "95.4"), (3, None)):
        await add(database, waiting(department, self_points=own, computed_high="95.4"))
    queue = database.reading.review_queue
    assert [one.key[1] for one in await queue.page(asked(above=True))] == [over]
    assert (await queue.counts(asked(), 1_000))["above"] == 1


async def test_the_longest_waiting_comes_first_and_counts_end_at_a_bound(database: Database) -> None:
    for department in (3, 1, 2):
        await add(database, waiting(department))
    await add(database, waiting(4, section_id=8))
    queue = database.reading.review_queue
    assert [one.summary for one in await queue.page(asked())] == [f'{{"department":{at}}}' for at in (1, 2, 3)]
    assert (await queue.counts(asked(), 1_000))["waiting"] == 3
    assert (await queue.counts(asked(), 2))["waiting"] == 2
    assert (await queue.counts(asked(EVERYWHERE), 1_000))["waiting"] == 4


async def test_whoever_has_two_sections_gets_both_once(database: Database) -> None:
    for department, section in ((1, 7), (2, 8), (3, 9)):
        await add(database, waiting(department, section_id=section))
    both = (*SECTION, Place("section", "8"), *SECTION)
    assert len(await database.reading.review_queue.page(asked(both))) == 2
    assert (await database.reading.review_queue.counts(asked(both), 1_000))["waiting"] == 2


@pytest.mark.parametrize(
    ("shape", "index"),
    [
        ("section", "report_by_section_state"),
        ("everywhere", "report_by_state"),
        ("region", "report_by_state_in_region"),
    ],
)
def test_a_lane_is_a_stretch_of_its_index(migrated_file: Any, shape: Any, index: str) -> None:
    given = {
        "scope_key_0": 7,
        "scope_low_0": "43",
        "scope_high_0": "44",
        "me": "user:1",
        "limit": 50,
        "key_at": "",
        "key_id": 1,
    }
    asked_for = _Asked((shape,), Lane.WAITING, (), ())
    with sqlite3.connect(f"file:{migrated_file}?mode=ro", uri=True) as connection:
        for statement in (list_queue(asked_for, one) for one in ("first", "after", "before")):
            plan = connection.execute(f"EXPLAIN QUERY PLAN {statement.sqlite}", given).fetchall()
            read = [step for *_, step in plan if step.startswith(("SEARCH report ", "SCAN report "))]
            assert read
            assert all(f"{index} (" in step for step in read), plan
            sorts = [step for _, parent, _, step in plan if not parent and "ORDER BY" in step]
            assert shape == "region" or not sorts, plan
