"""Waivers over the API: asked for by the department, decided by finance, bound to the very finding, and at an end."""

from datetime import date, timedelta
from typing import Any, Final

import pytest

from app.client import Conflict, Forbidden, Invalid, Jixiao, NotFound, Stale
from app.contract.finding import Findings, Severity, Stage
from app.contract.report import ReportView
from app.contract.waiver import NewWaiver, WaiverDecision, WaiverState
from app.contract.workflow import Move, ReviewEdit, Task
from app.domain.rounds.moment import china_day
from app.main import Application
from tests.support.clock import HandClock
from tests.support.findings import AT, RIGHT, WRONG, key_of
from tests.support.office import Office

pytestmark = pytest.mark.anyio
KEY: Final = key_of("A1", WRONG)
NEW: Final = NewWaiver(key=KEY, reason="年末有一笔在途支出")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def desk(application: Application) -> Office:
    return await Office.opened(application)


async def wrong(desk: Office, **more: Any) -> ReportView:
    """A report with one error."""
    report = await desk.a_report()
    return await desk.as_("preparer").reports.patch(report.id, report.version, {"form": WRONG | more})


async def asked(desk: Office, report: ReportView) -> ReportView:
    return await desk.as_("preparer").waivers.ask(report.id, report.version, NEW)


async def granted(desk: Office, report: ReportView, until: date) -> ReportView:
    decision = WaiverDecision(until=until, note="情况属实")
    return await desk.as_("office").waivers.decide(report.id, report.version, "w1", decision)


async def findings(desk: Office, report: ReportView, who: str = "preparer") -> Findings:
    return await desk.as_(who).reports.findings(report.id, stage=Stage.SUBMISSION)


async def test_what_is_asked_stands_with_the_finding_its_reason_and_who_asked(desk: Office) -> None:
    report = await wrong(desk)
    after = await asked(desk, report)
    (waiver,) = after.workflow.waivers
    assert (after.version, waiver.id, waiver.check, waiver.pointer) == (report.version + 1, "w1", "A1", AT)
    assert (waiver.reason, waiver.asked_by, waiver.state) == (NEW.reason, "填报人preparer", WaiverState.ASKED)
    assert "相差 2.00 万元" in waiver.finding
    assert not any(one.waiver for one in (await findings(desk, after)).findings), "asking covers nothing"


async def test_a_granted_waiver_is_told_with_its_finding_counts_apart_and_ends(desk: Office, clock: HandClock) -> None:
    today = china_day(clock())
    before = await findings(desk, await wrong(desk))
    report = await granted(desk, await asked(desk, await desk.as_("preparer").reports.get(1)), today)
    (waiver,) = report.workflow.waivers
    assert (waiver.state, waiver.decision and waiver.decision.by) == (WaiverState.GRANTED, "财政绩效科office")
    for who in ("preparer", "head", "reviewer", "office"):
        during = await findings(desk, report, who)
        assert {one.key: one.waiver for one in during.findings if one.waiver} == {KEY: "w1"}
        assert (during.errors, during.warnings, during.waived) == (before.errors - 1, before.warnings, 1)
    beside = (await desk.as_("head").reports.get(report.id, include=("findings",), stage=Stage.SUBMISSION)).findings
    assert beside == during
    clock.forward(days=1)
    await desk.sign_in("preparer")
    ended = await findings(desk, report)
    assert (ended.errors, ended.waived) == (before.errors, 0)


async def signed_but_for_the_head(desk: Office, report: ReportView) -> ReportView:
    report = await desk.do("preparer", report, Move.SIGN_PREPARER)
    return await desk.do("lead", report, Move.SIGN_PANEL)


async def test_a_waived_error_does_not_keep_the_report_back_until_the_waiver_has_ended(
    desk: Office, clock: HandClock
) -> None:
    report = await signed_but_for_the_head(desk, await asked(desk, await wrong(desk)))
    with pytest.raises(Invalid, match="1 处要改正"):
        await desk.do("head", report, Move.SUBMIT)
    report = await granted(desk, report, china_day(clock()) + timedelta(days=3))
    clock.forward(days=4)
    await desk.sign_in("head")
    with pytest.raises(Invalid, match="1 处要改正"):
        await desk.do("head", report, Move.SUBMIT)
    clock.forward(days=-1)
    await desk.sign_in("head")
    assert (await desk.do("head", report, Move.SUBMIT)).state == "submitted"


async def test_other_figures_are_another_finding_which_no_waiver_covers(desk: Office, clock: HandClock) -> None:
    report = await granted(desk, await asked(desk, await wrong(desk)), china_day(clock()))
    other = {"expenditure": {"rows": [WRONG["expenditure"]["rows"][0] | {"total": "783.00"}]}}
    report = await desk.as_("preparer").reports.patch(report.id, report.version, {"form": other})
    found = await findings(desk, report)
    assert ([one.waiver for one in found.findings if one.pointer == AT], found.waived) == ([""], 0)
    assert [one.id for one in report.workflow.waivers] == ["w1"], "what was granted stays on record"


async def test_a_finding_that_is_there_no_more_or_only_warns_cannot_be_waived(desk: Office) -> None:
    preparer, report = desk.as_("preparer"), await wrong(desk)
    warning = next(one for one in (await findings(desk, report)).findings if one.severity is Severity.WARNING)
    with pytest.raises(Conflict, match="不妨碍送审"):
        await preparer.waivers.ask(report.id, report.version, NEW.model_copy(update={"key": warning.key}))
    report = await preparer.reports.patch(report.id, report.version, {"form": RIGHT})
    with pytest.raises(Conflict, match="请刷新核对结果") as refused:
        await preparer.waivers.ask(report.id, report.version, NEW)
    assert refused.value.problem.code == "no_such_finding"


