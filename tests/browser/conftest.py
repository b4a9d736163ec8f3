"""A server of our own on a free port, with demo data, and headless Chromium."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running service with the demo data."""
    database = tmp_path_factory.mktemp("browser") / "jixiao.db"
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}"}
    jixiao = str(Path(sys.executable).with_name("jixiao"))
    for command in ("migrate", "demo"):
        subprocess.run([jixiao, command], env=environment, check=True, capture_output=True, timeout=60)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.serve_on_free_port"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    found = re.fullmatch(r"listening (\d+)\n", process.stdout.readline())
    assert found, "the server did not start"
    yield f"http://127.0.0.1:{found[1]}"
    process.terminate()
    process.wait(timeout=20)
    process.stdout.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium, where the machine has one; CI must have it."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        message = "no Chromium on this machine, so no page was tried in a browser"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()
