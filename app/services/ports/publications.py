"""Public copies as they are stored, and what keeps them. Points are decimals; those of no indicator are None."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Protocol

from app.domain.decimals import rounded
from app.domain.workflow.state import State

HUNDREDTH: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class PublishedPoints:
    """An indicator's points that stand, and the full ones where it has them for itself."""

    indicator: str
    title: str
    points: Decimal | None
    most: Decimal | None


@dataclass(frozen=True, slots=True)
class NewPublication:
    """A copy to be kept."""

    report_id: int
    sequence: int
    department_id: int
    region: str
    budget_code: str
    department_name: str
    fiscal_year: int
    scheme_id: str
    scheme_version: int
    scheme_digest: str
    self_points: Decimal | None
    computed_low: Decimal
    computed_high: Decimal
    points: Decimal
    rating: str
    digest: str
    published_at: str


@dataclass(frozen=True, slots=True)
class StoredPublication(NewPublication):
    """A copy in a list; the times are empty where there is none yet."""

    id: int
    withdrawn_at: str
    withdrawal_reason: str


@dataclass(frozen=True, slots=True)
class PublicationQuery:
    """Which copies: of a region and those below it, a year, a department; `withdrawn` ones or those public now.

    Those public now come by points from the highest; withdrawn ones newest first. `after` is the last one's key and id.
    """

    region: str = ""
    fiscal_year: int | None = None
    department: int | None = None
    withdrawn: bool = False
    after: tuple[int, int] | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class YearCounted:
    """What is public of one region and year. `points` is their sum."""

    region: str
    fiscal_year: int
    copies: int
    points: Decimal

    @property
    def mean(self) -> Decimal:
        """To 0.01, halves up."""
        return rounded(self.points / self.copies, HUNDREDTH, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class IndicatorCounted:
    """How the departments of a region and year did in one indicator; `distinct` counts different points."""

    scheme_id: str
    scheme_version: int
    indicator: str
    title: str
    position: int
    departments: int
    total: Decimal
    least: Decimal
    greatest: Decimal
    most: Decimal | None
    full: int
    distinct: int

    @property
    def mean(self) -> Decimal:
        """To 0.01, halves up."""
        return rounded(self.total / self.departments, HUNDREDTH, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class DepartmentPoints:
    """A department's points in one indicator."""

    publication: int
    department_name: str
    points: Decimal
    most: Decimal | None


@dataclass(frozen=True, slots=True)
class Owed:
    """A department that a round asked for its report: until when, and what came of it."""

    round_id: int
    department: int
    name: str
    due: date
    state: State | None
    submitted_at: str


class PublicationStore(Protocol):
    """Public copies. Nothing of one changes but that it is withdrawn."""

    async def add(self, new: NewPublication, document: bytes, points: Sequence[PublishedPoints]) -> int:
        """Keep a copy and say its id. Raises AlreadyStored where the report has one of that sequence."""

    async def sequence(self, report_id: int) -> int:
        """The newest copy's sequence; 0 where there is none."""

    async def withdraw(self, report_id: int, at: str, reason: str) -> bool:
        """Note that the report's copy is withdrawn; says whether one was public."""

    async def get(self, publication_id: int) -> StoredPublication | None:
        """A copy without its bytes."""

    async def document(self, publication_id: int) -> bytes | None:
        """Its bytes, also where it is withdrawn."""

    async def of_report(self, report_id: int) -> list[StoredPublication]:
        """All copies of a report, newest first."""

    async def page(self, query: PublicationQuery) -> list[StoredPublication]:
        """Copies."""

    async def years(self, region: str, limit: int) -> list[YearCounted]:
        """What is public, by year from the newest and region."""

    async def ratings(self, region: str, fiscal_year: int) -> list[tuple[str, int]]:
        """(rating, how many copies) of a region and year, the best first."""

    async def indicators(self, region: str, fiscal_year: int, limit: int) -> list[IndicatorCounted]:
        """Each indicator of a region and year, in the order of its scheme."""

    async def in_indicator(
        self, region: str, fiscal_year: int, indicator: str, after: tuple[int, int] | None, limit: int
    ) -> list[tuple[int, DepartmentPoints]]:
        """(sort key, points) of departments in one indicator, the highest first."""

    async def owed(self, region: str, fiscal_year: int, limit: int) -> list[Owed]:
        """Who was asked for a report by rounds of that region and year of which some result is public."""
