"""Statistics over results: how points are spread, over years, and what each indicator tells. Nothing is computed anew.

Each is one or two statements that count in the database; what comes out of them is bounded by points and indicators,
not by reports.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.results.lens import Counted, IndicatorLens
from app.services.errors import NotFound
from app.services.ports import Database, PointCell, ReportOfIndicator, ResultsAsked, YearRow
from app.services.schemes import SchemeService


@dataclass(frozen=True, slots=True)
class SchemeIndicator:
    """An indicator as its scheme has it."""

    scheme_id: str
    scheme_version: int
    id: str
    title: str
    path: tuple[str, ...]
    criterion: str


@dataclass(frozen=True, slots=True)
class IndicatorSeen:
    """An indicator over many reports."""

    indicator: SchemeIndicator
    lens: IndicatorLens


class StatisticsService:
    """Reads what is stored, by the scope that is asked for."""

    def __init__(self, database: Database, schemes: SchemeService) -> None:
        self._database, self._schemes = database, schemes

    async def years(self, asked: ResultsAsked) -> list[YearRow]:
        """Each year that has results, the latest first."""
        return await self._database.reading.results.years(asked)

    async def points(self, asked: ResultsAsked) -> list[PointCell]:
        """Results counted by their whole points."""
        return await self._database.reading.results.points(asked)

    async def indicators(self, asked: ResultsAsked) -> list[IndicatorSeen]:
        """Every indicator of the schemes that the results were scored under, in the order of each scheme."""
        counted: dict[tuple[str, int], dict[str, list[Counted]]] = {}
        for one in await self._database.reading.results.indicators(asked):
            of_scheme = counted.setdefault((one.scheme_id, one.scheme_version), {})
            of_scheme.setdefault(one.indicator, []).append(one.counted)
        found = []
        for (scheme_id, version), by_indicator in sorted(counted.items()):
            found += [
                IndicatorSeen(indicator, IndicatorLens(by_indicator[indicator.id]))
                for indicator in await self._indicators_of(scheme_id, version)
                if indicator.id in by_indicator
            ]
        return found

    async def of_indicator(
        self, asked: ResultsAsked, after: tuple[Decimal | None, int] | None, limit: int
    ) -> list[ReportOfIndicator]:
        """Reports with the indicator that is asked for, the highest points first."""
        return await self._database.reading.results.of_indicator(asked, after, limit)

    async def indicator(self, scheme_id: str, version: int, indicator: str) -> SchemeIndicator:
        """One indicator of a scheme. Raises NotFound."""
        for one in await self._indicators_of(scheme_id, version):
            if one.id == indicator:
                return one
        message = f"方案 {scheme_id} 第 {version} 版里没有指标 {indicator}，请从指标列表进入"
        raise NotFound(message)

    async def _indicators_of(self, scheme_id: str, version: int) -> Sequence[SchemeIndicator]:
        scheme = await self._schemes.compiled(scheme_id, version)
        return [
            SchemeIndicator(scheme_id, version, one.id, one.title, tuple(one.path), one.criterion)
            for one in scheme.indicators
        ]
