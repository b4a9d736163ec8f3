"""Whole appeals, rectifications and re-evaluations through the pages, by the people whose office they are."""

import re
from collections.abc import AsyncIterator
from decimal import Decimal

import httpx
import pytest

from app.contract.follow_up import NewAppeal, NewRectification
from app.domain.report import State
from app.main import Application
from tests.support.browsing import browsing
from tests.support.clock import HandClock
from tests.support.follow_ups import RATE, a_drawn_report
from tests.support.office import PASSWORD, Office
from tests.support.rounds import stand
from tests.web.test_pages import Page

pytestmark = pytest.mark.anyio
APPEAL = {"indicator": RATE, "claimed": "5", "reason": "借调人员不占编制"}
ASKED = {"text": "请补齐台账", "deadline": "2022年5月20日", "indicator": RATE}
MARKS = {f"mark/{one}": "25" for one in ("truthfulness", "completeness", "accuracy", "conformity")}


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def office(application: Application) -> Office:
    return await Office.opened(application)


@pytest.fixture
async def report(office: Office) -> int:
    return await a_drawn_report(office)


@pytest.fixture
async def browsers(application: Application, office: Office) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    """A browser of each of the office's people, who have signed in on the page."""
    opened = {login: browsing(application, "") for login in office.bearers}
    for login, http in opened.items():
        assert (await http.post("/sign-in", data={"login": login, "password": PASSWORD})).status_code == 303
    yield opened
    for http in opened.values():
        await http.aclose()


async def sent(http: httpx.AsyncClient, path: str, action: str, **given: str) -> httpx.Response:
    """The form of a page that goes to `action`, sent on the version that the page was made from."""
    found = Posting((await http.get(path)).text)
    assert action in found, (action, sorted(found))
    version = found[action]
    return await http.post(action, data={**({"version": version} if version else {}), **given}, follow_redirects=True)


class Posting(dict[str, str]):
    """Where the forms of a page go, with the version that each was made from."""

    def __init__(self, text: str) -> None:
        super().__init__()
        for action, inside in re.findall(r'<form method="post" action="([^"]+)"[^>]*>(.*?)</form>', text, re.DOTALL):
            version = re.search(r'name="version" value="(\d+)"', inside)
            for one in (action, *re.findall(r'formaction="([^"]+)"', inside)):
                self[one] = version[1] if version else ""


async def test_an_appeal_is_raised_and_upheld_and_its_points_are_shown_with_where_they_come_from(
    browsers: dict[str, httpx.AsyncClient], report: int
) -> None:
    head, office = browsers["head"], browsers["office"]
    assert f'href="/reports/{report}/appeals/new"' in (await head.get(f"/reports/{report}")).text
    raised = await sent(head, f"/reports/{report}/appeals/new", f"/reports/{report}/appeals/new", **APPEAL)
    path = raised.url.path
    assert re.search(r"原得分</dt><dd><b>1.5</b>.*主张得分</dt><dd><b>5</b>", raised.text)
    assert "两个得分都保留" in raised.text
    ruled = await sent(office, path, f"{path}/uphold", points="4", reason="借调文件属实")
    assert re.search(r"裁定得分</dt><dd><b>4</b>", ruled.text)
    assert "申诉成立" in (await head.get(f"/reports/{report}")).text
    score = (await head.get(f"/reports/{report}/score")).text
    assert re.search(r'<td class="num">4</td><td><span class="tag">申诉裁定</span></td>', score)
    assert Posting((await office.get(path)).text).keys() == {"/sign-out"}


async def test_a_rectification_is_asked_for_replied_sent_back_and_accepted(
    browsers: dict[str, httpx.AsyncClient], report: int
) -> None:
    office, preparer = browsers["office"], browsers["preparer"]
    begin = f"/reports/{report}/rectifications/new"
    path = (await sent(office, begin, begin, **ASKED)).url.path
    assert "2022-05-20，距截止日还有" in (await preparer.get("/tasks")).text
    await sent(preparer, path, f"{path}/reply", text="已补齐")
    await sent(office, path, f"{path}/send-back", reason="缺三月的台账")
    await sent(preparer, path, f"{path}/reply", text="三月的也已补齐")
    accepted = await sent(office, path, f"{path}/accept")
    for said in ("整改通过", "缺三月的台账", "三月的也已补齐", "按时完成"):
        assert said in accepted.text
    assert Posting((await preparer.get(path)).text).keys() == {"/sign-out"}


