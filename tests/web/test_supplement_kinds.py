"""The supplementary page asks for every kind of evidence, and understands what is typed there."""

from collections.abc import AsyncIterator
from decimal import Decimal

import httpx
import pytest

from app.client import Jixiao
from app.contract.department import NewDepartment
from app.contract.report import NewReport
from app.main import Application
from app.schemes.loader import example_schemes
from tests.support.browsing import browsing

pytestmark = pytest.mark.anyio


@pytest.fixture
async def http(application: Application, everything: str) -> AsyncIterator[httpx.AsyncClient]:
    await application.services.schemes.publish(example_schemes())
    async with browsing(application, everything) as http:
        yield http


async def a_report_under(client: Jixiao, scheme: str) -> int:
    region = (await client.schemes.get(scheme)).region.replace("0000", "0101")
    department = await client.departments.create(NewDepartment(region=region, budget_code=scheme, name="示范局"))
    new = {"department": department.id, "fiscal_year": 2021, "scheme": {"id": scheme, "version": 1}}
    return (await client.reports.create(NewReport.model_validate(new))).id


async def test_lists_dates_and_tiers_are_typed_and_come_back(http: httpx.AsyncClient, client: Jixiao) -> None:
    report = await a_report_under(client, "national-form-2021")
    form = {
        "version": "1", "quantity_targets/0/title": "办件", "quantity_targets/0/target": "100",
        "quantity_targets/0/actual": "１２０", "quantity_targets/0/better": "higher",
        "quantity_targets/1/title": "", "quantity_targets/1/better": "higher",
        "due": "2021年9月30日", "done": "2021-10-08", "social_benefit/tier": "partly", "social_benefit/points": "10",
        "social_benefit/reason": "部分推迟", "lasting_effect/tier": "", "lasting_effect/points": "",
    }  # fmt: skip
    assert (await http.post(f"/reports/{report}/supplement", data=form)).status_code == 303
    points = {one.id: one.computed_points for one in (await client.reports.scorecard(report)).indicators}
    assert (points["quantity"], points["timeliness"], points["social"]) == (Decimal(20), Decimal(8), Decimal(10))
    assert points["lasting"] is None
    text = (await http.get(f"/reports/{report}/supplement")).text
    assert 'name="quantity_targets/0/title" value="办件"' in text
    assert '<option value="partly" selected>' in text
    assert 'name="quantity_targets/3/title" value=""' in text


async def test_a_way_of_scoring_is_chosen_and_changed(http: httpx.AsyncClient, client: Jixiao) -> None:
    report = await a_report_under(client, "sichuan-table-2021")
    asked = (await http.get(f"/reports/{report}/score")).text
    assert f'href="/reports/{report}/supplement#choices-balance_control"' in asked
    form = {"version": "1", "total_funds": "1000", "balance_prior": "30", "choices/balance_control": "rate"}
    await http.post(f"/reports/{report}/supplement", data=form)
    await client.reports.patch(report, 2, {"form": {"expenditure": {"total": {"year_end_balance": "40"}}}})
    points = {one.id: one for one in (await client.reports.scorecard(report)).indicators}
    assert points["balance_control"].computed_points == Decimal(8)
    await http.post(f"/reports/{report}/supplement", data={**form, "version": "3", "choices/balance_control": "change"})
    points = {one.id: one for one in (await client.reports.scorecard(report)).indicators}
    assert points["balance_control"].computed_points == Decimal(2)
    assert "按所选的“结余变动率”计" in points["balance_control"].sentence


async def test_a_list_that_was_emptied_is_missing_again(http: httpx.AsyncClient, client: Jixiao) -> None:
    report = await a_report_under(client, "national-form-2021")
    form = {"version": "1", "quantity_targets/0/title": "办件", "quantity_targets/x/title": "怪"}
    await http.post(f"/reports/{report}/supplement", data=form)
    assert (await client.reports.get(report)).version == 2
    await http.post(f"/reports/{report}/supplement", data={"version": "2", "quantity_targets/0/title": ""})
    card = await client.reports.scorecard(report)
    assert next(one for one in card.indicators if one.id == "quantity").missing == ["quantity_targets"]
