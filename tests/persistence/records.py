"""Readable defaults for records that go through the port as they are."""

from typing import Any

from app.domain.people.place import Place
from app.services.ports import Database, ReportRecord

EVERYWHERE = (Place("region", "000000"),)


def a_record(department: int = 1, **more: Any) -> ReportRecord:
    """A record that no service made: what it says of itself need not fit together."""
    said: dict[str, Any] = {
        "department_id": department,
        "section_id": None,
        "region": "430602",
        "fiscal_year": 2021,
        "state": "drafting",
        "scheme_id": "yueyanglou-2021",
        "scheme_version": 1,
        "version": 1,
        "self_points": None,
        "computed_low": "0",
        "computed_high": "100",
        "missing": 25,
        "waiting_for": "preparer",
        "waiver": "",
        "submitted_at": "",
        "created_at": "2022-05-10T08:00:00Z",
        "updated_at": "2022-05-10T08:00:00Z",
        "summary": f'{{"department":{department}}}',
        "document": b"{}",
        "facts": b"",
    }
    return ReportRecord(**(said | more))


async def add(database: Database, record: ReportRecord) -> int:
    """Add a record in a transaction of its own."""
    async with database.transaction() as store:
        return await store.reports.add(record)
