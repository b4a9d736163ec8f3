"""Results (评价结果): the ranking, on the screen, on paper and as a file."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from app.client import Jixiao
from app.contract.result import ORDER_NAMES, STATES_WITH_RESULT, ReportResult, ResultOrder, TableFormat
from app.web.pages.result_statistics import shared_by
from app.web.templating import page
from app.web.views.results import asked_in

AT_ONCE: Final = 200
MOST_PRINTED: Final = 2_000
"""Rows of a page that is to be printed, at the most; a file has them all."""


def add_result_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/results")
    async def ranked(request: Request) -> HTMLResponse:
        typed = dict(request.query_params)
        asked, wrong = asked_in(typed)
        shared = await shared_by(client, asked, wrong)
        year = asked.year or (shared["years"][0] if shared["years"] else None)
        chosen = _chosen(typed)
        where = {"fiscal_year": year, "region": asked.region or None, "section": asked.section}
        filters = {**where, **{name: value or None for name, value in chosen.items()}}
        printing, after = typed.get("print") == "1", typed.get("after", "")
        rows, following = await _rows(filters, after, printing=printing)
        query = {name: value for name, value in {**asked.query, **chosen}.items() if value}
        context = {"rows": rows, "next": following, "after": after, "query": query, "chosen": chosen, "year": year}
        words = {"orders": ORDER_NAMES, "states": STATES_WITH_RESULT}
        return page("results", status=422 if wrong else 200, **shared, **context, **words, printing=printing)

    async def _rows(filters: dict[str, Any], after: str, *, printing: bool) -> tuple[list[ReportResult], str | None]:
        found = await client.results.list(**filters, after=after or None, limit=AT_ONCE if printing else 50)
        rows = list(found.items)
        while printing and found.next and len(rows) < MOST_PRINTED:
            found = await client.results.list(**filters, after=found.next, limit=AT_ONCE)
            rows += found.items
        return rows, found.next

    @web.get("/results/table")
    async def table(request: Request, format: TableFormat = "xlsx") -> Response:  # noqa: A002 - as in the address
        typed = dict(request.query_params)
        (asked, _), chosen = asked_in(typed), _chosen(typed)
        found = await client.results.table(
            format,
            fiscal_year=asked.year,
            region=asked.region or None,
            section=asked.section,
            rating=chosen["rating"] or None,
            state=chosen["state"] or None,
            order=_order(chosen["order"]),
        )
        headers = {"Content-Type": found.media_type, "Content-Disposition": found.disposition}
        return Response(found.data, headers={**headers, "Cache-Control": "no-store"})


def _chosen(typed: dict[str, str]) -> dict[str, str]:
    """Order, rating and state as they are asked for; what is none of them is not."""
    state = typed.get("state", "")
    return {
        "order": _order(typed.get("order", "")),
        "rating": typed.get("rating", "").strip()[:40],
        "state": state if state in STATES_WITH_RESULT else "",
    }


def _order(text: str) -> ResultOrder:
    return next((one for one in ORDER_NAMES if one == text), "confirmed")
