"""The public copy: made in the transaction that publishes, never changed, and no longer served once withdrawn."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from app.contract.report import NewReport, ReportView
from app.contract.workflow import Move
from app.domain.people.actor import OPERATOR
from app.domain.publication.copy import PublicCopy
from app.domain.publication.recomputing import disagreements
from app.domain.rounds.round import Plan, SchemeChosen
from app.domain.scoring.canonical import digest
from app.main import Application
from app.schemes.loader import shipped_schemes
from app.services.errors import Gone
from app.services.ports import PublicationQuery
from tests.support.browsing import browsing
from tests.support.office import Office

pytestmark = pytest.mark.anyio
CONTACT: dict[str, Any] = {
    "profile": {"contact": "王建国", "phone": "13907301234", "staff_in_post": "20", "established_posts": "20",
                "duties": "王建国负责，电话 13907301234"},
    "preparer": {"name": "李小红", "phone": "0730-8881885"},
}  # fmt: skip


@pytest.fixture
async def office(application: Application) -> Office:
    return await Office.opened(application)


async def a_passed(office: Office) -> ReportView:
    """A report with people in it that has passed."""
    new = NewReport.model_validate({"department": office.department, "fiscal_year": 2021, "form": CONTACT})
    report = await office.as_("preparer").reports.create(new)
    steps = (("preparer", Move.SIGN_PREPARER), ("lead", Move.SIGN_PANEL), ("head", Move.SUBMIT),
             ("reviewer", Move.START_REVIEW), ("reviewer", Move.PASS))  # fmt: skip
    for login, move in steps:
        report = await office.do(login, report, move)
    return report


async def test_publishing_keeps_a_masked_copy_that_recomputes(office: Office) -> None:
    report = await office.do("office", await a_passed(office), Move.PUBLISH)
    publishing = office.application.services.publishing
    (head,) = await publishing.page(PublicationQuery("430602", 2021))
    _, body = await publishing.body(head.id)
    assert (head.report_id, head.sequence, head.digest) == (report.id, 1, digest(body))
    copy = PublicCopy.model_validate_json(body)
    assert list(disagreements(copy, shipped_schemes()[0])) == []
    assert (copy.points, copy.form.profile.contact) == (head.points, "＊＊＊")
    people = ("王建国", "13907301234", "李小红", "8881885", "填报人preparer", "部门负责人head")
    assert [said for said in people if said in body.decode()] == []


async def test_a_withdrawal_says_why_and_publishing_again_makes_another_copy(office: Office) -> None:
    report = await office.do("office", await a_passed(office), Move.PUBLISH)
    publishing = office.application.services.publishing
    (first,) = await publishing.page(PublicationQuery())
    report = await office.do("office", report, Move.WITHDRAW, "王建国（13907301234）来电指出决算数有误")
    assert await publishing.page(PublicationQuery()) == []
    (gone,) = await publishing.page(PublicationQuery(withdrawn=True))
    assert (gone.id, gone.withdrawal_reason) == (first.id, "＊＊＊（＊＊＊）来电指出决算数有误")
    with pytest.raises(Gone, match="决算数有误"):
        await publishing.body(first.id)
    assert (await publishing.statistics("430602", 2021)).indicators == []
    await office.do("office", report, Move.PUBLISH)
    (second,) = await publishing.page(PublicationQuery())
    assert (second.sequence, second.id > first.id) == (2, True)


async def test_a_move_that_is_only_tried_makes_no_copy(office: Office) -> None:
    report = await a_passed(office)
    async with browsing(office.application, office.bearers["office"]) as http:
        address = f"/api/v1/reports/{report.id}:move?validate_only=true"
        tag = {"If-Match": f'"{report.version}"'}
        assert (await http.post(address, json={"move": "publish"}, headers=tag)).json()["state"] == "published"
    assert await office.application.services.publishing.page(PublicationQuery()) == []


@pytest.fixture
async def stranger(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    async with browsing(office.application, "") as http:
        yield http


async def test_a_stranger_reads_the_very_bytes_that_were_kept_and_asks_again_for_nothing(
    office: Office, stranger: httpx.AsyncClient
) -> None:
    await office.do("office", await a_passed(office), Move.PUBLISH)
    (item,) = (await stranger.get("/api/v1/published-reports?region=430600&fiscal_year=2021")).json()["items"]
    address = f"/api/v1/published-reports/{item['id']}"
    first = await stranger.get(address)
    assert (digest(first.content), first.headers["etag"]) == (item["digest"], f'"{item["digest"]}"')
    assert first.headers["cache-control"] == "public, max-age=60"
    for path in (address, f"{address}/scorecard", f"{address}/scheme", f"{address}/document?format=json",
                 "/api/v1/published-reports", "/api/v1/published-years"):  # fmt: skip
        tag = (await stranger.get(path)).headers["etag"]
        again = await stranger.get(path, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b""), path
    scheme = await stranger.get(f"{address}/scheme")
    assert digest(scheme.content) == first.json()["scheme"]["digest"]
    assert (await stranger.get("/api/v1/published-reports?region=110000")).json()["items"] == []
    assert (await stranger.get("/api/v1/published-reports?after=x")).status_code == 422


async def test_a_stranger_recomputes_the_score_and_sees_what_another_figure_would_change(
    office: Office, stranger: httpx.AsyncClient
) -> None:
    await office.do("office", await a_passed(office), Move.PUBLISH)
    address = "/api/v1/published-reports/1:recompute"
    same = (await stranger.post(address, json={})).json()
    assert (same["changed"], same["wrong"], same["points"]) == (False, [], same["published"])
    more = (await stranger.post(address, json={"figures": {"staff_in_post": "21"}})).json()
    differ = {one["id"]: (one["published"], one["recomputed"]) for one in more["rows"]
              if one["published"] != one["recomputed"]}  # fmt: skip
    assert differ == {"staffing_control_rate": ("5.00", "2.50")}
    assert Decimal(same["points"]) - Decimal(more["points"]) == Decimal("2.5")
    odd = (await stranger.post(address, json={"figures": {"staff_in_post": "约二十"}})).json()
    rate = next(one for one in odd["rows"] if one["id"] == "staffing_control_rate")
    assert "约二十" in rate["score"]["sentence"] or rate["score"]["missing"]
    refused = await stranger.post(address, json={"figures": {"nix": "1"}})
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/figures/nix"]


async def test_what_was_withdrawn_is_gone_with_its_reason_and_stays_listed(
    office: Office, stranger: httpx.AsyncClient
) -> None:
    report = await office.do("office", await a_passed(office), Move.PUBLISH)
    await office.do("office", report, Move.WITHDRAW, "决算数有误")
    for path in ("", "/scorecard", "/scheme", "/document?format=json"):
        gone = await stranger.get(f"/api/v1/published-reports/1{path}")
        assert (gone.status_code, gone.json()["code"]) == (410, "withdrawn"), path
    assert (await stranger.post("/api/v1/published-reports/1:recompute", json={})).status_code == 410
    (line,) = (await stranger.get("/api/v1/published-withdrawals")).json()["items"]
    assert (line["withdrawal_reason"], line["sequence"]) == ("决算数有误", 1)
    assert (await stranger.get("/api/v1/reports/1/publications")).status_code == 401


async def test_who_is_missing_or_late_is_told_once_a_result_of_the_round_is_public(
    office: Office, stranger: httpx.AsyncClient
) -> None:
    plan = Plan(title="自评", scheme=SchemeChosen(id="yueyanglou-2021", version=1), deadline=date(2099, 6, 30),
                departments=(office.department, office.unit))  # fmt: skip
    rounds, address = office.application.services.rounds, "/api/v1/published-delays?fiscal_year=2021"
    asking = await rounds.create("430602", 2021, plan, OPERATOR)
    await rounds.issue(asking.id, asking.version, OPERATOR)
    report = await a_passed(office)
    office.application.services.publishing._clock = lambda: datetime(2099, 7, 3, tzinfo=UTC)
    assert (await stranger.get(address)).json()["items"] == []
    await office.do("office", report, Move.PUBLISH)
    (late,) = (await stranger.get(address)).json()["items"]
    assert (late["name"], late["days"], late["handed_in"]) == ("示范中心", 3, False)


async def test_statistics_count_what_is_public(office: Office) -> None:
    await office.do("office", await a_passed(office), Move.PUBLISH)
    publishing = office.application.services.publishing
    (year,) = await publishing.years("430600")
    found = await publishing.statistics("430600", 2021)
    assert (year.copies, found.copies, found.mean) == (1, 1, year.points)
    rate = next(one for one in found.indicators if one.indicator == "staffing_control_rate")
    assert (rate.departments, rate.greatest, rate.full, rate.distinct) == (1, Decimal(5), 1, 1)
    (line,) = await publishing.in_indicator("430602", 2021, "staffing_control_rate", None, 10)
    assert (line[1].department_name, line[1].points, line[1].most) == ("示范局", Decimal(5), Decimal(5))
    assert (await publishing.statistics("110000", 2021)).copies == 0
