"""The index of passages: the texts of submitted reports, found by the prints that they share with another text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class IndexedReport:
    """Whose texts they are; `county` is where they are looked for."""

    report: int
    department: int
    county: str
    fiscal_year: int


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A text with its prints (`app/domain/prose/prints.py`)."""

    pointer: str
    text: str
    prints: Sequence[int]


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A text of the index, with the department's name as it is registered now."""

    id: int
    report: int
    department: str
    fiscal_year: int
    pointer: str
    text: str


class PassageStore(Protocol):
    """The index of passages."""

    async def put(self, of: IndexedReport, passages: Sequence[NewPassage]) -> None:
        """Put a report's texts in the place of those that were there."""

    async def remove(self, report_id: int) -> None:
        """Take a report's texts out."""

    async def sharing(
        self, county: str, other_than: int, prints: Sequence[int], most: int
    ) -> list[tuple[int, list[int]]]:
        """(print, ids of passages that have it) in a county, those of one department left out.

        No more than `most` + 1 places of a print are read, however many there are. One that more passages have is a
        formula of everybody's, and is left out.
        """

    async def get(self, ids: Sequence[int]) -> list[StoredPassage]:
        """The passages of these ids, in one statement."""
