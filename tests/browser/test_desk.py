"""A reviewer works through a report by keyboard alone: queue, indicators, return, what was changed since, pass."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from app.client import Jixiao
from app.contract.workflow import Move, ReasonAnswers, ReportMove
from app.main import Application
from app.settings import Settings
from tests.browser.accessibility import AXE, RULES
from tests.browser.conftest import Browsing
from tests.browser.test_workflow_pages import EDIT
from tests.support.office import PASSWORD, Office
from tests.support.serving import jixiao, serving

pytestmark = pytest.mark.slow
STAFF: Final = "财政供养人员控制率"
SIGNING: Final = (("preparer", Move.SIGN_PREPARER), ("lead", Move.SIGN_PANEL), ("head", Move.SUBMIT))


@dataclass
class Desk:
    """A running service with one submitted report, a reviewer's browser, and the department behind it."""

    address: str
    bearers: dict[str, str]
    context: BrowserContext
    faults: list[str]

    def page(self) -> Page:
        """A page of the reviewer's; what its console complains of is kept."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        return page


def aside(work: Any) -> Any:
    """Run a coroutine beside the browser, which has a loop of its own in this thread."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(asyncio.run, work).result()


async def one_report(url: str) -> dict[str, str]:
    """A submitted report; the bearers of its people."""
    settings = Settings(database_url=url, password_memory_kib=8_192, worker=False)
    async with Application(settings).running() as application:
        office = await Office.opened(application)
        report = await office.a_report()
        report = await office.as_("preparer").reports.patch(report.id, report.version, EDIT)
        for login, move in SIGNING:
            report = await office.do(login, report, move)
        return office.bearers


async def answer(desk: Desk) -> None:
    """The department corrects one cell, answers, signs and hands the report in again."""
    async with Jixiao(desk.address, token=desk.bearers["preparer"]) as preparer:
        report = await preparer.reports.get(1)
        patch = {"form": {"profile": {"staff_in_post": "18"}}}
        report = await preparer.reports.patch(1, report.version, patch)
        given = ReasonAnswers(answers={"r1": "已按批复改为 18 人", "r2": "已补充"})
        report = await preparer.workflow.answer(1, report.version, given)
    for login, move in SIGNING:
        async with Jixiao(desk.address, token=desk.bearers[login]) as one:
            report = await one.workflow.move(1, report.version, ReportMove(move=move))


@pytest.fixture(scope="module")
def desk(browser: Browsing, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    url = f"sqlite:///{tmp_path_factory.mktemp('desk') / 'jixiao.db'}"
    jixiao(url, "migrate")
    bearers = aside(one_report(url))
    with serving(url) as server:
        desk = Desk(server.address, bearers, browser.browser.new_context(base_url=server.address), [])
        page = desk.page()
        page.goto("/sign-in")
        page.get_by_label("登录名").fill("reviewer")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        expect(page.locator("h1")).to_have_text("我的待办")
        page.close()
        yield desk
        desk.context.close()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus."""
    for _ in range(120):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    message = f"no Tab leads to {wanted}"
    raise AssertionError(message)


def press(page: Page, name: str) -> None:
    """Go to a button or link of that name by Tab, and press it."""
    wanted = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
    tab_to(page, wanted.first)
    page.keyboard.press("Enter")


def here(page: Page) -> str:
    """The indicator in question."""
    return str(page.locator("article:not([hidden])").get_attribute("id"))


def write(page: Page, key: str, text: str) -> None:
    """Press the key of a field, type into it, and leave it."""
    page.keyboard.press(key)
    page.keyboard.type(text)
    page.keyboard.press("Escape")


def take_up(page: Page) -> None:
    """From the queue into the review of its first report."""
    page.goto("/desk")
    press(page, "示范局")
    press(page, "开始审核")
    expect(page.locator("#decide")).to_be_visible()


def look_at_every_indicator(page: Page) -> list[str]:
    """From the first to the last with its evidence, and back again."""
    seen = [here(page)]
    for _ in range(24):
        page.keyboard.press("j")
        seen.append(here(page))
        title = page.locator(f"#{seen[-1]}-title").inner_text().split("\n")[0]
        expect(page.locator("#evidence h3 small")).to_have_text(title)
    page.keyboard.press("ArrowRight")
    assert here(page) == seen[-1]
    for _ in seen[1:]:
        page.keyboard.press("k")
    assert (len(set(seen)), here(page)) == (page.locator("article").count(), seen[0])
    return seen


def ask_for_keys(page: Page) -> None:
    """The list of keys, which axe has nothing against."""
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:150]) for one in found] == []
    page.keyboard.press("Escape")


def test_a_review_needs_no_mouse_and_shows_just_what_was_changed_since_its_return(desk: Desk) -> None:
    page = desk.page()
    take_up(page)
    ask_for_keys(page)
    seen = look_at_every_indicator(page)
    page.keyboard.type("2")
    expect(page.get_by_label(f"{STAFF} 审定得分")).to_have_value("2")
    page.keyboard.press("Enter")
    assert here(page) == seen[1]
    write(page, "r", "请附决算表")
    page.keyboard.press("k")
    write(page, "r", "jkr 与编制批复不一致")  # keys are letters here
    assert here(page) == seen[0]
    page.close()  # without a word to the server, as when the browser is killed

    page = desk.page()
    page.goto("/reports/1/review")
    expect(page.locator("#kept")).to_contain_text("找回了上次没有保存的 3 处")
    expect(page.get_by_label(f"{STAFF} 退回原因")).to_have_value("jkr 与编制批复不一致")
    write(page, "w", "按批复核定")
    page.keyboard.press("a")
    press(page, "退回部门")
    expect(page.locator("main")).to_contain_text("退回原因和答复")

    aside(answer(desk))
    take_up(page)
    changes = page.locator("#changes")
    expect(changes).to_contain_text("之后改动 1 处")
    expect(changes.locator("tbody tr")).to_have_text(["部门（单位）基本概况 · 实有人数2018"])
    expect(changes.locator("li").nth(1)).to_contain_text("没有改动")
    expect(page.get_by_label(f"{STAFF} 退回原因")).to_have_value("")  # that was another sitting
    expect(page.get_by_label(f"{STAFF} 审定得分")).to_have_value("2")
    page.keyboard.press("a")
    press(page, "审核通过（签字）")
    expect(page.locator(".way [aria-current]")).to_have_text("通过")
    page.close()
    assert desk.faults == []


def test_keys_can_be_turned_off_and_stay_off(desk: Desk) -> None:
    page = desk.page()
    page.goto("/reports/1/review")
    first = here(page)
    page.get_by_role("button", name="快捷键").click()
    page.get_by_label("使用快捷键").uncheck()
    page.get_by_role("button", name="关闭").click()
    page.reload()
    page.keyboard.press("j")
    assert here(page) == first
    page.get_by_role("button", name="快捷键").click()
    page.get_by_label("使用快捷键").check()
    page.get_by_role("button", name="关闭").click()
    page.keyboard.press("j")
    assert here(page) != first
    page.close()
