"""Signing in on the pages: cookies that no script and no other site gets, and nothing typed is lost on the way."""

import re
from collections.abc import AsyncIterator
from html import unescape
from http.cookies import SimpleCookie

import httpx
import pytest

from app.domain.people.role import Role
from app.main import Application
from app.schemes.loader import shipped_schemes
from app.settings import Settings
from tests.support.applications import TestedApplication
from tests.support.browsing import browsing
from tests.support.organisation import organise
from tests.support.people import MEMORY, PASSWORD, a_person, an_account

pytestmark = pytest.mark.anyio
SIGN_IN = {"login": "zhangsan", "password": PASSWORD}
TYPED = {"version": "1", "profile/duties": '第一行\n<b>"第二行"</b>', "profile/staff_in_post": "约十八"}


@pytest.fixture
async def browser(application: Application) -> AsyncIterator[httpx.AsyncClient]:
    async with browsing(application, "") as browser:
        yield browser


def cookies_of(answer: httpx.Response) -> dict[str, SimpleCookie]:
    return {next(iter(one)): one for one in map(SimpleCookie, answer.headers.get_list("set-cookie"))}


async def test_cookies_are_kept_from_scripts_and_from_other_sites(
    application: Application, browser: httpx.AsyncClient
) -> None:
    await an_account(application.services)
    answer = await browser.post("/sign-in", data=SIGN_IN)
    found = cookies_of(answer)
    assert set(found) == {"jixiao", "jixiao-viewer"}
    for name, cookie in found.items():
        assert (cookie[name]["httponly"], cookie[name]["samesite"], cookie[name]["path"]) == (True, "lax", "/")
        assert not cookie[name]["secure"]
    assert "strict-transport-security" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


async def test_behind_https_cookies_are_bound_to_this_host_and_to_https(database_url: str) -> None:
    settings = Settings(database_url=database_url, password_memory_kib=MEMORY, worker=False, https=True)
    async with TestedApplication(settings).running() as application, browsing(application, "") as browser:
        await an_account(application.services)
        answer = await browser.post("/sign-in", data=SIGN_IN)
        found = cookies_of(answer)
        assert set(found) == {"__Host-jixiao", "__Host-jixiao-viewer"}
        for name, cookie in found.items():
            assert (cookie[name]["secure"], cookie[name]["httponly"], cookie[name]["path"]) == (True, True, "/")
            assert not cookie[name]["domain"]
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        out = await browser.post("/sign-out", headers={"Cookie": f"__Host-jixiao={token(answer)}"})
        assert all(cookie[name]["max-age"] == "0" for name, cookie in cookies_of(out).items())
        assert all(cookie[name]["secure"] for name, cookie in cookies_of(out).items())


def token(answer: httpx.Response) -> str:
    return next(cookie[name].value for name, cookie in cookies_of(answer).items() if name.endswith("jixiao"))


async def test_signing_out_ends_the_session_itself(application: Application, browser: httpx.AsyncClient) -> None:
    await an_account(application.services)
    session = token(await browser.post("/sign-in", data=SIGN_IN))
    await browser.post("/sign-out")
    async with browsing(application, session) as again:
        answer = await again.get("/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/account")


async def test_who_is_not_signed_in_is_led_back_to_what_they_asked_for(
    application: Application, browser: httpx.AsyncClient
) -> None:
    await an_account(application.services)
    asked = await browser.get("/reports?year=2021&order=points")
    assert asked.status_code == 303
    form = await browser.get(asked.headers["location"])
    following = re.findall(r'name="next" value="([^"]*)"', form.text)
    answer = await browser.post("/sign-in", data=SIGN_IN | {"next": unescape(following[0])})
    assert (answer.status_code, answer.headers["location"]) == (303, "/reports?year=2021&order=points")


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example/", "/\\evil.example", "/\t/evil.example"])
async def test_nobody_is_led_to_another_site(application: Application, browser: httpx.AsyncClient, where: str) -> None:
    await an_account(application.services)
    answer = await browser.post("/sign-in", data=SIGN_IN | {"next": where})
    assert answer.headers["location"] == "/"


async def test_what_was_typed_before_the_session_ended_is_sent_on_after_signing_in(
    application: Application, browser: httpx.AsyncClient
) -> None:
    await organise(application.services)
    preparer = await a_person(application.services, "preparer", [(Role.PREPARER, "department:1")])
    address = "/reports/1/edit/profile"
    kept = await browser.post(address, data=TYPED)
    assert kept.status_code == 401
    form = {name: unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', kept.text)}
    assert {f"kept:{name}": value for name, value in TYPED.items()}.items() <= form.items()
    wrong = await browser.post("/sign-in", data=form | {"login": preparer.actor.login, "password": "x"})
    form = {name: unescape(value) for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', wrong.text)}
    resumed = await browser.post("/sign-in", data=form | {"login": preparer.actor.login, "password": PASSWORD})
    assert f'action="{address}"' in resumed.text
    areas = re.findall(r'<textarea[^>]* name="([^"]+)">\n(.*?)</textarea>', resumed.text, re.DOTALL)
    again = {name: unescape(value) for name, value in areas}
    assert again == TYPED
    assert (await browser.post(address, data=again)).status_code == 303
    page = (await browser.get("/reports/1")).text
    assert "&lt;b&gt;&#34;第二行&#34;&lt;/b&gt;" in page


async def test_passwords_are_never_kept_in_a_page(application: Application, browser: httpx.AsyncClient) -> None:
    form = {"old": PASSWORD, "new": "Quite-Another-7", "again": "Quite-Another-7"}
    answer = await browser.post("/account/password", data=form)
    assert answer.status_code in (303, 401)
    assert not [value for value in form.values() if value in answer.text]


async def test_with_a_first_password_every_page_leads_to_its_change(
    application: Application, browser: httpx.AsyncClient
) -> None:
    await application.services.schemes.publish(shipped_schemes())
    await an_account(application.services, first=True)
    answer = await browser.post("/sign-in", data=SIGN_IN | {"next": "/reports"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/password")
    for path in ("/reports", "/reports/new", "/reports/1"):
        answer = await browser.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/account/password")
    form = {"old": PASSWORD, "new": "Quite-Another-7", "again": "Quite-Another-7"}
    answer = await browser.post("/account/password", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