async def test_each_side_does_its_own_part_on_the_version_that_it_has_seen(desk: Office, clock: HandClock) -> None:
    report, refusal = await wrong(desk), WaiverDecision(note="请先改正")
    for who in ("head", "lead", "reviewer", "office"):
        with pytest.raises(Forbidden):
            await desk.as_(who).waivers.ask(report.id, report.version, NEW)
    with pytest.raises(Stale):
        await desk.as_("preparer").waivers.ask(report.id, report.version - 1, NEW)
    report = await asked(desk, report)
    for who in ("preparer", "head", "reviewer"):
        with pytest.raises(Forbidden):
            await desk.as_(who).waivers.decide(report.id, report.version, "w1", refusal)
    office = desk.as_("office")
    with pytest.raises(Stale):
        await office.waivers.decide(report.id, report.version - 1, "w1", refusal)
    with pytest.raises(NotFound, match="没有豁免申请 w7"):
        await office.waivers.decide(report.id, report.version, "w7", refusal)
    with pytest.raises(Invalid, match="不能早于今天") as early:
        await granted(desk, report, china_day(clock()) - timedelta(days=1))
    assert [one.pointer for one in early.value.errors] == ["/until"]
    assert (await office.waivers.decide(report.id, report.version, "w1", refusal)).workflow.waivers[0].decision


@pytest.mark.parametrize(
    ("path", "body", "place"),
    [
        ("waivers", {"key": "x", "reason": "理由"}, "/key"),
        ("waivers", {"key": KEY, "reason": " "}, "/reason"),
        ("waivers/w1:decide", {"until": "明天", "note": "同意"}, "/until"),
        ("waivers/w1:decide", {"until": "2099-12-31", "note": ""}, "/note"),
    ],
)
async def test_what_is_wrong_in_a_request_is_told_at_its_place(http: Any, path: str, body: Any, place: str) -> None:
    answer = await http.post(f"/api/v1/reports/1/{path}", json=body, headers={"If-Match": '"1"'})
    assert (answer.status_code, [one["pointer"] for one in answer.json()["errors"]]) == (422, [place])


async def test_names_on_the_form_are_masked_in_waivers_from_the_beginning(desk: Office) -> None:
    profile = {"contact": "欧阳无忌", "phone": "13900001234"}
    report, preparer = await wrong(desk, profile=profile), desk.as_("preparer")
    new = NewWaiver(key=KEY, reason="欧阳无忌（13900001234）核对过")
    report = await preparer.waivers.ask(report.id, report.version, new)
    decision = WaiverDecision(note="已与欧阳无忌核对")
    report = await desk.as_("office").waivers.decide(report.id, report.version, "w1", decision)
    somebody = {"form": {"profile": {"contact": "另一人", "phone": None}}}
    report = await preparer.reports.patch(report.id, report.version, somebody)
    told = report.model_dump_json() + (await desk.as_("reviewer").reports.get(report.id)).model_dump_json()
    assert "欧＊＊＊（139****1234）核对过" in told
    assert not [one for one in ("欧阳无忌", "13900001234") if one in told]


async def test_names_that_come_onto_the_form_later_are_masked_outside_the_department(desk: Office) -> None:
    report, preparer = await wrong(desk), desk.as_("preparer")
    report = await preparer.waivers.ask(report.id, report.version, NewWaiver(key=KEY, reason="欧阳无忌核对过"))
    report = await preparer.reports.patch(report.id, report.version, {"form": {"profile": {"contact": "欧阳无忌"}}})
    assert report.workflow.waivers[0].reason == "欧阳无忌核对过"
    outside = await desk.as_("reviewer").reports.get(report.id)
    assert outside.workflow.waivers[0].reason == "欧＊＊＊核对过"


async def waiting(client: Jixiao) -> Task | None:
    return next((one for one in (await client.workflow.tasks()).tasks if one.kind == "waivers"), None)


async def test_reports_with_waivers_to_decide_wait_for_the_performance_office(desk: Office, clock: HandClock) -> None:
    office, report = desk.as_("office"), await wrong(desk)
    assert await waiting(office) is None
    report = await asked(desk, report)
    found = await waiting(office)
    assert found is not None
    assert (found.count, [one.id for one in found.reports]) == (1, [report.id])
    assert [one.id for one in (await office.reports.list(waiver="asked")).items] == [report.id]
    assert await waiting(desk.as_("preparer")) is None
    report = await granted(desk, report, china_day(clock()))
    assert await waiting(office) is None
    assert (await office.reports.list(waiver="asked")).items == ()


async def test_a_waiver_that_nobody_decided_waits_no_more_once_the_report_has_passed(desk: Office) -> None:
    report = await asked(desk, await wrong(desk))
    report = await desk.as_("preparer").reports.patch(report.id, report.version, {"form": RIGHT})
    report = await signed_but_for_the_head(desk, report)
    report = await desk.do("head", report, Move.SUBMIT)
    assert await waiting(desk.as_("office")) is not None
    report = await desk.do("reviewer", report, Move.START_REVIEW)
    await desk.as_("reviewer").workflow.review(report.id, report.version, ReviewEdit(opinion="同意"))
    report = await desk.do("reviewer", await desk.as_("reviewer").reports.get(report.id), Move.PASS)
    assert await waiting(desk.as_("office")) is None
