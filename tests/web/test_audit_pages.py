"""The audit log in words, filtered, page by page, and verified."""

import ast
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app import services
from app.client import Jixiao
from app.contract.people import AccountEdit, NewAccount, RoleHeld, RolesGiven
from app.contract.report import ReportContent
from app.domain.audit import Event
from app.main import Application
from app.web.views.audit import KINDS
from tests.api.test_audit_log import BY_PEOPLE, WRITES
from tests.support.administrators import browsing_as, first_administrators
from tests.support.builders import a_report

pytestmark = pytest.mark.anyio


@pytest.fixture
async def http(application: Application, client: Jixiao) -> AsyncIterator[httpx.AsyncClient]:
    await first_administrators(application)
    async with browsing_as(application, "audit-430602") as http:
        yield http


async def test_events_are_told_in_words_with_old_and_new(http: httpx.AsyncClient, client: Jixiao) -> None:
    report = await a_report(client, staff_in_post="18")
    form = {"profile": {"staff_in_post": "19"}}
    await client.reports.put(report.id, report.version, ReportContent.model_validate({"form": form}))
    made = await client.people.create(NewAccount(login="zhang.san", name="张三", region="430602"))
    account = await client.people.edit(made.account.id, 1, AccountEdit(name="张三", title="科长"))
    preparer = RoleHeld.model_validate({"role": "preparer", "place": "department", "key": "1"})
    await client.people.give_roles(account.id, account.version, RolesGiven(roles=(preparer,)))
    text = (await http.get("/audit")).text
    for told in ("实有人数：18 → 19", "职务：（空） → 科长", "角色：（无） → 填报人（部门 1）", "登录名：zhang.san"):
        assert told in text, told


async def test_filters_narrow_the_list_and_stay_on_the_next_page(http: httpx.AsyncClient, client: Jixiao) -> None:
    for number in range(60):
        await client.people.create(NewAccount(login=f"user{number}", name="甲", region="430602"))
    first = (await http.get("/audit?kind=account_created")).text
    assert (first.count("<tr id="), "登录被拒</th>" in first) == (50, False)
    (more,) = re.findall(r'href="(/audit\?kind=account_created[^"]+after=\d+)"', first)
    second = (await http.get(more.replace("&amp;", "&"))).text
    assert second.count("<tr id=") == 13
    assert "没有这样的事件" in (await http.get("/audit?subject=user:999")).text


async def test_an_odd_filter_is_refused_in_words(http: httpx.AsyncClient) -> None:
    for query in ("after=nix", f"actor={'x' * 50}"):
        answer = await http.get(f"/audit?{query}")
        assert (answer.status_code, 'role="alert"' in answer.text) == (422, True)


async def test_a_whole_log_is_said_to_hold(http: httpx.AsyncClient) -> None:
    assert "摘要链完整" in (await http.post("/audit/verify")).text


async def test_a_changed_event_is_named(http: httpx.AsyncClient, application: Application) -> None:
    async with application.services.database.transaction() as store:
        number, previous = await store.events.next()
        forged = Event(number, "2024-01-01T00:00:00+00:00", "user:1", "某", "signed_in", "user:1", "430602", "", "{}",
                       previous, "0" * 64)  # fmt: skip
        await store.events.add(forged)
    text = (await http.post("/audit/verify")).text
    assert f"第 {number} 条的内容与摘要不符" in text
    assert f'href="/audit?after={number + 1}"' in text


RECORDING = {
    "record", "_record", "_refuse", "_record_refusal", "_put", "_keep", "_add", "_replace", "keep", "keep_in",
    "keep_case", "changed", "Step",
}  # fmt: skip
"""What the services call to write an event; its kind is among what they give."""


def kinds_in_the_source() -> set[str]:
    """The kinds that the services name in those calls, or as a `kind` to be given."""
    found: set[Any] = set()
    for path in Path(services.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in RECORDING:
                found |= {
                    one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in ("kind", "changed_event"):
                found |= {one.value for one in ast.walk(node) if isinstance(one, ast.Constant)}
    return {one for one in found if isinstance(one, str) and re.fullmatch(r"[a-z]+(_[a-z]+)+", one)}


def test_every_kind_of_event_that_the_services_write_has_words_and_every_word_a_kind() -> None:
    written = kinds_in_the_source()
    assert {kind for *_, kinds in (*WRITES, *BY_PEOPLE) for kind in kinds} <= written
    assert sorted(written - set(KINDS)) == [], "kinds without words"
    assert sorted(set(KINDS) - written) == [], "words without a kind"


async def test_details_of_events_are_objects(application: Application, client: Jixiao) -> None:
    await first_administrators(application)
    await a_report(client)
    events = await application.services.database.reading.events.after(0, 1000)
    assert all(isinstance(json.loads(one.details), dict) for one in events)
