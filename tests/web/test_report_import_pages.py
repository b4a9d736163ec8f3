"""Pages of imports without a script: upload, watch, look at a file, make it a report."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from app.client import Jixiao
from app.domain.people.right import Right
from app.domain.workflow.state import State
from app.main import Application
from app.settings import Settings
from tests.support.applications import TestedApplication
from tests.support.browsing import browsing
from tests.support.builders import a_department
from tests.support.filled_forms import a_form, an_archive
from tests.support.people import a_system
from tests.support.rounds import stand
from tests.web.test_pages import Page

pytestmark = pytest.mark.anyio
NAME = "示范局"


@pytest.fixture
async def http(application: Application, client: Jixiao, everything: str) -> AsyncIterator[httpx.AsyncClient]:
    for code in ("1", "2", "3"):
        await a_department(client, code)
    async with browsing(application, everything) as http:
        yield http


async def uploaded(http: httpx.AsyncClient, **files: bytes) -> str:
    """The address of an import of one archive with these files, all of them read."""
    archive = an_archive({f"{name}.txt": content for name, content in files.items()})
    answer = await http.post("/report-imports", files=[("files", ("表式.zip", archive))])
    assert answer.status_code == 303, answer.text
    return await settled(http, answer.headers["location"])


async def settled(http: httpx.AsyncClient, place: str) -> str:
    for _ in range(600):
        if "正在" not in (text := (await http.get(place)).text):
            return place
        assert f'href="{place}">刷新进度</a>' in text
        await asyncio.sleep(0.05)
    raise AssertionError(place)


async def test_the_pages_have_one_heading_unique_ids_labels_and_links_that_lead_somewhere(
    http: httpx.AsyncClient,
) -> None:
    place = await uploaded(http, a=a_form("1", NAME, sure=False), b=b"hello", c=a_form("9", "没有的局"))
    for path in ("/report-imports", place, *(f"{place}/items/{at}" for at in (1, 2, 3))):
        answer = await http.get(path)
        page = Page(answer.text)
        assert (answer.status_code, page.headings, max(page.ids.values())) == (200, 1, 1), path
        named = [one for one in page.controls if one.get("name") not in ("unsure", "replace")]  # inside their labels
        assert all(one.get("id") in page.labelled for one in named)
        for link in page.links:
            assert link.startswith("#") or (await http.get(link, follow_redirects=True)).status_code == 200, link


async def test_a_file_is_uploaded_looked_at_and_made_a_report(http: httpx.AsyncClient, client: Jixiao) -> None:
    place = await uploaded(http, a=a_form("1", NAME, sure=False))
    text = (await http.get(f"{place}/items/1")).text
    assert "存疑：1 处" in text
    assert '<a href="#-form-self_scoring-rows-21-max_points">' in text
    cell = text.partition('id="-form-self_scoring-rows-21-max_points"')[2].partition("</td>")[0]
    assert "原文“经济效益、社会效益、生态效益”" in cell
    answer = await http.post(f"{place}/items/1/apply", data={"version": "0"})
    assert answer.status_code == 303
    assert 'href="/reports/1">报告 1</a>' in (await http.get(answer.headers["location"])).text
    assert (await client.reports.get(1)).form.cover.budget_code == "1"


async def test_all_that_are_sure_are_made_reports_together(http: httpx.AsyncClient, client: Jixiao) -> None:
    place = await uploaded(http, a=a_form("1", NAME), b=a_form("2", NAME, sure=False), c=a_form("3", NAME))
    answer = await http.post(f"{place}/apply", data={})
    assert answer.headers["location"].startswith(f"{place}?applying=")
    text = (await http.get(await settled(http, answer.headers["location"]))).text
    assert "<dt>已导入</dt><dd><b>2</b>" in text
    assert "<dt>有存疑</dt><dd><b>1</b>" in text
    assert len((await client.reports.list()).items) == 2


async def test_a_draft_is_updated_on_the_version_that_was_looked_at(http: httpx.AsyncClient, client: Jixiao) -> None:
    await http.post(f"{await uploaded(http, a=a_form('1', NAME))}/items/1/apply", data={"version": "0"})
    place = f"{await uploaded(http, a=a_form('1', NAME, '17'))}/items/1"
    text = (await http.get(place)).text
    assert "基本概况 · 实有人数</th>" in text
    assert 'name="version" value="2"' in text
    assert (await http.post(f"{place}/apply", data={"version": "1"})).status_code == 412
    assert (await http.post(f"{place}/apply", data={"version": "0"})).status_code == 409
    assert (await http.post(f"{place}/apply", data={"version": "2"})).status_code == 303
    assert (await client.reports.get(1)).form.profile.staff_in_post == "17"


async def test_no_button_is_shown_for_what_the_service_would_refuse(
    http: httpx.AsyncClient, application: Application
) -> None:
    await http.post(f"{await uploaded(http, a=a_form('1', NAME))}/items/1/apply", data={"version": "0"})
    same = f"{await uploaded(http, a=a_form('1', NAME))}/items/1"
    changed = f"{await uploaded(http, a=a_form('1', NAME, '17'))}/items/1"
    assert "不需要导入" in (await http.get(same)).text
    assert "用这个文件更新草稿" in (await http.get(changed)).text
    await stand(application, 1, State.SUBMITTED)
    text = (await http.get(changed)).text
    assert "不能用文件更新" in text
    assert "用这个文件更新草稿" not in text


async def test_what_cannot_be_taken_in_is_told_beside_the_field(http: httpx.AsyncClient) -> None:
    nothing = await http.post("/report-imports", data={"x": "y"})
    assert (nothing.status_code, "请选择填好的表式" in nothing.text) == (422, True)
    damaged = await http.post("/report-imports", files=[("files", ("a.zip", an_archive({"a": b"a"})[:-1]))])
    assert (damaged.status_code, "请重新压缩后再上传" in damaged.text) == (422, True)
    assert 'aria-describedby="files-hint files-error"' in damaged.text


async def test_the_progress_refreshes_itself_by_its_fragment(idle: Application, everything_idle: str) -> None:
    async with browsing(idle, everything_idle) as http:
        answer = await http.post("/report-imports", files=[("files", ("a.txt", b"hello"))])
        whole = (await http.get(answer.headers["location"])).text
        part = (await http.get(answer.headers["location"], headers={"HX-Request": "true"})).text
    assert '<noscript><meta http-equiv="refresh"' in whole
    assert part.strip().startswith('<div id="import" hx-get="/report-imports/1" hx-trigger="every 2s"')
    assert part.strip() in whole


async def test_an_import_can_be_stopped(idle: Application, everything_idle: str) -> None:
    async with browsing(idle, everything_idle) as http:
        answer = await http.post("/report-imports", files=[("files", ("a.txt", b"hello"))])
        await http.post(f"{answer.headers['location']}/cancel")
        assert "已停止读取" in (await http.get(answer.headers["location"])).text


@pytest.fixture
async def idle(database_url: str) -> AsyncIterator[Application]:
    """The service with nobody who does jobs."""
    async with TestedApplication(Settings(database_url=database_url, worker=False)).running() as application:
        yield application


@pytest.fixture
async def everything_idle(idle: Application) -> str:
    return (await a_system(idle.services, "everything", Right, "region:000000")).bearer
