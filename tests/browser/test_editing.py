"""Editing in a real browser, with and without script; and pages that axe finds nothing to complain about."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browsing

pytestmark = pytest.mark.slow
AXE = (Path(__file__).parent / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAGES = ["/reports", "/reports/new", "/reports/2", "/reports/2/score", "/reports/2/history", "/reports/2/supplement"]
PAGES += ["/reports/2/edit/profile", "/reports/2/edit/self_scoring", "/schemes/yueyanglou-2021/1"]
PAGES += ["/schemes", "/schemes/yueyanglou-2021/1/try/budget_rules_soundness", "/whatifs/new", "/whatifs/1"]


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(server: str, browser: Browsing, scheme: str, width: int) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    found = {path: faults for path in PAGES if (faults := faults_of(page, f"{server}{path}"))}
    context.close()
    assert found == {}


def faults_of(page: Page, address: str) -> list[str]:
    page.goto(address)
    page.evaluate(AXE)
    result = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:150]} {one['nodes'][0]['failureSummary'][:200]}"
        for one in result["violations"]
    ]
