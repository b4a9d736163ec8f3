"""What is typed is saved by itself, and not lost: expired sign-in, lost network, killed browser, two people."""

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import Browsing
from tests.support.browsing import cookies_of

pytestmark = pytest.mark.slow
SAVED = "已全部保存"


def stored(number: int, pointer: str) -> object:
    """What the API has at a place of a report."""
    held = {"Authorization": f"Bearer {Browsing.token}"}
    here = httpx.get(f"{Browsing.address}/api/v1/reports/{number}", headers=held).json()
    for token in pointer.split("/"):
        here = here[int(token)] if isinstance(here, list) else here[token]
    return here


def at(page: Page, number: int, section: str) -> Page:
    page.goto(f"{Browsing.address}/reports/{number}/edit/{section}")
    expect(page.locator("#kept")).to_contain_text("自动保存")
    return page


def test_what_is_typed_is_saved_without_a_button_and_the_score_follows(browser: Browsing) -> None:
    page = at(browser.new_page(), 2, "profile")
    field = page.get_by_label("实有人数")
    field.fill("31")
    expect(field).to_have_attribute("data-kept", "waiting")
    expect(page.locator("#kept")).to_contain_text(SAVED)
    expect(field).to_have_attribute("data-kept", "saved")
    expect(page.locator("#panel")).to_contain_text("实有人数 31 ÷")
    assert stored(2, "form/profile/staff_in_post") == "31"
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("#kept")).to_contain_text(SAVED)
    assert stored(2, "form/profile/staff_in_post") != "31"
    page.close()


def test_two_people_in_different_cells_keep_both_and_see_each_other(browser: Browsing) -> None:
    one, two = at(browser.new_page(), 3, "profile"), at(browser.new_page(), 3, "profile")
    one.get_by_label("职能职责概述").fill("第一个人写的职责")
    expect(one.locator("#kept")).to_contain_text(SAVED)
    two.get_by_label("联系人").fill("第二个人")
    expect(two.locator("#kept")).to_contain_text(SAVED)
    expect(two.get_by_label("职能职责概述")).to_have_value("第一个人写的职责")
    assert stored(3, "form/profile/duties") == "第一个人写的职责"
    assert stored(3, "form/profile/contact") == "第二个人"
    for page in (one, two):
        page.close()


def test_two_people_in_one_cell_are_shown_both_and_choose(browser: Browsing) -> None:
    one, two = at(browser.new_page(), 3, "revenue"), at(browser.new_page(), 3, "revenue")
    name = "revenue/rows/0/other"
    one.locator(f"[name='{name}']").fill("11.00")
    expect(one.locator("#kept")).to_contain_text(SAVED)
    two.locator(f"[name='{name}']").fill("22.00")
    clash = two.locator(".clash")
    expect(clash).to_contain_text("别人把这里改成了“11.00”，您填的是“22.00”")
    assert stored(3, f"form/{name}") == "11.00"
    clash.get_by_role("button", name="用我的").click()
    expect(two.locator("#kept")).to_contain_text(SAVED)
    assert stored(3, f"form/{name}") == "22.00"
    for page in (one, two):
        page.close()


def test_a_lost_network_and_a_killed_browser_lose_nothing(browser: Browsing) -> None:
    context = browser.new_context()
    page = at(context.new_page(), 4, "profile")
    context.set_offline(True)
    page.get_by_label("联系人").fill("断网时填的人")
    expect(page.locator("#kept")).to_contain_text("连不上服务器")
    page.close()  # without a word to the server, as when the browser is killed
    context.set_offline(False)
    again = context.new_page()
    again.goto(f"{Browsing.address}/reports/4/edit/profile")
    expect(again.get_by_label("联系人")).to_have_value("断网时填的人")
    expect(again.locator("#kept")).to_contain_text(SAVED)
    assert stored(4, "form/profile/contact") == "断网时填的人"
    assert again.evaluate("localStorage.length") == 0
    context.close()


