"""The reviewer's desk without script: the queue, the way through it, and a review that loses nothing typed."""

import re
from decimal import Decimal

import pytest

from app.contract.report import NewReport, ReportView
from app.contract.scoring import SchemeName
from app.contract.workflow import Confirmation, Move, Objection, ReviewEdit
from app.main import Application
from tests.support.files import PDF
from tests.support.office import Office
from tests.support.rounds import SCHEME
from tests.web.test_pages import Page
from tests.web.test_workflow_pages import browser_of, check, controls

pytestmark = pytest.mark.anyio
SIGNING = (("preparer", Move.SIGN_PREPARER), ("lead", Move.SIGN_PANEL), ("head", Move.SUBMIT))
STAFF, BENEFIT = "staffing_control_rate", "economic_benefit"


@pytest.fixture
async def office(application: Application) -> Office:
    return await Office.opened(application)


async def handed_in(office: Office, year: int) -> ReportView:
    new = NewReport(department=office.department, fiscal_year=year, scheme=SchemeName.model_validate(SCHEME))
    report = await office.as_("preparer").reports.create(new)
    for login, move in SIGNING:
        report = await office.do(login, report, move)
    return report


async def under_review(office: Office) -> ReportView:
    return await office.do("reviewer", await handed_in(office, 2021), Move.START_REVIEW)


def current(text: str) -> str:
    """The indicator that a page shows."""
    (found,) = re.findall(r'<article [^>]*data-indicator="(\w+)"[^>]*aria-labelledby="[^"]*">', text)
    return str(found)


async def test_the_queue_leads_into_a_report_and_on_to_the_next(office: Office) -> None:
    reports = [await handed_in(office, year) for year in (2020, 2021)]
    async with browser_of(office, "reviewer") as http:
        await check(http, "/desk")
        await check(http, "/desk?lane=passed&late=1&fiscal_year=2021")
        first = next(one for one in Page((await http.get("/desk")).text).links if "/review" in one)
        assert first in Page((await http.get("/tasks")).text).links
        assert first == f"/reports/{reports[0].id}/review?lane=waiting"
        text = (await http.get(first)).text
        begin = {"version": str(reports[0].version), "do": "start_review"}
        begun = await http.post(first, data=begin)
        again = (await http.get(begun.headers["location"])).text
    for page in (text, again):
        assert f'rel="next" href="/reports/{reports[1].id}/review?lane=waiting"' in page
        assert 'rel="prev"' not in page


async def test_what_nobody_can_read_of_an_address_chooses_nothing(office: Office) -> None:
    report = await handed_in(office, 2021)
    async with browser_of(office, "reviewer") as http:
        answer = await http.get("/desk?lane=nix&fiscal_year=abc&department=-1&late=perhaps")
        assert (answer.status_code, f"/reports/{report.id}/review" in answer.text) == (200, True)
        assert '<a href="/desk?lane=waiting" aria-current="page">待审核 <b>1</b></a>' in answer.text


async def test_a_department_has_no_desk(office: Office) -> None:
    async with browser_of(office, "head") as http:
        assert (await http.get("/desk")).status_code == 403
        assert '"/desk"' not in (await http.get("/tasks")).text


async def test_going_to_another_indicator_by_its_button_keeps_everything_typed(office: Office) -> None:
    report = await under_review(office)
    path = f"/reports/{report.id}/review"
    typed = {"version": str(report.version), "points/staffing_control_rate": "2", "opinion": "情况属实"}
    typed |= {"objection/economic_benefit": "佐证不足"}
    async with browser_of(office, "reviewer") as http:
        assert current((await http.get(path)).text) == STAFF
        assert current((await http.get(f"{path}?indicator={BENEFIT}")).text) == BENEFIT
        assert current((await http.get(f"{path}?indicator=nix")).text) == STAFF
        text = (await http.post(path, data=typed | {"do": f"show/{BENEFIT}"})).text
        saved = await http.post(path, data={"version": str(report.version), "at": BENEFIT, "opinion": "同意"})
    assert current(text) == BENEFIT
    assert controls(text)["points/staffing_control_rate"] == "2"
    assert controls(text)["objection/economic_benefit"] == "佐证不足"
    assert "\n情况属实</textarea>" in text
    assert saved.headers["location"] == f"{path}?indicator={BENEFIT}"


async def test_where_another_window_has_saved_since_both_are_shown_and_nothing_is_overwritten(office: Office) -> None:
    report = await under_review(office)
    path = f"/reports/{report.id}/review"
    edit = ReviewEdit(confirmed={STAFF: Confirmation(points=Decimal(4), reason="另一窗口")}, opinion="另一意见")
    await office.as_("reviewer").workflow.review(report.id, report.version, edit)
    typed = {f"points/{STAFF}": "2", f"reason/{STAFF}": "按批复", "opinion": "情况属实", "do": "pass"}
    async with browser_of(office, "reviewer") as http:
        answer = await http.post(path, data=typed | {"version": str(report.version)})
        assert answer.status_code == 422
        assert "已保存的是审定得分 4，理由“另一窗口”；下面是您写的" in answer.text
        assert "已保存的意见是“另一意见”" in answer.text
        assert controls(answer.text)[f"points/{STAFF}"] == "2"
    stored = await office.as_("reviewer").reports.get(report.id)
    assert (stored.state, stored.workflow.opinion) == ("under_review", "另一意见")


async def test_after_a_return_each_reason_has_its_changes_its_new_files_or_says_that_nothing_was_changed(
    office: Office,
) -> None:
    report = await under_review(office)
    reasons = (
        Objection(text="与批复不一致", indicator=STAFF),
        Objection(text="请附佐证", indicator=BENEFIT),
        Objection(text="请精简", pointer="/form/profile/duties"),
    )
    report = await office.do("reviewer", report, Move.RETURN, "", *reasons)
    patch = {"form": {"profile": {"staff_in_post": "18", "contact": "某人"}}}
    report = await office.as_("preparer").reports.patch(report.id, report.version, patch)
    await office.as_("preparer").attachments.add(report.id, "效益证明.pdf", PDF, indicator=BENEFIT)
    async with browser_of(office, "reviewer") as http:
        await check(http, f"/reports/{report.id}/review")
        text = (await http.get(f"/reports/{report.id}/review")).text
    changes = text.partition('id="changes"')[2].partition("</section>")[0]
    staff, benefit, duties = changes.partition("<ol")[2].partition("</ol>")[0].split("<li>")[1:]
    assert re.search(r"实有人数</th><td[^>]*>（空）</td><td[^>]*>18</td>", staff)
    assert "效益证明.pdf" in benefit
    assert re.search(r'wrong"><strong class="said-word">没有改动</strong> [^<]*职能职责概述', duties)
    assert re.search(r"与退回原因无关的改动 1 处.*联系人", changes, re.S)
