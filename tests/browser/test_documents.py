"""Downloading the official form in a real browser: the menu opens by keyboard and without script."""

from pathlib import Path

import pytest

from tests.browser.accessibility import faults_here
from tests.browser.conftest import Browsing
from tests.support.word import read_back

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("script", [True, False])
def test_the_form_is_downloaded_from_the_menu_with_its_name(browser: Browsing, server: str, script: bool) -> None:
    page = browser.new_page(java_script_enabled=script)
    page.goto(f"{server}/reports/1")
    page.locator("summary", has_text="下载").focus()
    page.keyboard.press("Enter")
    with page.expect_download() as download:
        page.get_by_role("link", name="Word（.docx）").click()
    assert download.value.suggested_filename.endswith("2021年度自评报告.docx")
    assert len(read_back(Path(download.value.path()).read_bytes()).form.self_scoring.rows) == 25
    page.close()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_the_open_menu_is_accessible_and_inside_the_page(
    browser: Browsing, server: str, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(f"{server}/reports/1")
    page.locator("summary", has_text="下载").click()
    box = page.locator(".menu ul").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert faults_here(page) == []
    page.close()
