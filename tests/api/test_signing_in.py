"""Signing in: locks, first passwords, sessions and their ends, with a clock that is put forward by hand."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import httpx
import pytest

from app.client import ApiError, Invalid, Jixiao, NotFound, NotSignedIn
from app.contract.people import AccountEdit, PasswordChange, SignIn
from app.domain.people.right import Right
from app.domain.people.role import Role
from app.main import Application
from app.services.people import NewAccount
from app.settings import Settings
from tests.support.applications import TestedApplication
from tests.support.browsing import browsing
from tests.support.clock import HandClock
from tests.support.people import MEMORY, PASSWORD, a_person, a_system, an_account

pytestmark = pytest.mark.anyio
REFUSED = "登录名或密码不对，或账号已锁定、停用；连续 5 次不对会锁定 30 分钟"
OWN = "Quite-Another-7"
FALSE = "Nobodys-Own-1"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def service(database_url: str, clock: HandClock) -> AsyncIterator[Application]:
    settings = Settings(database_url=database_url, password_memory_kib=MEMORY, worker=False)
    async with TestedApplication(settings, clock).running() as application:
        yield application


@pytest.fixture
async def anybody(service: Application, clock: HandClock) -> AsyncIterator[Jixiao]:
    """A client without a session, beside the account zhangsan."""
    await an_account(service.services, clock=clock)
    async with Jixiao(app=service.api) as client:
        yield client


async def signed_in(service: Application, password: str = PASSWORD) -> Jixiao:
    async with Jixiao(app=service.api) as client:
        token = (await client.access.sign_in(SignIn(login="zhangsan", password=password))).token
    return Jixiao(app=service.api, token=token)


async def wrong(client: Jixiao, times: int) -> None:
    for _ in range(times):
        with pytest.raises(NotSignedIn, match=REFUSED):
            await client.access.sign_in(SignIn(login="zhangsan", password=FALSE))


async def test_five_wrong_passwords_lock_for_thirty_minutes(
    service: Application, anybody: Jixiao, clock: HandClock
) -> None:
    await wrong(anybody, 5)
    clock.forward(minutes=29)
    with pytest.raises(NotSignedIn, match=REFUSED):
        await signed_in(service)
    clock.forward(minutes=1)
    assert (await (await signed_in(service)).access.me()).login == "zhangsan"


async def test_a_right_password_forgets_the_wrong_ones_before(service: Application, anybody: Jixiao) -> None:
    for _ in range(3):
        await wrong(anybody, 4)
        await signed_in(service)


async def test_guesses_made_at_the_same_time_are_counted_and_the_right_one_among_them_comes_too_late(
    service: Application, anybody: Jixiao
) -> None:
    guesses = [*[FALSE] * 24, PASSWORD]
    tries = [anybody.access.sign_in(SignIn(login="zhangsan", password=one)) for one in guesses]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert all(isinstance(one, NotSignedIn) for one in outcomes)
    account = await service.services.database.reading.accounts.get(1)
    assert account is not None
    assert account.failures == 5


@pytest.mark.parametrize("login", ["zhangsan", "nobody", "disabled", "locked"])
async def test_whatever_was_wrong_is_told_in_the_same_words(service: Application, anybody: Jixiao, login: str) -> None:
    for one, change in (("disabled", {"disabled": True}), ("locked", {"failures": 4})):
        account = await an_account(service.services, one)
        async with service.services.database.transaction() as store:
            assert await store.accounts.replace(replace(account, **change), account.version)
    outcomes = []
    for _ in range(2):
        with pytest.raises(NotSignedIn) as refused:
            await anybody.access.sign_in(SignIn(login=login, password=FALSE))
        outcomes.append((refused.value.problem.detail, refused.value.problem.code, refused.value.problem.current))
    assert outcomes == [(REFUSED, "sign_in_refused", None)] * 2


async def test_a_first_password_serves_for_seven_days(service: Application, clock: HandClock) -> None:
    people = service.services.people
    account, password = await people.prepared(NewAccount("zhangsan", "张三", "", "430602"))
    async with service.services.database.transaction() as store:
        await store.accounts.add(account)
    clock.forward(days=7)
    assert (await (await signed_in(service, password)).access.me()).must_change_password
    clock.forward(seconds=1)
    with pytest.raises(NotSignedIn, match="初始密码已过期"):
        await signed_in(service, password)
    last = (await service.services.database.reading.events.after(0, 100))[-1]
    assert (last.kind, last.subject, last.region) == ("sign_in_refused", "user:1", "430602")
    assert json.loads(last.details) == {"login": "zhangsan", "locked": False, "expired": True}


async def test_a_password_is_to_be_changed_after_ninety_days(
    service: Application, anybody: Jixiao, clock: HandClock
) -> None:
    clock.forward(days=90)
    assert not (await (await signed_in(service)).access.me()).must_change_password
    clock.forward(seconds=1)
    client = await signed_in(service)
    with pytest.raises(ApiError) as refused:
        await client.jobs.list()
    assert (refused.value.problem.status, refused.value.problem.code) == (403, "password_expired")
    await client.access.change_password(PasswordChange(old=PASSWORD, new=OWN))
    assert (await client.jobs.list()).items == ()


async def test_a_session_ends_after_thirty_minutes_without_use(
    service: Application, anybody: Jixiao, clock: HandClock
) -> None:
    client = await signed_in(service)
    for _ in range(3):
        clock.forward(minutes=29)
        await client.access.me()
    clock.forward(minutes=30, seconds=1)
    with pytest.raises(NotSignedIn):
        await client.access.me()


async def test_a_session_ends_after_eight_hours_however_it_is_used(
    service: Application, anybody: Jixiao, clock: HandClock
) -> None:
    client = await signed_in(service)
    for _ in range(24):
        clock.forward(minutes=20)
        await client.access.me()
    clock.forward(seconds=1)
    with pytest.raises(NotSignedIn):
        await client.access.me()


async def test_ones_sessions_are_listed_and_each_can_be_ended_by_oneself_alone(
    service: Application, anybody: Jixiao
) -> None:
    here, elsewhere = await signed_in(service), await signed_in(service)
    listed = await here.access.sessions()
    assert [one.current for one in listed] == [False, True]
    stranger = await a_person(service.services, "stranger", ())
    async with Jixiao(app=service.api, token=stranger.bearer) as other:
        with pytest.raises(NotFound):
            await other.access.end_session(listed[0].id)
    await here.access.end_session(listed[0].id)
    with pytest.raises(NotSignedIn):
        await elsewhere.access.me()
    await here.access.sign_out()
    with pytest.raises(NotSignedIn):
        await here.access.me()


async def test_disabling_an_account_or_resetting_its_password_ends_its_sessions(
    service: Application, anybody: Jixiao
) -> None:
    administrator = await a_person(service.services, "administrator", [(Role.SYSTEM_ADMINISTRATOR, "region:430602")])
    async with Jixiao(app=service.api, token=administrator.bearer) as client:
        before = await signed_in(service)
        given = await client.people.reset_password(1, 1)
        with pytest.raises(NotSignedIn):
            await before.access.me()
        again = await signed_in(service, given.password)
        await client.people.edit(1, given.account.version, AccountEdit(name="张三", disabled=True))
    for use in (again.access.me, lambda: signed_in(service, given.password)):
        with pytest.raises(NotSignedIn):
            await use()


async def test_another_password_ends_the_other_sessions_and_not_this_one(service: Application, anybody: Jixiao) -> None:
    here, elsewhere = await signed_in(service), await signed_in(service)
    with pytest.raises(NotSignedIn, match="现在的密码不对"):
        await here.access.change_password(PasswordChange(old=FALSE, new=OWN))
    await here.access.change_password(PasswordChange(old=PASSWORD, new=OWN))
    await here.access.me()
    for use in (elsewhere.access.me, lambda: signed_in(service)):
        with pytest.raises(NotSignedIn):
            await use()


async def test_guesses_by_a_session_that_was_taken_are_counted_told_and_lock(
    service: Application, anybody: Jixiao, clock: HandClock
) -> None:
    client = await signed_in(service)
    for password in [FALSE] * 5 + [PASSWORD]:
        with pytest.raises(NotSignedIn, match="没有改动"):
            await client.access.change_password(PasswordChange(old=password, new=OWN))
    with pytest.raises(NotSignedIn, match=REFUSED):
        await signed_in(service)
    events = await service.services.database.reading.events.after(0, 100)
    refused = [one for one in events if one.kind == "password_change_refused"]
    assert [json.loads(one.details)["locked"] for one in refused] == [False] * 4 + [True] * 2
    assert {(one.actor, one.subject, one.region) for one in refused} == {("user:1", "user:1", "430602")}
    clock.forward(minutes=29, seconds=59)
    await client.access.me()
    clock.forward(seconds=1)
    await client.access.change_password(PasswordChange(old=PASSWORD, new=OWN))


async def test_guesses_at_ones_password_made_at_the_same_time_are_all_counted(
    service: Application, anybody: Jixiao
) -> None:
    client = await signed_in(service)
    changes = [PasswordChange(old=old, new="weak") for old in [FALSE] * 8 + [PASSWORD]]
    outcomes = await asyncio.gather(*map(client.access.change_password, changes), return_exceptions=True)
    assert sum(isinstance(one, NotSignedIn) for one in outcomes) >= 8
    with pytest.raises(NotSignedIn, match="没有改动"):
        await client.access.change_password(PasswordChange(old=PASSWORD, new=OWN))


async def test_none_of_the_last_five_passwords_is_taken_again(service: Application, anybody: Jixiao) -> None:
    client, passwords = await signed_in(service), [PASSWORD, *(f"Quite-Another-{n}" for n in range(1, 6))]
    for old, new in pairwise(passwords):
        await client.access.change_password(PasswordChange(old=old, new=new))
    for used in passwords[1:]:
        with pytest.raises(Invalid, match="最近 5 个"):
            await client.access.change_password(PasswordChange(old=passwords[-1], new=used))
    await client.access.change_password(PasswordChange(old=passwords[-1], new=PASSWORD))


async def test_a_token_expires_is_revoked_and_its_last_use_is_noted(service: Application, clock: HandClock) -> None:
    system = await a_system(service.services, "某系统", [Right.REPORT_READ, Right.ROLE_GRANT], "region:430602")
    short = await a_system(service.services, "另一系统", [Right.REPORT_READ], "region:430602")
    async with Jixiao(app=service.api, token=system.bearer) as client:
        used = [one.used_at for one in (await client.people.tokens()).items]
        assert used == [clock.now, None]
        async with Jixiao(app=service.api, token=short.bearer) as other:
            await other.reports.list()
            await client.people.revoke(short.actor.id)
            with pytest.raises(NotSignedIn):
                await other.reports.list()
        clock.forward(days=1)
        with pytest.raises(NotSignedIn):
            await client.reports.list()


@pytest.mark.parametrize("bearer", ["jxs_", "jxt_", "jxs_nonsense", "nonsense", "Basic eDp5"])
async def test_what_is_no_session_and_no_token_is_nobody(service: Application, bearer: str) -> None:
    async with browsing(service, "") as http:
        answer: httpx.Response = await http.get("/api/v1/me", headers={"Authorization": f"Bearer {bearer}"})
    said: dict[str, Any] = answer.json()
    assert (answer.status_code, said["code"], answer.headers["www-authenticate"]) == (401, "not_signed_in", "Bearer")
