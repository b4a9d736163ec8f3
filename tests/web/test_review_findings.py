"""Reviewers see findings where they belong, take their words into a return, and see passages side by side."""

import re
from dataclasses import replace
from typing import Any, Final

import pytest

from app.contract.finding import Cited, Findings
from app.contract.report import ReportView
from app.contract.workflow import Move
from app.main import Application
from app.web.templating import page
from app.web.views.review import other_findings, part_of, review_lines
from app.web.views.workflow import workflow_view
from tests.support.office import Office
from tests.web.test_workflow_pages import browser_of, check, controls

pytestmark = pytest.mark.anyio
FORM: Final[dict[str, Any]] = {
    "profile": {"established_posts": "18", "staff_in_post": "20"},
    "revenue": {"rows": [{"institution": "示范局", "total": "100"}]},
    "expenditure": {"rows": [{"institution": "示范局", "total": "120", "basic": "20", "project": "100"}]},
}
"""More staff than posts, which an indicator is computed from; more spent than received, which none is."""
OVER: Final = "实有人数 20 人，人员编制 18 人，超出 2 人"
OVERSPENT: Final = "支出多出 20 万元"


@pytest.fixture
async def office(application: Application) -> Office:
    return await Office.opened(application)


async def under_review(office: Office) -> ReportView:
    report = await office.a_report()
    report = await office.as_("preparer").reports.patch(report.id, report.version, {"form": FORM})
    for login, move in (("preparer", Move.SIGN_PREPARER), ("lead", Move.SIGN_PANEL), ("head", Move.SUBMIT)):
        report = await office.do(login, report, move)
    return await office.do("reviewer", report, Move.START_REVIEW)


def buttons(text: str) -> dict[str, str]:
    """The buttons that take a finding's words, by its check."""
    found = re.findall(r'<button name="do" value="(take/[^"]*)" aria-label="[^"]*（([A-H]\d+)）">', text)
    return {check_id: action for action, check_id in found}


async def test_findings_stand_beside_the_indicator_that_rests_on_their_place_and_the_others_below(
    office: Office,
) -> None:
    report = await under_review(office)
    async with browser_of(office, "reviewer") as http:
        await check(http, f"/reports/{report.id}/review")
        text = (await http.get(f"/reports/{report.id}/review")).text
    indicators, others = text[text.index("<h2>逐项审定</h2>") :].split('id="findings"')
    assert (OVERSPENT in others, OVER in others) == (True, False)
    (one,) = re.findall(r'<article [^>]*id="staffing_control_rate".*?</article>', indicators, re.S)
    assert OVER in one
    assert indicators.count(OVER) == 1
    assert f'href="/reports/{report.id}#profile"' in one


async def test_the_words_of_a_finding_are_taken_into_the_reason_at_its_place_and_nothing_typed_is_lost(
    office: Office,
) -> None:
    report = await under_review(office)
    path = f"/reports/{report.id}/review"
    typed = {"version": str(report.version), "opinion": "情况属实", "points/staffing_control_rate": "2"}
    typed |= {"objection/staffing_control_rate": "请附批复。", "other/0/text": "先写的", "other/0/place": "/form/cover"}
    async with browser_of(office, "reviewer") as http:
        actions = buttons((await http.get(path)).text)
        beside = (await http.post(path, data=typed | {"do": actions["F1"]})).text
        above = (await http.post(path, data=typed | {"do": actions["A2"]})).text
    found = controls(beside)
    assert found["objection/staffing_control_rate"].startswith("请附批复。部门（单位）基本概况 · 实有人数：" + OVER)
    assert (found["other/0/text"], found["points/staffing_control_rate"]) == ("先写的", "2")
    assert "情况属实" in beside
    assert re.search(r'name="objection/staffing_control_rate"[^>]* autofocus>', beside)
    assert OVERSPENT in controls(above)["other/1/text"]
    assert '<option value="/form/expenditure" selected>' in above
    assert '<option value="/form/cover" selected>' in above
    assert (await office.as_("reviewer").reports.get(report.id)).version == report.version


async def test_taken_twice_the_words_stand_once_and_a_return_sends_them(office: Office) -> None:
    report = await under_review(office)
    path = f"/reports/{report.id}/review"
    async with browser_of(office, "reviewer") as http:
        action = buttons((await http.get(path)).text)["A2"]
        once = (await http.post(path, data={"version": str(report.version), "do": action})).text
        kept = {"other/0/text": controls(once)["other/0/text"], "other/0/place": "/form/expenditure"}
        twice = (await http.post(path, data={"version": str(report.version), "do": action, **kept})).text
        assert controls(twice)["other/0/text"] == kept["other/0/text"]
        assert controls(twice)["other/1/text"] == ""
        await http.post(path, data={"version": str(report.version), "do": "return", **kept})
    after = await office.as_("reviewer").reports.get(report.id)
    assert after.workflow.returned is not None
    (reason,) = after.workflow.returned.reasons
    assert (reason.pointer, OVERSPENT in reason.text) == ("/form/expenditure", True)


async def test_a_finding_that_is_no_longer_there_is_told_and_loses_nothing(office: Office) -> None:
    report = await under_review(office)
    typed = {"version": str(report.version), "do": "take//0000000000000000", "other/0/text": "先写的"}
    async with browser_of(office, "reviewer") as http:
        answer = await http.post(f"/reports/{report.id}/review", data=typed)
    assert (answer.status_code, "已经没有这一条检查结果" in answer.text) == (422, True)
    assert controls(answer.text)["other/0/text"] == "先写的"


async def test_passages_of_others_stand_beside_the_reports_own(office: Office) -> None:
    report = await under_review(office)
    report = await office.as_("reviewer").reports.get(report.id, include=("scorecard", "findings"))
    assert report.findings is not None
    cited = Cited("区网信办2021年度报告·职能职责概述", "负责<网络>安全")
    first = replace(report.findings.findings[0], pointer="/form/profile/duties", span=(2, 6), cited=(cited,))
    profile = report.form.profile.model_copy(update={"duties": "本局负责网安工作"})
    report = report.model_copy(
        update={
            "form": report.form.model_copy(update={"profile": profile}),
            "findings": Findings(stage=report.findings.stage, findings=(first,), errors=0, warnings=1),
        }
    )
    lines = review_lines(report, {}, {})
    shown: dict[str, Any] = {
        "card": report.scorecard,
        "shown": workflow_view(report, ()),
        "lines": lines,
        "others": other_findings(report, lines),
        "reasons": 3,
        "open": False,
        "waivers": (),
        **{name: {} for name in ("files", "typed")},
        **dict.fromkeys(("error", "unworded", "done", "focus", "queue", "by"), ""),
        **dict.fromkeys(("since", "evidence", "beside"), None),
        "current": lines[0],
        "stale": False,
    }
    body = page("review", report=report, **shown).body
    text = bytes(body).decode()
    assert '<figcaption>本报告</figcaption><blockquote class="text">负责网安</blockquote>' in text
    assert "<figcaption>区网信办2021年度报告·职能职责概述</figcaption>" in text
    assert "负责&lt;网络&gt;安全</blockquote>" in text


@pytest.mark.parametrize(
    ("pointer", "part"),
    [
        ("/form/expenditure/rows/0/total", "/form/expenditure"),
        ("/form/preparer/name", "/form/panel"),
        ("/supplement/official_card_usage", "/supplement"),
        ("/attachments/economic_benefit", ""),
        ("", ""),
    ],
)
def test_a_place_is_in_one_of_the_parts_that_a_reason_can_name(pointer: str, part: str) -> None:
    assert part_of(pointer) == part
