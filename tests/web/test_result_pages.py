"""Pages of results: ranked, drawn, indicator by indicator, and as a file."""

import re

import httpx
import pytest

from app.client import Jixiao
from app.main import Application
from tests.support.browsing import browsing
from tests.support.office import Office
from tests.support.results import INDICATOR, handed_in

pytestmark = pytest.mark.anyio
CLAIMS = [(40, "5"), (40, "5"), (43, "5"), (44, "4"), (52, "5")]
PAGES = ("/results", "/results/charts", "/results/indicators")


async def test_before_anything_is_handed_in_each_page_says_so(http: httpx.AsyncClient) -> None:
    for path in PAGES:
        answer = await http.get(path)
        assert (answer.status_code, "还没有送审的报告" in answer.text) == (200, True)


async def test_the_ranking_leads_to_the_report_and_its_findings(
    application: Application, client: Jixiao, http: httpx.AsyncClient
) -> None:
    numbers = await handed_in(application, client, CLAIMS)
    text = (await http.get("/results", params={"order": "self"})).text
    assert re.findall(r'<tr><td class="num">(\d)</td>', text) == ["1", "1", "1", "1", "5"]
    assert all(f'href="/reports/{number}"' in text for number in numbers)
    assert f'href="/reports/{numbers[0]}/findings"' in text
    assert "<small>2021 年度</small>" in text


async def test_a_filter_that_nobody_can_read_is_told_and_left_out(
    application: Application, client: Jixiao, http: httpx.AsyncClient
) -> None:
    await handed_in(application, client, [(40, "5")])
    answer = await http.get("/results", params={"year": "21年", "region": "x"})
    assert answer.status_code == 422
    assert "年度应为四位数字，例如 2021，这里是“21年”；区划代码应为" in answer.text
    assert 'href="/reports/1"' in answer.text


async def test_the_charts_have_words_and_tables_behind_them(
    application: Application, client: Jixiao, http: httpx.AsyncClient
) -> None:
    await handed_in(application, client, CLAIMS)
    text = (await http.get("/results/charts")).text
    assert text.count("<svg") == text.count("<desc") == text.count("<figcaption") == 3
    assert text.count("<details>") == 3
    assert "自评 5 份，平均 4.80 分。" in text
    assert "<title>5 分：自评 4 份</title>" in text
    assert "5 份的复算还缺数据" in text
    assert not re.search(r"<[^>]+ (style|on\w+)=", text)


async def test_an_indicator_is_told_in_a_sentence_and_leads_to_its_departments(
    application: Application, client: Jixiao, http: httpx.AsyncClient
) -> None:
    await handed_in(application, client, CLAIMS)
    text = (await http.get("/results/indicators")).text
    address = f"/results/indicators/yueyanglou-2021/1/{INDICATOR}"
    assert f'href="{address}"' in text
    assert "先看这些" in text
    found = (await http.get(address)).text
    assert len(re.findall(r'<th scope="row"><a href="/reports/\d+/score#', found)) == 5
    assert (await http.get("/results/indicators/yueyanglou-2021/1/nix")).status_code == 404


async def test_the_file_is_handed_on(application: Application, client: Jixiao, http: httpx.AsyncClient) -> None:
    await handed_in(application, client, [(40, "5")])
    answer = await http.get("/results/table", params={"format": "csv", "year": "2021"})
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["content-disposition"]


async def test_who_judges_nothing_is_refused(application: Application) -> None:
    office = await Office.opened(application)
    async with browsing(application, office.bearers["head"]) as http:
        for path in PAGES:
            assert (await http.get(path)).status_code == 403
    async with browsing(application, office.bearers["reviewer"]) as http:
        for path in PAGES:
            assert (await http.get(path)).status_code == 200
