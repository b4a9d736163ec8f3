"""Own indicators in pages: added by the department, approved by finance, scored then."""

import json

import httpx
import pytest

from app.client import Jixiao, NotFound
from app.contract.report import NewReport, OwnDecision
from app.contract.scoring import Scheme
from app.main import Application
from tests.domain.test_own_indicators import SCHEME
from tests.support.browsing import browsing
from tests.support.builders import a_department

pytestmark = pytest.mark.anyio
ROW = {"title": "培训人次", "points": "10", "target": "100", "actual": "90", "better": "higher"}


async def a_report(client: Jixiao) -> int:
    scheme = Scheme.model_validate(json.loads(SCHEME.canonical))
    await client.schemes.publish(scheme)
    department = await a_department(client)
    new = {"department": department.id, "fiscal_year": 2021, "scheme": {"id": "trial", "version": 1}}
    return (await client.reports.create(NewReport.model_validate(new))).id


async def test_an_own_indicator_is_added_approved_scored_and_voided_by_a_change(
    http: httpx.AsyncClient, client: Jixiao, application: Application, another: str
) -> None:
    report = await a_report(client)
    row = {f"own/0/{name}": text for name, text in ROW.items()}
    await http.post(f"/reports/{report}/supplement", data={"version": "1", "action": "save", **row, "own/0/id": ""})
    page = (await http.get(f"/reports/{report}/own")).text
    assert "培训人次" in page
    assert "待审定" in page
    assert "还没有经财政部门审定" in (await http.get(f"/reports/{report}/score")).text
    choice = {"version": "2", "evidence": "own", "ids": ["own_1"], "do": "approve"}
    assert "不能再担任" in (await http.post(f"/reports/{report}/own", data=choice)).text  # who filled it in
    async with browsing(application, another) as finance:
        decided = await finance.post(f"/reports/{report}/own", data=choice)
    assert decided.status_code == 303
    assert "完成 90 ÷ 目标 100 × 10 分，得 9 分" in (await http.get(f"/reports/{report}/score")).text
    changed = row | {"own/0/points": "12", "own/0/id": "own_1", "version": "3", "action": "save"}
    await http.post(f"/reports/{report}/supplement", data=changed)
    assert "待审定" in (await http.get(f"/reports/{report}/own")).text


async def test_nothing_chosen_and_nothing_there_are_told(http: httpx.AsyncClient, client: Jixiao) -> None:
    report = await a_report(client)
    answer = await http.post(f"/reports/{report}/own", data={"version": "1", "evidence": "own", "do": "approve"})
    assert (answer.status_code, "请先选择" in answer.text) == (422, True)
    with pytest.raises(NotFound, match="没有这些个性化指标"):
        await client.reports.decide(report, 1, OwnDecision(evidence="own", ids=("own_9",), approved=True))