async def test_a_report_is_evaluated_again_beside_its_other_points_and_closed(
    browsers: dict[str, httpx.AsyncClient], report: int
) -> None:
    sampler, office = browsers["sampler"], browsers["office"]
    await sent(sampler, "/follow-ups/1", "/follow-ups/1/begin")
    given = {f"points/{RATE}": "2", f"reason/{RATE}": "实有人数有误", **MARKS, "do": "save"}
    saved = await sent(sampler, "/follow-ups/1", "/follow-ups/1/evaluate", **given)
    assert f'name="points/{RATE}" value="2"' in saved.text
    done = await sent(sampler, "/follow-ups/1", "/follow-ups/1/evaluate", **given | {"do": "finish"})
    assert ("复核完成" in done.text, "<b>100</b>" in done.text) == (True, True)
    closed = await sent(office, "/follow-ups/1", "/follow-ups/1/close")
    row = r'<td class="num">1.5</td><td class="num">1.5</td>\s*<td class="num loss">2</td><td class="text">实有人数有误'
    assert re.search(row, closed.text)
    assert '<span class="tag">抽查复核</span>' in (await office.get(f"/reports/{report}/score")).text


async def test_what_is_missing_for_finishing_is_told_at_its_fields_and_what_was_typed_is_kept(
    browsers: dict[str, httpx.AsyncClient], report: int
) -> None:
    sampler = browsers["sampler"]
    await sent(sampler, "/follow-ups/1", "/follow-ups/1/begin")
    given = {**MARKS, f"points/{RATE}": "2", "mark/accuracy": "20", "do": "finish"}
    refused = await sent(sampler, "/follow-ups/1", "/follow-ups/1/evaluate", **given)
    assert (refused.status_code, "填写的已经保存，还不能完成复核" in refused.text) == (422, True)
    for place in (f"reason-{RATE}", "why-accuracy"):
        assert f'href="#{place}"' in refused.text
        assert re.search(rf'id="{place}"[^>]* aria-describedby="{place}-error"', refused.text), place
    unread = await sent(
        sampler, "/follow-ups/1", "/follow-ups/1/evaluate", **{f"points/{RATE}": "两分", f"reason/{RATE}": "因为"}
    )
    assert (unread.status_code, 'value="两分"' in unread.text, 'value="因为"' in unread.text) == (422, True, True)
    too_many = await sent(sampler, "/follow-ups/1", "/follow-ups/1/evaluate", **{f"points/{RATE}": "9"})
    assert (too_many.status_code, 'value="9"' in too_many.text) == (422, True)
    assert f'id="points-{RATE}-error"' in too_many.text


@pytest.mark.parametrize(
    ("kind", "who", "given", "wrong"),
    [
        ("appeals", "head", APPEAL | {"claimed": "五分", "reason": ""}, ("claimed",)),
        ("appeals", "head", APPEAL | {"claimed": "9", "reason": ""}, ("claimed", "reason")),
        ("rectifications", "office", ASKED | {"deadline": "月底"}, ("deadline",)),
        ("rectifications", "office", ASKED | {"deadline": "2021年1月1日", "text": " "}, ("deadline", "text")),
    ],
)
async def test_a_refusal_is_told_at_its_field_and_keeps_what_was_typed(
    browsers: dict[str, httpx.AsyncClient], report: int, kind: str, who: str, given: dict[str, str], wrong: tuple[str]
) -> None:
    path = f"/reports/{report}/{kind}/new"
    refused = await sent(browsers[who], path, path, **given)
    assert refused.status_code == 422
    for place in wrong:
        assert f'aria-describedby="{place}-error"' in refused.text
    typed = [one for one in given.values() if one.strip()]
    assert [one for one in typed if one not in refused.text] == []
    assert f'<option value="{RATE}" selected>' in refused.text


async def test_somebody_who_was_faster_is_told_and_what_was_typed_is_kept(
    browsers: dict[str, httpx.AsyncClient], office: Office, report: int
) -> None:
    new = NewRectification.model_validate(ASKED | {"deadline": "2022-05-20"})
    one = await office.as_("office").follow_ups.rectify(report, new)
    path = f"/follow-ups/{one.id}"
    await office.as_("head").follow_ups.reply(one.id, one.version, "先回一步")
    late = await browsers["preparer"].post(f"{path}/reply", data={"version": "1", "text": "已补齐台账"})
    assert (late.status_code, "已补齐台账" in late.text, "先回一步" in late.text) == (412, True, True)
    assert Posting(late.text)[f"{path}/reply"] == "2"


