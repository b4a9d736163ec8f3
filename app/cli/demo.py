"""Demo data: a form with the figures of a real one and invented people, and a few departments beside it."""

from pathlib import Path
from typing import Any, Final

from app.client import Conflict, Jixiao
from app.contract.department import Department, NewDepartment
from app.contract.report import NewReport
from app.documents.envelope import Envelope
from app.documents.text import read_bytes

REGION: Final = "430602"
REPORT: Final = Path(__file__).parents[1] / "demo" / "report.txt"

NEIGHBOURS: Final[list[tuple[str, str, dict[str, Any]]]] = [
    ("999002", "岳阳楼区示范文化局", {"staff_in_post": "43", "established_posts": "40"}),
    ("999003", "岳阳楼区示范水务局", {"staff_in_post": "26", "established_posts": "26"}),
    ("999004", "岳阳楼区示范园林局", {"staff_in_post": "31", "established_posts": "32"}),
]
"""Budget code, name, and what differs in the profile."""

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


async def _department(jixiao: Jixiao, code: str, name: str) -> Department:
    found = await jixiao.departments.list(region=REGION, budget_code=code)
    if found.items:
        return found.items[0]
    return await jixiao.departments.create(NewDepartment(region=REGION, budget_code=code, name=name))
