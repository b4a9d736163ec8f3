"""Row 16: a deep page of a million reports against the first one, in both orders."""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.domain.people.place import Place
from app.persistence.engine import create_database
from app.persistence.migration import migrate
from app.services.ports import ReportQuery
from benchmarks.comparison import Comparison, Side

MANY: Final = 1_000_000
PAGES: Final = 300

_FILL: Final = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many)
INSERT INTO report (department_id, region, fiscal_year, state, scheme_id, scheme_version, version, self_points,
  computed_low, computed_high, missing, created_at, updated_at, summary, document)
SELECT i, '430602', 2021, 'drafting', 'yueyanglou-2021', 1, 1, (i * 7919 % 1000001) % 1001 * 1000,
  0, 1000000, 0, '2022-03-01T00:00:00Z', '2022-03-01T00:00:00Z', '{"id":' || i || ',"version":1}', x'7b7d' FROM n
"""


EVERYWHERE: Final = (Place("region", "000000"),)


def rows(folder: Path, rounds: int, many: int = MANY) -> Iterator[Comparison]:
    """Pages of 50 through the store, as the API asks for them."""
    path = folder / "many.db"
    migrate(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute(_FILL, {"many": many})
        deep_points = connection.execute(
            "SELECT self_points, id FROM report ORDER BY self_points DESC, id DESC LIMIT 1 OFFSET ?", (many * 9 // 10,)
        ).fetchone()
    for title, by_points, after in (
        ("page of 50 at 900 000 of a million, newest first", False, (many // 10, 0)),
        ("page of 50 at 900 000 of a million, by points", True, deep_points),
    ):
        first = ReportQuery(EVERYWHERE, {"fiscal_year": 2021}, by_points)
        deep = ReportQuery(EVERYWHERE, {"fiscal_year": 2021}, by_points, after)

        def here(query: ReportQuery = deep) -> float:
            return _microseconds(path, query)

        def there(query: ReportQuery = first) -> float:
            return _microseconds(path, query)

        here()
        yield Comparison("16", title, "µs", Side("ours", here), Side("first page", there), 1.3, at_most=True).run(
            rounds
        )


def _microseconds(path: Path, query: ReportQuery) -> float:
    async def pages() -> float:
        database = create_database(f"sqlite:///{path}", pool_size=1)
        await database.open()
        assert len(await database.reading.reports.page(query)) == query.limit
        begin = time.perf_counter()
        for _ in range(PAGES):
            await database.reading.reports.page(query)
        spent = time.perf_counter() - begin
        await database.close()
        return spent / PAGES * 1e6

    return asyncio.run(pages())
