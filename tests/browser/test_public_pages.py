"""Publication as a stranger meets it, in a real browser: found, read, recomputed; axe clean, and nothing too wide."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.main import Application
from app.persistence.migration import migrate
from app.schemes.loader import shipped_schemes
from app.settings import Settings
from tests.browser.accessibility import faults_of
from tests.browser.conftest import Browsing
from tests.support.published import publish_all
from tests.support.serving import JIXIAO, jixiao, serving

pytestmark = pytest.mark.slow
PAGES = (
    "/public", "/public/2021?region=430602", "/public/2021/indicators/staffing_control_rate?region=430602",
    "/public/departments/1", "/public/reports/1", "/public/reports/1/recompute?f.staff_in_post=30", "/public/reports/3",
)  # fmt: skip


async def published(url: str) -> None:
    settings = Settings(database_url=url, password_memory_kib=8_192, worker=False)
    async with Application(settings).running() as application:
        await application.services.schemes.publish(shipped_schemes())
        await publish_all(application)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    url = f"sqlite:///{tmp_path_factory.mktemp('public') / 'jixiao.db'}"
    migrate(url)
    with ThreadPoolExecutor(1) as pool:  # Playwright's own loop runs in this thread
        pool.submit(asyncio.run, published(url)).result()
    token = jixiao(url, "token", "测试", "--right", "all", "--place", "000000").strip()
    with serving(url) as server:
        Browsing.token, Browsing.address = token, server.address
        yield server.address


def test_public_pages_are_accessible_and_no_wider_than_their_window(browser: Browsing, server: str) -> None:
    page = browser.browser.new_page()
    for path in PAGES:
        assert faults_of(page, server + path) == [], path
    page.close()


@pytest.mark.parametrize("script", [True, False])
def test_a_stranger_finds_a_report_recomputes_it_and_tries_another_figure(
    browser: Browsing, server: str, script: bool
) -> None:
    page = browser.browser.new_page(java_script_enabled=script)
    page.goto(f"{server}/public")
    page.get_by_role("link", name="2021 年度（430602）").click()
    page.get_by_role("link", name="示范审批局").first.click()
    page.get_by_role("link", name="重算这个得分").click()
    expect(page.get_by_role("heading", name="一致：重算")).to_be_visible()
    page.get_by_text("改数字试算").click()
    page.get_by_label("实有人数").fill("30")
    if not script:
        page.get_by_role("button", name="重算", exact=True).click()
    expect(page.get_by_role("heading", name="改动后")).to_be_visible()
    expect(page.get_by_role("cell", name="不同", exact=True)).to_have_count(1)
    page.close()


def test_what_a_stranger_verifies_is_what_the_office_published(server: str, tmp_path: Path) -> None:
    def ran(*arguments: str) -> str:
        environment = {**os.environ, "JIXIAO_TOKEN": Browsing.token}
        done = subprocess.run([JIXIAO, *arguments], env=environment, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    folder = tmp_path / "公开"
    assert "2 份报告的得分都能重算" in ran(
        "bundle", str(folder), "--year", "2021", "--region", "430602", "--server", server
    )
    assert "不是空文件夹" in ran("bundle", str(folder), "--year", "2021", "--region", "430602", "--server", server)
    page = folder / "reports" / "1-1" / "index.html"
    page.write_bytes(page.read_bytes().replace("优秀".encode(), "良好".encode()))
    assert "reports/1-1/index.html：已被改动" in ran("verify", str(folder))


def test_pages_of_a_bundle_are_accessible_without_a_server(browser: Browsing, server: str, tmp_path: Path) -> None:
    folder = tmp_path / "公开"
    command = [JIXIAO, "bundle", str(folder), "--year", "2021", "--region", "430602", "--server", server]
    subprocess.run(command, env={**os.environ, "JIXIAO_TOKEN": Browsing.token}, check=True, capture_output=True)
    page = browser.browser.new_page(viewport={"width": 390, "height": 900}, bypass_csp=True)
    for path in (folder / "index.html", folder / "reports" / "1-1" / "index.html"):
        assert faults_of(page, path.as_uri()) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        assert page.evaluate("getComputedStyle(document.querySelector('.bar')).display") == "flex", path
    page.close()
