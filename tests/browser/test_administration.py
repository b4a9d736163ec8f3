"""The administrators' pages in a real browser: each of the three signed in, with and without script, and axe."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.accessibility import faults_of
from tests.browser.conftest import Browsing
from tests.support.administrators import PASSWORD
from tests.support.lists import DEPARTMENTS, PEOPLE, as_file
from tests.support.serving import jixiao, serving

pytestmark = pytest.mark.slow
REGION = "430602"
PAGES = {
    "system": [
        "/people", "/people/new", "/people/4", "/people/import", "/organisation", "/organisation/new",
        "/organisation/1", "/organisation/import",
    ],
    "security": ["/people", "/people/4", "/people/tokens", "/people/import", "/organisation/1"],
    "audit": ["/audit", "/audit?kind=account_created"],
}  # fmt: skip


@dataclass
class Office:
    """A service whose three administrators have signed in; their sessions are kept as cookies."""

    address: str
    browsing: Browsing
    cookies: dict[str, Any] = field(default_factory=dict)

    def page(self, who: str, **options: Any) -> Page:
        """A page in a browser of one of them."""
        context: BrowserContext = self.browsing.browser.new_context(**options)
        context.add_cookies(self.cookies[who])
        return context.new_page()


@pytest.fixture(scope="module")
def office(browser: Browsing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    place = tmp_path_factory.mktemp("office")
    url = f"sqlite:///{place / 'jixiao.db'}"
    jixiao(url, "migrate")
    firsts = re.findall(r"(\w+)-430602\W+(\w{14})", jixiao(url, "administrators", "--region", REGION))
    with serving(url) as server:
        office = Office(server.address, browser)
        for who, first in firsts:
            office.cookies[who] = signed_in(browser, server.address, f"{who}-{REGION}", first)
        for name, rows in (("organisation", DEPARTMENTS), ("people", PEOPLE)):
            (place / f"{name}.csv").write_bytes(as_file(rows))
            page = office.page("system", java_script_enabled=False)
            imported(page, f"{server.address}/{name}/import", place / f"{name}.csv")
            page.context.close()
        yield office


def signed_in(browser: Browsing, address: str, login: str, first: str) -> Any:
    """Sign in with a first password, change it, and say the cookies."""
    context = browser.browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(first)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("现在的密码").fill(first)
    page.get_by_label("新密码", exact=True).fill(PASSWORD)
    page.get_by_label("再填一次新密码").fill(PASSWORD)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("h1")).not_to_have_text("改密码")
    cookies = context.cookies()
    context.close()
    return cookies


def imported(page: Page, address: str, path: Path) -> None:
    """Try a list, then confirm it."""
    page.goto(address)
    page.get_by_label("名单文件").set_input_files(path)
    page.get_by_role("button", name="试读").click()
    expect(page.get_by_role("status")).to_contain_text("还没有保存")
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("status")).to_contain_text("已导入")


def test_a_role_is_given_and_taken_away(office: Office) -> None:
    page = office.page("security")
    page.goto(f"{office.address}/people/5")
    page.get_by_label("授予角色").select_option("填报人")
    page.get_by_label("范围").select_option("林业局（001003）")
    page.get_by_role("button", name="授予").click()
    expect(page.locator("main")).to_contain_text("填报人（林业局）")
    page.get_by_role("button", name="收回 填报人（林业局）").click()
    expect(page.locator("main")).to_contain_text("还没有角色")
    page.context.close()


def test_a_token_is_shown_once_and_revoked(office: Office) -> None:
    page = office.page("security")
    page.goto(f"{office.address}/people/tokens")
    page.get_by_label("哪个系统用").fill("一体化")
    page.get_by_label("范围").select_option("区划 430602")
    page.get_by_label("查看报告").check()
    page.get_by_role("button", name="发放").click()
    expect(page.locator("main")).to_contain_text("jxt_")
    page.get_by_role("link", name="已经保存").click()
    page.locator("summary", has_text="作废").first.click()
    page.get_by_role("button", name="确认作废 一体化").click()
    expect(page.locator("main")).to_contain_text("已作废")
    page.context.close()


def test_the_log_is_verified(office: Office) -> None:
    page = office.page("audit")
    page.goto(f"{office.address}/audit")
    page.get_by_role("button", name="核对摘要链").click()
    expect(page.get_by_role("status")).to_contain_text("摘要链完整")
    page.context.close()


@pytest.mark.parametrize("who", PAGES)
def test_axe_finds_nothing(office: Office, who: str) -> None:
    page = office.page(who)
    found = {path: faults for path in PAGES[who] if (faults := faults_of(page, f"{office.address}{path}"))}
    page.context.close()
    assert found == {}
