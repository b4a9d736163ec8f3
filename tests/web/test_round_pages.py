"""Rounds through their pages: planned, issued, watched, extended, reminded, drawn and ended."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from app.domain.people.role import Role
from app.main import Application
from app.services.ports import StoredDepartment
from tests.support.browsing import browsing
from tests.support.clock import HandClock
from tests.support.people import a_person
from tests.support.rounds import a_section, departments

pytestmark = pytest.mark.anyio
NEW = {
    "region": "430602", "fiscal_year": "2021", "title": "<b>自评</b>", "scheme": "yueyanglou-2021@1",
    "deadline": "2022-05-20",
}  # fmt: skip
NAMES = ("甲局", "乙局", "丙局")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def asked(application: Application) -> list[StoredDepartment]:
    section = await a_section(application, "农业科")
    return [*await departments(application, "甲局", section=section), *await departments(application, "乙局", "丙局")]


async def browser_of(application: Application, clock: HandClock, role: Role, place: str) -> httpx.AsyncClient:
    who = await a_person(application.services, f"{role} {place}", [(role, place)])
    return browsing(application, who.bearer)


@pytest.fixture
async def office(application: Application, clock: HandClock) -> AsyncIterator[httpx.AsyncClient]:
    async with await browser_of(application, clock, Role.PERFORMANCE_OFFICE, "region:430602") as http:
        yield http


def checked(text: str) -> list[str]:
    return re.findall(r'name="department" value="(\d+)" checked', text)


async def test_a_round_is_drafted_and_issued(office: httpx.AsyncClient, asked: list[StoredDepartment]) -> None:
    answer = await office.post("/rounds/new", data=NEW | {"department": [str(one.id) for one in asked]})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rounds/1?done=drafted")
    text = (await office.get("/rounds/1")).text
    assert ("&lt;b&gt;自评&lt;/b&gt;" in text, ">下达</button>" in text, "hx-get" in text) == (True, True, False)
    answer = await office.post("/rounds/1/issue", data={"version": "1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rounds/1?done=issued")
    text = (await office.get("/rounds/1?done=issued")).text
    assert ("已下达，各部门" in text, "填报人开始填报" in text, 'hx-get="/rounds/1"' in text) == (True, True, True)
    assert re.search(r'<a href="/rounds/1">.*</a>.*<td class="num">3</td>', (await office.get("/rounds")).text)


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"title": ""}, "title", "请填写任务名称"),
        ({"fiscal_year": "21"}, "fiscal_year", "四位数字"),
        ({"scheme": ""}, "scheme", "请选择评分方案"),
        ({"scheme": "nix@1"}, "scheme", "nix"),
        ({"deadline": "五月"}, "deadline", "请填写截止日"),
        ({"region": "43"}, "region", "区划代码"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_everything_typed_is_kept(
    office: httpx.AsyncClient, asked: list[StoredDepartment], wrong: dict[str, str], field: str, said: str
) -> None:
    typed = NEW | wrong
    answer = await office.post("/rounds/new", data=typed | {"department": [str(asked[1].id)]})
    assert answer.status_code == 422
    assert re.search(f'<p class="error" id="{field}-error">[^<]*{said}', answer.text)
    assert f'<a href="#{field}">' in answer.text
    assert checked(answer.text) == [str(asked[1].id)]
    kept = dict(re.findall(r'<input id="[^"]+" name="(\w+)" type="\w+" value="([^"]*)"', answer.text))
    assert kept.items() >= {(name, typed[name]) for name in ("region", "fiscal_year", "deadline")}


async def test_departments_are_chosen_by_region_by_section_and_by_name(
    office: httpx.AsyncClient, asked: list[StoredDepartment]
) -> None:
    first, second, third = (str(one.id) for one in asked)
    everyone = (await office.post("/rounds/new", data=NEW | {"do": "all"})).text
    assert (sorted(checked(everyone)), 'value="2022-05-20"' in everyone) == (sorted([first, second, third]), True)
    assert checked((await office.post("/rounds/new", data=NEW | {"do": "section:1"})).text) == [first]
    none = (await office.post("/rounds/new", data=NEW | {"do": "none", "department": [first]})).text
    assert checked(none) == []
    sought = (await office.post("/rounds/new", data=NEW | {"do": "find", "find": "丙", "department": [first]})).text
    assert (checked(sought), "丙局" in sought, "乙局" in sought) == ([first], True, False)


async def test_a_round_without_departments_is_not_issued_and_says_why(
    office: httpx.AsyncClient, asked: list[StoredDepartment]
) -> None:
    await office.post("/rounds/new", data=NEW)
    answer = await office.post("/rounds/1/issue", data={"version": "1"})
    assert (answer.status_code, "还没有选部门" in answer.text) == (422, True)
    stale = await office.post("/rounds/1/issue", data={"version": "7"})
    assert (stale.status_code, "没有办成" in stale.text) == (412, True)