async def test_who_may_not_gets_no_button_and_is_refused(
    browsers: dict[str, httpx.AsyncClient], office: Office, report: int
) -> None:
    new = NewAppeal(indicator=RATE, claimed=Decimal(5), reason="借调")
    one = await office.as_("head").follow_ups.appeal(report, new)
    path = f"/follow-ups/{one.id}"
    for login, actions in (("preparer", set()), ("reviewer", set()), ("sampler", set()), ("head", {"withdraw"})):
        found = Posting((await browsers[login].get(path)).text)
        assert found.keys() - {"/sign-out"} == {f"{path}/{action}" for action in actions}, login
        refused = await browsers[login].post(f"{path}/dismiss", data={"version": "1", "reason": "不成立"})
        assert refused.status_code == 403, login
    assert (await browsers["unit"].get(path)).status_code == 404
    assert (await browsers["preparer"].get(f"/reports/{report}/appeals/new")).status_code == 403
    assert (await browsers["head"].post(f"{path}/nix")).status_code == 404
    assert "要求整改" not in (await browsers["head"].get(f"/reports/{report}")).text


async def test_who_reviewed_the_report_is_told_that_somebody_else_rules(
    application: Application, browsers: dict[str, httpx.AsyncClient], office: Office, report: int
) -> None:
    office_client = office.as_("office")
    key = f"user:{(await office_client.access.me()).id}"
    seen = (await office_client.reports.get(report)).workflow
    took = seen.model_validate(seen.model_dump() | {"took": [{"role": "section_reviewer", "person": key}]})
    await stand(application, report, State.PASSED, took)
    new = NewAppeal(indicator=RATE, claimed=Decimal(5), reason="借调")
    one = await office.as_("head").follow_ups.appeal(report, new)
    shown = await browsers["office"].get(f"/follow-ups/{one.id}")
    assert "您参与过这份报告的填报或审核" in shown.text
    assert Posting(shown.text).keys() == {"/sign-out"}


async def test_the_list_counts_by_state_and_filters(browsers: dict[str, httpx.AsyncClient], report: int) -> None:
    head, office = browsers["head"], browsers["office"]
    path = f"/reports/{report}/appeals/new"
    await sent(head, path, path, **APPEAL)
    whole = (await office.get("/follow-ups")).text
    assert ("抽查复核 · 已抽取 1" in whole, "申诉 · 待裁定 1" in whole) == (True, True)
    appeals = (await office.get("/follow-ups?kind=appeal&state=raised")).text
    assert ('href="/follow-ups/2"' in appeals, 'href="/follow-ups/1"' in appeals) == (True, False)
    assert "没有这样的" in (await office.get("/follow-ups?state=withdrawn")).text


async def test_every_page_stands_by_itself_and_its_links_lead_somewhere(
    browsers: dict[str, httpx.AsyncClient], office: Office, report: int
) -> None:
    head, sampler = browsers["head"], browsers["sampler"]
    await sent(head, f"/reports/{report}/appeals/new", f"/reports/{report}/appeals/new", **APPEAL)
    begin = f"/reports/{report}/rectifications/new"
    await sent(browsers["office"], begin, begin, **ASKED)
    await sent(sampler, "/follow-ups/1", "/follow-ups/1/begin")
    pages = ["/follow-ups", "/follow-ups/1", "/follow-ups/2", "/follow-ups/3", "/tasks", f"/reports/{report}/score"]
    begins = {"head": [f"/reports/{report}/appeals/new"], "office": [begin], "sampler": [], "preparer": []}
    for login, more in begins.items():
        for path in (*pages, *more):
            answer = await browsers[login].get(path)
            found = Page(answer.text)
            assert (answer.status_code, found.headings) == (200, 1), path
            assert re.search(r"<title>\S.* · 绩效</title>", answer.text), path
            assert not [one for one, times in found.ids.items() if times > 1], path
            unlabelled = [one for one in found.controls if one.get("id") not in found.labelled]
            assert not [one for one in unlabelled if not one.get("aria-label")], path
            for link in {one.split("#")[0] for one in found.links if one.startswith("/")}:
                assert (await browsers[login].get(link, follow_redirects=True)).status_code == 200, link
