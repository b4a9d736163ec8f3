"""Every page that the links lead to: it stands, weighs little, and axe finds nothing on it in any look."""

import re
from html import unescape

import httpx
import pytest

from tests.browser.accessibility import faults_of
from tests.browser.conftest import Browsing
from tests.support.browsing import cookies_of
from tests.web.test_pages import Page

pytestmark = pytest.mark.slow
MOST = 150 * 1024
STARTS = ("/tasks", "/reports", "/rounds", "/schemes", "/checks", "/follow-ups", "/organisation", "/people", "/audit",
          "/report-imports", "/tour", "/look", "/patterns", "/whatifs/new", "/account")  # fmt: skip
EXPECTED = {
    "/reports", "/reports/new", "/reports/N", "/reports/N/edit", "/reports/N/edit/profile", "/reports/N/supplement",
    "/reports/N/score", "/reports/N/history", "/reports/N/findings", "/reports/N/attachments", "/reports/N/sign",
    "/rounds/N", "/rounds/new", "/schemes/ID/N", "/schemes/ID/N/try/ID", "/checks", "/tour", "/patterns", "/look",
}  # fmt: skip


def kind(path: str) -> str:
    """Pages of one kind have one address but for numbers and names."""
    plain = re.sub(r"/[0-9]+(?=/|$)", "/N", path.partition("?")[0])
    return re.sub(r"^(/schemes)/[^/N][^/]*|(/try)/.*", lambda one: f"{one[1] or one[2]}/ID", plain)


def crawled(address: str) -> dict[str, httpx.Response]:
    """A page of each kind, by its address: what the links of the pages before it lead to."""
    found: dict[str, httpx.Response] = {}
    kinds: set[str] = set()
    with httpx.Client(base_url=address, cookies=cookies_of(Browsing.token), timeout=30) as http:
        waiting = list(STARTS)
        while waiting:
            path = waiting.pop(0)
            if kind(path) in kinds or not path.startswith("/"):
                continue
            kinds.add(kind(path))
            answer = http.get(path)
            assert answer.status_code in (200, 303), (path, answer.status_code)
            if answer.headers.get("content-type", "").startswith("text/html") and answer.status_code == 200:
                found[path] = answer
                waiting += [unescape(one).partition("#")[0] for one in Page(answer.text).links]
    return found


def weight(answer: httpx.Response, address: str) -> int:
    """Bytes on the wire: the page with everything that it loads."""
    files = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', answer.text))
    with httpx.Client(base_url=address) as http:
        loaded = [answer, *(http.get(unescape(one)) for one in files)]
    return sum(int(one.headers.get("content-length", len(one.content))) for one in loaded)


def test_every_page_stands_weighs_little_and_is_accessible(server: str, browser: Browsing) -> None:
    pages = crawled(server)
    assert EXPECTED - {kind(path) for path in pages} == set()
    page = browser.new_page()
    found: dict[str, list[str]] = {}
    for path, answer in pages.items():
        shown = Page(answer.text)
        found[path] = faults_of(page, f"{server}{path}")
        found[path] += [f"id twice: {one}" for one, times in shown.ids.items() if times > 1]
        found[path] += [] if re.search(r"<title>\S.* · ", answer.text) else ["no title"]
        found[path] += [] if shown.headings == 1 else [f"{shown.headings} main headings"]
        if (heavy := weight(answer, server)) > MOST:
            found[path].append(f"weighs {heavy} bytes")
    page.close()
    assert {path: faults for path, faults in found.items() if faults} == {}
