"""`/api/v1/review-queue`: what a finance section has to review, in lanes, by key."""

import re
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import Response

from app.api.description import described, problems
from app.api.guard import actor_of, needs
from app.api.headers import json_response
from app.api.query import bad_cursor, query_of
from app.api.services import Services
from app.contract.report import ReportSummary
from app.contract.review_queue import MOST_COUNTED, QueueCounts, QueueFilter, QueueItem, QueuePage
from app.domain.people.right import Right
from app.services.ports import Lane, QueueKey, QueueQuery
from app.services.review_queue import Queued

_CURSOR: Final = re.compile(r"(\d{1,18})@([0-9T:.Z+-]{0,40})", re.ASCII)


def add_review_queue_routes(api: FastAPI, services: Services) -> None:
    """Register the route."""
    queue = services.review_queue

    @api.get(
        "/api/v1/review-queue", response_model=QueuePage, tags=["workflow"], summary="审核台：按办理情况列出报告",
        responses=problems(422), openapi_extra=described(QueueFilter),
    )  # fmt: skip
    @needs(Right.REPORT_REVIEW)
    async def list_review_queue(request: Request) -> Response:
        """Reports that the caller may review, the longest waiting first, with counts; never a total beyond 500."""
        wanted, who = query_of(QueueFilter, request), actor_of(request)
        given = {"fiscal_year": wanted.fiscal_year, "department": wanted.department}
        query = QueueQuery(
            who.places(Right.REPORT_REVIEW), who.key, Lane(wanted.lane),
            {name: value for name, value in given.items() if value is not None},
            wanted.late, wanted.above, _key(wanted.after), wanted.limit,
        )  # fmt: skip
        page = await queue.page(query, MOST_COUNTED)
        before, after = (await queue.beside(query, wanted.around, who)) if wanted.around else (None, None)
        last = page.items[-1].key if len(page.items) == wanted.limit else None
        told = QueuePage(
            counts=QueueCounts(**page.counts),
            items=tuple(map(_item, page.items)),
            next=f"{last[1]}@{last[0]}" if last else None,
            previous_report=before,
            next_report=after,
        )
        return json_response(told.model_dump_json().encode())


def _item(one: Queued) -> QueueItem:
    report = ReportSummary.model_validate_json(one.summary)
    own = report.self_assessed_points
    return QueueItem(
        report=report,
        submitted_at=one.submitted_at,
        due=one.due,
        late=one.late,
        above_low=None if own is None else own - report.computed_high,
        above_high=None if own is None else own - report.computed_low,
        errors=one.errors,
        warnings=one.warnings,
    )


def _key(cursor: str) -> QueueKey | None:
    if not cursor:
        return None
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise bad_cursor()
    return found[2], int(found[1])
