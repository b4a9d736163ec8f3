"""Pages in process: how much a page costs beside the one API call that it makes, and beside joining its own pieces."""

import asyncio
import re
import time
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import httpx
from jinja2 import Template
from markupsafe import escape

from app.client import Jixiao
from app.main import Application
from app.settings import Settings
from benchmarks.comparison import Comparison, Side
from tests.support.browsing import browsing
from tests.support.serving import prepare

Call = Callable[[Jixiao], Coroutine[Any, Any, Any]]
PAGES: Final[tuple[tuple[str, str, Call], ...]] = (
    ("the report as the official form", "/reports/1",
     lambda client: client.reports.get(1, include=("scorecard", "findings"))),
    ("the editor, one section", "/reports/1/edit/expenditure",
     lambda client: client.reports.get(1, include=("scorecard", "findings", "last_year"))),
    ("the list of reports", "/reports", lambda client: client.reports.list()),
)  # fmt: skip
PLAIN: Final = "/tour"
"""A page that makes no call: what it costs outside its template is the way of any request to any page and back."""
CALLS: Final = 30
_TEXT: Final = re.compile(r'(?<=>)[^<]+(?=<)|(?<==")[^"]*(?=")')


def rows(rounds: int) -> Iterator[Comparison]:
    """Rows 18 and 19 of the suite."""
    with TemporaryDirectory(prefix="jixiao-pages-") as folder:
        url = f"sqlite:///{Path(folder) / 'jixiao.db'}"
        token = prepare(url)
        with asyncio.Runner() as runner:
            application = Application(Settings(database_url=url, worker=False))
            runner.run(application.open())
            http, client = browsing(application, token), Jixiao(app=application.api, token=token)
            plain = _Watch(runner.run, http, PLAIN)
            for title, page, call in PAGES:
                watch = _Watch(runner.run, http, page)
                handler = Comparison(
                    "19", f"{title}: handler without rendering, against its API call", "ms",
                    Side("ours", partial(_beyond, watch, plain)),
                    Side("the call", partial(_spent, runner.run, partial(call, client))), 1.3, at_most=True,
                )  # fmt: skip
                yield handler.run(rounds)
                drawing = Comparison(
                    "18", f"{title}: rendering, against escaping and joining its texts", "ms",
                    Side("ours", watch.drawing), Side("join", _joined(watch.text)), 4, at_most=True,
                )  # fmt: skip
                yield drawing.run(rounds)
            runner.run(application.close())


Run = Callable[[Coroutine[Any, Any, Any]], Any]


class _Watch:
    """One page, with the time inside templates apart from the rest."""

    def __init__(self, run: Run, http: httpx.AsyncClient, path: str) -> None:
        self._run, self._http, self._path = run, http, path
        self.text: str = run(http.get(path)).text

    def handling(self) -> float:
        """Milliseconds outside templates, the least."""
        return min(whole - drawn for whole, drawn in self._measured())

    def drawing(self) -> float:
        """Milliseconds in templates, the least."""
        return min(drawn for _, drawn in self._measured())

    def _measured(self) -> list[tuple[float, float]]:
        found, drawn, render = [], [0.0], Template.render

        def timed(template: Template, *args: Any, **context: Any) -> str:
            begin = time.perf_counter()
            text = render(template, *args, **context)
            drawn[0] += time.perf_counter() - begin
            return text

        Template.render = timed  # type: ignore[method-assign,assignment]
        try:
            for _ in range(CALLS):
                drawn[0] = 0.0
                begin = time.perf_counter()
                answer = self._run(self._http.get(self._path, headers={"Accept-Encoding": "identity"}))
                found.append(((time.perf_counter() - begin) * 1000, drawn[0] * 1000))
                assert answer.status_code == 200, self._path
        finally:
            Template.render = render  # type: ignore[method-assign]
        return found


def _beyond(page: _Watch, plain: _Watch) -> float:
    return page.handling() - plain.handling()


def _spent(run: Run, call: Callable[[], Coroutine[Any, Any, Any]]) -> float:
    least = 1e9
    for _ in range(CALLS):
        begin = time.perf_counter()
        run(call())
        least = min(least, (time.perf_counter() - begin) * 1000)
    return least


def _joined(text: str) -> Callable[[], float]:
    """The floor: every text and attribute of the page is escaped anew and joined with what stands between."""
    places = [one.span() for one in _TEXT.finditer(text)]
    ends = [0, *(end for _, end in places)]
    between = [text[end:start] for end, (start, _) in zip(ends, places, strict=False)]
    plain = [unescape(text[start:end]) for start, end in places]
    rest = text[ends[-1] :]

    def measure() -> float:
        least = 1e9
        for _ in range(CALLS):
            begin = time.perf_counter()
            "".join([part for pair in zip(between, map(escape, plain), strict=True) for part in pair] + [rest])
            least = min(least, (time.perf_counter() - begin) * 1000)
        return least

    return measure
