"""抽查复核, 整改 and 申诉 in a real browser, by the people of an office: without script, and axe."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.contract.follow_up import NewAppeal
from app.main import Application
from app.schemes.loader import shipped_schemes
from app.settings import Settings
from tests.browser.accessibility import faults_of
from tests.browser.conftest import Browsing
from tests.support.follow_ups import RATE, a_drawn_report
from tests.support.office import LOGINS, PASSWORD, Office
from tests.support.people import MEMORY
from tests.support.serving import jixiao, serving

pytestmark = pytest.mark.slow
PAGES = {
    "office": ["/follow-ups", "/follow-ups/2", "/reports/1/rectifications/new", "/reports/1", "/tasks"],
    "head": ["/follow-ups/2", "/reports/1/appeals/new", "/reports/1/score", "/tasks"],
    "sampler": ["/follow-ups/1", "/tasks"],
}


@dataclass
class Open:
    """A service with a report on which a re-evaluation was begun and an appeal waits; everybody has signed in."""

    address: str
    browsing: Browsing
    cookies: dict[str, Any] = field(default_factory=dict)

    def page(self, who: str, **options: Any) -> Page:
        """A page in a browser of one of them."""
        context = self.browsing.browser.new_context(**options)
        context.add_cookies(self.cookies[who])
        return context.new_page()


@pytest.fixture(scope="module")
def office(browser: Browsing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    url = f"sqlite:///{Path(tmp_path_factory.mktemp('follow-ups')) / 'jixiao.db'}"
    jixiao(url, "migrate")
    with ThreadPoolExecutor(1) as beside:  # Playwright has a loop in this thread
        beside.submit(lambda: asyncio.run(prepared(url))).result()
    with serving(url) as server:
        opened = Open(server.address, browser)
        for login in LOGINS.values():
            context = browser.browser.new_context()
            page = context.new_page()
            page.goto(f"{server.address}/sign-in")
            page.get_by_label("登录名").fill(login)
            page.get_by_label("密码").fill(PASSWORD)
            page.get_by_role("button", name="登录").click()
            expect(page.locator("h1")).to_have_text("我的待办")
            opened.cookies[login] = context.cookies()
            context.close()
        yield opened


async def prepared(url: str) -> None:
    async with Application(Settings(database_url=url, password_memory_kib=MEMORY, worker=False)).running() as one:
        await one.services.schemes.publish(shipped_schemes())
        office = await Office.opened(one)
        report = await a_drawn_report(office)
        await office.as_("sampler").follow_ups.begin(1, 1)
        new = NewAppeal(indicator=RATE, claimed=Decimal(5), reason="借调人员不占编制")
        await office.as_("head").follow_ups.appeal(report, new)


@pytest.mark.parametrize("who", PAGES)
def test_axe_finds_nothing_and_no_page_is_wider_than_its_window(office: Open, who: str) -> None:
    page = office.page(who)
    for path in PAGES[who]:
        assert faults_of(page, f"{office.address}{path}") == [], path
    page.context.close()


@pytest.mark.parametrize("script", [True, False])
def test_a_rectification_is_asked_for_answered_and_accepted(office: Open, *, script: bool) -> None:
    finance, head = (office.page(who, java_script_enabled=script) for who in ("office", "head"))
    finance.goto(f"{office.address}/reports/1")
    finance.get_by_role("link", name="要求整改").click()
    finance.get_by_label("整改期限").fill("月底")
    finance.get_by_label("整改要求和理由").fill("请补齐台账")
    finance.get_by_role("button", name="要求整改").click()
    expect(finance.get_by_role("alert")).to_contain_text("整改期限")
    expect(finance.get_by_label("整改要求和理由")).to_have_value("请补齐台账")
    finance.get_by_label("整改期限").fill("2099年5月20日")
    finance.get_by_role("button", name="要求整改").click()
    expect(finance.locator("h1")).to_contain_text("整改")
    head.goto(f"{office.address}/tasks")
    head.get_by_role("region", name="待回复整改").get_by_role("link").first.click()
    head.get_by_label("整改情况").fill("已补齐")
    head.get_by_role("button", name="发出回复").click()
    expect(head.locator("main")).to_contain_text("已回复")
    finance.goto(head.url)
    finance.get_by_role("button", name="整改通过").click()
    expect(finance.locator("main")).to_contain_text("按时完成")
    finance.context.close()
    head.context.close()
