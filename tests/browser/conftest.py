"""A server of our own with demo data, and headless Chromium."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.support.browsing import cookies_of
from tests.support.serving import prepare, serving

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A database with the demo data, and a token that may do everything in it; made once, copied for each module."""
    folder = tmp_path_factory.mktemp("demo")
    return folder, prepare(f"sqlite:///{folder / 'jixiao.db'}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, demo: tuple[Path, str]) -> Iterator[str]:
    """The address of a running service with the demo data."""
    made, token = demo
    folder = shutil.copytree(made, tmp_path_factory.mktemp("browser") / "data")
    with serving(f"sqlite:///{folder / 'jixiao.db'}") as server:
        Browsing.token, Browsing.address = token, server.address
        yield server.address


class Browsing:
    """A browser whose contexts belong to whoever holds a token that may do everything."""

    token = address = ""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def new_context(self, **options: Any) -> BrowserContext:
        """A context of its own, signed in."""
        context = self.browser.new_context(**options)
        held = cookies_of(self.token).items()
        context.add_cookies([{"name": name, "value": value, "url": self.address} for name, value in held])
        return context

    def new_page(self, **options: Any) -> Page:
        """A page in a context of its own, signed in."""
        return self.new_context(**options).new_page()


@pytest.fixture(scope="module")
def browser(server: str) -> Iterator[Browsing]:
    """Headless Chromium, where the machine has one; CI must have it."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        message = "no Chromium on this machine, so no page was tried in a browser"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield Browsing(browser)
        browser.close()
