"""核对结果 without a script: what was found, where it is put right, and waivers asked for and decided on the page."""

import re
from datetime import timedelta
from html import unescape
from typing import Final

import httpx
import pytest

from app.contract.report import ReportView
from app.contract.waiver import NewWaiver
from app.contract.workflow import Move
from app.domain.rounds.moment import china_day
from app.main import Application
from tests.support.clock import HandClock
from tests.support.findings import RIGHT, WRONG, key_of
from tests.support.office import Office
from tests.web.test_workflow_pages import browser_of, buttons, check

pytestmark = pytest.mark.anyio
KEY: Final = key_of("A1", WRONG)
REASON: Final = "年末一笔<在途>支出"


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def office(application: Application) -> Office:
    return await Office.opened(application)


async def wrong(office: Office) -> ReportView:
    report = await office.a_report()
    return await office.as_("preparer").reports.patch(report.id, report.version, {"form": WRONG})


async def asked(office: Office) -> ReportView:
    report = await wrong(office)
    return await office.as_("preparer").waivers.ask(report.id, report.version, NewWaiver(key=KEY, reason=REASON))


def form_of(text: str, action: str) -> dict[str, str]:
    """The hidden fields of a form on a page, which a browser sends along."""
    found = re.search(rf'<form method="post" action="{action}"[^>]*>(.*?)</form>', text, re.DOTALL)
    assert found, action
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found[1]))


async def posted(http: httpx.AsyncClient, path: str, action: str, **typed: str) -> httpx.Response:
    """What a browser without script sends when a form on `path` is filled in so, and its answer followed."""
    fields = form_of((await http.get(path)).text, action)
    answer = await http.post(action, data=fields | typed)
    return answer if answer.status_code != 303 else await http.get(answer.headers["location"])


async def test_everything_that_was_found_is_on_one_page_each_with_the_way_to_its_cell(office: Office) -> None:
    report = await wrong(office)
    told = (await office.as_("preparer").reports.findings(report.id)).findings
    async with browser_of(office, "preparer") as http:
        text = unescape((await http.get(f"/reports/{report.id}/findings")).text)
        assert f'href="/reports/{report.id}/edit/expenditure#expenditure-rows-0-total"' in text
        assert 'id="expenditure-rows-0-total"' in (await http.get(f"/reports/{report.id}/edit/expenditure")).text
    for one in told:
        assert all(
            words in text for words in (one.where, one.amount, one.why, one.source, *(f.text for f in one.fixes))
        )
    async with browser_of(office, "reviewer") as http:
        text = (await http.get(f"/reports/{report.id}/findings")).text
        assert f'href="/reports/{report.id}#expenditure"' in text
        assert buttons(text) == set()


async def test_the_stage_can_be_picked_and_an_unknown_one_is_none(office: Office) -> None:
    path = f"/reports/{(await wrong(office)).id}/findings"
    async with browser_of(office, "preparer") as http:
        counts = {}
        for stage, label in (("", "填报中"), ("submission", "送审"), ("publication", "公开"), ("?", "填报中")):
            text = (await http.get(path, params={"stage": stage})).text
            assert re.search(rf'aria-current="page">{label}</a>', text), stage
            counts[stage] = text.count('<li class="told')
        assert counts["submission"] > counts[""] == counts["?"]


async def test_a_waiver_is_asked_for_granted_and_told_on_the_report_without_a_script(
    office: Office, clock: HandClock
) -> None:
    report, until = await wrong(office), china_day(clock()) + timedelta(days=30)
    page, action = f"/reports/{report.id}/findings", f"/reports/{report.id}/findings/waivers"
    async with browser_of(office, "preparer") as http:
        done = await posted(http, f"{page}?stage=submission", action, reason=REASON)
        assert (done.status_code, done.url.query) == (200, b"stage=submission")
        assert "年末一笔&lt;在途&gt;支出" in done.text
        assert "申请豁免" not in buttons(done.text)
    async with browser_of(office, "office") as http:
        assert "豁免待审批" in (await http.get("/tasks")).text
        assert "示范局" in (await http.get("/reports?waiver=asked")).text
        done = await posted(http, page, f"{action}/w1", do="grant", until=until.isoformat(), note="情况属实")
        assert "豁免待审批" not in (await http.get("/tasks")).text
        for path in (page, f"/reports/{report.id}", f"/reports/{report.id}/sign"):
            text = (await http.get(path)).text
            assert all(
                one in text for one in ("已同意", f"{until}</time>", "情况属实", "填报人preparer", "财政绩效科")
            ), path
        assert "没有发现别的问题" in (await http.get(page)).text
    async with browser_of(office, "reviewer") as http:
        assert "情况属实" in (await http.get(f"/reports/{report.id}/review")).text


