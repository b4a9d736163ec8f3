"""Statistics of results: charts of the points, and indicator by indicator what tells departments apart."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from app.client import Forbidden, Jixiao
from app.contract.people import Section
from app.contract.report import STATE_NAMES
from app.web.templating import page
from app.web.views.results import SERIES, Asked, asked_in, lens_view, points_view


def add_result_statistics_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/results/charts")
    async def charts(request: Request) -> HTMLResponse:
        asked, wrong = asked_in(request.query_params)
        shared = await shared_by(client, asked, wrong)
        found = await client.statistics.points(asked.year, region=asked.region or None, section=asked.section)
        view = points_view(found, shared["by_year"])
        context = {"found": found, "view": view, "words": SERIES, "year": found.fiscal_year}
        return page("result_charts", status=422 if wrong else 200, **shared, **context)

    @web.get("/results/indicators")
    async def indicators(request: Request) -> HTMLResponse:
        asked, wrong = asked_in(request.query_params)
        shared = await shared_by(client, asked, wrong)
        region, section = asked.region or None, asked.section
        found = await client.statistics.indicators(asked.year, region=region, section=section)
        above = await client.results.list(
            fiscal_year=found.fiscal_year, region=region, section=section, order="above", limit=10
        )
        first = [one for one in above.items if one.above is not None and one.above > 0]
        context = {"found": found, "view": lens_view(found), "above": first, "year": found.fiscal_year}
        return page("result_indicators", status=422 if wrong else 200, **shared, **context)

    @web.get("/results/indicators/{scheme_id}/{version:int}/{indicator}")
    async def one_indicator(scheme_id: str, version: int, indicator: str, request: Request) -> HTMLResponse:
        asked, _ = asked_in(request.query_params)
        after = request.query_params.get("after", "")
        found = await client.statistics.indicator(
            scheme_id, version, indicator, asked.year, region=asked.region or None, section=asked.section,
            after=after or None,
        )  # fmt: skip
        return page("result_indicator", found=found, asked=asked, after=after, states=STATE_NAMES)


async def shared_by(client: Jixiao, asked: Asked, wrong: str) -> dict[str, Any]:
    """What every page of results has: the years there are, and the sections to choose from."""
    years = (await client.statistics.years(region=asked.region or None, section=asked.section)).years
    return {
        "asked": asked,
        "wrong": wrong,
        "years": [one.fiscal_year for one in years],
        "by_year": years,
        "sections": await _sections(client),
    }


async def _sections(client: Jixiao) -> tuple[Section, ...]:
    """Those that the viewer may know of; somebody may judge reports and know of none."""
    try:
        return (await client.people.sections()).items
    except Forbidden:
        return ()
