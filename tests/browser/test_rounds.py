"""Rounds in a real browser: planned with and without script, a board that refreshes itself, and axe."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Browsing
from tests.browser.test_editing import faults_of

pytestmark = pytest.mark.slow
PAGES = [
    "/rounds",
    "/rounds/1",
    "/rounds/1?show=not_started",
    "/rounds/new",
    "/tasks",
    "/reports/new?round=1&year=2021",
]
PAGES += [f"/rounds/1/{one}" for one in ("edit", "extend", "remind", "withdraw", "close", "draw", "move?move=publish")]


@pytest.mark.parametrize("script", [True, False])
def test_a_round_is_planned_and_issued(server: str, browser: Browsing, *, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{server}/rounds/new")
    page.get_by_label("任务名称").fill("再评一次")
    page.get_by_label("评价年度").fill("2022" if script else "2023")
    page.get_by_label("区划代码").fill("430602")
    page.get_by_label("截止日").fill((datetime.now(UTC) + timedelta(days=40)).date().isoformat())
    page.get_by_role("button", name="选全区划").click()
    expect(page.locator("#departments")).to_contain_text("已选 5 个")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_contain_text("请选择评分方案")
    expect(page.get_by_label("任务名称")).to_have_value("再评一次")
    page.get_by_label("评分方案").select_option(index=1)
    page.get_by_role("button", name="保存").click()
    page.get_by_role("button", name="下达", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("已下达")
    expect(page.locator("#board")).to_contain_text("未开始 5")
    context.close()


def test_the_board_refreshes_itself_and_keeps_the_place_of_the_keyboard(server: str, browser: Browsing) -> None:
    page = browser.new_page()
    page.clock.install()
    page.goto(f"{server}/rounds/1")
    page.locator("#state-not_started").focus()
    page.evaluate("document.querySelector('#board').dataset.old = 'yes'")
    with page.expect_response(lambda answer: answer.url.endswith("/rounds/1") and answer.status == 200):
        page.clock.fast_forward(16_000)
    expect(page.locator("#board[data-old]")).to_have_count(0)
    expect(page.locator("#board")).to_contain_text("示范档案馆")
    expect(page.locator("#state-not_started")).to_be_focused()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(server: str, browser: Browsing, scheme: Any, width: int) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    found = {path: faults for path in PAGES if (faults := faults_of(page, f"{server}{path}"))}
    for path in PAGES:
        page.goto(f"{server}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()
    assert found == {}
