"""A version of a scheme is published once and for ever; reports keep theirs."""

import json
from typing import Any

import httpx
import pytest

from app.client import Conflict, Invalid, Jixiao, NotFound
from app.contract.report import NewReport
from app.contract.scoring import Scheme
from app.schemes.loader import shipped_schemes
from tests.support.builders import a_department, a_report

pytestmark = pytest.mark.anyio


def version(number: int, **rule: Any) -> Scheme:
    data = json.loads(shipped_schemes()[0].canonical)
    data["items"][0]["items"][0]["items"][0]["rule"] |= rule
    return Scheme.model_validate(data | {"version": number})


async def test_the_same_version_again_is_no_change_and_another_content_is_refused(
    client: Jixiao, http: httpx.AsyncClient
) -> None:
    second = version(2, deduct="0.4")
    body = second.model_dump_json(exclude_defaults=True)
    answers = [
        await http.post("/api/v1/schemes", content=body, headers={"Content-Type": "application/json"}) for _ in "12"
    ]
    assert [one.status_code for one in answers] == [201, 200]
    assert (await http.get(answers[0].headers["location"])).headers["etag"] == answers[0].headers["etag"]
    with pytest.raises(Conflict, match="不能改动"):
        await client.schemes.publish(version(2, deduct="0.3"))
    with pytest.raises(Conflict):
        await client.schemes.publish(version(1, deduct="0.3"))
    assert [one.version for one in (await client.schemes.versions("yueyanglou-2021")).items] == [1, 2]


async def test_a_scheme_that_cannot_be_used_is_refused_at_its_place(client: Jixiao, http: httpx.AsyncClient) -> None:
    data = json.loads(shipped_schemes()[0].canonical) | {"version": 3}
    del data["items"][0]["items"][0]["items"][0]["rule"]["part_step"]
    refused = await http.post("/api/v1/schemes", json=data)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (
        422,
        "/items/0/items/0/items/0/rule/part_step",
    )
    with pytest.raises(Invalid, match="各项分值合计"):
        await client.schemes.publish(version(3).model_copy(update={"total_points": 99}))


async def test_a_report_keeps_its_version_and_its_points_when_a_new_one_is_in_force(client: Jixiao) -> None:
    report = await a_report(client, staff_in_post="43", established_posts="40")
    before = await client.reports.scorecard(report.id)
    await client.schemes.publish(version(2, deduct="0.1"))
    assert await client.reports.scorecard(report.id) == before
    department = await a_department(client, "999002")
    new = NewReport(department=department.id, fiscal_year=2021, form=report.form)
    later = await client.reports.create(new, include=["scorecard"])
    assert later.scheme.version == 2
    assert later.scorecard is not None
    assert later.scorecard.indicators[0].computed_points != before.indicators[0].computed_points


async def test_changes_are_told_against_the_version_before_or_the_one_asked_for(client: Jixiao) -> None:
    await client.schemes.publish(version(2, deduct="0.4"))
    await client.schemes.publish(version(3, deduct="0.3"))
    texts = [
        [one.text for one in (await client.schemes.changes("yueyanglou-2021", 3, since)).changes]
        for since in (None, 1, 3)
    ]
    assert texts == [["评分规则，每步（例）扣分：0.4 → 0.3"], ["评分规则，每步（例）扣分：0.5 → 0.3"], []]
    with pytest.raises(NotFound):
        await client.schemes.changes("yueyanglou-2021", 9)


async def test_the_page_of_a_new_version_says_what_is_different(client: Jixiao, http: httpx.AsyncClient) -> None:
    await client.schemes.publish(version(2, deduct="0.4"))
    text = (await http.get("/schemes/yueyanglou-2021/2")).text
    assert "与第 1 版的不同" in text
    assert "每步（例）扣分：0.5 → 0.4" in text
