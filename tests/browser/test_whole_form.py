"""A whole report filled in from empty on one page, by keyboard alone."""

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Browsing

pytestmark = pytest.mark.slow
FIGURES = {
    "established_posts": "40", "staff_in_post": "38", "revenue/rows/0/total": "800",
    "revenue/rows/0/prior_year_carryover": "20", "revenue/rows/0/general_budget_appropriation": "780",
    "expenditure/rows/0/total": "780", "expenditure/rows/0/basic": "480", "expenditure/rows/0/personnel": "360",
    "expenditure/rows/0/operating": "120", "expenditure/rows/0/project": "300",
    "expenditure/rows/0/cumulative_balance": "20", "three_public/rows/0/total": "8",
    "three_public/rows/0/official_hospitality": "2", "three_public/rows/0/vehicle_running_costs": "6",
    "fixed_assets/rows/0/total": "500", "fixed_assets/rows/0/in_use": "500", "max_points": "5",
    "self_assessed_points": "5", "date": "2022-05-10",
}  # fmt: skip
LEFT_BLANK = ("deduction_reason", "/total/institution", "self_assessed_points_total", "overall_points", "/rating")


def typed_into(name: str, kind: str) -> str:
    """What somebody writes into a blank input of that name."""
    if name.endswith(LEFT_BLANK) or "/total/" in name:
        return ""
    known = next((text for end, text in FIGURES.items() if name.endswith(end)), "")
    return known or ("无" if kind == "decimal" else "已按计划办理")


def test_a_whole_report_is_filled_in_by_keyboard_alone(server: str, browser: Browsing) -> None:
    held = {"Authorization": f"Bearer {Browsing.token}"}
    new = {"region": "430602", "budget_code": "987001", "name": "键盘示范局"}
    department = httpx.post(f"{server}/api/v1/departments", headers=held, json=new).json()["id"]
    page = browser.new_page()
    page.goto(f"{server}/reports/new")
    page.get_by_label("评价年度").press_sequentially("2021")
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    expect(page.get_by_label("部门（单位）", exact=True)).to_have_value(str(department))
    page.get_by_label("评价年度").press("Enter")
    expect(page.locator("h1")).to_have_text("填写自评报告")
    number, written = page.url.split("/")[-2], {}
    for _ in range(900):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(() => { const at = document.activeElement; return {name: at.name || '', value: at.value || '',"
            " kind: at.inputMode || at.type, action: at.value, tag: at.tagName}; })()"
        )
        if here["tag"] == "BUTTON" and here["action"] == "save":
            break
        if here["tag"] in ("INPUT", "TEXTAREA") and "/" in here["name"] and not here["value"]:
            text = typed_into(here["name"], here["kind"]) if not here["name"].startswith("paste:") else ""
            if text:
                page.keyboard.type(text)
                written[here["name"]] = text
    assert len(written) > 80
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{server}/reports/{number}", timeout=30_000)
    stored = httpx.get(f"{server}/api/v1/reports/{number}?include=findings", headers=held).json()
    for name, text in written.items():
        cell = stored["form"]
        for token in name.split("/"):
            cell = cell[int(token)] if isinstance(cell, list) else cell[token]
        assert cell in (text, {"none": "无"}), name
    wrong = [one["amount"] for one in stored["findings"]["findings"] if one["check"][0] == "A"]
    assert wrong == []
    page.close()
