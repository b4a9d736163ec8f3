"""The index of passages: statements, and the store that runs them.

A search reads a bounded stretch of the index for each print, whatever is stored: each print is an arm of one statement
with a limit of its own. Arms and rows of an insert come in batches, so that there are few different statements.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import BindParameter, bindparam, delete, insert, select, union_all

from app.persistence.driver import Driver
from app.persistence.statement import Statement, compiled, given
from app.persistence.tables import DepartmentRow, PassagePrintRow, PassageRow, table
from app.services.ports import IndexedReport, NewPassage, StoredPassage

_PASSAGE, _PRINT, _DEPARTMENT = table(PassageRow), table(PassagePrintRow), table(DepartmentRow)
_passage, _print = _PASSAGE.c, _PRINT.c
_FIELDS: Final = ("report_id", "department_id", "fiscal_year", "pointer", "text")
BATCH: Final = 50
"""Prints in one statement. SQLite takes 500 arms at most, and plans many small ones in no less time."""

ADD_PASSAGE: Final = compiled(insert(_PASSAGE).values(given(*_FIELDS)).returning(_passage.id))
REMOVE_PRINTS: Final = compiled(
    delete(_PRINT).where(_print.passage_id.in_(select(_passage.id).where(_passage.report_id == bindparam("report_id"))))
)
REMOVE_PASSAGES: Final = compiled(delete(_PASSAGE).where(_passage.report_id == bindparam("report_id")))


@cache
def add_prints(count: int) -> Statement:
    """So many prints of one passage."""
    rows = [given("county", "passage_id", "department_id") | {"print": bindparam(f"print_{at}")} for at in range(count)]
    return compiled(insert(_PRINT).values(rows))


def _arm(at: int) -> Any:
    """The first passages of the county that have the print of that place, those of one department left out."""
    places = select(_print.print, _print.passage_id).where(
        _print.county == bindparam("county"),
        _print.print == bindparam(f"print_{at}"),
        _print.department_id != bindparam("other_than"),
    )
    return select(places.limit(bindparam("limit")).subquery(f"arm_{at}"))


SHARING: Final = compiled(union_all(*(_arm(at) for at in range(BATCH))))


@cache
def get_passages(count: int) -> Statement:
    """So many passages by their ids."""
    ids: list[BindParameter[int]] = [bindparam(f"id_{at}") for at in range(count)]
    return compiled(
        select(
            _passage.id, _passage.report_id, _DEPARTMENT.c.name, _passage.fiscal_year, _passage.pointer, _passage.text
        )
        .join(_DEPARTMENT, _DEPARTMENT.c.id == _passage.department_id)
        .where(_passage.id.in_(ids))
        .order_by(_passage.id)
    )


class DriverPassageStore:
    """The index of passages."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def put(self, of: IndexedReport, passages: Sequence[NewPassage]) -> None:
        """Put a report's texts in the place of those that were there."""
        await self.remove(of.report)
        for one in passages:
            row = await self._driver.row(
                ADD_PASSAGE,
                {
                    "report_id": of.report,
                    "department_id": of.department,
                    "fiscal_year": of.fiscal_year,
                    "pointer": one.pointer,
                    "text": one.text,
                },
            )
            assert row is not None  # noqa: S101 - RETURNING answers or the insert has failed
            shared = {"county": of.county, "passage_id": int(row[0]), "department_id": of.department}
            for at in range(0, len(one.prints), BATCH):
                some = one.prints[at : at + BATCH]
                await self._driver.run(add_prints(len(some)), shared | _numbered("print", some))

    async def remove(self, report_id: int) -> None:
        """Take a report's texts out."""
        await self._driver.run(REMOVE_PRINTS, {"report_id": report_id})
        await self._driver.run(REMOVE_PASSAGES, {"report_id": report_id})

    async def sharing(
        self, county: str, other_than: int, prints: Sequence[int], most: int
    ) -> list[tuple[int, list[int]]]:
        """(print, ids of passages that have it), without prints that more than `most` have."""
        found: dict[int, set[int]] = {}
        shared = {"county": county, "other_than": other_than, "limit": most + 1}
        for at in range(0, len(prints), BATCH):
            some = list(prints[at : at + BATCH])
            some += some[-1:] * (BATCH - len(some))
            for number, passage in await self._driver.rows(SHARING, shared | _numbered("print", some)):
                found.setdefault(number, set()).add(passage)
        return [(number, sorted(ids)) for number, ids in found.items() if len(ids) <= most]

    async def get(self, ids: Sequence[int]) -> list[StoredPassage]:
        """The passages of these ids."""
        if not ids:
            return []
        return [StoredPassage(*row) for row in await self._driver.rows(get_passages(len(ids)), _numbered("id", ids))]


def _numbered(name: str, values: Sequence[int]) -> dict[str, Any]:
    return {f"{name}_{at}": value for at, value in enumerate(values)}
