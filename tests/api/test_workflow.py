"""A report's way over the interface, by the right people on one version after the other."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest

from app.client import Conflict, Forbidden, Invalid, Jixiao, NotFound, Stale
from app.contract.report import NewReport, ReportView
from app.contract.workflow import (
    Confirmation,
    Move,
    MoveOfOne,
    Moves,
    Objection,
    ReasonAnswers,
    ReportMove,
    ReviewEdit,
    Slot,
    UnitRows,
)
from app.main import Application
from app.services.ports import EventQuery
from tests.support.builders import a_scheme
from tests.support.files import PDF
from tests.support.office import Office

pytestmark = pytest.mark.anyio
NARRATIVE: dict[str, Any] = {"form": {"narrative": {"title": "改过的综述"}}}


@pytest.fixture
async def office(application: Application) -> Office:
    return await Office.opened(application)


def standing(report: ReportView) -> set[str]:
    return {one.slot for one in report.workflow.signatures if one.void is None}


async def events(office: Office, kind: str) -> int:
    return len(await office.application.services.database.reading.events.page(EventQuery(("",), kind, limit=200)))


async def test_a_report_goes_its_whole_way_with_a_return_in_between(office: Office) -> None:
    report = await office.submitted()
    report = await office.do("reviewer", report, Move.START_REVIEW)
    why = Objection(text="人数与编制批复不一致", pointer="/form/profile/staff_in_post")
    report = await office.do("reviewer", report, Move.RETURN, "", why)
    preparer = office.as_("preparer")
    report = await preparer.reports.patch(report.id, report.version, {"form": {"profile": {"staff_in_post": "18"}}})
    report = await preparer.workflow.answer(report.id, report.version, ReasonAnswers(answers={"r1": "已按批复改正"}))
    for login, move in (("preparer", Move.SIGN_PREPARER), ("lead", Move.SIGN_PANEL), ("head", Move.SUBMIT)):
        report = await office.do(login, report, move)
    report = await office.do("reviewer", report, Move.START_REVIEW)
    changes = (await office.as_("reviewer").workflow.changes_since_return(report.id)).changes
    assert [(one.pointer, one.new) for one in changes] == [("/form/profile/staff_in_post", "18")]
    report = await office.do("reviewer", report, Move.PASS)
    report = await office.do("office", report, Move.PUBLISH)
    assert (report.state, standing(report)) == ("published", {slot.value for slot in Slot})


async def test_a_review_goes_with_the_pass_or_not_at_all(office: Office) -> None:
    report = await office.do("reviewer", await office.submitted(), Move.START_REVIEW)
    reviewer, most = office.as_("reviewer").workflow, Decimal(5)
    wrong = ReviewEdit(confirmed={"staffing_control_rate": Confirmation(points=most + 4)}, opinion="情况属实")
    with pytest.raises(Invalid, match="审定得分应在 0 至 5 之间"):
        await reviewer.move(report.id, report.version, ReportMove(move=Move.PASS, review=wrong))
    stored = await office.as_("reviewer").reports.get(report.id)
    assert (stored.version, stored.workflow.opinion) == (report.version, "")
    right = ReviewEdit(
        confirmed={"staffing_control_rate": Confirmation(points=most - 1, reason="按批复")}, opinion="情况属实"
    )
    passed = await reviewer.move(report.id, report.version, ReportMove(move=Move.PASS, review=right))
    assert (passed.state, passed.version, passed.workflow.opinion) == ("passed", report.version + 1, "情况属实")
    assert passed.workflow.confirmed["staffing_control_rate"].points == most - 1
    signature = passed.workflow.signature(Slot.FINANCE_SECTION)
    assert signature is not None
    assert signature.void is None


async def test_changes_since_a_return_are_told_beside_the_reason_that_they_are_about(office: Office) -> None:
    report = await office.do("reviewer", await office.submitted(), Move.START_REVIEW)
    reasons = (
        Objection(text="与批复不一致", indicator="staffing_control_rate"),
        Objection(text="职责写得太长", pointer="/form/profile/duties"),
    )
    report = await office.do("reviewer", report, Move.RETURN, "", *reasons)
    patch = {"form": {"profile": {"staff_in_post": "18", "contact": "某人"}}}
    report = await office.as_("preparer").reports.patch(report.id, report.version, patch)
    found = await office.as_("reviewer").workflow.changes_since_return(report.id)
    assert [one.pointer for one in found.changes] == ["/form/profile/contact", "/form/profile/staff_in_post"]
    staff, duties = found.reasons
    assert (staff.reason, staff.pointers) == ("r1", ("/form/profile/staff_in_post",))
    assert (duties.pointers, duties.unchanged) == ((), ("/form/profile/duties",))


async def test_an_edit_of_the_narrative_voids_the_panels_signature_and_leaves_the_finance_tables(
    office: Office,
) -> None:
    report = await office.a_report()
    for login, move in (("preparer", Move.SIGN_PREPARER), ("lead", Move.SIGN_PANEL)):
        report = await office.do(login, report, move)
    report = await office.as_("preparer").reports.patch(report.id, report.version, NARRATIVE)
    assert (report.state, standing(report)) == ("drafting", {Slot.PREPARER.value})
    void = next(one.void for one in report.workflow.signatures if one.slot == Slot.PANEL_LEAD)
    assert void is not None
    assert "“评价报告综述（文字部分）”1 处" in void.why


async def test_under_review_the_department_is_told_who_reviews_since_when(office: Office) -> None:
    report = await office.do("reviewer", await office.submitted(), Move.START_REVIEW)
    with pytest.raises(Conflict, match=r"reviewer 自 20\d\d-.*在审核，不能修改"):
        await office.as_("preparer").reports.patch(report.id, report.version, NARRATIVE)


async def test_submitting_twice_at_once_makes_one_event(office: Office) -> None:
    report = await office.a_report()
    for login, move in (("preparer", Move.SIGN_PREPARER), ("lead", Move.SIGN_PANEL)):
        report = await office.do(login, report, move)
    tries = [office.do("head", report, Move.SUBMIT) for _ in range(8)]
    found = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, ReportView) for one in found) == 1
    assert all(isinstance(one, ReportView | Stale | Conflict) for one in found)
    assert await events(office, "report_moved") == 3


async def test_who_lacks_the_right_is_refused_and_who_may_not_know_finds_nothing(office: Office) -> None:
    report = await office.submitted()
    with pytest.raises(Forbidden, match="审核报告"):
        await office.do("head", report, Move.START_REVIEW)
    with pytest.raises(NotFound):
        await office.do("unit", report, Move.RECALL)


async def test_a_reason_must_name_what_is_there_and_all_are_answered_before_submitting_again(office: Office) -> None:
    report = await office.do("reviewer", await office.submitted(), Move.START_REVIEW)
    with pytest.raises(Invalid, match="没有指标 nothing"):
        await office.do("reviewer", report, Move.RETURN, "", Objection(text="请核对", indicator="nothing"))
    with pytest.raises(Invalid, match="退回的原因"):
        await office.do("reviewer", report, Move.RETURN)
    two = (Objection(text="一"), Objection(text="二", indicator="staffing_control_rate"))
    report = await office.do("reviewer", report, Move.RETURN, "", *two)
    answer = ReasonAnswers(answers={"r2": "已补充"})
    report = await office.as_("preparer").workflow.answer(report.id, report.version, answer)
    with pytest.raises(Conflict, match="还有 1 条退回原因没有答复：r1“一”"):
        await office.do("head", report, Move.SUBMIT)


async def test_answers_and_reviews_are_tried_without_being_written(office: Office) -> None:
    report = await office.do("reviewer", await office.submitted(), Move.START_REVIEW)
    edit = ReviewEdit(opinion="同意自评结果")
    tried = await office.as_("reviewer").workflow.review(report.id, report.version, edit, validate_only=True)
    assert tried.workflow.opinion == "同意自评结果"
    report = await office.do("reviewer", report, Move.RETURN, "", Objection(text="一"))
    answer = ReasonAnswers(answers={"r1": "已补充"})
    await office.as_("preparer").workflow.answer(report.id, report.version, answer, validate_only=True)
    stored = await office.as_("preparer").reports.get(report.id)
    assert (stored.version, stored.workflow.opinion) == (report.version, "")
    assert stored.workflow.returned
    assert stored.workflow.returned.unanswered


async def test_what_nobody_can_read_is_kept_in_the_draft_and_named_at_submission(office: Office) -> None:
    report = await office.a_report()
    patch = {"form": {"profile": {"staff_in_post": {"unread": "约十八"}}}}
    report = await office.as_("preparer").reports.patch(report.id, report.version, patch)
    for login, move in (("preparer", Move.SIGN_PREPARER), ("lead", Move.SIGN_PANEL)):
        report = await office.do(login, report, move)
    with pytest.raises(Invalid) as refused:
        await office.do("head", report, Move.SUBMIT)
    assert [one.pointer for one in refused.value.errors] == ["/form/profile/staff_in_post"]


async def test_confirmed_points_keep_to_the_range_want_a_reason_and_are_kept_from_the_department(
    office: Office,
) -> None:
    report = await office.do("reviewer", await office.submitted(), Move.START_REVIEW)
    name = "staffing_control_rate"

    async def review(points: str | None, reason: str = "", opinion: str | None = None) -> ReportView:
        given = Confirmation(points=None if points is None else Decimal(points), reason=reason)
        edit = ReviewEdit(confirmed={name: given}, opinion=opinion)
        return await office.as_("reviewer").workflow.review(report.id, report.version, edit, include=("scorecard",))

    with pytest.raises(Invalid, match="0 至 5 之间"):
        await review("5.5", "多")
    with pytest.raises(Invalid, match="请写明理由"):
        await review("2")
    report = await review("2", "按批复核定", "情况属实")
    assert report.scorecard is not None
    assert report.scorecard.confirmed is not None
    assert report.scorecard.confirmed.points == Decimal(2)
    seen = (await office.as_("head").reports.get(report.id)).workflow
    assert (seen.confirmed, seen.opinion) == ({}, "")
    report = await office.do("reviewer", report, Move.PASS)
    seen = (await office.as_("head").reports.get(report.id)).workflow
    assert (seen.confirmed[name].points, seen.opinion) == (Decimal(2), "情况属实")


async def test_moves_of_many_are_made_or_refused_one_by_one(office: Office) -> None:
    report = await office.do("reviewer", await office.submitted(), Move.START_REVIEW)
    report = await office.do("reviewer", report, Move.PASS)
    items = (
        MoveOfOne(report=report.id, version=report.version, move=Move.PUBLISH),
        MoveOfOne(report=report.id, version=report.version, move=Move.PUBLISH),
        MoveOfOne(report=9999, version=1, move=Move.PUBLISH),
    )
    outcomes = (await office.as_("office").workflow.move_all(Moves(items=items))).items
    assert [(one.status, one.code) for one in outcomes] == [(200, ""), (412, "stale"), (404, "not_found")]
    assert outcomes[0].state == "published"


async def test_tasks_follow_the_report_from_one_person_to_the_next(office: Office) -> None:
    async def waits() -> dict[str, str]:
        found: dict[str, str] = {}
        for login in ("preparer", "lead", "head", "reviewer", "office"):
            found.update([(login, one.kind) for one in (await office.as_(login).workflow.tasks()).tasks])
        return found

    report = await office.a_report()
    for login, kind, move in (
        ("preparer", "fill", Move.SIGN_PREPARER),
        ("lead", "sign_panel", Move.SIGN_PANEL),
        ("head", "submit", Move.SUBMIT),
        ("reviewer", "review", Move.START_REVIEW),
        ("reviewer", "reviewing", Move.PASS),
        ("office", "publish", Move.PUBLISH),
    ):
        assert await waits() == {login: kind}
        report = await office.do(login, report, move)
    assert await waits() == {}


async def test_a_unit_fills_in_its_own_rows_and_sees_nothing_else(office: Office) -> None:
    report = await office.a_report()
    preparer, unit = office.as_("preparer"), office.as_("unit")
    rows = {"revenue": {"rows": [{"institution": "示范局", "total": "100"}]}}
    report = await preparer.reports.patch(report.id, report.version, {"form": rows})
    assert [one.report for one in (await unit.workflow.tasks()).units] == [report.id]
    with pytest.raises(NotFound):
        await unit.reports.get(report.id)
    part = await unit.workflow.unit_part(report.id, office.unit)
    given = UnitRows.model_validate({"revenue": {"institution": "别的名字", "total": "28.50"}})
    part = await unit.workflow.put_unit_part(report.id, office.unit, part.version, given)
    assert part.revenue is not None
    seen = (await preparer.reports.get(report.id)).form.revenue.rows
    assert [(one.institution, one.total) for one in seen] == [("示范局", "100"), ("示范中心", "28.50")]
    with pytest.raises(NotFound):
        await unit.workflow.unit_part(report.id, office.department)


async def test_personal_data_is_masked_outside_the_department_and_shown_on_the_record(office: Office) -> None:
    report = await office.a_report()
    person = {"form": {"profile": {"contact": "欧阳无忌", "phone": "13900001234"}}}
    report = await office.as_("preparer").reports.patch(report.id, report.version, person)
    reviewer: Jixiao = office.as_("reviewer")
    seen = (await reviewer.reports.get(report.id)).form.profile
    assert (seen.contact, seen.phone) == ("欧＊＊＊", "139****1234")
    assert await events(office, "personal_data_read") == 0
    seen = (await reviewer.reports.get(report.id, include=("personal",))).form.profile
    assert seen.contact == "欧阳无忌"
    assert await events(office, "personal_data_read") == 1
    told = [change for one in (await reviewer.reports.revisions(report.id)).items for change in one.changes]
    assert "13900001234" not in repr(told)


async def test_a_reviewer_who_is_away_does_not_hold_a_report_for_ever(office: Office) -> None:
    report = await office.do("reviewer", await office.submitted(), Move.START_REVIEW)
    with pytest.raises(Invalid, match="收回审核的原因"):
        await office.do("office", report, Move.TAKE_BACK)
    report = await office.do("office", report, Move.TAKE_BACK, "审核人出差")
    assert (report.state, report.workflow.review) == ("submitted", None)


async def test_a_system_fills_in_but_never_signs(office: Office, client: Jixiao) -> None:
    report = await office.a_report()
    report = await client.reports.patch(report.id, report.version, NARRATIVE)
    with pytest.raises(Forbidden, match="不能代替"):
        await client.workflow.move(report.id, report.version, ReportMove(move=Move.SIGN_PREPARER))


JUDGED = {"kind": "judged", "min": "0", "step": "0.5", "by": "filer", "reason": "no", "attachment": True}


async def test_a_report_is_submitted_with_the_attachments_that_its_rules_ask_for(office: Office) -> None:
    scheme = a_scheme(JUDGED, evidence={"a": {"title": "给分", "kind": "points", "by": "filer"}})
    await office.application.services.schemes.publish([scheme])
    preparer = office.as_("preparer")
    new = {"department": office.department, "fiscal_year": 2021, "scheme": {"id": "trial", "version": 1}}
    report = await preparer.reports.create(NewReport.model_validate(new | {"supplement": {"a": {"points": "4"}}}))
    for login, move in (("preparer", Move.SIGN_PREPARER), ("lead", Move.SIGN_PANEL)):
        report = await office.do(login, report, move)
    with pytest.raises(Invalid, match="1 处") as refused:
        await office.do("head", report, Move.SUBMIT)
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/attachments/x", "not_ready")]
    await preparer.attachments.add(report.id, "证明.pdf", PDF, indicator="x")
    report = await preparer.reports.get(report.id)
    assert standing(report) == {Slot.PANEL_LEAD}  # the preparer answers for the files, and signs anew
    for login, move in (("preparer", Move.SIGN_PREPARER), ("lead", Move.SIGN_PANEL), ("head", Move.SUBMIT)):
        report = await office.do(login, report, move)
    assert report.state == "submitted"
