"""A database of many reports: the demo form's figures under other departments and years."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from app.cli.demo import REPORT
from app.documents.envelope import Envelope
from app.documents.text import read_bytes
from app.main import create_services
from app.persistence.engine import create_database
from app.persistence.migration import migrate
from app.schemes.loader import shipped_schemes
from app.services.reports import Content, Start

YEARS: Final = range(2018, 2022)
SCHEME: Final = ("yueyanglou-2021", 1)


def demo_envelope() -> Envelope:
    """The demo form."""
    return read_bytes(REPORT.read_bytes(), REPORT.name)


def filled(path: Path, reports: int, told: Callable[[str], None]) -> str:
    """Make a migrated SQLite file with `reports` reports, written yesterday; says its URL."""
    url = f"sqlite:///{path}"
    migrate(url)
    asyncio.run(_fill(url, reports, told))
    return url


async def _fill(url: str, reports: int, told: Callable[[str], None]) -> None:
    database = create_database(url, pool_size=2)
    await database.open()
    services = create_services(database, lambda: datetime.now(UTC) - timedelta(days=1))
    await services.schemes.publish(shipped_schemes())
    envelope = demo_envelope()
    content = Content(envelope.form, envelope.supplement)
    for number in range(reports):
        year, place = YEARS[number % len(YEARS)], number // len(YEARS)
        if number % len(YEARS) == 0:
            region = f"4306{place % 90 + 10}"
            department = await services.departments.register(region, f"{place:06}", f"示范局{place}")
        start = Start(department.id, year, SCHEME, content)
        await services.reports.create(start, "benchmark")
        if number % 2000 == 1999:
            told(f"  {number + 1} of {reports} reports written")
    await database.close()
