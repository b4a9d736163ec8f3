"""The official form from the report's page: a menu that works without script, and files with their names."""

from collections.abc import AsyncIterator

import httpx
import pytest

from app.cli.demo import load_demo
from app.client import Jixiao
from app.main import Application
from app.web.pages.report import DOWNLOADS
from tests.support.browsing import browsing
from tests.web.test_pages import Page

pytestmark = pytest.mark.anyio


@pytest.fixture
async def http(application: Application, client: Jixiao, everything: str) -> AsyncIterator[httpx.AsyncClient]:
    await load_demo(client)
    async with browsing(application, everything) as http:
        yield http


async def test_every_entry_of_the_menu_leads_to_a_file(http: httpx.AsyncClient) -> None:
    page = Page((await http.get("/reports/1")).text)
    links = [link for link in page.links if "/document?" in link]
    assert links == [f"/reports/1/document?format={wanted}" for wanted, _ in DOWNLOADS]
    for link, (wanted, _) in zip(links, DOWNLOADS, strict=True):
        file = await http.get(link)
        assert file.status_code == 200
        assert file.headers["content-disposition"].endswith(f".{wanted}")
        assert file.content


async def test_an_unknown_format_is_refused(http: httpx.AsyncClient) -> None:
    assert (await http.get("/reports/1/document?format=doc")).status_code == 422


async def test_the_list_is_exported_as_it_is_filtered(http: httpx.AsyncClient) -> None:
    for order in ("newest", "points"):
        page = Page((await http.get(f"/reports?year=2021&order={order}")).text)
        links = [link for link in page.links if link.startswith("/reports/export?")]
        assert [f"order={order}" in link and "year=2021" in link for link in links] == [True, True]
        for link in links:
            assert (await http.get(link)).headers["content-disposition"].startswith("attachment;")


async def test_templates_are_found_on_the_report_the_scheme_and_the_import(http: httpx.AsyncClient) -> None:
    scheme = next(link for link in Page((await http.get("/schemes")).text).links if link.startswith("/schemes/yue"))
    for address in ("/reports/1", scheme, "/report-imports"):
        link = next(link for link in Page((await http.get(address)).text).links if link.endswith("/template"))
        file = await http.get(link)
        assert file.status_code == 200, link
        assert file.headers["content-disposition"].endswith(".xlsx")
