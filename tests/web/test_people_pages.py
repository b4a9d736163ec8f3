"""Accounts, roles and tokens through their pages, as the administrators who may do each."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from app.client import Jixiao
from app.contract.people import SignIn
from app.main import Application
from tests.support.administrators import browsing_as, first_administrators
from tests.support.lists import DEPARTMENTS, as_file

pytestmark = pytest.mark.anyio
NEW = {"login": "zhang.san", "name": "<b>张三</b>", "title": "科员", "region": "430602"}


@pytest.fixture
async def system(application: Application) -> AsyncIterator[httpx.AsyncClient]:
    await first_administrators(application)
    async with browsing_as(application, "system-430602") as http:
        data = {"region": "430602", "do": "confirm"}
        await http.post("/organisation/import", data=data, files={"file": ("a.csv", as_file(DEPARTMENTS))})
        yield http


@pytest.fixture
async def security(application: Application, system: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    await system.post("/people/new", data=NEW)
    async with browsing_as(application, "security-430602") as http:
        yield http


async def test_a_first_password_is_shown_once_and_opens_the_account(
    system: httpx.AsyncClient, application: Application
) -> None:
    answer = await system.post("/people/new", data=NEW)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    (password,) = re.findall(r"<code><b>(\w{14})</b></code>", answer.text)
    assert password not in (await system.get("/people/4")).text
    async with Jixiao(app=application.api) as nobody:
        assert (await nobody.access.sign_in(SignIn(login="zhang.san", password=password))).me.must_change_password
    listed = (await system.get("/people")).text
    assert "&lt;b&gt;张三&lt;/b&gt;" in listed
    assert "初始密码" in listed


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"login": "1"}, "登录名应为"), ({"name": ""}, "姓名"), ({"region": "43"}, "区划代码"), ({}, "已经有人用了")],
)
async def test_a_refused_account_keeps_what_was_typed(
    system: httpx.AsyncClient, wrong: dict[str, str], said: str
) -> None:
    await system.post("/people/new", data=NEW)
    answer = await system.post("/people/new", data=NEW | wrong)
    assert (answer.status_code, said in answer.text, 'value="科员"' in answer.text) == (422, True, True)


async def test_a_stale_edit_is_kept_and_saved_on_the_new_version(system: httpx.AsyncClient) -> None:
    await system.post("/people/new", data=NEW)
    assert (await system.post("/people/4", data={"version": "1", "name": "甲", "title": "科长"})).status_code == 303
    stale = await system.post("/people/4", data={"version": "1", "name": "乙", "title": "局长", "disabled": "1"})
    assert (stale.status_code, 'value="局长"' in stale.text, "职务“科长”" in stale.text) == (412, True, True)
    assert 'name="version" value="2"' in stale.text
    again = await system.post("/people/4", data={"version": "2", "name": "乙", "title": "局长", "disabled": "1"})
    assert again.status_code == 303
    assert '<span class="tag unscored">停用</span>' in (await system.get("/people/4")).text


async def test_a_password_is_given_anew_and_shown_once(system: httpx.AsyncClient) -> None:
    await system.post("/people/new", data=NEW)
    answer = await system.post("/people/4/password", data={"version": "1"})
    assert (answer.status_code, "初始密码已重给" in answer.text) == (200, True)
    assert (await system.post("/people/4/password", data={"version": "1"})).status_code == 412


async def test_roles_are_given_in_places_by_their_names_and_taken_away(security: httpx.AsyncClient) -> None:
    text = (await security.get("/people/4")).text
    assert '<option value="section:1">农业科</option>' in text
    (water,) = re.findall(r'<option value="(department:\d+)">水利局（001001）', text)
    given = await security.post("/people/4/roles", data={"version": "1", "role": "preparer", "place": water})
    assert given.status_code == 303
    text = (await security.get("/people/4")).text
    assert '填报人<span class="muted">（水利局）</span>' in text
    taken = await security.post("/people/4/roles", data={"version": "2", "remove": f"preparer:{water}"})
    assert taken.status_code == 303
    assert "还没有角色" in (await security.get("/people/4")).text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"role": "preparer", "place": "section:1"}, "应授予在部门上"),
        ({"role": "preparer", "place": ""}, "范围"),
        ({"role": "king", "place": "region:430602"}, "角色"),
        ({"role": "preparer", "place": "department:9999"}, "没有 department:9999 这个部门"),
    ],
)
async def test_a_refused_role_says_why(security: httpx.AsyncClient, given: dict[str, str], said: str) -> None:
    answer = await security.post("/people/4/roles", data={"version": "1"} | given)
    assert (answer.status_code, said in answer.text) == (422, True)


async def test_who_is_locked_out_is_let_in_again(application: Application, security: httpx.AsyncClient) -> None:
    async with Jixiao(app=application.api) as nobody:
        for _ in range(5):
            with pytest.raises(Exception, match="不对"):
                await nobody.access.sign_in(SignIn(login="zhang.san", password="wrong"))  # noqa: S106
    assert "锁定到 20" in (await security.get("/people/4")).text
    assert (await security.post("/people/4/unlock", data={"version": "1"})).status_code == 303
    assert "锁定到" not in (await security.get("/people/4")).text


async def test_a_tokens_secret_is_shown_once_and_the_token_is_revoked(
    application: Application, security: httpx.AsyncClient
) -> None:
    new = {"name": "一体化", "rights": ["reports:read"], "place": "region:430602", "days": "30"}
    answer = await security.post("/people/tokens", data=new)
    (secret,) = re.findall(r"<code>(jxt_[\w-]+)</code>", answer.text)
    listed = (await security.get("/people/tokens")).text
    assert (secret in listed, "查看报告" in listed, "没有用过" in listed) == (False, True, True)
    async with Jixiao(app=application.api, token=secret) as other:
        await other.reports.list()
    assert (await security.post("/people/tokens/1/revoke")).status_code == 303
    assert "已作废" in (await security.get("/people/tokens")).text


async def test_a_refused_token_keeps_what_was_typed(security: httpx.AsyncClient) -> None:
    new = {"name": "一体化", "rights": ["reports:read"], "place": "department:1", "days": "9999"}
    answer = await security.post("/people/tokens", data=new)
    assert (answer.status_code, "有效天数" in answer.text) == (422, True)
    assert re.search(r'value="reports:read" checked', answer.text)
    assert '<option value="department:1" selected>' in answer.text
    without = await security.post("/people/tokens", data=new | {"rights": [], "days": "30"})
    assert "至少一项权限" in without.text
