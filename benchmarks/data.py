"""A database of many reports: the demo form's figures under other departments and years."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from app.cli.demo import REPORT
from app.documents.envelope import Envelope
from app.documents.text import read_bytes
from app.domain.people.actor import OPERATOR
from app.domain.people.place import Place
from app.domain.people.right import Right
from app.main import create_services
from app.persistence.engine import create_database
from app.persistence.migration import migrate
from app.schemes.loader import shipped_schemes
from app.services.people import NewToken
from app.services.ports import StoredDepartment
from app.services.reports import Content, Start
from app.settings import Settings

YEARS: Final = range(2018, 2022)
SCHEME: Final = ("yueyanglou-2021", 1)


def demo_envelope() -> Envelope:
    """The demo form."""
    return read_bytes(REPORT.read_bytes(), REPORT.name)


def token_for(url: str) -> str:
    """An API token that may do everything, as the load of a benchmark needs one."""

    async def issued() -> str:
        database = create_database(url, pool_size=2)
        await database.open()
        new = NewToken("benchmark", frozenset(Right), Place("region", "000000"), days=1)
        _, secret = await create_services(database, Settings()).people.issue(new, OPERATOR)
        await database.close()
        return secret

    return asyncio.run(issued())


def filled(path: Path, reports: int, told: Callable[[str], None]) -> str:
    """Make a migrated SQLite file with `reports` reports, written yesterday; says its URL."""
    url = f"sqlite:///{path}"
    migrate(url)
    asyncio.run(_fill(url, reports, told))
    return url


async def _fill(url: str, reports: int, told: Callable[[str], None]) -> None:
    database = create_database(url, pool_size=2)
    await database.open()
    services = create_services(database, Settings(), lambda: datetime.now(UTC) - timedelta(days=1))
    await services.schemes.publish(shipped_schemes())
    envelope = demo_envelope()
    content = Content(envelope.form, envelope.supplement)
    for number in range(reports):
        year, place = YEARS[number % len(YEARS)], number // len(YEARS)
        if number % len(YEARS) == 0:
            new = StoredDepartment(0, f"430602{place % 90 + 10:03}", f"{place:06}", f"示范局{place}")
            department = await services.departments.register(new, OPERATOR)
        start = Start(department.id, year, SCHEME, content)
        await services.reports.create(start, OPERATOR)
        if number % 2000 == 1999:
            told(f"  {number + 1} of {reports} reports written")
    await database.close()
