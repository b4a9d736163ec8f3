"""A scheme written in a real browser: from an annex to publication, with checks and a trial beside the form."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import faults_of
from tests.browser.conftest import Browsing
from tests.documents.test_annex import ROWS, excel

pytestmark = pytest.mark.slow
HEAD = {"title": "评分表", "issuer": "区财政局", "region": "430602", "fiscal_year": "2022"}


def begun(server: str, page: Page, tmp_path: Path, name: str) -> str:
    """Import the annex; says where the draft is."""
    annex = tmp_path / "附件.xlsx"
    annex.write_bytes(excel(ROWS))
    page.goto(f"{server}/schemes/new")
    for field, text in (HEAD | {"id": name}).items():
        page.fill(f"#{field}", text)
    page.set_input_files("input[type=file]", annex)
    page.get_by_role("button", name="开始").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("编制中")
    return page.url


def test_choosing_and_typing_show_points_and_sentence_at_once(server: str, browser: Browsing, tmp_path: Path) -> None:
    page = browser.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    draft = begun(server, page, tmp_path, "trial-one")
    page.get_by_role("link", name="财政供养人员控制率").click()
    expect(page.locator("#panel")).to_contain_text("分母为 0 时怎样计")
    for side in ("zero_zero", "x_zero"):
        page.select_option(f"#measure-{side}", "unscored")
    page.get_by_label("实有人数").fill("43")
    page.get_by_label("人员编制").last.fill("40")
    expect(page.locator("#panel")).to_contain_text("43 ÷ 人员编制 40 × 100% = 107.50%")
    page.select_option("#rule-kind", "bands")
    expect(page.get_by_label("不小于 ≥").first).to_be_visible()
    page.select_option("#rule-kind", "steps")
    page.goto(draft)
    assert "每步扣分" in page.locator("#items-0-items-0-items-0").inner_text()
    assert not faults
    page.close()


def test_axe_finds_nothing_on_the_pages_of_a_draft(server: str, browser: Browsing, tmp_path: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    draft = begun(server, page, tmp_path, "trial-axe")
    item = f"{draft}/item?at=/items/0/items/0/items"
    pages = [f"{server}/schemes/new", draft, f"{item}/0", f"{item}/1", f"{draft}/evidence"]
    found = {path: faults for path in pages if (faults := faults_of(page, path))}
    context.close()
    assert found == {}
