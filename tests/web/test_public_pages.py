"""Public pages as a stranger finds them: they hold together, weigh little, name nobody and recompute."""

import asyncio
import io
import re
import zipfile
from collections.abc import AsyncIterator

import httpx
import pytest

from app.main import Application
from app.web.templating import STATIC
from tests.support.browsing import browsing
from tests.support.published import People, publish_all
from tests.web.test_pages import Page

pytestmark = pytest.mark.anyio
MOST: int = 150 * 1024
FILES = ("app.css", "htmx.min.js", "icon.svg")


@pytest.fixture
async def people(application: Application) -> People:
    return await publish_all(application)


@pytest.fixture
async def stranger(application: Application, people: People) -> AsyncIterator[httpx.AsyncClient]:
    async with browsing(application, "") as http:
        yield http


async def crawled(http: httpx.AsyncClient) -> dict[str, httpx.Response]:
    """Every public page that is reached from `/public` by links, with its answer."""
    found: dict[str, httpx.Response] = {}
    waiting = ["/public"]
    while waiting:
        path = waiting.pop().split("#")[0]
        if path in found or "document?" in path:
            continue
        found[path] = await http.get(path)
        links = Page(found[path].text).links if path.startswith("/public") else []
        waiting += [one.replace("&amp;", "&") for one in links if one.startswith("/")]
    return found


async def test_a_crawl_of_the_public_pages_finds_no_loose_end_and_nobody(
    stranger: httpx.AsyncClient, people: People
) -> None:
    assets = sum(len((STATIC / name).read_bytes()) for name in FILES)
    pages = await crawled(stranger)
    assert len([path for path in pages if path.startswith("/public")]) > 30
    for path, answer in pages.items():
        assert answer.status_code == 200, path
        assert [said for said in people.secrets if said in answer.text] == [], path
        if not path.startswith("/public"):
            continue
        page = Page(answer.text)
        assert re.search(r"<title>\S.* · 绩效公开</title>", answer.text), path
        assert (page.headings, [one for one, times in page.ids.items() if times > 1]) == (1, []), path
        assert [one for one in page.controls if one.get("id") not in page.labelled] == [], path
        assert len(answer.content) + assets <= MOST, (path, len(answer.content))
        assert answer.headers["cache-control"] == "public, max-age=60"
        assert "set-cookie" not in answer.headers


async def test_files_and_data_of_a_public_report_name_nobody_either(
    stranger: httpx.AsyncClient, people: People
) -> None:
    files = {
        "/api/v1/published-reports/1": lambda data: [data],
        "/api/v1/published-reports/1/document?format=csv": lambda data: [data],
        "/public/reports/1/document?format=docx": unzipped,
        "/public/reports/1/document?format=xlsx": unzipped,
    }
    for path, opened in files.items():
        answer = await stranger.get(path)
        parts = opened(answer.content)
        assert any("示范审批局".encode() in part for part in parts), path
        assert [said for said in people.secrets if any(said.encode() in part for part in parts)] == [], path


def unzipped(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [archive.read(name) for name in archive.namelist()]


async def test_the_year_lists_by_rank_and_tells_who_was_withdrawn_late_and_missing(
    stranger: httpx.AsyncClient,
) -> None:
    text = (await stranger.get("/public/2021?region=430602")).text
    assert text.index("示范审批局") < text.index("示范文化局")
    assert "决算数有误" in text[text.index('id="withdrawn"') :]
    late = text[text.index('id="delays"') : text.index('id="withdrawn"')]
    assert ("示范园林局" in late, "示范档案馆" in late, "示范审批局" in late) == (True, True, False)


async def test_the_score_is_recomputed_without_script_and_another_figure_shows_what_differs(
    stranger: httpx.AsyncClient,
) -> None:
    same = (await stranger.get("/public/reports/1/recompute")).text
    assert "一致：重算" in same
    assert ">不同<" not in same
    changed = (await stranger.get("/public/reports/1/recompute?f.staff_in_post=30")).text
    assert changed.count(">不同<") == 1
    assert 'name="f.staff_in_post" value="30"' in changed
    part = await stranger.get("/public/reports/1/recompute?f.staff_in_post=30", headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith('<div id="outcome"')


async def test_a_withdrawn_report_says_why_and_what_is_not_there_is_said_so(stranger: httpx.AsyncClient) -> None:
    gone = await stranger.get("/public/reports/3")
    assert (gone.status_code, "决算数有误" in gone.text) == (410, True)
    assert gone.headers["cache-control"] == "no-store"
    assert (await stranger.get("/public/reports/99")).status_code == 404


async def test_the_office_sees_what_is_public_and_gets_it_as_an_archive(
    application: Application, people: People, everything: str
) -> None:
    async with browsing(application, everything) as office:
        assert "公众可以看到" in (await office.get("/reports/1")).text
        assert "撤回：决算数有误" in (await office.get("/reports/3")).text
        here = (await office.get("/rounds/1/public")).text
        assert ("示范审批局" in here, "决算数有误" in here, "打包下载" in here) == (True, True, True)
        place = (await office.post("/rounds/1/bundle")).headers["location"]
        for _ in range(600):
            text = (await office.get(place)).text
            if 'hx-trigger="every 2s"' not in text:
                break
            await asyncio.sleep(0.1)
        assert f'href="{place}/content"' in text
        assert (await office.get(f"{place}/content")).content.startswith(b"PK")
