"""Files of imports: statements, and the store that runs them."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, delete, insert, literal_column, select, update

from app.domain.imports.item import ItemState
from app.persistence.driver import Driver
from app.persistence.statement import compiled, given
from app.persistence.tables import ImportItemRow, table
from app.services.ports import ImportItem

_ITEM: Final = table(ImportItemRow)
_item = _ITEM.c
_COLUMNS: Final = {
    "job_id": "job", "number": "number", "name": "name", "size": "size", "digest": "digest", "state": "state",
    "department_id": "department", "fiscal_year": "fiscal_year", "report_id": "report", "report_version": "version",
    "doubts": "doubts", "changes": "changes", "message": "message",
}  # fmt: skip
"""Columns by what the port calls them; the envelope, which is large, is read by itself."""
_READ: Final = [name for name in _COLUMNS if name not in ("job_id", "number", "name", "size", "digest")]
_LISTED: Final = [_item[name] for name in _COLUMNS]
_OF_JOB: Final = _item.job_id == bindparam("job")
_ONE: Final = (_OF_JOB, _item.number == bindparam("at"))
_WAITING: ColumnElement[str] = literal_column(f"'{ItemState.WAITING.value}'")
_APPLIED: ColumnElement[str] = literal_column(f"'{ItemState.APPLIED.value}'")

ADD_ITEM: Final = compiled(insert(_ITEM).values(given(*_COLUMNS, "envelope")))
ITEMS: Final = compiled(select(*_LISTED).where(_OF_JOB).order_by(_item.number))
GET_ITEM: Final = compiled(select(*_LISTED).where(*_ONE))
ENVELOPE: Final = compiled(select(_item.envelope).where(*_ONE))
PUT_ITEM: Final = compiled(update(_ITEM).where(*_ONE, _item.state == _WAITING).values(given(*_READ, "envelope")))
APPLY_ITEM: Final = compiled(
    update(_ITEM)
    .where(*_ONE, _item.state != _APPLIED)
    .values(
        {
            **given("department_id", "report_id", "report_version", "message"),
            "state": _APPLIED,
        }
    )
)
REMOVE_ITEMS: Final = compiled(delete(_ITEM).where(_OF_JOB))
NOTE_ITEM: Final = compiled(update(_ITEM).where(*_ONE).values(given("message")))


class DriverImportStore:
    """Files of imports."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def add(self, items: Sequence[ImportItem]) -> None:
        """Add files."""
        for one in items:
            await self._driver.run(ADD_ITEM, {**_columns(one), "envelope": ""})

    async def items(self, job: int) -> list[ImportItem]:
        """All files of an import by number."""
        return [_read(row) for row in await self._driver.rows(ITEMS, {"job": job})]

    async def item(self, job: int, number: int) -> ImportItem | None:
        """One of them."""
        row = await self._driver.row(GET_ITEM, {"job": job, "at": number})
        return _read(row) if row else None

    async def envelope(self, job: int, number: int) -> str:
        """What was read of it, as JSON."""
        row = await self._driver.row(ENVELOPE, {"job": job, "at": number})
        return str(row[0]) if row else ""

    async def remove(self, job: int) -> None:
        """Remove all files of an import."""
        await self._driver.run(REMOVE_ITEMS, {"job": job})

    async def put(self, item: ImportItem, envelope: str) -> bool:
        """What came of reading a file that waits."""
        columns = {name: value for name, value in _columns(item).items() if name in _READ}
        parameters = {**columns, "envelope": envelope, "job": item.job, "at": item.number}
        return await self._driver.run(PUT_ITEM, parameters) == 1

    async def apply(self, item: ImportItem, report: int, version: int, message: str) -> bool:
        """The file became this version of a report."""
        became = {"department_id": item.department, "report_id": report, "report_version": version}
        parameters = {**became, "message": message, "job": item.job, "at": item.number}
        return await self._driver.run(APPLY_ITEM, parameters) == 1

    async def note(self, item: ImportItem, message: str) -> None:
        """Why a file was not applied."""
        await self._driver.run(NOTE_ITEM, {"message": message, "job": item.job, "at": item.number})


def _columns(item: ImportItem) -> dict[str, Any]:
    return {column: getattr(item, name) for column, name in _COLUMNS.items()} | {"state": item.state.value}


def _read(row: tuple[Any, ...]) -> ImportItem:
    told = dict(zip(_COLUMNS.values(), row, strict=True))
    return ImportItem(**told | {"state": ItemState(told["state"])})
