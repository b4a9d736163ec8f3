"""What was published, over the API; nobody need be signed in."""

from collections.abc import Mapping
from typing import Final

from pydantic import TypeAdapter

from app.client.http import Download, Transport
from app.contract.document import DocumentFormat
from app.contract.page import Page
from app.contract.publication import (
    BehindDepartments,
    BundleView,
    IndicatorPoints,
    NewBundle,
    Publication,
    Publications,
    PublicCopy,
    PublicStatistics,
    PublicYears,
    Recomputed,
    TriedFigures,
)

_PAGE: Final = TypeAdapter(Page[Publication])
_COPY: Final = TypeAdapter(PublicCopy)
_YEARS: Final = TypeAdapter(PublicYears)
_STATISTICS: Final = TypeAdapter(PublicStatistics)
_POINTS: Final = TypeAdapter(Page[IndicatorPoints])
_BEHIND: Final = TypeAdapter(BehindDepartments)
_RECOMPUTED: Final = TypeAdapter(Recomputed)
_BUNDLE: Final = TypeAdapter(BundleView)
_OF_REPORT: Final = TypeAdapter(Publications)


class PublishedReports:
    """`/api/v1/published-…`."""

    def __init__(self, transport: Transport) -> None:
        self._call, self._download = transport.call, transport.download

    async def list(
        self,
        *,
        region: str | None = None,
        fiscal_year: int | None = None,
        department: int | None = None,
        withdrawn: bool = False,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[Publication]:
        """Copies that are public, by points from the highest; or withdrawn ones, newest first."""
        query = {"region": region, "fiscal_year": fiscal_year, "department": department, "after": after, "limit": limit}
        return await self._call(
            "GET", "/published-withdrawals" if withdrawn else "/published-reports", _PAGE, query=query
        )

    async def get(self, publication_id: int) -> PublicCopy:
        """One copy. Raises NotFound, and Gone where it was withdrawn."""
        return await self._call("GET", f"/published-reports/{publication_id}", _COPY)

    async def body(self, publication_id: int) -> bytes:
        """The exact bytes of a copy, which its digest is of. Raises as `get`."""
        return (await self._download(f"/published-reports/{publication_id}")).data

    async def scheme(self, publication_id: int) -> bytes:
        """The scheme version that it was scored under, as canonical JSON. Raises as `get`."""
        return (await self._download(f"/published-reports/{publication_id}/scheme")).data

    async def document(self, publication_id: int, wanted: DocumentFormat) -> Download:
        """The official form, masked, as a file. Raises as `get`."""
        return await self._download(f"/published-reports/{publication_id}/document", {"format": wanted})

    async def years(self, region: str | None = None) -> PublicYears:
        """Years and regions of which anything is public."""
        return await self._call("GET", "/published-years", _YEARS, query={"region": region})

    async def statistics(self, fiscal_year: int, region: str | None = None) -> PublicStatistics:
        """Ratings and indicators of a year."""
        query = {"fiscal_year": fiscal_year, "region": region}
        return await self._call("GET", "/published-statistics", _STATISTICS, query=query)

    async def in_indicator(
        self, indicator: str, fiscal_year: int, region: str | None = None, *, after: str | None = None, limit: int = 200
    ) -> Page[IndicatorPoints]:
        """Departments by their points in an indicator, the highest first."""
        query = {"fiscal_year": fiscal_year, "region": region, "after": after, "limit": limit}
        return await self._call("GET", f"/published-indicators/{indicator}", _POINTS, query=query)

    async def delays(self, fiscal_year: int, region: str | None = None) -> BehindDepartments:
        """Who handed in late or not at all."""
        query = {"fiscal_year": fiscal_year, "region": region}
        return await self._call("GET", "/published-delays", _BEHIND, query=query)

    async def recompute(self, publication_id: int, figures: Mapping[str, str]) -> Recomputed:
        """A published score computed anew, with other figures where some are given. Raises as `get`."""
        body = TriedFigures(figures=dict(figures)).model_dump_json().encode()
        return await self._call("POST", f"/published-reports/{publication_id}:recompute", _RECOMPUTED, body=body)

    async def bundle(self, region: str, fiscal_year: int) -> BundleView:
        """Ask for a bundle of results; `bundled` says how far it is. Raises Forbidden."""
        body = NewBundle(region=region, fiscal_year=fiscal_year).model_dump_json().encode()
        return await self._call("POST", "/published-bundles", _BUNDLE, body=body)

    async def bundled(self, bundle_id: int) -> BundleView:
        """How far a bundle is. Raises NotFound."""
        return await self._call("GET", f"/published-bundles/{bundle_id}", _BUNDLE)

    async def archive(self, bundle_id: int) -> Download:
        """The bundle as a ZIP archive. Raises NotFound, and Conflict before it is done."""
        return await self._download(f"/published-bundles/{bundle_id}/content")

    async def of_report(self, report_id: int) -> Publications:
        """Every public copy of a report, for who may read it. Raises NotFound."""
        return await self._call("GET", f"/reports/{report_id}/publications", _OF_REPORT)
