"""A refused write tells no more of another place than a refused read: what is there and what is not sounds the same."""

from typing import Any

import pytest

from app.domain.people.role import Role
from app.main import Application
from tests.support.browsing import browsing
from tests.support.organisation import HERE, NEIGHBOUR, organise
from tests.support.people import a_person, an_account
from tests.support.problems import NOBODYS, without_numbers

pytestmark = pytest.mark.anyio

ROLE_THERE = {"roles": [{"role": "preparer", "place": "department", "key": "4"}]}
ROLE_NOWHERE = {"roles": [{"role": "preparer", "place": "department", "key": str(NOBODYS)}]}
REVIEWER_THERE = {"roles": [{"role": "section_reviewer", "place": "section", "key": "3"}]}
REVIEWER_NOWHERE = {"roles": [{"role": "section_reviewer", "place": "section", "key": str(NOBODYS)}]}
TOKEN: dict[str, Any] = {"name": "某系统", "rights": ["reports:read"], "days": 1, "place": "department"}
DEPARTMENT: dict[str, Any] = {"region": NEIGHBOUR, "name": "又一个", "budget_code": "101"}
EDIT: dict[str, Any] = {"name": "甲局"}


@pytest.mark.parametrize(
    ("role", "call", "there", "nowhere"),
    [
        (Role.PREPARER, "POST /reports", {"department": 4, "fiscal_year": 2021}, {"department": NOBODYS}),
        (Role.SYSTEM_ADMINISTRATOR, "POST /departments", DEPARTMENT, {"budget_code": "999"}),
        (Role.SYSTEM_ADMINISTRATOR, "PUT /departments/1", EDIT | {"parent": 4}, {"parent": NOBODYS}),
        (Role.SYSTEM_ADMINISTRATOR, "PUT /departments/1", EDIT | {"section": 3}, {"section": NOBODYS}),
        (Role.SYSTEM_ADMINISTRATOR, "POST /sections", {"region": NEIGHBOUR, "name": "行政政法科"}, {"name": "没有"}),
        (Role.SECURITY_ADMINISTRATOR, "PUT /accounts/1/roles", ROLE_THERE, ROLE_NOWHERE),
        (Role.SECURITY_ADMINISTRATOR, "PUT /accounts/1/roles", REVIEWER_THERE, REVIEWER_NOWHERE),
        (Role.SECURITY_ADMINISTRATOR, "POST /tokens", TOKEN | {"key": "4"}, {"key": str(NOBODYS)}),
    ],
)
async def test_what_is_there_and_what_is_nowhere_are_refused_in_the_same_words(
    idle: Application, role: Role, call: str, there: dict[str, Any], nowhere: dict[str, Any]
) -> None:
    await organise(idle.services)
    await an_account(idle.services)
    where = "department:1" if role is Role.PREPARER else f"region:{HERE}"
    caller = await a_person(idle.services, "caller", [(role, where)])
    method, path = call.split(" ")
    async with browsing(idle, caller.bearer) as http:
        answers = [
            await http.request(method, f"/api/v1{path}", json=body, headers={"If-Match": '"1"'})
            for body in (there, there | nowhere)
        ]
    assert answers[0].status_code in (403, 404, 422)
    assert without_numbers(answers[0]) == without_numbers(answers[1])


async def test_a_login_that_is_taken_elsewhere_is_told_but_not_by_whom(idle: Application) -> None:
    await an_account(idle.services, "wangwu", region=NEIGHBOUR)
    caller = await a_person(idle.services, "caller", [(Role.SYSTEM_ADMINISTRATOR, f"region:{HERE}")])
    async with browsing(idle, caller.bearer) as http:
        new = {"login": "wangwu", "name": "王五", "region": HERE}
        answer = await http.post("/api/v1/accounts", json=new)
    assert (answer.status_code, answer.json()["code"], answer.json()["current"]) == (409, "login_taken", None)
    assert NEIGHBOUR not in answer.text
