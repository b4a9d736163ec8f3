"""Results and statistics over the API."""

from typing import Final
from urllib.parse import quote

from pydantic import TypeAdapter

from app.client.http import Download, Query, Transport
from app.contract.page import Page
from app.contract.result import (
    IndicatorReports,
    IndicatorsStatistics,
    PointStatistics,
    ReportResult,
    ResultOrder,
    TableFormat,
    YearsStatistics,
)

_PAGE: Final = TypeAdapter(Page[ReportResult])
_YEARS: Final = TypeAdapter(YearsStatistics)
_POINTS: Final = TypeAdapter(PointStatistics)
_INDICATORS: Final = TypeAdapter(IndicatorsStatistics)
_OF_INDICATOR: Final = TypeAdapter(IndicatorReports)


class Results:
    """`/api/v1/results`: of those reports that the caller judges. Raises Forbidden and Invalid."""

    def __init__(self, transport: Transport) -> None:
        self._call, self._download = transport.call, transport.download

    async def list(
        self,
        *,
        fiscal_year: int | None = None,
        region: str | None = None,
        section: int | None = None,
        rating: str | None = None,
        state: str | None = None,
        order: ResultOrder = "confirmed",
        after: str | None = None,
        limit: int = 50,
    ) -> Page[ReportResult]:
        """A page of results in that order; `next` is the cursor of the one after it."""
        query = {**_of(fiscal_year, region, section), "rating": rating, "state": state, "order": order}
        return await self._call("GET", "/results", _PAGE, query={**query, "after": after, "limit": limit})

    async def table(
        self,
        wanted: TableFormat = "xlsx",
        *,
        fiscal_year: int | None = None,
        region: str | None = None,
        section: int | None = None,
        rating: str | None = None,
        state: str | None = None,
        order: ResultOrder = "confirmed",
    ) -> Download:
        """The whole list as a file; the download is logged."""
        query: Query = {
            **_of(fiscal_year, region, section), "rating": rating, "state": state, "order": order, "format": wanted,
        }  # fmt: skip
        return await self._download("/results/table", query)


class Statistics:
    """`/api/v1/statistics`: without a year, of the latest that has results. Raises Forbidden, Invalid and NotFound."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    async def years(self, *, region: str | None = None, section: int | None = None) -> YearsStatistics:
        """Each year that has results, the latest first."""
        return await self._call("GET", "/statistics/years", _YEARS, query=_of(None, region, section))

    async def points(
        self, fiscal_year: int | None = None, *, region: str | None = None, section: int | None = None
    ) -> PointStatistics:
        """How points are spread."""
        return await self._call("GET", "/statistics/points", _POINTS, query=_of(fiscal_year, region, section))

    async def indicators(
        self, fiscal_year: int | None = None, *, region: str | None = None, section: int | None = None
    ) -> IndicatorsStatistics:
        """What each indicator tells."""
        query = _of(fiscal_year, region, section)
        return await self._call("GET", "/statistics/indicators", _INDICATORS, query=query)

    async def indicator(
        self,
        scheme_id: str,
        version: int,
        indicator: str,
        fiscal_year: int | None = None,
        *,
        region: str | None = None,
        section: int | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> IndicatorReports:
        """Reports with one indicator, the highest points first. Raises NotFound where there is no such one."""
        path = f"/statistics/indicators/{quote(scheme_id, safe='')}/{version}/{quote(indicator, safe='')}"
        query = {**_of(fiscal_year, region, section), "after": after, "limit": limit}
        return await self._call("GET", path, _OF_INDICATOR, query=query)


def _of(fiscal_year: int | None, region: str | None, section: int | None) -> dict[str, str | int | None]:
    return {"fiscal_year": fiscal_year, "region": region, "section": section}
