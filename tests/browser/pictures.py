"""`make pictures`: the ten main pages as small pictures in docs/pages, of the demo data and of invented results."""

import asyncio
import random
import shutil
import sys
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from app.client import Jixiao
from app.contract.department import NewDepartment
from app.contract.report import NewReport
from app.domain.workflow.state import State
from app.main import Application
from app.persistence.migration import migrate
from app.schemes.loader import shipped_schemes
from app.settings import Settings
from tests.browser.conftest import QUIET
from tests.support.browsing import cookies_of
from tests.support.consistent_reports import a_consistent_report, schemes
from tests.support.published import publish_all
from tests.support.rounds import stand
from tests.support.serving import prepare, serving

FOLDER: Final = Path(__file__).parents[2] / "docs" / "pages"
REPORTS: Final = 14
"""Reports with results."""
DEMO: Final = {
    "tasks": "/tasks",
    "reports": "/reports",
    "report": "/reports/1",
    "editor": "/reports/1/edit/expenditure",
    "score": "/reports/1/score",
    "round": "/rounds/1",
    "results": "/results",
    "charts": "/results/charts",
}
PUBLIC: Final = {"public": "/public/2021?region=430602", "recompute": "/public/reports/1/recompute"}
"""Pages by the name of their picture."""


async def _results(url: str, token: str) -> None:
    settings = Settings(database_url=url, worker=False)
    scheme = next(one for one in schemes() if one.scheme.id == "yueyanglou-2021")
    async with Application(settings).running() as running, Jixiao(app=running.api, token=token) as client:
        for at in range(REPORTS):
            chance = random.Random(at)
            form, supplement = a_consistent_report(scheme, chance)
            content = form.model_dump(mode="json")
            posts = int(content["profile"]["established_posts"])
            content["profile"]["staff_in_post"] = str(posts + chance.choice((0, 0, 0, 1, 2, 4)))  # not as claimed
            new = {"region": "430602", "budget_code": f"99{at:04}", "name": f"示范{at + 1:02}局"}
            department = await client.departments.create(NewDepartment.model_validate(new))
            begun = {
                "department": department.id,
                "fiscal_year": 2021,
                "form": content,
                "supplement": supplement.model_dump(mode="json"),
            }
            report = await client.reports.create(NewReport.model_validate(begun))
            await stand(running, report.id, State.PASSED if at % 3 else State.SUBMITTED)
        await running.services.results.rebuild()


async def _published(url: str, _: str) -> None:
    async with Application(Settings(database_url=url, worker=False)).running() as running:
        await running.services.schemes.publish(shipped_schemes())
        await publish_all(running)


@contextmanager
def _served(url: str, token: str, fill: Callable[[str, str], Coroutine[Any, Any, None]]) -> Iterator[str]:
    with ThreadPoolExecutor(1) as aside:  # the browser has a loop of its own in this thread
        aside.submit(asyncio.run, fill(url, token)).result()
    with serving(url) as server:
        yield server.address


def _taken(browser: Browser, address: str, token: str, pages: dict[str, str]) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, color_scheme="light")
    if token:
        held = cookies_of(token).items()
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in held])
    page: Page = context.new_page()
    for name, path in pages.items():
        page.goto(f"{address}{path}", wait_until="networkidle")
        if name == "editor":
            page.locator("[name='expenditure/rows/0/total']").press_sequentially("9")
            page.locator("#kept").get_by_text("已全部保存").wait_for()
        page.screenshot(path=FOLDER / f"{name}.jpg", type="jpeg", quality=72)
    context.close()


def main() -> None:
    """Take them all."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("no Chromium on this machine")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        demo, public = (f"sqlite:///{folder}/{name}.db" for name in ("demo", "public"))
        token = prepare(demo)
        with _served(demo, token, _results) as address:
            _taken(browser, address, token, DEMO)
        migrate(public)
        with _served(public, "", _published) as address:
            _taken(browser, address, "", PUBLIC)
        browser.close()


if __name__ == "__main__":
    main()
