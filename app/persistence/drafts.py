"""Drafts of schemes: statements, and the store that runs them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select, update

from app.persistence.driver import Driver
from app.persistence.scoping import rows_in_regions
from app.persistence.statement import compiled, given
from app.persistence.tables import (
    SchemeDraftRow,
    table,
)
from app.services.ports import (
    StoredDraft,
)

_DRAFT = table(SchemeDraftRow)
_draft = _DRAFT.c

_DRAFT_FIELDS: Final = [column.name for column in _draft if column.name != "id"]

ADD_DRAFT: Final = compiled(insert(_DRAFT).values(given(*_DRAFT_FIELDS)).returning(_draft.id))

GET_DRAFT: Final = compiled(select(_DRAFT).where(_draft.id == bindparam("id")))

REPLACE_DRAFT: Final = compiled(
    update(_DRAFT)
    .where(_draft.id == bindparam("draft"), _draft.version == bindparam("expected"))
    .values(given(*_DRAFT_FIELDS))
)

REMOVE_DRAFT: Final = compiled(
    delete(_DRAFT).where(_draft.id == bindparam("draft"), _draft.version == bindparam("expected"))
)


class DriverDraftStore:
    """Drafts of schemes."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def add(self, draft: StoredDraft) -> int:
        """Add a draft and say its id."""
        row = await self._driver.row(ADD_DRAFT, _without_id(draft))
        assert row is not None  # noqa: S101 - RETURNING answers or the insert has failed
        return int(row[0])

    async def get(self, draft_id: int) -> StoredDraft | None:
        """One draft."""
        row = await self._driver.row(GET_DRAFT, {"id": draft_id})
        return StoredDraft(*row) if row else None

    async def page(self, stems: Sequence[str], after: int, limit: int) -> list[StoredDraft]:
        """Drafts by id, of regions that begin with one of `stems`."""
        return [StoredDraft(*row) for row in await rows_in_regions(self._driver, _DRAFT, stems, after, limit)]

    async def replace(self, expected: int, draft: StoredDraft) -> bool:
        """Replace the draft if its version is still `expected`."""
        parameters = {**_without_id(draft), "draft": draft.id, "expected": expected}
        return await self._driver.run(REPLACE_DRAFT, parameters) == 1

    async def remove(self, draft_id: int, expected: int) -> bool:
        """Remove the draft if its version is still `expected`."""
        return await self._driver.run(REMOVE_DRAFT, {"draft": draft_id, "expected": expected}) == 1


def _without_id(draft: StoredDraft) -> dict[str, Any]:
    return {name: value for name, value in asdict(draft).items() if name != "id"}
