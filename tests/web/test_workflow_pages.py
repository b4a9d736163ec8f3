"""Pages of the workflow stand by themselves, keep what was typed, and show each of the people only what they may do."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from app.contract.report import ReportView
from app.contract.workflow import Move, Objection, Slot
from app.domain.people.place import Place
from app.domain.people.role import Role
from app.main import Application
from tests.support.browsing import browsing
from tests.support.office import PASSWORD, Office
from tests.web.test_pages import Page

pytestmark = pytest.mark.anyio
REASON = Objection(text="与编制批复不一致", indicator="staffing_control_rate")
NARRATIVE: dict[str, Any] = {"form": {"narrative": {"title": "改过的综述"}}}
WHY = "修改了“评价报告综述（文字部分）”1 处"
TYPED = {
    "points/staffing_control_rate": "2",
    "reason/staffing_control_rate": '按<b>"批复"</b>核定',
    "objection/economic_benefit": "佐证不足",
    "opinion": "情况属实",
    "other/1/place": "/form/profile",
    "other/1/text": "请核对人数",
}


@pytest.fixture
async def office(application: Application) -> Office:
    return await Office.opened(application)


@asynccontextmanager
async def browser_of(office: Office, login: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in which one of the people has signed in on the page."""
    async with browsing(office.application, "") as http:
        answer = await http.post("/sign-in", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        yield http


async def under_review(office: Office) -> ReportView:
    return await office.do("reviewer", await office.submitted(), Move.START_REVIEW)


async def returned(office: Office) -> ReportView:
    whole = Objection(text="请核对人数", pointer="/form/profile")
    return await office.do("reviewer", await under_review(office), Move.RETURN, "", REASON, whole)


def buttons(text: str) -> set[str]:
    """What can be pressed on a page, beside signing out and the list of keys."""
    return {re.sub("<.*?>", "", one) for one in re.findall(r"<button[^>]*>(.*?)</button>", text)} - {
        "退出",
        "快捷键",
        "关闭",
    }


def controls(text: str) -> dict[str, str]:
    """The inputs of a page with their values as they stand in it."""
    lines = re.findall(r'<input (?:id="[^"]+" )?name="([^"]+)" value="([^"]*)"', text)
    return dict([*lines, *re.findall(r'<textarea (?:id="[^"]+" )?name="([^"]+)"[^>]*>\n([^<]*)</textarea>', text)])


async def pages_of(office: Office, who: str) -> list[str]:
    """The pages that matter to somebody now."""
    async with browser_of(office, who) as http:
        listed = Page((await http.get("/tasks")).text).links
    found = [one for one in listed if re.match(r"/reports/\d+", one)]
    return ["/tasks", "/account", "/account/password", *found]


async def check(http: httpx.AsyncClient, path: str) -> None:
    """A title, one heading, unique ids, labels, and links that lead somewhere."""
    answer = await http.get(path)
    assert answer.status_code == 200, path
    found = Page(answer.text)
    assert re.search(r"<title>\S.* · 绩效</title>", answer.text), path
    assert found.headings == 1, path
    assert not [one for one, times in found.ids.items() if times > 1], path
    unlabelled = [one for one in found.controls if one.get("id") not in found.labelled and not one.get("aria-label")]
    assert not unlabelled, path
    assert (answer.headers["cache-control"], "style=" in answer.text) == ("no-store", False)
    for link in {one.split("#")[0] for one in found.links if one.startswith("/")}:
        assert (await http.get(link, follow_redirects=True)).status_code == 200, (path, link)


@pytest.mark.parametrize("stage", [Office.a_report, Office.submitted, under_review, returned])
async def test_pages_have_a_title_one_heading_unique_ids_labels_and_links_that_lead_somewhere(
    office: Office, stage: Any
) -> None:
    report = await stage(office)
    common = [f"/reports/{report.id}", f"/reports/{report.id}/sign"]
    for who, more in (("preparer", common), ("lead", common), ("head", common), ("office", common)):
        async with browser_of(office, who) as http:
            for path in [*await pages_of(office, who), *more]:
                await check(http, path)
    async with browser_of(office, "reviewer") as http:
        for path in ("/tasks", *common, f"/reports/{report.id}/review"):
            await check(http, path)


async def test_a_units_page_stands_by_itself_and_can_no_longer_be_saved_once_the_report_is_submitted(
    office: Office,
) -> None:
    report = await office.a_report()
    path = f"/reports/{report.id}/units/{office.unit}"
    async with browser_of(office, "unit") as http:
        await check(http, path)
        assert "保存" in buttons((await http.get(path)).text)
        for login, move in (("preparer", Move.SIGN_PREPARER), ("lead", Move.SIGN_PANEL), ("head", Move.SUBMIT)):
            report = await office.do(login, report, move)
        await check(http, path)
        assert "保存" not in buttons((await http.get(path)).text)
        refused = await http.post(path, data={"version": str(report.version), "revenue/total": "28.50"})
    assert (refused.status_code, "只有处于" in refused.text) == (409, True)
    assert controls(refused.text)["revenue/total"] == "28.50"


@pytest.mark.parametrize("action", ["save", "return"])
async def test_a_refused_review_keeps_everything_that_was_typed(office: Office, action: str) -> None:
    report = await under_review(office)
    wrong = TYPED | {"points/staffing_control_rate": "9", "do": action, "version": str(report.version)}
    async with browser_of(office, "reviewer") as http:
        answer = await http.post(f"/reports/{report.id}/review", data=wrong)
    assert answer.status_code == 422
    assert "“财政供养人员控制率”的审定得分应在 0 至 5 之间，这里是 9" in answer.text
    found = controls(answer.text)
    assert found["points/staffing_control_rate"] == "9"
    assert found["reason/staffing_control_rate"] == "按&lt;b&gt;&#34;批复&#34;&lt;/b&gt;核定"
    assert (found["objection/economic_benefit"], found["other/1/text"]) == ("佐证不足", "请核对人数")
    assert '<option value="/form/profile" selected>' in answer.text
    assert "\n情况属实</textarea>" in answer.text
    assert (await office.as_("reviewer").reports.get(report.id)).version == report.version


async def test_points_that_are_no_number_are_refused_beside_their_field(office: Office) -> None:
    report = await under_review(office)
    typed = TYPED | {"points/staffing_control_rate": "两分", "do": "save", "version": str(report.version)}
    async with browser_of(office, "reviewer") as http:
        answer = await http.post(f"/reports/{report.id}/review", data=typed)
    assert answer.status_code == 422
    assert 'id="staffing_control_rate-error">“两分”不是数字' in answer.text
    assert controls(answer.text)["points/staffing_control_rate"] == "两分"


async def test_a_reason_without_points_is_asked_about_and_not_lost(office: Office) -> None:
    report = await under_review(office)
    typed = {"reason/staffing_control_rate": "按批复核定", "do": "save", "version": str(report.version)}
    async with browser_of(office, "reviewer") as http:
        answer = await http.post(f"/reports/{report.id}/review", data=typed | {"points/staffing_control_rate": ""})
    assert (answer.status_code, "写了审定理由，没有写审定得分" in answer.text) == (422, True)
    assert controls(answer.text)["reason/staffing_control_rate"] == "按批复核定"


async def test_reasons_of_a_return_outlast_saving_and_keep_a_report_from_passing(office: Office) -> None:
    report = await under_review(office)
    path = f"/reports/{report.id}/review"
    async with browser_of(office, "reviewer") as http:
        saved = await http.post(path, data=TYPED | {"do": "save", "version": str(report.version)})
        assert controls(saved.text)["objection/economic_benefit"] == "佐证不足"
        assert "审定已保存；退回原因按“退回部门”才送出" in saved.text
        passed = await http.post(path, data=TYPED | {"do": "pass", "version": controls_version(saved.text)})
    assert (passed.status_code, "写了退回原因，不能审核通过" in passed.text) == (422, True)
    assert controls(passed.text)["other/1/text"] == "请核对人数"
    assert (await office.as_("reviewer").reports.get(report.id)).state == "under_review"


def controls_version(text: str) -> str:
    """The version that a page was made from."""
    return str(re.findall(r'name="version" value="(\d+)"', text)[-1])


async def test_a_return_without_a_reason_is_refused_at_its_place(office: Office) -> None:
    report = await under_review(office)
    kept = {name: text for name, text in TYPED.items() if not name.startswith(("objection", "other"))}
    typed = kept | {"do": "return", "version": str(report.version)}
    async with browser_of(office, "reviewer") as http:
        answer = await http.post(f"/reports/{report.id}/review", data=typed)
    assert answer.status_code == 422
    assert 'href="#other-0-text"' in answer.text
    assert re.search(
        r'<textarea id="other-0-text"[^>]* aria-invalid="true" aria-describedby="other-error"', answer.text
    )
    assert re.search(r'id="other-error">请写明退回的原因', answer.text)
    after = await office.as_("reviewer").reports.get(report.id)
    assert (after.state, after.version) == ("under_review", report.version)


async def test_a_reason_of_a_return_that_is_too_long_is_refused_in_words(office: Office) -> None:
    report = await under_review(office)
    typed = {"other/0/text": "长" * 2001, "do": "return", "version": str(report.version)}
    async with browser_of(office, "reviewer") as http:
        answer = await http.post(f"/reports/{report.id}/review", data=typed)
    assert (answer.status_code, "退回原因（不超过 2000 字）" in answer.text) == (422, True)
    assert controls(answer.text)["other/0/text"] == typed["other/0/text"]


async def test_an_edit_of_the_narrative_after_signing_is_told_by_sign_page_report_page_and_api_alike(
    office: Office,
) -> None:
    report = await office.a_report()
    for login, move in (("preparer", Move.SIGN_PREPARER), ("lead", Move.SIGN_PANEL)):
        report = await office.do(login, report, move)
    await office.as_("preparer").reports.patch(report.id, report.version, NARRATIVE)
    async with browser_of(office, "lead") as http:
        for path in (f"/reports/{report.id}", f"/reports/{report.id}/sign"):
            text = (await http.get(path)).text
            rows = re.findall(r'<th scope="row">(填报人|评价组组长|部门负责人)</th>\s*<td[^>]*><span[^>]*>(..)', text)
            assert rows == [("填报人", "有效"), ("评价组组长", "失效"), ("部门负责人", "未签")], path
            assert text.count(WHY) == 1, path
    seen = (await office.as_("lead").reports.get(report.id)).workflow
    void = {one.slot: one.void.why if one.void else "" for one in seen.signatures}
    assert void[Slot.PREPARER] == ""
    assert WHY in void[Slot.PANEL_LEAD]


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        ("preparer", {"填报人签字"}), ("lead", {"组长签字"}), ("head", set()), ("reviewer", set()), ("office", set()),
    ],
)  # fmt: skip
async def test_somebody_sees_the_buttons_of_what_they_may_do_and_is_refused_the_rest(
    office: Office, who: str, shown: set[str]
) -> None:
    report = await office.do("preparer", await office.a_report(), Move.SIGN_PREPARER)
    path = f"/reports/{report.id}/sign"
    async with browser_of(office, who) as http:
        assert buttons((await http.get(path)).text) == shown
        for move in {Move.SIGN_PANEL, Move.SUBMIT} - {Move(one) for one in ("sign_panel",) if who == "lead"}:
            answer = await http.post(path, data={"version": str(report.version), "move": move.value})
            assert answer.status_code == 422
            assert re.search(r'role="alert"><h2>没有办理</h2><p>[^<]*(没有“|只有处于)', answer.text), (who, move)


