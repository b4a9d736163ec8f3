"""Files of imports as they are stored, and what keeps them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.imports.item import ItemState


@dataclass(frozen=True, slots=True)
class ImportItem:
    """A file of the import that is this job. `report` and `version` are what it was compared with, or became."""

    job: int
    number: int
    name: str
    size: int
    digest: str
    """Of its content; empty where nothing was kept of it."""
    state: ItemState
    department: int | None = None
    fiscal_year: int | None = None
    report: int | None = None
    version: int | None = None
    doubts: int = 0
    changes: int = 0
    """Cells of the report that the file would change."""
    message: str = ""
    """Why it is not read or was not applied, and what to do."""


class ImportStore(Protocol):
    """Files of imports."""

    async def add(self, items: Sequence[ImportItem]) -> None:
        """Add files; the contents that they name are held in the same transaction."""

    async def items(self, job: int) -> list[ImportItem]:
        """All files of an import by number."""

    async def item(self, job: int, number: int) -> ImportItem | None:
        """One of them."""

    async def envelope(self, job: int, number: int) -> str:
        """What was read of it, as JSON; empty where nothing was."""

    async def remove(self, job: int) -> None:
        """Remove all files of an import; their contents stay until `AttachmentStore.drop`."""

    async def put(self, item: ImportItem, envelope: str) -> bool:
        """What came of reading a file that waits; False where it waits no more."""

    async def apply(self, item: ImportItem, report: int, version: int, message: str) -> bool:
        """The file became this version of a report; False where it had been applied already."""

    async def note(self, item: ImportItem, message: str) -> None:
        """Why a file was not applied."""
