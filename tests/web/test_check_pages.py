"""The catalogue of checks as a page, and a report's findings as a file."""

import csv
import io
import re

import httpx
import pytest
from markupsafe import escape

from app.client import Jixiao
from app.contract.report import NewReport
from app.main import Application
from tests.support.browsing import browsing
from tests.support.builders import a_department
from tests.web.test_pages import Page

pytestmark = pytest.mark.anyio


async def test_the_catalogue_shows_every_check_with_its_reason_source_grade_and_examples(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    text = (await http.get("/checks")).text
    found = Page(text)
    assert found.headings == 1
    assert not [one for one, times in found.ids.items() if times > 1]
    entries = dict(re.findall(r'<section class="panel check-entry" id="([A-H]\d+)">(.*?)</section>', text, re.S))
    for one in await client.checks():
        entry = entries[one.id]
        words = [one.title, one.reason, one.source, one.passing, one.failing, *one.parameters]
        assert [told for told in words if escape(told) not in entry] == [], one.id
    assert set(entries) == {one.id for one in await client.checks()}
    assert '<a href="/checks">检查目录</a>' in text


async def test_anybody_may_read_the_catalogue(application: Application) -> None:
    async with browsing(application, "") as http:
        assert (await http.get("/checks")).status_code == 200


async def test_findings_are_downloaded_as_a_table_in_which_nothing_runs(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    department = await a_department(client)
    row = {"institution": "=HYPERLINK(1)", "total": "782", "basic": "480", "project": "300"}
    new = {"department": department.id, "fiscal_year": 2021, "form": {"expenditure": {"rows": [row]}}}
    report = await client.reports.create(NewReport.model_validate(new))
    answer = await http.get(f"/reports/{report.id}/findings.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    told = dict(zip(head, rows[0], strict=True))
    assert (told["部门（单位）"], told["年度"], told["编号"], told["等级"]) == ("示范局", "2021", "A1", "错误")
    assert told["指针"] == "/form/expenditure/rows/0/total"
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
