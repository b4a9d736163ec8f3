"""Demo data: a form with the figures of a real one and invented people, and a few departments beside it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from app.client import Conflict, Jixiao
from app.contract.department import Department, NewDepartment
from app.contract.report import NewReport
from app.contract.round import NewRound
from app.contract.scoring import SchemeName
from app.documents.envelope import Envelope
from app.documents.text import read_bytes
from app.domain.rounds.moment import china_day

REGION: Final = "430602"
REPORT: Final = Path(__file__).parents[1] / "demo" / "report.txt"

NEIGHBOURS: Final[list[tuple[str, str, dict[str, Any]]]] = [
    ("999002", "岳阳楼区示范文化局", {"staff_in_post": "43", "established_posts": "40"}),
    ("999003", "岳阳楼区示范水务局", {"staff_in_post": "26", "established_posts": "26"}),
    ("999004", "岳阳楼区示范园林局", {"staff_in_post": "31", "established_posts": "32"}),
]
"""Budget code, name, and what differs in the profile."""

NOT_STARTED: Final = ("999005", "岳阳楼区示范档案馆")
"""A department that is asked for a report and has none."""

DAYS: Final = 30
"""From the day of the demo to the deadline of its round."""

SUPPLEMENT: Final[dict[str, Any]] = {
    "three_public_prior": "4.20",
    "three_public_budget": "4.00",
    "priority_project_budget": "279.00",
    "project_budget": "346.46",
    "initial_budget": "720.00",
    "budget_adjustment": "55.66",
    "late_earmarked_funds": "1",
    "procurement_actual": "58.30",
    "procurement_budget": "60.00",
    "official_card_usage": "47.50",
    "satisfaction_rate": "96.2",
}


async def load_demo(jixiao: Jixiao) -> str:
    """Put the demo reports into a server; what is there already is left alone. Returns where to look."""
    envelope = read_bytes(REPORT.read_bytes(), REPORT.name)
    cover = envelope.form.cover
    first = await _report(jixiao, envelope, cover.budget_code, cover.department_name)
    for code, name, profile in NEIGHBOURS:
        await _report(jixiao, _neighbour(envelope, code, name, profile), code, name)
    await _round(jixiao, first)
    return f"演示报告：/reports/{first}（{cover.department_name} {cover.fiscal_year} 年度）"


def _neighbour(envelope: Envelope, code: str, name: str, profile: dict[str, Any]) -> Envelope:
    data = envelope.model_dump(mode="json")
    data["form"]["cover"] |= {"budget_code": code, "department_name": name}
    data["form"]["profile"] |= profile
    data["supplement"] |= SUPPLEMENT
    data["doubts"] = []
    return Envelope.model_validate(data)


async def _report(jixiao: Jixiao, envelope: Envelope, code: str, name: str) -> int:
    department = await _department(jixiao, code, name)
    year = envelope.form.cover.fiscal_year
    assert year is not None  # noqa: S101 - the demo form has one
    new = NewReport(department=department.id, fiscal_year=year, form=envelope.form, supplement=envelope.supplement)
    try:
        return (await jixiao.reports.create(new)).id
    except Conflict as conflict:
        there = conflict.problem.current or {}
        return int(there["id"])


async def _round(jixiao: Jixiao, report: int) -> None:
    """Ask the demo departments for the year of that report; a round of the year that is there is left alone."""
    there = await jixiao.reports.get(report)
    year, scheme = there.fiscal_year, SchemeName(id=there.scheme.id, version=there.scheme.version)
    if (await jixiao.rounds.list(fiscal_year=year, region=REGION)).items:
        return
    codes = [(there.department.budget_code, there.department.name), *((code, name) for code, name, _ in NEIGHBOURS)]
    asked = [(await _department(jixiao, code, name)).id for code, name in (*codes, NOT_STARTED)]
    new = NewRound(
        region=REGION,
        fiscal_year=year,
        title=f"{year} 年度部门整体支出绩效自评",
        scheme=scheme,
        deadline=china_day(datetime.now(UTC)) + timedelta(days=DAYS),
        departments=tuple(asked),
    )
    made = await jixiao.rounds.create(new)
    await jixiao.rounds.issue(made.id, made.version)


async def _department(jixiao: Jixiao, code: str, name: str) -> Department:
    found = await jixiao.departments.list(region=REGION, budget_code=code)
    if found.items:
        return found.items[0]
    return await jixiao.departments.create(NewDepartment(region=REGION, budget_code=code, name=name))
