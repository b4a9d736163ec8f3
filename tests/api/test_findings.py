"""Findings over the API: of stored reports, beside them, of anything that is sent, and before a report is handed in."""

from typing import Any, Final

import httpx
import pytest

from app.client import Invalid, Jixiao, NotFound
from app.contract.finding import Findings, FindingsRequest, Severity, Stage
from app.contract.form import Form
from app.contract.report import ReportView
from app.contract.scoring import Scheme, SchemeName
from app.contract.workflow import Move, ReportMove
from app.domain.checks.catalogue import CATALOGUE
from app.domain.checks.examples import SCHEME
from app.main import Application
from tests.support.browsing import browsing
from tests.support.builders import a_report
from tests.support.office import Office

pytestmark = pytest.mark.anyio
WRONG: Final = {"expenditure": {"rows": [{"total": "782.00", "basic": "480.00", "project": "300.00"}]}}
"""Its total is 2 万元 more than its parts."""
AT: Final = "/form/expenditure/rows/0/total"
NAMED: Final = SchemeName(id="yueyanglou-2021", version=1)


@pytest.fixture
async def desk(application: Application) -> Office:
    return await Office.opened(application)


async def a_wrong_report(client: Jixiao) -> ReportView:
    report = await a_report(client)
    return await client.reports.patch(report.id, report.version, {"form": WRONG})


async def test_a_contradiction_in_a_stored_report_is_told_in_full(client: Jixiao) -> None:
    report = await a_wrong_report(client)
    found = await client.reports.findings(report.id)
    (one,) = [one for one in found.findings if one.check == "A1"]
    assert (one.severity, one.pointer, one.fixes[0].value) == (Severity.ERROR, AT, "780.00")
    assert "相差 2.00 万元" in one.message
    assert (found.errors, found.warnings) == counted(found)


def counted(found: Findings) -> tuple[int, int]:
    errors = sum(one.severity is Severity.ERROR for one in found.findings)
    return errors, len(found.findings) - errors


async def test_a_report_is_examined_for_where_it_stands_unless_another_stage_is_asked_for(desk: Office) -> None:
    head = desk.as_("head")
    report = await desk.a_report()
    assert (await head.reports.findings(report.id)).stage is Stage.DRAFT
    assert (await head.reports.findings(report.id, stage=Stage.SUBMISSION)).stage is Stage.SUBMISSION
    for login, move in (("preparer", Move.SIGN_PREPARER), ("lead", Move.SIGN_PANEL), ("head", Move.SUBMIT)):
        report = await desk.do(login, report, move)
    assert (await head.reports.findings(report.id)).stage is Stage.SUBMISSION


async def test_findings_are_never_kept_by_a_cache_since_they_rest_on_more_than_the_report(
    application: Application, client: Jixiao, http: httpx.AsyncClient
) -> None:
    report = await a_wrong_report(client)
    alone = await http.get(f"/api/v1/reports/{report.id}/findings")
    assert (alone.headers["cache-control"], "etag" in alone.headers) == ("no-store", False)
    known = {"If-None-Match": f'"{report.version}-m", "{report.version}"'}
    assert (await http.get(f"/api/v1/reports/{report.id}", headers=known)).status_code == 304
    beside = await http.get(f"/api/v1/reports/{report.id}?include=findings", headers=known)
    assert (beside.status_code, beside.headers["cache-control"]) == (200, "no-store")


async def test_a_screen_is_one_call_with_the_findings_beside_the_report(client: Jixiao) -> None:
    report = await a_report(client)
    assert report.findings is None
    seen = await client.reports.patch(
        report.id, report.version, {"form": WRONG}, include=("scorecard", "findings"), validate_only=True
    )
    assert seen.findings is not None
    assert AT in {one.pointer for one in seen.findings.findings}
    assert seen.scorecard is not None
    kept = await client.reports.get(report.id, include=("findings",))
    assert kept.findings is not None
    assert AT not in {one.pointer for one in kept.findings.findings}


@pytest.mark.parametrize("scheme", [NAMED, Scheme.model_validate(SCHEME)], ids=["by name", "whole"])
async def test_any_report_is_examined_under_any_scheme(client: Jixiao, scheme: Scheme | SchemeName) -> None:
    wanted = FindingsRequest(scheme=scheme, form=Form.model_validate(WRONG), stage=Stage.DRAFT)
    found = await client.findings.examine(wanted)
    assert (found.stage, AT in {one.pointer for one in found.findings}) == (Stage.DRAFT, True)


async def test_what_cannot_be_examined_is_refused(client: Jixiao) -> None:
    with pytest.raises(NotFound):
        await client.findings.examine(FindingsRequest(scheme=SchemeName(id="nix", version=1)))
    unknown = Scheme.model_validate(SCHEME | {"checks": {"Z9": {"off": "不用"}}})
    with pytest.raises(Invalid, match="没有检查 Z9"):
        await client.findings.examine(FindingsRequest(scheme=unknown))


async def test_the_catalogue_says_of_every_check_what_a_page_needs(application: Application) -> None:
    async with Jixiao(app=application.api) as nobody:
        listed = await nobody.checks()
    assert [one.id for one in listed] == [one.id for one in CATALOGUE]
    first = listed[0]
    assert first.severity[Stage.SUBMISSION] is Severity.ERROR
    assert all((first.title, first.reason, first.source, first.passing, first.failing))


async def signed_but_for_the_head(desk: Office, form: dict[str, Any]) -> ReportView:
    report = await desk.a_report()
    report = await desk.as_("preparer").reports.patch(report.id, report.version, {"form": form})
    report = await desk.do("preparer", report, Move.SIGN_PREPARER)
    return await desk.do("lead", report, Move.SIGN_PANEL)


@pytest.mark.parametrize("validate_only", [False, True])
async def test_a_report_with_errors_cannot_be_handed_in_and_all_of_them_are_told_at_once(
    desk: Office, *, validate_only: bool
) -> None:
    unread = {"profile": {"staff_in_post": {"unread": "约18人"}}}
    report = await signed_but_for_the_head(desk, WRONG | unread)
    async with browsing(desk.application, "") as http:
        answer = await http.post(
            f"/api/v1/reports/{report.id}:move?validate_only={str(validate_only).lower()}",
            json={"move": "submit"},
            headers={"If-Match": f'"{report.version}"', "Authorization": f"Bearer {desk.bearers['head']}"},
        )
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "not_ready")
    told = {one["pointer"]: one["detail"] for one in problem["errors"]}
    assert set(told) >= {"/form/profile/staff_in_post", AT}
    assert "改为 780.00" in told[AT]
    errors = await desk.as_("head").reports.findings(report.id, stage=Stage.SUBMISSION)
    assert {one.pointer for one in errors.findings if one.severity is Severity.ERROR} <= set(told)


async def test_once_the_errors_are_put_right_the_report_is_handed_in(desk: Office) -> None:
    right = {"expenditure": {"rows": [WRONG["expenditure"]["rows"][0] | {"total": "780.00"}]}}
    report = await signed_but_for_the_head(desk, right)
    wanted = ReportMove(move=Move.SUBMIT)
    assert (await desk.as_("head").workflow.move(report.id, report.version, wanted)).state == "submitted"
