"""Findings: of a stored report, and of any report under any scheme; and the catalogue of checks."""

from collections.abc import Collection
from dataclasses import asdict
from typing import Annotated, Final

from fastapi import Body, FastAPI, Request
from fastapi.responses import Response

from app.api.description import described, problems
from app.api.examples import EXAMINE
from app.api.guard import Anyone, actor_of, needs
from app.api.headers import json_response
from app.api.query import Id, query_of
from app.api.services import Services
from app.contract.finding import CheckEntry, Checks, Finding, Findings, FindingsRequest, Stage
from app.contract.query import FindingsOptions
from app.contract.scoring import SchemeName
from app.domain.checks.catalogue import CATALOGUE
from app.domain.checks.check import Check
from app.domain.checks.examine import counts_of, examine
from app.domain.checks.examples import places_of
from app.domain.checks.settings import compile_new
from app.domain.people.right import Right
from app.services.report_document import read_document

NO_STORE: Final = {"Cache-Control": "no-store"}
"""Findings rest on other reports, rounds and registers too, which change without the report's version."""


def add_finding_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""

    @api.get(
        "/api/v1/reports/{report_id}/findings",
        response_model=Findings,
        responses=problems(404, 422),
        tags=["findings"],
        summary="报告的检查结果",
        openapi_extra=described(FindingsOptions),
    )
    @needs(Right.REPORT_READ)
    async def get_findings(report_id: Id, request: Request) -> Response:
        """What disagrees in the report, for `stage` or else for where the report stands. Never cached.

        Names and phones are masked outside the department; texts of other departments are cited to the finance side.
        """
        options, who = query_of(FindingsOptions, request), actor_of(request)
        stored = (await services.reading.get(report_id, who)).stored
        report = read_document(stored.document).report()
        found = await services.examining.examined(report, stored.location, who, options.stage)
        return json_response(findings_body(found.stage, found.findings), headers=NO_STORE)

    @api.post(
        "/api/v1/findings",
        response_model=Findings,
        responses=problems(404, 422),
        tags=["findings"],
        summary="按任一方案检查任一份报告，不保存",
    )
    @needs(Anyone.OPEN)
    async def create_findings(wanted: Annotated[FindingsRequest, Body(examples=[EXAMINE])]) -> Response:
        """Examine any report under any scheme, given whole or by name. Nothing is stored, and nothing else is known."""
        if isinstance(wanted.scheme, SchemeName):
            compiled = await services.schemes.compiled(wanted.scheme.id, wanted.scheme.version)
        else:
            compiled = compile_new(wanted.scheme)
        found = examine(compiled, wanted.form, wanted.supplement, stage=wanted.stage)
        return json_response(findings_body(wanted.stage, found))

    @api.get("/api/v1/checks", tags=["findings"], summary="检查目录")
    @needs(Anyone.OPEN)
    async def list_checks() -> Checks:
        """Every check: what it looks for, why, where that stands, how grave it is, and what a scheme may set."""
        return Checks(checks=tuple(map(_entry, CATALOGUE)))


def findings_body(stage: Stage, findings: Collection[Finding]) -> bytes:
    """Findings as they are answered."""
    told = Findings(stage=stage, findings=tuple(findings), **asdict(counts_of(findings)))
    return told.model_dump_json().encode()


def _entry(check: Check) -> CheckEntry:
    return CheckEntry.model_validate(
        {
            **{name: getattr(check, name) for name in ("id", "title", "reason", "source", "severity", "follows")},
            "parameters": {name: asdict(one) for name, one in check.parameters.items()},
            "passing": check.passing.text,
            "failing": check.failing.text,
            "places": places_of(check.id),
        }
    )
