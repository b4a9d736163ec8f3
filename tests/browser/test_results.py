"""Results in a real browser: readable on a phone and at a desk, in light and dark, and on paper."""

import asyncio
from collections.abc import Iterator

import pytest

from app.client import Jixiao
from app.main import Application
from app.settings import Settings
from tests.browser.accessibility import faults_here
from tests.browser.conftest import Browsing
from tests.support.results import INDICATOR, handed_in
from tests.support.serving import prepare, serving

pytestmark = pytest.mark.slow
PAGES = ("/results", "/results/charts", "/results/indicators", f"/results/indicators/yueyanglou-2021/1/{INDICATOR}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo data, and some reports that are handed in."""
    url = f"sqlite:///{tmp_path_factory.mktemp('results') / 'jixiao.db'}"
    token = prepare(url)

    async def fill() -> None:
        settings = Settings(database_url=url, worker=False)
        async with Application(settings).running() as running, Jixiao(app=running.api, token=token) as client:
            await handed_in(running, client, [(40, "5"), (40, "5"), (43, "5"), (44, "4"), (52, "5")])

    asyncio.run(fill())
    with serving(url) as server:
        Browsing.token, Browsing.address = token, server.address
        yield server.address


def test_every_page_is_accessible_and_fits(server: str, browser: Browsing) -> None:
    page = browser.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    for path in PAGES:
        page.goto(f"{server}{path}")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert faults_here(page) == [], path
    assert faults == []
    page.context.close()


def test_without_script_the_lens_leads_to_a_department_s_own_score(server: str, browser: Browsing) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/results")
    page.get_by_role("link", name="指标", exact=True).click()
    page.get_by_role("rowheader", name="财政供养人员控制率").get_by_role("link").click()
    page.get_by_role("rowheader", name="示范局").first.get_by_role("link").click()
    assert page.url.endswith(f"/score#{INDICATOR}")
    context.close()


def test_on_paper_the_ranking_lies_across(server: str, browser: Browsing) -> None:
    page = browser.new_page()
    page.goto(f"{server}/results?print=1")
    printed = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 841" in printed.replace(b"\n", b" ")
    page.context.close()
