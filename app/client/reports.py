"""Reports over the API."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import TypeAdapter

from app.client.http import MERGE_PATCH, Download, Query, Transport
from app.contract.document import DocumentFormat, ResultsFormat
from app.contract.finding import Findings, Stage
from app.contract.page import Page
from app.contract.presence import Here, Present
from app.contract.report import Include, NewReport, OwnDecision, ReportContent, ReportSummary, ReportView, Revision
from app.contract.scoring import Scorecard

_VIEW: Final = TypeAdapter(ReportView)
_PAGE: Final = TypeAdapter(Page[ReportSummary])
_HISTORY: Final = TypeAdapter(Page[Revision])
_CARD: Final = TypeAdapter(Scorecard)
_FINDINGS: Final = TypeAdapter(Findings)
_PRESENT: Final = TypeAdapter(Present)
_NOTHING: Final[TypeAdapter[None]] = TypeAdapter(None)


class Reports:
    """`/api/v1/reports`. A write says on which version it was made and answers with the whole new report."""

    def __init__(self, transport: Transport) -> None:
        self._call, self._download = transport.call, transport.download

    async def list(  # noqa: PLR0913 - a filter each
        self,
        *,
        fiscal_year: int | None = None,
        department: int | None = None,
        region: str | None = None,
        state: str | None = None,
        waiting_for: str | None = None,
        waiver: str | None = None,
        order: str = "newest",
        after: str | None = None,
        limit: int = 50,
    ) -> Page[ReportSummary]:
        """A page of reports, newest first or by points from the highest; `next` is the cursor of the one after it."""
        query = {
            "fiscal_year": fiscal_year,
            "department": department,
            "region": region,
            "state": state,
            "waiting_for": waiting_for,
            "waiver": waiver,
            "order": order,
            "after": after,
            "limit": limit,
        }
        return await self._call("GET", "/reports", _PAGE, query=query)

    async def export(
        self,
        wanted: ResultsFormat = "xlsx",
        *,
        fiscal_year: int | None = None,
        department: int | None = None,
        region: str | None = None,
        state: str | None = None,
        waiting_for: str | None = None,
        waiver: str | None = None,
        order: str = "newest",
    ) -> Download:
        """All reports of such a list as a file, a row each."""
        query = {
            "format": wanted,
            "fiscal_year": fiscal_year,
            "department": department,
            "region": region,
            "state": state,
            "waiting_for": waiting_for,
            "waiver": waiver,
            "order": order,
        }
        return await self._download("/reports:export", query)

    async def get(self, report_id: int, *, include: Sequence[Include] = (), stage: Stage | None = None) -> ReportView:
        """One report, with what is asked for beside it; its findings are for `stage`, or where it stands.

        Raises NotFound.
        """
        query: Query = {"include": include, "stage": stage}
        return await self._call("GET", f"/reports/{report_id}", _VIEW, query=query)

    async def decide(
        self, report_id: int, version: int, decision: OwnDecision, *, include: Sequence[Include] = ()
    ) -> ReportView:
        """Approve own indicators, or take that back. Raises NotFound and Stale."""
        path, body = f"/reports/{report_id}/own-indicators:decide", decision.model_dump_json().encode()
        return await self._call("POST", path, _VIEW, query={"include": include}, body=body, version=version)

    async def create(
        self, new: NewReport, *, include: Sequence[Include] = (), validate_only: bool = False
    ) -> ReportView:
        """Start a report. Raises Conflict with the one that is there already."""
        query: Query = {"include": include, "validate_only": validate_only}
        return await self._call("POST", "/reports", _VIEW, query=query, body=_bytes(new))

    async def put(
        self,
        report_id: int,
        version: int,
        content: ReportContent,
        *,
        include: Sequence[Include] = (),
        validate_only: bool = False,
        merge: bool = False,
    ) -> ReportView:
        """Replace form and supplement. Raises Stale where `version` is no longer the current one.

        `merge`: only where somebody has changed a cell that this changes too.
        """
        query: Query = {"include": include, "validate_only": validate_only, "merge": merge}
        body = _bytes(content)
        return await self._call("PUT", f"/reports/{report_id}", _VIEW, query=query, body=body, version=version)

    async def patch(
        self,
        report_id: int,
        version: int,
        changes: Mapping[str, Any],
        *,
        include: Sequence[Include] = (),
        validate_only: bool = False,
        merge: bool = False,
    ) -> ReportView:
        """Merge `changes` into form and supplement (RFC 7396). Raises Stale as `put`."""
        return await self._call(
            "PATCH",
            f"/reports/{report_id}",
            _VIEW,
            query={"include": include, "validate_only": validate_only, "merge": merge},
            body=json.dumps(changes, ensure_ascii=False).encode(),
            content_type=MERGE_PATCH,
            version=version,
        )

    async def here(self, report_id: int, place: str) -> Present:
        """Say that the caller is editing at `place`; answers with whoever else is. Raises NotFound and Forbidden."""
        body = Here(place=place).model_dump_json().encode()
        return await self._call("POST", f"/reports/{report_id}/presence", _PRESENT, body=body)

    async def delete(self, report_id: int, version: int) -> None:
        """Delete a draft. Raises Conflict where it is none any more."""
        await self._call("DELETE", f"/reports/{report_id}", _NOTHING, version=version)

    async def scorecard(self, report_id: int) -> Scorecard:
        """The report's scorecard."""
        return await self._call("GET", f"/reports/{report_id}/scorecard", _CARD)

    async def findings(self, report_id: int, *, stage: Stage | None = None) -> Findings:
        """What disagrees in the report, for `stage` or else for where it stands. Raises NotFound."""
        query: Query = {"stage": stage}
        return await self._call("GET", f"/reports/{report_id}/findings", _FINDINGS, query=query)

    async def document(self, report_id: int, wanted: DocumentFormat = "docx", *, printed: bool = False) -> Download:
        """The official form as a file, as the caller is shown the report; the download is logged. Raises NotFound."""
        query: Query = {"format": wanted, "printed": printed}
        return await self._download(f"/reports/{report_id}/document", query)

    async def template(self, report_id: int) -> Download:
        """The workbook (.xlsx) to fill the report in offline; the download is logged. Raises NotFound, Forbidden."""
        return await self._download(f"/reports/{report_id}/template")

    async def revisions(
        self, report_id: int, *, cell: str = "", after: str | None = None, limit: int = 50
    ) -> Page[Revision]:
        """The report's history, newest first; of one place alone with `cell`, a JSON Pointer."""
        query = {"cell": cell or None, "after": after, "limit": limit}
        return await self._call("GET", f"/reports/{report_id}/revisions", _HISTORY, query=query)


def _bytes(value: ReportContent) -> bytes:
    return value.model_dump_json().encode()
