"""Uploading evidence in a real browser, with and without script: several files at once, and a download that is one."""

from pathlib import Path

import pytest

from tests.browser.accessibility import faults_here
from tests.browser.conftest import Browsing
from tests.support.files import a_pdf

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("script", [True, False])
def test_files_are_chosen_uploaded_and_saved_again(
    browser: Browsing, server: str, tmp_path: Path, script: bool
) -> None:
    large = a_pdf(6_000_000, f"{script}")
    for name, data in (("大.pdf", large), ("坏.pdf", b"MZ\x00")):
        (tmp_path / name).write_bytes(data)
    page = browser.new_page(java_script_enabled=script)
    page.goto(f"{server}/reports/1/score")
    page.get_by_role("link", name="经济效益的附件").click()
    page.get_by_label("文件", exact=True).set_input_files([tmp_path / "大.pdf", tmp_path / "坏.pdf"])
    page.get_by_role("button", name="上传").click()
    assert "坏.pdf：这种文件不能作附件" in page.locator("main").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="大.pdf", exact=True).first.click()
    assert download.value.suggested_filename == "大.pdf"
    assert Path(download.value.path()).read_bytes() == large
    if script:
        assert faults_here(page) == []
    page.get_by_role("link", name="删除大.pdf").click()
    page.get_by_role("button", name="删除").click()
    assert "大.pdf" not in page.locator("main").inner_text()
    page.close()
