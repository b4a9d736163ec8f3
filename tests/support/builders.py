"""Readable defaults for tests: a scheme of one indicator, and departments and reports on a server."""

from decimal import Decimal
from typing import Any

from app.client import Jixiao
from app.contract.department import Department, NewDepartment
from app.contract.report import NewReport, ReportView
from app.domain.scoring.compiled import CompiledScheme, compile_scheme
from app.domain.scoring.evidence import Evidence
from app.domain.scoring.scheme import Scheme
from app.domain.scoring.scorecard import IndicatorScore
from app.domain.scoring.scorer import score

NUMBER: dict[str, Any] = {"title": "甲", "unit": "万元", "kind": "number", "by": "record"}


def a_scheme(
    rule: dict[str, Any], measure: dict[str, Any] | None = None, points: str = "5", **more: Any
) -> CompiledScheme:
    """A scheme with one indicator `x`, over evidence `a` and `b` (万元) unless told otherwise."""
    leaf: dict[str, Any] = {"id": "x", "title": "指标", "points": points, "rule": rule, "source": "第1行"}
    if rule["kind"] != "cases":
        leaf["measure"] = measure or {"value": "a"}
    data = {
        "id": "trial",
        "version": 1,
        "title": "试",
        "issuer": "试",
        "region": "430602",
        "fiscal_years": [2021],
        "total_points": points,
        "ratings": [{"name": "优秀", "at_least": "4"}, {"name": "差", "at_least": "0"}],
        "rounding": {"points": "0.01", "rates": "0.01", "mode": "half_up"},
        "evidence": {"a": NUMBER, "b": {**NUMBER, "title": "乙"}},
        "items": [leaf],
    } | more
    return compile_scheme(Scheme.model_validate(data))


def scored(scheme: CompiledScheme, **evidence: Any) -> IndicatorScore:
    """The score of the first indicator."""
    return score(scheme, Evidence.model_validate(evidence)).indicators[0]


def points(scheme: CompiledScheme, **evidence: Any) -> Decimal | None:
    """The points of the first indicator."""
    return scored(scheme, **evidence).computed_points


async def a_department(client: Jixiao, code: str = "999001") -> Department:
    """A registered department."""
    return await client.departments.create(NewDepartment(region="430602", budget_code=code, name="示范局"))


async def a_report(client: Jixiao, code: str = "999001", **profile: Any) -> ReportView:
    """A started report of 2021."""
    department = await a_department(client, code)
    new = NewReport.model_validate({"department": department.id, "fiscal_year": 2021, "form": {"profile": profile}})
    return await client.reports.create(new)
