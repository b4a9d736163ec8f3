"""Findings in a real browser: beside the cell while it is typed in, mended by their button, and without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import faults_here, faults_of
from tests.browser.conftest import Browsing

pytestmark = pytest.mark.slow
PATH = "/reports/2/edit/expenditure"
TOTAL = "#expenditure-rows-0-total"


def test_a_wrong_total_is_told_beside_its_cell_while_it_is_typed_and_the_button_puts_it_right(
    server: str, browser: Browsing
) -> None:
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"{server}{PATH}")
    total, told = page.locator(TOTAL), page.locator(f"{TOTAL}-said")
    right = total.input_value()
    total.focus()
    page.keyboard.press("Home")
    page.keyboard.type("9")
    expect(told).to_contain_text(f"错误 第 1 行 支出合计：支出合计为 9,{right} 万元")
    expect(page.locator(f"{TOTAL}-mark")).to_have_text("错误")
    expect(page.locator("#panel")).to_contain_text("检查（按当前填写）")
    expect(page.locator("#panel").get_by_role("link", name="第 1 行 支出合计")).to_have_attribute("href", TOTAL)
    expect(total).to_be_focused()
    expect(total).to_have_value(f"9{right}")
    expect(total).to_have_accessible_description(re.compile(f"支出合计为 9,{right} 万元"))
    page.keyboard.type("8")
    expect(told).to_contain_text(f"支出合计为 98,{right} 万元")
    expect(total).to_have_value(f"98{right}")
    assert faults_here(page) == []
    told.get_by_role("button", name=f"改为 {right}").click()
    expect(total).to_have_value(right)
    expect(total).to_be_focused()
    expect(told).to_be_empty()
    assert faults == []
    page.context.close()


def test_what_is_told_goes_when_the_figure_is_typed_right(server: str, browser: Browsing) -> None:
    page = browser.new_page()
    page.goto(f"{server}{PATH}")
    total, told = page.locator(TOTAL), page.locator(f"{TOTAL}-said")
    right = total.input_value()
    total.fill("1")
    expect(told).to_contain_text("错误")
    total.fill(right)
    expect(told).not_to_contain_text("错误")
    expect(page.locator(f"{TOTAL}-mark")).to_be_empty()
    expect(page.locator("#expenditure-rows-0-basic-said")).to_be_empty()
    page.context.close()


def test_without_script_trying_tells_the_same_and_the_button_mends_it(server: str, browser: Browsing) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}{PATH}")
    total, told = page.locator(TOTAL), page.locator(f"{TOTAL}-said")
    right = total.input_value()
    total.fill(f"9{right}")
    page.locator("#expenditure-rows-0-institution").fill("刚改的名字")
    page.get_by_role("button", name="试算").click()
    expect(told).to_contain_text(f"支出合计为 9,{right} 万元")
    expect(total).to_have_value(f"9{right}")
    told.get_by_role("button", name=f"改为 {right}").click()
    expect(total).to_have_value(right)
    expect(page.locator("#expenditure-rows-0-institution")).to_have_value("刚改的名字")
    expect(told).not_to_contain_text("错误")
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_on_the_catalogue(server: str, browser: Browsing, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    assert faults_of(page, f"{server}/checks") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()
