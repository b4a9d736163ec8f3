"""The department's own indicators, as the finance bureau approves them."""

from decimal import Decimal
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from app.client import ApiError, Jixiao
from app.contract.report import OwnDecision, ReportView
from app.web.forms.posted import refusal
from app.web.templating import page

SEE_OTHER: Final = 303


def add_own_indicator_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/reports/{report_id}/own")
    async def own(report_id: int) -> HTMLResponse:
        return _page(await client.reports.get(report_id, include=("scheme",)))

    @web.post("/reports/{report_id}/own")
    async def decide(report_id: int, request: Request) -> Response:
        form = await request.form()
        version = str(form.get("version", ""))
        given = {"evidence": form.get("evidence"), "ids": form.getlist("ids"), "approved": form.get("do") == "approve"}
        try:
            decision = OwnDecision.model_validate(given)
            await client.reports.decide(report_id, int(version) if version.isdecimal() else 0, decision)
        except ValidationError:
            return _page(await client.reports.get(report_id, include=("scheme",)), "请先选择要审定的指标")
        except ApiError as error:
            return _page(await client.reports.get(report_id, include=("scheme",)), refusal(error))
        return RedirectResponse(f"/reports/{report_id}/own", SEE_OTHER)


def _page(report: ReportView, error: str = "") -> HTMLResponse:
    answers: dict[str, Any] = report.supplement.model_dump(mode="json")
    scheme = report.scoring_scheme
    groups = [
        {"id": name, "title": spec.title, "rows": answers[name], "total": _total(answers[name])}
        for name, spec in (scheme.evidence.items() if scheme else ())
        if spec.kind == "own" and answers.get(name)
    ]
    return page("own_indicators", status=422 if error else 200, report=report, groups=groups, error=error)


def _total(rows: list[dict[str, Any]]) -> Decimal:
    return sum((Decimal(row["points"]) for row in rows if isinstance(row.get("points"), str)), start=Decimal(0))
