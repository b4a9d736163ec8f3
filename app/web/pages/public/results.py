"""What was published, for anybody: years, a year's ranking, an indicator, a department over the years."""

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from app.client import Jixiao
from app.web.templating import page
from app.web.views.public import distribution, line_of, ranked, trend

LISTED = 50
WITHDRAWN = 20
"""Withdrawn reports that a page lists; the API lists them all."""


def add_published_result_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""
    published = client.published

    @web.get("/public")
    async def years() -> HTMLResponse:
        gone = await published.list(withdrawn=True, limit=WITHDRAWN)
        return page(
            "public/years", years=(await published.years()).items, withdrawn=[line_of(one) for one in gone.items]
        )

    @web.get("/public/{year:int}")
    async def year(year: int, region: str = "", after: str = "", rank: str = "1") -> HTMLResponse:
        found = await published.list(region=region or None, fiscal_year=year, after=after or None, limit=LISTED)
        gone = await published.list(region=region or None, fiscal_year=year, withdrawn=True, limit=WITHDRAWN)
        start = int(rank) if rank.isdecimal() and len(rank) < 9 else 1
        return page(
            "public/year",
            year=year,
            region=region,
            lines=ranked(found.items, start),
            next=found.next,
            following=start + len(found.items),
            statistics=await published.statistics(year, region or None),
            delays=(await published.delays(year, region or None)).items,
            withdrawn=[line_of(one) for one in gone.items],
        )

    @web.get("/public/{year:int}/indicators/{indicator}")
    async def indicator(year: int, indicator: str, region: str = "", after: str = "") -> HTMLResponse:
        found = await published.in_indicator(indicator, year, region or None, after=after or None)
        known = (await published.statistics(year, region or None)).indicators
        return page(
            "public/indicator",
            year=year,
            region=region,
            indicator=indicator,
            title=next((one.title for one in known if one.id == indicator), indicator),
            lines=found.items,
            bars=distribution(found.items),
            next=found.next,
        )

    @web.get("/public/departments/{department:int}")
    async def department(department: int) -> HTMLResponse:
        found = await published.list(department=department, limit=LISTED)
        gone = await published.list(department=department, withdrawn=True, limit=WITHDRAWN)
        lines = sorted((line_of(one) for one in found.items), key=lambda one: -one.year)
        withdrawn = [line_of(one) for one in gone.items]
        known = [*lines, *withdrawn]
        name = known[0].name if known else "没有公开过报告的部门"
        return page("public/department", title=name, lines=lines, trend=trend(found.items), withdrawn=withdrawn)
