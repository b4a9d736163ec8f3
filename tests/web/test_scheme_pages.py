"""Schemes on pages: what is open stands beside the line, and an indicator is tried out without storing anything."""

from collections.abc import AsyncIterator

import httpx
import pytest

from app.main import Application
from tests.support.browsing import browsing

pytestmark = pytest.mark.anyio
TRY = "/schemes/yueyanglou-2021/1/try"


@pytest.fixture
async def http(application: Application, everything: str) -> AsyncIterator[httpx.AsyncClient]:
    async with browsing(application, everything) as http:
        yield http


async def test_findings_stand_beside_their_indicator(http: httpx.AsyncClient) -> None:
    text = (await http.get("/schemes/yueyanglou-2021/1")).text
    row = next(row for row in text.split("<tr>") if "公务卡刷卡率</th>" in row)
    assert row.count('class="finding"') == 2
    assert "“50%以上”没有说明是否包括" in row


async def test_example_values_give_points_and_the_sentence(http: httpx.AsyncClient) -> None:
    query = {"staff_in_post": "43", "established_posts": "40"}
    text = (await http.get(f"{TRY}/staffing_control_rate", params=query)).text
    assert "实有人数 43 ÷ 人员编制 40 × 100% = 107.50%" in text
    assert 'value="43"' in text
    part = await http.get(f"{TRY}/staffing_control_rate", params=query, headers={"HX-Request": "true"})
    assert part.text.strip().startswith('<aside id="panel"')


async def test_what_is_not_typed_is_missing_and_what_is_wrong_is_told(http: httpx.AsyncClient) -> None:
    text = (await http.get(f"{TRY}/staffing_control_rate", params={"staff_in_post": "四十三"})).text
    assert "不是数字" in text
    assert (await http.get(f"{TRY}/nix")).status_code == 404
    odd = await http.get(f"{TRY}/economic_benefit", params={"pools/benefits/economic_benefit": "x"})
    assert "不能识别" in odd.text
