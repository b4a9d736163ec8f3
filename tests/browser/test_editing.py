"""Editing in a real browser, with and without script."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Browsing

pytestmark = pytest.mark.slow


def test_the_score_changes_while_a_figure_is_typed(server: str, browser: Browsing) -> None:
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"{server}/reports/1/edit/profile")
    panel = page.locator("#panel")
    expect(panel).to_contain_text("实有人数 18 ÷ 人员编制 18")
    page.get_by_label("实有人数").fill("20")
    expect(panel).to_contain_text("实有人数 20 ÷ 人员编制 18 × 100% = 111.11%")
    expect(panel).to_contain_text("得 0 分")
    page.get_by_role("button", name="保存", exact=True).last.click()
    expect(page).to_have_url(f"{server}/reports/1#profile")
    assert not faults
    page.close()


def test_the_same_works_with_script_off(server: str, browser: Browsing) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/reports/3/edit/profile")
    page.get_by_label("实有人数").fill("28")
    page.get_by_role("button", name="试算").click()
    expect(page.locator("#panel")).to_contain_text("实有人数 28 ÷ 人员编制 26")
    expect(page.get_by_label("实有人数")).to_have_value("28")
    page.get_by_role("button", name="保存", exact=True).last.click()
    page.goto(f"{server}/reports/3/score")
    expect(page.locator("main")).to_contain_text("实有人数 28 ÷ 人员编制 26 × 100% = 107.69%")
    context.close()


def test_the_return_key_saves(server: str, browser: Browsing) -> None:
    page = browser.new_page()
    page.goto(f"{server}/reports/4/edit/cover")
    page.get_by_label("预算编码").fill("999044")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{server}/reports/4#cover")
    expect(page.locator("#cover")).to_contain_text("999044")
    page.close()


@pytest.mark.parametrize("script", [True, False])
def test_a_what_if_shows_its_result_by_itself(server: str, browser: Browsing, *, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{server}/whatifs/new")
    page.get_by_label("年度").fill("2021")
    page.get_by_label("报告填报时所用的方案").select_option("yueyanglou-2021@1")
    page.get_by_label("要试的方案").select_option("yueyanglou-2021@1")
    page.get_by_role("button", name="开始重算").click()
    expect(page.locator("#job")).to_contain_text("名次变动", timeout=20_000)
    context.close()
