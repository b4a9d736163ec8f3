"""The map of the form says what each section still lacks."""

import re

import httpx
import pytest

from app.client import Jixiao
from tests.support.builders import a_report

pytestmark = pytest.mark.anyio


async def test_the_map_counts_blanks_and_findings_of_each_section(http: httpx.AsyncClient, client: Jixiao) -> None:
    spent = {"rows": [{"institution": "本级", "total": "9.00", "basic": "5.00", "project": "3.00"}]}
    report = await a_report(client, staff_in_post="18")
    await client.reports.patch(report.id, report.version, {"form": {"expenditure": spent}})
    text = (await http.get(f"/reports/{report.id}/edit")).text
    stops = dict(re.findall(r'<li><a href="#section-(\w+)">[^<]*</a> <small class="\w+">([^<]*)</small>', text))
    assert stops["expenditure"] == "1 项错误，4 格空白"  # personnel, operating, two balances
    assert stops["fixed_assets"] == "1 格空白"  # a table without rows
    assert stops["profile"].endswith("6 格空白")
