"""Schemes and their drafts as they are stored, and what keeps them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StoredScheme:
    """A version of a scheme; `document` is its canonical JSON."""

    id: str
    version: int
    title: str
    issuer: str
    region: str
    first_fiscal_year: int
    last_fiscal_year: int
    digest: str
    document: str


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A scheme's draft; `document` is the whole of it as JSON."""

    id: int
    version: int
    state: str
    title: str
    region: str
    """Whose finance bureau writes it."""
    updated_at: str
    document: str


class SchemeStore(Protocol):
    """Versions of schemes."""

    async def get(self, scheme_id: str, version: int | None) -> StoredScheme | None:
        """A version, or the newest."""

    async def add(self, scheme: StoredScheme) -> None:
        """Add a version. Raises AlreadyStored where it is there."""

    async def page(self, scheme_id: str | None, after: tuple[str, int], limit: int) -> list[StoredScheme]:
        """Versions by id and version."""

    async def in_force(self, region: str, fiscal_year: int) -> StoredScheme | None:
        """The newest version for that year, of the region itself or of the nearest one above it."""


class DraftStore(Protocol):
    """Drafts of schemes."""

    async def add(self, draft: StoredDraft) -> int:
        """Add a draft (its own id is not looked at) and say its id."""

    async def get(self, draft_id: int) -> StoredDraft | None:
        """One draft."""

    async def page(self, stems: Sequence[str], after: int, limit: int) -> list[StoredDraft]:
        """Drafts by id, of regions that begin with one of `stems`."""

    async def replace(self, expected: int, draft: StoredDraft) -> bool:
        """Replace the draft if its version is still `expected`; says whether it was."""

    async def remove(self, draft_id: int, expected: int) -> bool:
        """Remove the draft if its version is still `expected`; says whether it was."""
