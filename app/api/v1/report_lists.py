"""`/api/v1/reports` as a list or a file, and a report's history: pages by key, never totals."""

import base64
import binascii
from dataclasses import replace
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import Response, StreamingResponse

from app.api.description import described, problems
from app.api.guard import actor_of, needs
from app.api.headers import disposition, json_response
from app.api.query import Id, bad_cursor, query_of
from app.api.services import Services
from app.contract.page import Page
from app.contract.query import HistoryOptions, ReportFilter, ReportSelection, ResultsOptions
from app.contract.report import Change, ReportSummary, Revision
from app.domain.people.right import Right
from app.domain.personal import without_personal_data
from app.domain.report import Revision as RevisionOfReport
from app.services.exporting import ResultsFormat
from app.services.ports import ReportQuery
from app.services.report_reading import variant_for

AT_A_TIME: Final = 500
"""Reports of an export that are read at a time."""
_FILES: Final[dict[str, Any]] = {
    one.media_type.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for one in ResultsFormat
}
FILTERS: Final = ("fiscal_year", "department", "region", "state", "scheme", "waiting_for", "waiver")


def add_report_list_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    reports = services.reports

    @api.get(
        "/api/v1/reports",
        response_model=Page[ReportSummary],
        responses=problems(422),
        tags=["reports"],
        summary="报告列表",
        openapi_extra=described(ReportFilter),
    )
    @needs(Right.REPORT_READ)
    async def list_reports(request: Request) -> Response:
        """Reports in pages: newest first, or by the department's own points from the highest. Never a total."""
        wanted = query_of(ReportFilter, request)
        query = replace(
            _selected(wanted, request), after=_key(wanted.after) if wanted.after else None, limit=wanted.limit
        )
        items = await reports.page(query)
        following = f'"{_cursor(*items[-1][:2])}"' if len(items) == wanted.limit else "null"
        return json_response(f'{{"items":[{",".join(item[2] for item in items)}],"next":{following}}}'.encode())

    @api.get(
        "/api/v1/reports:export",
        response_model=bytes,
        response_class=Response,
        responses={200: {"content": _FILES}, **problems(422)},
        tags=["reports"],
        summary="导出报告列表（Excel、CSV）",
        openapi_extra=described(ResultsOptions),
    )
    @needs(Right.REPORT_READ)
    async def export_reports(request: Request) -> Response:
        """All reports of a list as a file, a row each: points as numbers, no personal data, nothing that computes."""
        wanted = query_of(ResultsOptions, request)
        format_ = ResultsFormat(wanted.format)
        data = services.exporting.results(replace(_selected(wanted, request), limit=AT_A_TIME), format_)
        headers = {"Content-Disposition": disposition(f"自评结果.{wanted.format}"), "Cache-Control": "no-store"}
        return StreamingResponse(data, headers=headers, media_type=format_.media_type)

    @api.get(
        "/api/v1/reports/{report_id}/revisions",
        responses=problems(404, 422),
        tags=["reports"],
        summary="报告的修改记录",
        openapi_extra=described(HistoryOptions),
    )
    @needs(Right.REPORT_READ)
    async def list_revisions(report_id: Id, request: Request) -> Page[Revision]:
        """The edits of one person in one sitting are one revision; newest first. `cell`: the history of one place."""
        wanted = query_of(HistoryOptions, request)
        before = _key(wanted.after)[0] if wanted.after else None
        who = actor_of(request)
        if wanted.cell:
            found, last = await reports.history_of(report_id, wanted.cell, who, before, wanted.limit)
        else:
            found = await reports.revisions(report_id, who, before, wanted.limit)
            last = found[-1].number if len(found) == wanted.limit else None
        stored = await reports.get(report_id, who)
        masks = "m" in variant_for(who, stored.location, stored.state)
        following = _cursor(last, 0) if last is not None else None
        return Page(items=tuple(_revision(one, masked=masks) for one in found), next=following)


def _selected(wanted: ReportSelection, request: Request) -> ReportQuery:
    """The reports that are asked for, of those that the caller may see."""
    given = {name: getattr(wanted, name) for name in FILTERS}
    filters: dict[str, str | int] = {name: value for name, value in given.items() if value is not None}
    return ReportQuery(actor_of(request).places(Right.REPORT_READ), filters, wanted.order == "points")


def _revision(one: RevisionOfReport, *, masked: bool) -> Revision:
    changes = [change.as_json() for change in one.changes]
    return Revision(
        number=one.number,
        from_version=one.from_version,
        to_version=one.to_version,
        actor=one.actor,
        started_at=one.started_at,
        ended_at=one.ended_at,
        changes=tuple(Change.model_validate(without_personal_data(change) if masked else change) for change in changes),
    )


def _cursor(key: int, report_id: int) -> str:
    return base64.urlsafe_b64encode(f"{key}.{report_id}".encode()).decode().rstrip("=")


def _key(cursor: str) -> tuple[int, int]:
    """The sort key and id in a cursor. Raises Refused where it is not one of ours."""
    try:
        key, _, report_id = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(".")
        found = int(key), int(report_id)
    except (ValueError, binascii.Error) as error:
        raise bad_cursor() from error
    if max(map(abs, found)) >= 2**63:
        raise bad_cursor()
    return found
