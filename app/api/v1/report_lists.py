"""`/api/v1/reports` as a list, and a report's history: pages by key, never totals."""

import base64
import binascii
from typing import Annotated, Literal

from fastapi import FastAPI, Query
from fastapi.responses import Response

from app.api.headers import json_response
from app.api.problems import Refused
from app.api.services import Services
from app.api.v1.reports import problems
from app.contract.page import Page
from app.contract.report import Change, ReportSummary, Revision
from app.domain.report import Revision as RevisionOfReport
from app.domain.report import State
from app.services.ports import ReportQuery

Limit = Annotated[int, Query(ge=1, le=200, description="每页条数")]


def add_report_list_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    reports = services.reports

    @api.get(
        "/api/v1/reports",
        response_model=Page[ReportSummary],
        responses=problems(422),
        tags=["reports"],
        summary="报告列表",
    )
    async def list_reports(
        fiscal_year: int | None = None,
        department: int | None = None,
        region: str | None = None,
        state: State | None = None,
        scheme: str | None = None,
        order: Literal["newest", "points"] = "newest",
        after: str | None = None,
        limit: Limit = 50,
    ) -> Response:
        """Reports in pages: newest first, or by the department's own points from the highest. Never a total."""
        given = {"fiscal_year": fiscal_year, "department": department, "region": region, "scheme": scheme}
        filters: dict[str, str | int] = {name: value for name, value in given.items() if value is not None}
        if state is not None:
            filters["state"] = state.value
        query = ReportQuery(filters, order == "points", _key(after) if after else None, limit)
        items = await reports.page(query)
        following = f'"{_cursor(*items[-1][:2])}"' if len(items) == limit else "null"
        return json_response(f'{{"items":[{",".join(item[2] for item in items)}],"next":{following}}}'.encode())

    @api.get(
        "/api/v1/reports/{report_id}/revisions",
        responses=problems(404, 422),
        tags=["reports"],
        summary="报告的修改记录",
    )
    async def list_revisions(report_id: int, after: str | None = None, limit: Limit = 50) -> Page[Revision]:
        """The edits of one person in one sitting are one revision; newest first."""
        before = _key(after)[0] if after else None
        found = await reports.revisions(report_id, before, limit)
        following = _cursor(found[-1].number, 0) if len(found) == limit else None
        return Page(items=tuple(_revision(one) for one in found), next=following)


def _revision(one: RevisionOfReport) -> Revision:
    return Revision(
        number=one.number,
        from_version=one.from_version,
        to_version=one.to_version,
        actor=one.actor,
        started_at=one.started_at,
        ended_at=one.ended_at,
        changes=tuple(Change.model_validate(change.as_json()) for change in one.changes),
    )


def _cursor(key: int, report_id: int) -> str:
    return base64.urlsafe_b64encode(f"{key}.{report_id}".encode()).decode().rstrip("=")


def _key(cursor: str) -> tuple[int, int]:
    """The sort key and id in a cursor. Raises Refused where it is not one of ours."""
    try:
        key, _, report_id = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(".")
        return int(key), int(report_id)
    except (ValueError, binascii.Error) as error:
        raise Refused(422, "bad_cursor", "after 不是列表给出的 next，请从第一页重新取") from error
