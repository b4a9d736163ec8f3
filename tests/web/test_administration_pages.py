"""Every page of the administrators stands by itself, and shows each of them only what they may do."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from app.main import Application
from tests.support.administrators import browsing_as, first_administrators
from tests.support.lists import DEPARTMENTS, PEOPLE, as_file
from tests.web.test_pages import Page

pytestmark = pytest.mark.anyio
PAGES = {
    "system": [
        "/people", "/people/new", "/people/2", "/people/import", "/organisation", "/organisation/new",
        "/organisation/1", "/organisation/import", "/organisation?region=430602",
    ],
    "security": ["/people", "/people/4", "/people/tokens", "/people/import", "/organisation", "/organisation/1"],
    "audit": ["/audit", "/audit?kind=signed_in", "/audit?subject=user:1&actor=operator:0"],
}  # fmt: skip


@pytest.fixture(autouse=True)
async def people(application: Application) -> None:
    await first_administrators(application)


@pytest.fixture
async def system(application: Application) -> AsyncIterator[httpx.AsyncClient]:
    async with browsing_as(application, "system-430602") as http:
        for path, rows in (("organisation", DEPARTMENTS), ("people", PEOPLE)):
            await http.post(
                f"/{path}/import", data={"region": "430602", "do": "confirm"}, files={"file": ("a.csv", as_file(rows))}
            )
        yield http


@pytest.mark.parametrize("who", PAGES)
async def test_every_page_has_a_title_one_heading_unique_ids_and_labels(
    application: Application, system: httpx.AsyncClient, who: str
) -> None:
    async with browsing_as(application, f"{who}-430602") as http:
        for path in PAGES[who]:
            answer = await http.get(path)
            assert answer.status_code == 200, path
            found = Page(answer.text)
            assert re.search(r"<title>\S.* · 绩效</title>", answer.text), path
            assert found.headings == 1, path
            assert not [one for one, times in found.ids.items() if times > 1], path
            unlabelled = [one for one in found.controls if one.get("id") not in found.labelled]
            assert not [one for one in unlabelled if not one.get("aria-label")], path
            assert (answer.headers["cache-control"], "style=" in answer.text) == ("no-store", False)


@pytest.mark.parametrize("who", PAGES)
async def test_links_lead_somewhere(application: Application, system: httpx.AsyncClient, who: str) -> None:
    async with browsing_as(application, f"{who}-430602") as http:
        links = {link for path in PAGES[who] for link in Page((await http.get(path)).text).links}
        for link in links - {"/reports"}:
            if link.startswith("/"):
                assert (await http.get(link.split("#")[0], follow_redirects=True)).status_code == 200, link


@pytest.mark.parametrize(("who", "where"), [("system", "/people"), ("security", "/people"), ("audit", "/audit")])
async def test_administrators_begin_at_what_they_look_after(application: Application, who: str, where: str) -> None:
    async with browsing_as(application, f"{who}-430602") as http:
        assert (await http.get("/")).headers["location"] == where


@pytest.mark.parametrize(
    ("who", "path", "shown", "hidden"),
    [
        ("system", "/people/4", ("重给初始密码", 'name="title"'), ("授予角色",)),
        ("security", "/people/4", ("授予角色",), ("重给初始密码", 'name="title"')),
        ("system", "/people", ("新建账号", "从文件导入"), ("系统令牌",)),
        ("security", "/people", ("系统令牌", "从文件导入"), ("新建账号",)),
        ("system", "/organisation", ("登记部门", "登记科室"), ()),
        ("security", "/organisation", ("水利局", "农业科"), ("登记部门", "登记科室")),
    ],
)
async def test_what_somebody_may_not_do_is_not_shown(
    application: Application, system: httpx.AsyncClient, who: str, path: str, shown: tuple[str], hidden: tuple[str]
) -> None:
    async with browsing_as(application, f"{who}-430602") as http:
        text = (await http.get(path)).text
    assert [word for word in shown if word not in text] == []
    assert [word for word in hidden if word in text] == []


async def test_what_is_not_shown_is_refused_by_the_interface_too(
    application: Application, system: httpx.AsyncClient
) -> None:
    given = {"version": "1", "role": "preparer", "place": "department:1"}
    refused = await system.post("/people/4/roles", data=given)
    assert (refused.status_code, "您没有“授予角色、发放令牌”的权限" in refused.text) == (422, True)
    assert (await system.get("/people/tokens")).status_code == 403
    assert (await system.get("/audit")).status_code == 403
    assert (await system.get("/people/999")).status_code == 404