async def test_only_who_holds_the_report_sees_the_buttons_of_its_review(office: Office) -> None:
    await office.employ("second", Role.SECTION_REVIEWER, Place("section", str(office.section)))
    report = await under_review(office)
    review, sign = f"/reports/{report.id}/review", f"/reports/{report.id}/sign"
    async with browser_of(office, "reviewer") as http:
        assert {"保存审定", "审核通过（签字）", "退回部门"} <= buttons((await http.get(review)).text)
        assert "放回待审" in buttons((await http.get(sign)).text)
    for who in ("second", "head", "preparer", "office"):
        async with browser_of(office, who) as http:
            text = (await http.get(review)).text
            assert (buttons(text), 'name="points/' in text) == (set(), False), who
            assert "放回待审" not in buttons((await http.get(sign)).text)
            refused = await http.post(review, data={"version": str(report.version), "do": "pass"})
            assert (refused.status_code, 'role="alert"' in refused.text) == (422, True), who
            assert re.search("没有“|只有审核人本人可以", refused.text), who


async def test_a_move_that_nobody_knows_is_refused_in_words(office: Office) -> None:
    report = await office.a_report()
    async with browser_of(office, "preparer") as http:
        answer = await http.post(f"/reports/{report.id}/sign", data={"version": "1", "move": "nothing"})
    assert (answer.status_code, "没有这样的办理" in answer.text) == (422, True)
