"""The three administrators of a region, signed in with passwords of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import httpx

from app.client import Jixiao
from app.contract.people import PasswordChange, SignIn
from app.domain.people.actor import OPERATOR
from app.main import Application
from tests.support.browsing import browsing

REGION: Final = "430602"
PASSWORD: Final = "Xiangjiang-2024"


async def first_administrators(application: Application, region: str = REGION) -> dict[str, str]:
    """A bearer for each of `system`, `security` and `audit`, who have changed their first passwords."""
    made = await application.services.people.first_administrators(region, OPERATOR)
    return {
        account.login.split("-")[0]: await own_password(application, account.login, first) for account, first in made
    }


async def own_password(application: Application, login: str, first: str) -> str:
    """Sign in with a first password, change it, and say the bearer."""
    async with Jixiao(app=application.api) as client:
        bearer = (await client.access.sign_in(SignIn(login=login, password=first))).token
    async with Jixiao(app=application.api, token=bearer) as client:
        await client.access.change_password(PasswordChange(old=first, new=PASSWORD))
    return bearer


@asynccontextmanager
async def browsing_as(application: Application, login: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in which somebody with a password of their own has signed in on the page."""
    async with browsing(application, "") as http:
        answer = await http.post("/sign-in", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        yield http
