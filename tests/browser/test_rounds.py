"""Rounds in a real browser: planned with and without script, a board that refreshes itself."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Browsing

pytestmark = pytest.mark.slow


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
