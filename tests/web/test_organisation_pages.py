"""Departments, sections and imports through their pages."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from app.main import Application
from app.web.pages.imports import CARRIED
from tests.support.administrators import browsing_as, first_administrators
from tests.support.lists import DEPARTMENTS, PEOPLE, as_file

pytestmark = pytest.mark.anyio
HERE = {"region": "430602"}


@pytest.fixture
async def http(application: Application) -> AsyncIterator[httpx.AsyncClient]:
    await first_administrators(application)
    async with browsing_as(application, "system-430602") as http:
        yield http


def hidden(text: str) -> dict[str, str]:
    """The hidden fields of a page."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text))


async def tried(http: httpx.AsyncClient, path: str, data: bytes) -> httpx.Response:
    return await http.post(path, data=HERE, files={"file": ("名单.csv", data)})


async def imported(http: httpx.AsyncClient, path: str, data: bytes) -> httpx.Response:
    return await http.post(path, data=hidden((await tried(http, path, data)).text))


async def test_a_file_is_tried_first_and_imported_when_confirmed(http: httpx.AsyncClient) -> None:
    trial = await tried(http, "/organisation/import", as_file(DEPARTMENTS))
    assert (trial.status_code, "还没有保存：将新增 3" in trial.text, "备注" in trial.text) == (200, True, True)
    assert "还没有部门" in (await http.get("/organisation")).text
    done = await http.post("/organisation/import", data=hidden(trial.text))
    assert "已导入：新增 3，改动 0，不变 0" in done.text
    text = (await http.get("/organisation")).text
    assert text.index("水利局") < text.index("二级单位：") < text.index("水文站") < text.index("林业局")
    assert "<td>农业科</td>" in text


async def test_what_is_wrong_is_told_by_row_and_column_and_cannot_be_confirmed(http: httpx.AsyncClient) -> None:
    data = as_file(DEPARTMENTS, ["", "没有编码的局", "", "", ""], ["001009", "<i>", "009", "", ""])
    answer = await tried(http, "/organisation/import", data)
    assert (answer.status_code, "有 2 处不对" in answer.text, "确认导入" in answer.text) == (422, True, False)
    assert re.search(r'<td class="num">5</td><th scope="row">预算编码</th><td class="text">（空）</td>', answer.text)
    forced = await http.post("/organisation/import", data=HERE | {"do": "confirm"}, files={"file": ("a.csv", data)})
    assert (forced.status_code, "有 2 处不对" in forced.text) == (422, True)


async def test_a_large_file_is_chosen_again(http: httpx.AsyncClient) -> None:
    # Blank rows make it large without making it long to read.
    data = as_file(DEPARTMENTS) + b",,,,\n" * (CARRIED // 5)
    trial = await tried(http, "/organisation/import", data)
    assert ("请再选择同一个文件" in trial.text, "content" in hidden(trial.text)) == (True, False)
    done = await http.post("/organisation/import", data=hidden(trial.text), files={"file": ("a.csv", data)})
    assert "已导入：新增 3" in done.text


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "没有表格"), (b"nothing", "没有表格"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "另存为")],
)
async def test_what_is_no_list_is_said_on_the_page(http: httpx.AsyncClient, data: bytes, said: str) -> None:
    answer = await tried(http, "/people/import", data)
    assert (answer.status_code, said in answer.text) == (422, True)
    forged = await http.post("/people/import", data=HERE | {"do": "confirm", "content": "%%%", "name": "a"})
    assert (forged.status_code, "请选择名单文件" in forged.text) == (422, True)


async def test_first_passwords_and_proposed_roles_are_shown_once(http: httpx.AsyncClient) -> None:
    await imported(http, "/organisation/import", as_file(DEPARTMENTS))
    done = (await imported(http, "/people/import", as_file(PEOPLE))).text
    assert len(re.findall(r"<td><code>\w{14}</code></td>", done)) == 2
    assert "<td>填报人（水利局）、评价组组长（水利局）</td>" in done
    assert "请安全管理员导入同一份文件" in done
    again = (await tried(http, "/people/import", as_file(PEOPLE))).text
    assert ("不变 2" in again, "确认导入" in again) == (True, False)


@pytest.mark.parametrize("path", ["/people/import", "/organisation/import"])
async def test_the_template_is_a_workbook(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(f"{path}/template")
    assert answer.content.startswith(b"PK")
    assert "attachment" in answer.headers["content-disposition"]


async def test_departments_and_sections_are_registered_and_edited(http: httpx.AsyncClient) -> None:
    assert (await http.post("/organisation/sections", data=HERE | {"name": "农业科"})).status_code == 303
    new = HERE | {"budget_code": "001", "name": "水利局", "section": "1"}
    assert (await http.post("/organisation/new", data=new)).status_code == 303
    unit = HERE | {"budget_code": "002", "name": "水文站", "parent": "1"}
    assert (await http.post("/organisation/new", data=unit)).status_code == 303
    edited = await http.post("/organisation/2", data={"name": "水文中心", "parent": "", "section": "1"})
    assert edited.status_code == 303
    text = (await http.get("/organisation/2")).text
    assert 'value="水文中心"' in text
    assert '<option value="1" selected>农业科</option>' in text


async def test_a_refused_department_keeps_what_was_typed(http: httpx.AsyncClient) -> None:
    await imported(http, "/organisation/import", as_file(DEPARTMENTS))
    new = {"region": "430602", "budget_code": "001001", "name": "第二个水利局", "section": "1"}
    taken = await http.post("/organisation/new", data=new)
    assert (taken.status_code, 'value="第二个水利局"' in taken.text, "已登记给部门" in taken.text) == (422, True, True)
    assert '<option value="1" selected>' in taken.text
    elsewhere = await http.post("/organisation/sections", data={"region": "430621", "name": "某科"})
    assert (elsewhere.status_code, 'value="某科"' in elsewhere.text) == (422, True)
