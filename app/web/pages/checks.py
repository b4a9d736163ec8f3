"""The catalogue of checks, and a report's findings as a file."""

from typing import Final
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, Response

from app.client import Jixiao
from app.contract.finding import Stage
from app.contract.finding_table import findings_csv
from app.web.templating import page

CALLED: Final = ("部门（单位）", "年度")
"""What a report is called in the table."""


def add_check_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/checks")
    async def catalogue() -> HTMLResponse:
        checks = await client.checks()
        return page("checks", checks=checks, stages=tuple(Stage), titles={one.id: one.title for one in checks})

    @web.get("/reports/{report_id}/findings.csv")
    async def findings(report_id: int) -> Response:
        report = await client.reports.get(report_id, include=("findings",))
        assert report.findings is not None  # noqa: S101 - asked for
        name, year = report.department.name, str(report.fiscal_year)
        body = findings_csv(CALLED, [((name, year), report.findings.findings)])
        file = quote(f"{name}{year}年度检查结果.csv", safe="")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{file}"}
        return Response(body, media_type="text/csv; charset=utf-8", headers=headers)
