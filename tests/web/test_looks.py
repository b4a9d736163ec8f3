"""How the pages look is the viewer's choice; the patterns and the tour stand for anybody."""

import httpx
import pytest

from app.client import Jixiao
from app.main import Application
from tests.support.browsing import browsing
from tests.support.builders import a_report

pytestmark = pytest.mark.anyio


async def test_a_choice_of_type_and_colours_is_kept_in_the_browser(application: Application) -> None:
    async with browsing(application, "") as http:
        answer = await http.post("/look", data={"size": "large", "theme": "dark", "back": "/tour"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/tour")
        assert '<html lang="zh-CN" data-size="large" data-theme="dark">' in (await http.get("/tour")).text
        await http.post("/look", data={"size": "huge", "theme": '"><script>'})
        assert '<html lang="zh-CN">' in (await http.get("/tour")).text


@pytest.mark.parametrize("back", ["https://example.com/", "//example.com", "/\\example.com"])
async def test_a_choice_leads_back_into_this_site_alone(application: Application, back: str) -> None:
    async with browsing(application, "") as http:
        assert (await http.post("/look", data={"back": back})).headers["location"] == "/"


@pytest.mark.parametrize("path", ["/look", "/patterns", "/tour"])
async def test_anybody_may_see(application: Application, path: str) -> None:
    async with browsing(application, "") as http:
        assert (await http.get(path)).status_code == 200


async def test_help_says_how_figures_are_written_and_what_is_checked_in_the_checks_own_words(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    report = await a_report(client)
    text = (await http.get(f"/reports/{report.id}/edit/expenditure")).text
    assert "没有这一项填“无”" in text
    assert '<a href="/checks#A1" target="_blank" rel="noopener">A1</a>' in text
