"""What came of reports as it is stored: rows to list and rank, and rows to count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

from app.domain.checks.examine import FindingCounts
from app.domain.people.place import Place
from app.domain.results.lens import Counted
from app.domain.results.result import IndicatorResult

ResultOrder = Literal["confirmed", "computed", "self", "above", "late", "name"]
"""From the highest; names in the order of the database."""


@dataclass(frozen=True, slots=True)
class StoredResult:
    """The result of one report. Points are None and ratings empty where there are none."""

    report_id: int
    department_id: int
    section_id: int | None
    region: str
    budget_code: str
    name: str
    fiscal_year: int
    state: str
    scheme_id: str
    scheme_version: int
    self_points: Decimal | None
    self_rating: str
    computed_low: Decimal
    computed_high: Decimal
    computed_rating: str
    confirmed_points: Decimal | None
    confirmed_rating: str
    rating: str
    above: Decimal
    compared: int
    missing: int
    errors: int
    warnings: int
    waived: int
    submitted_on: int
    days_late: int


@dataclass(frozen=True, slots=True)
class ResultsAsked:
    """Which results: inside one of `scope` and inside `region` (empty for any), with these columns."""

    scope: Sequence[Place]
    region: str
    filters: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class ResultQuery(ResultsAsked):
    """A page of them. `after` is the last item's sort key and report."""

    order: ResultOrder = "confirmed"
    after: tuple[int | str, int] | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class PointCell:
    """Reports that are alike in whole points (rounded down; None where there are none), with their exact sums.

    `settled` is whether nothing is missing in their computed total; `computed` is the most that it can come to.
    """

    self_assessed: int | None
    computed: int
    confirmed: int | None
    settled: bool
    reports: int
    self_sum: Decimal
    computed_sum: Decimal
    confirmed_sum: Decimal


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year's results: how many have each kind of points, and their sums."""

    fiscal_year: int
    reports: int
    late: int
    self_assessed: int
    self_sum: Decimal
    settled: int
    computed_sum: Decimal
    confirmed: int
    confirmed_sum: Decimal


@dataclass(frozen=True, slots=True)
class IndicatorCount:
    """Reports under a scheme that are alike in one indicator."""

    scheme_id: str
    scheme_version: int
    indicator: str
    counted: Counted


@dataclass(frozen=True, slots=True)
class ReportOfIndicator:
    """One report in a list of an indicator."""

    report_id: int
    name: str
    state: str
    result: IndicatorResult


class ResultStore(Protocol):
    """Results of reports that are in the bureau's hands."""

    async def put(
        self, result: StoredResult, indicators: Sequence[IndicatorResult], counts: FindingCounts | None
    ) -> None:
        """Put a report's result in the place of the one that was there, which keeps its counts where none are given."""

    async def remove(self, report_id: int) -> None:
        """Take a report's result out."""

    async def page(self, query: ResultQuery) -> list[tuple[int | str, StoredResult]]:
        """(sort key, result) of up to `limit` reports."""

    async def years(self, asked: ResultsAsked) -> list[YearRow]:
        """Each year that has results, the latest first."""

    async def points(self, asked: ResultsAsked) -> list[PointCell]:
        """Results counted by their whole points."""

    async def indicators(self, asked: ResultsAsked) -> list[IndicatorCount]:
        """Indicators of results, counted by what is alike."""

    async def of_indicator(
        self, asked: ResultsAsked, after: tuple[Decimal | None, int] | None, limit: int
    ) -> list[ReportOfIndicator]:
        """Reports with the indicator that is asked for: the highest points first, then by number from the highest."""