async def test_what_was_typed_is_kept_where_it_was_refused(office: Office) -> None:
    report = await wrong(office)
    page, action = f"/reports/{report.id}/findings", f"/reports/{report.id}/findings/waivers"
    async with browser_of(office, "preparer") as http:
        blank = await posted(http, page, action, reason=" ")
        assert (blank.status_code, f'id="reason-{KEY}-error"' in blank.text) == (422, True)
        stale = await posted(http, page, action, reason=REASON, version="1")
        assert (stale.status_code, "年末一笔&lt;在途&gt;支出</textarea>" in stale.text) == (412, True)
        await office.as_("preparer").reports.patch(report.id, report.version, {"form": RIGHT})
        fields = {"version": str(report.version + 1), "key": KEY, "reason": REASON}
        gone = await http.post(action, data=fields)
        assert (gone.status_code, "您填写的理由还在这里" in gone.text, "年末一笔&lt;在途&gt;支出" in gone.text) == (
            409, True, True,
        )  # fmt: skip


async def test_granting_wants_a_day_so_that_it_is_never_taken_for_a_refusal(office: Office, clock: HandClock) -> None:
    report = await asked(office)
    page, action = f"/reports/{report.id}/findings", f"/reports/{report.id}/findings/waivers/w1"
    early = (china_day(clock()) - timedelta(days=1)).isoformat()
    async with browser_of(office, "office") as http:
        for until, status in (("", 422), ("明年", 422), (early, 422)):
            answer = await posted(http, page, action, do="grant", until=until, note="属实")
            assert (answer.status_code, 'id="until-w1-error"' in answer.text) == (status, True), until
            assert f'name="until" value="{until}"' in answer.text
            assert "属实</textarea>" in answer.text
        done = await posted(http, page, action, do="refuse", note="请先改正")
        assert ("未同意" in done.text, "重新审批" in done.text) == (True, True)


@pytest.mark.parametrize(("who", "sees"), [("preparer", set()), ("head", set()), ("office", {"同意豁免", "不同意"})])
async def test_each_sees_only_the_buttons_that_are_theirs(office: Office, who: str, sees: set[str]) -> None:
    report = await asked(office)
    async with browser_of(office, who) as http:
        assert buttons((await http.get(f"/reports/{report.id}/findings")).text) == sees


async def test_whoever_is_about_to_submit_sees_how_many_errors_stand(office: Office) -> None:
    report = await wrong(office)
    async with browser_of(office, "head") as http:
        text = (await http.get(f"/reports/{report.id}/sign")).text
        assert "有 1 处错误" in text
        assert text.index('id="findings"') < text.index("可以办理")
        assert f'href="/reports/{report.id}/findings?stage=submission"' in text
    await office.as_("preparer").reports.patch(report.id, report.version, {"form": RIGHT})
    async with browser_of(office, "head") as http:
        assert "没有错误" in (await http.get(f"/reports/{report.id}/sign")).text


async def test_the_pages_stand_by_themselves_whatever_there_is_to_tell(office: Office) -> None:
    report = await wrong(office)
    paths = [f"/reports/{report.id}/findings", f"/reports/{report.id}/findings?stage=publication"]
    async with browser_of(office, "preparer") as http:
        for path in paths:
            await check(http, path)
    await office.as_("preparer").waivers.ask(report.id, report.version, NewWaiver(key=KEY, reason=REASON))
    async with browser_of(office, "office") as http:
        for path in (*paths, "/tasks", f"/reports/{report.id}", f"/reports/{report.id}/sign"):
            await check(http, path)


async def test_a_report_without_faults_says_so(office: Office) -> None:
    report = await office.a_report()
    async with browser_of(office, "preparer") as http:
        text = (await http.get(f"/reports/{report.id}/findings")).text
    assert ("没有发现问题" in text, 'class="told' in text) == (True, False)
    assert (await office.do("preparer", report, Move.SIGN_PREPARER)).version == report.version + 1
