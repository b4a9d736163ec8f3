"""The pages of a what-if: what is asked, how far it is, and what came of it."""

import asyncio

import httpx
import pytest

from app.client import Jixiao
from tests.api.test_whatifs import filed, stricter

pytestmark = pytest.mark.anyio
ASKED = {"year": "2021", "from": "yueyanglou-2021@1", "to": "yueyanglou-2021@2"}


async def result_of(http: httpx.AsyncClient, place: str) -> str:
    for _ in range(600):
        text = (await http.get(place)).text
        if "正在" not in text:
            return text
        await asyncio.sleep(0.05)
    raise AssertionError(text)


async def test_a_what_if_leads_from_its_question_over_its_progress_to_who_loses(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    await filed(client, "40", "43")
    await client.schemes.publish(stricter())
    started = await http.post("/whatifs/new", data=ASKED)
    assert (started.status_code, started.headers["location"]) == (303, "/whatifs/1")
    text = await result_of(http, "/whatifs/1")
    assert "得分减少</dt><dd><b>1</b>" in text
    assert '<td class="num loss">−1.5</td>' in text
    assert "不再分出高下" not in text


async def test_what_was_chosen_is_kept_where_something_is_missing(http: httpx.AsyncClient) -> None:
    answer = await http.post("/whatifs/new", data=ASKED | {"year": "21年"})
    assert answer.status_code == 422
    assert 'value="21年"' in answer.text
    assert "四位数字的年度" in answer.text