def test_an_expired_sign_in_keeps_what_is_typed_until_somebody_has_signed_in_again(browser: Browsing) -> None:
    context = browser.new_context()
    page = at(context.new_page(), 4, "cover")
    signed_out(context)
    page.get_by_label("评价方式").fill("部门绩效自评")
    expect(page.locator("#kept")).to_contain_text("登录已过期，已填的内容都还在")
    expect(page.get_by_role("link", name="在新窗口登录")).to_be_visible()
    sign_in(context)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#kept")).to_contain_text(SAVED)
    assert stored(4, "form/cover/evaluation_method") == "部门绩效自评"
    context.close()


def test_a_block_copied_from_a_spreadsheet_is_laid_over_the_table(browser: Browsing) -> None:
    page = at(browser.new_page(), 4, "three_public")
    block = "县本级\t6.20\t1.10\t5.10\t0\t0\n二级单位\t1.80\t0.80\t1.00\t无\t无"
    page.locator("[name='three_public/rows/0/institution']").focus()
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text/plain", text);
        const how = {clipboardData: data, bubbles: true, cancelable: true};
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", how)); }""",
        block,
    )
    expect(page.locator("main")).to_contain_text("已粘贴并保存 2 行、12 格")
    assert stored(4, "form/three_public/rows/1/total") == "1.80"
    assert stored(4, "form/three_public/rows/0/vehicle_running_costs") == "5.10"
    page.close()


def test_an_answer_that_never_comes_is_asked_for_again(browser: Browsing) -> None:
    page = at(browser.new_page(), 4, "expenditure")
    failed: list[str] = []

    def fail_once(route: Route) -> None:
        if failed:
            route.continue_()
        else:
            failed.append(route.request.url)
            route.abort()

    page.route("**/keep", fail_once)
    page.locator("[name='expenditure/rows/0/project']").fill("12.34")
    expect(page.locator("#kept")).to_contain_text("连不上服务器")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#kept")).to_contain_text(SAVED)
    assert stored(4, "form/expenditure/rows/0/project") == "12.34"
    assert len(failed) == 1
    page.close()


def signed_out(context: BrowserContext) -> None:
    context.clear_cookies()


def sign_in(context: BrowserContext) -> None:
    held = cookies_of(Browsing.token).items()
    context.add_cookies([{"name": name, "value": value, "url": Browsing.address} for name, value in held])


def test_the_whole_form_is_one_page_and_its_map_says_what_is_missing(browser: Browsing) -> None:
    page = browser.new_page()
    page.goto(f"{Browsing.address}/reports/2/edit")
    expect(page.locator("#map li")).to_have_count(11)
    page.locator("[name='fixed_assets/rows/0/total']").fill("")
    expect(page.locator("#kept")).to_contain_text(SAVED)
    expect(page.locator("#map li", has_text="固定资产")).to_contain_text("3 格空白")
    assert stored(2, "form/fixed_assets/rows/0/total") is None
    page.close()


def test_rows_that_are_added_and_findings_that_are_mended_are_saved_too(browser: Browsing) -> None:
    page = at(browser.new_page(), 2, "expenditure")
    page.locator("[name='expenditure/rows/0/total']").fill("1.00")
    expect(page.locator("#kept")).to_contain_text(SAVED)
    page.locator("#expenditure-rows-0-total-said button", has_text="改为").click()
    expect(page.locator("#expenditure-rows-0-total-said")).to_be_empty()
    assert stored(2, "form/expenditure/rows/0/total") != "1.00"
    page.get_by_role("button", name="添加一行").click()
    expect(page.locator("[name='expenditure/rows/1/institution']")).to_be_focused()
    page.keyboard.type("二级单位")
    expect(page.locator("#kept")).to_contain_text(SAVED)
    assert stored(2, "form/expenditure/rows/1/institution") == "二级单位"
    page.get_by_role("button", name="删除第 2 行").click()
    expect(page.locator("[name='expenditure/rows/1/institution']")).to_have_count(0)
    page.close()
