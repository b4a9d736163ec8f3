"""Rounds through their pages: planned, issued, watched, extended, reminded, drawn and ended."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from app.client import Jixiao
from app.contract.report import NewReport
from app.contract.round import Reminding, Round
from app.domain.people.role import Role
from app.domain.workflow.state import State
from app.main import Application
from app.services.ports import StoredDepartment
from tests.support.browsing import browsing
from tests.support.clock import HandClock
from tests.support.people import a_person
from tests.support.rounds import a_section, an_issued_round, departments, stand
from tests.web.test_pages import Page

pytestmark = pytest.mark.anyio
NEW = {
    "region": "430602", "fiscal_year": "2021", "title": "<b>自评</b>", "scheme": "yueyanglou-2021@1",
    "deadline": "2022-05-20",
}  # fmt: skip
NAMES = ("甲局", "乙局", "丙局")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def asked(application: Application) -> list[StoredDepartment]:
    section = await a_section(application, "农业科")
    return [*await departments(application, "甲局", section=section), *await departments(application, "乙局", "丙局")]


async def browser_of(application: Application, clock: HandClock, role: Role, place: str) -> httpx.AsyncClient:
    who = await a_person(application.services, f"{role} {place} {clock.now}", [(role, place)])
    return browsing(application, who.bearer)


@pytest.fixture
async def office(application: Application, clock: HandClock) -> AsyncIterator[httpx.AsyncClient]:
    async with await browser_of(application, clock, Role.PERFORMANCE_OFFICE, "region:430602") as http:
        yield http


@pytest.fixture
async def issued(client: Jixiao, asked: list[StoredDepartment]) -> Round:
    """Issued to all three; its deadline is the day of the clock."""
    return await an_issued_round(client, *asked)


def checked(text: str) -> list[str]:
    return re.findall(r'name="department" value="(\d+)" checked', text)


async def test_a_round_is_drafted_and_issued(office: httpx.AsyncClient, asked: list[StoredDepartment]) -> None:
    answer = await office.post("/rounds/new", data=NEW | {"department": [str(one.id) for one in asked]})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rounds/1?done=drafted")
    text = (await office.get("/rounds/1")).text
    assert ("&lt;b&gt;自评&lt;/b&gt;" in text, ">下达</button>" in text, "hx-get" in text) == (True, True, False)
    answer = await office.post("/rounds/1/issue", data={"version": "1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rounds/1?done=issued")
    text = (await office.get("/rounds/1?done=issued")).text
    assert ("已下达，各部门" in text, "填报人开始填报" in text, 'hx-get="/rounds/1"' in text) == (True, True, True)
    assert re.search(r'<a href="/rounds/1">.*</a>.*<td class="num">3</td>', (await office.get("/rounds")).text)


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"title": ""}, "title", "请填写任务名称"),
        ({"fiscal_year": "21"}, "fiscal_year", "四位数字"),
        ({"scheme": ""}, "scheme", "请选择评分方案"),
        ({"scheme": "nix@1"}, "scheme", "nix"),
        ({"deadline": "五月"}, "deadline", "请填写截止日"),
        ({"region": "43"}, "region", "区划代码"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_everything_typed_is_kept(
    office: httpx.AsyncClient, asked: list[StoredDepartment], wrong: dict[str, str], field: str, said: str
) -> None:
    typed = NEW | wrong
    answer = await office.post("/rounds/new", data=typed | {"department": [str(asked[1].id)]})
    assert answer.status_code == 422
    assert re.search(f'<p class="error" id="{field}-error">[^<]*{said}', answer.text)
    assert f'<a href="#{field}">' in answer.text
    assert checked(answer.text) == [str(asked[1].id)]
    kept = dict(re.findall(r'<input id="[^"]+" name="(\w+)" type="\w+" value="([^"]*)"', answer.text))
    assert kept.items() >= {(name, typed[name]) for name in ("region", "fiscal_year", "deadline")}


async def test_departments_are_chosen_by_region_by_section_and_by_name(
    office: httpx.AsyncClient, asked: list[StoredDepartment]
) -> None:
    first, second, third = (str(one.id) for one in asked)
    everyone = (await office.post("/rounds/new", data=NEW | {"do": "all"})).text
    assert (sorted(checked(everyone)), 'value="2022-05-20"' in everyone) == (sorted([first, second, third]), True)
    assert checked((await office.post("/rounds/new", data=NEW | {"do": "section:1"})).text) == [first]
    none = (await office.post("/rounds/new", data=NEW | {"do": "none", "department": [first]})).text
    assert checked(none) == []
    sought = (await office.post("/rounds/new", data=NEW | {"do": "find", "find": "丙", "department": [first]})).text
    assert (checked(sought), "丙局" in sought, "乙局" in sought) == ([first], True, False)


async def test_a_round_without_departments_is_not_issued_and_says_why(
    office: httpx.AsyncClient, asked: list[StoredDepartment]
) -> None:
    await office.post("/rounds/new", data=NEW)
    answer = await office.post("/rounds/1/issue", data={"version": "1"})
    assert (answer.status_code, "还没有选部门" in answer.text) == (422, True)
    stale = await office.post("/rounds/1/issue", data={"version": "7"})
    assert (stale.status_code, "没有办成" in stale.text) == (412, True)


async def test_the_board_says_where_each_stands_whom_it_waits_for_and_how_late_it_is(
    application: Application, client: Jixiao, asked: list[StoredDepartment], issued: Round, clock: HandClock
) -> None:
    first = await client.reports.create(NewReport(department=asked[0].id, fiscal_year=2021))
    second = await client.reports.create(NewReport(department=asked[1].id, fiscal_year=2021))
    await stand(application, second.id, State.SUBMITTED)
    clock.forward(days=3)
    async with await browser_of(application, clock, Role.PERFORMANCE_OFFICE, "region:430602") as http:
        text, late = (await http.get("/rounds/1")).text, (await http.get("/rounds/1?show=late")).text
        polled = await http.get("/rounds/1?show=late", headers={"HX-Request": "true"})
    rows = re.findall(r'<tr><th scope="row">(?:<a id="department-\d+" href="([^"]+)">)?([甲乙丙]局)', text)
    assert rows == [(f"/reports/{first.id}", "甲局"), (f"/reports/{second.id}", "乙局"), ("", "丙局")]
    assert (text.count('<span class="tag unscored">逾期 3 天</span>'), "填报人开始填报" in text) == (2, True)
    assert ("甲局</a>" in late, "乙局</a>" in late, "丙局</th>" in late) == (True, False, True)
    assert polled.text.strip().startswith('<div id="board" hx-get="/rounds/1?show=late"')
    assert "<h1" not in polled.text


async def test_an_extension_without_a_reason_keeps_what_was_typed(
    office: httpx.AsyncClient, asked: list[StoredDepartment], issued: Round
) -> None:
    typed = {"version": "2", "due": "2022-06-01", "reason": " ", "department": [str(asked[1].id)], "do": "chosen"}
    answer = await office.post("/rounds/1/extend", data=typed)
    assert (answer.status_code, 'id="reason-error">请写明延期的理由' in answer.text) == (422, True)
    assert ('value="2022-06-01"' in answer.text, checked(answer.text)) == (True, [str(asked[1].id)])
    none = await office.post("/rounds/1/extend", data={"version": "2", "due": "", "reason": "", "do": "chosen"})
    assert none.status_code == 422
    assert set(re.findall(r'id="(\w+)-error"', none.text)) == {"due", "reason", "departments"}


async def test_chosen_departments_are_extended_and_each_says_what_came_of_it(
    office: httpx.AsyncClient, asked: list[StoredDepartment], issued: Round
) -> None:
    first, second, _ = (str(one.id) for one in asked)
    typed = {"reason": "新设立", "do": "chosen"}
    answer = await office.post(
        "/rounds/1/extend", data=typed | {"version": "2", "due": "2022-06-01", "department": first}
    )
    assert (answer.status_code, "甲局：延期到 2022-06-01" in answer.text) == (200, True)
    answer = await office.post(
        "/rounds/1/extend", data=typed | {"version": "3", "due": "2022-05-20", "department": [first, second]}
    )
    assert "甲局：没有延期，延期后的截止日要晚于现在的 2022-06-01" in answer.text
    assert "乙局：延期到 2022-05-20" in answer.text
    assert "延期：新设立" in answer.text


@pytest.mark.parametrize(("due", "said"), [("2022-05-10", "要晚于现在的 2022-05-10"), ("", "请填写延期后的截止日")])
async def test_everybody_gets_more_time_at_once(office: httpx.AsyncClient, issued: Round, due: str, said: str) -> None:
    typed = {"version": "2", "reason": "汛期", "do": "all"}
    wrong = await office.post("/rounds/1/extend", data=typed | {"due": due})
    assert (wrong.status_code, re.search(f'id="due-error">[^<]*{said}', wrong.text) is not None) == (422, True)
    answer = await office.post("/rounds/1/extend", data=typed | {"due": "2022-06-01"})
    assert answer.headers["location"] == "/rounds/1?done=extended"
    assert "<strong>2022-06-01</strong>" in (await office.get("/rounds/1?done=extended")).text


async def test_departments_are_reminded_by_choice(
    office: httpx.AsyncClient, asked: list[StoredDepartment], issued: Round
) -> None:
    typed = {"version": "2", "text": "请报送", "do": "chosen"}
    none = await office.post("/rounds/1/remind", data=typed)
    assert (none.status_code, "没有要催报的部门" in none.text, "请报送</textarea>" in none.text) == (422, True, True)
    chosen = await office.post("/rounds/1/remind", data=typed | {"department": str(asked[2].id)})
    assert chosen.headers["location"] == "/rounds/1?done=reminded"
    assert (await office.get("/rounds/1")).text.count(">1 次</td>") == 1


async def test_all_who_are_late_are_reminded_at_once(
    application: Application, asked: list[StoredDepartment], issued: Round, clock: HandClock
) -> None:
    clock.forward(days=1)
    async with await browser_of(application, clock, Role.PERFORMANCE_OFFICE, "region:430602") as http:
        assert "催报全部 3 个逾期部门" in (await http.get("/rounds/1/remind")).text
        typed = {"version": "2", "text": "请报送", "do": "late"}
        assert (await http.post("/rounds/1/remind", data=typed)).status_code == 303
        assert (await http.get("/rounds/1")).text.count(">1 次</td>") == 3


async def test_a_round_is_taken_back_with_a_reason_and_ended(office: httpx.AsyncClient, issued: Round) -> None:
    silent = await office.post("/rounds/1/withdraw", data={"version": "2", "reason": ""})
    assert (silent.status_code, 'id="reason-error"' in silent.text) == (422, True)
    assert (await office.post("/rounds/1/withdraw", data={"version": "2", "reason": "重发"})).status_code == 303
    assert ">再次下达</button>" in (await office.get("/rounds/1")).text
    await office.post("/rounds/1/issue", data={"version": "3"})
    assert "没有开始填报的有 <strong>3</strong>" in (await office.get("/rounds/1/close")).text
    answer = await office.post("/rounds/1/close", data={"version": "4"})
    assert answer.headers["location"] == "/rounds/1?done=closed"
    text = (await office.get("/rounds/1?done=closed")).text
    assert ("任务已结束" in text, "取消下达：重发" in text, 'href="/rounds/1/remind"' in text) == (True, True, False)


async def test_after_it_was_issued_departments_are_only_added(
    office: httpx.AsyncClient, application: Application, asked: list[StoredDepartment], issued: Round
) -> None:
    (new,) = await departments(application, "丁局")
    typed = {name: value for name, value in NEW.items() if name != "title"} | {
        "title": issued.title, "deadline": "2022-05-10", "version": "2", "department": str(new.id),
    }  # fmt: skip
    silent = await office.post("/rounds/1/edit", data=typed)
    assert (silent.status_code, 'id="reason-error"' in silent.text, checked(silent.text)) == (422, True, [str(new.id)])
    assert (await office.post("/rounds/1/edit", data=typed | {"reason": "新设立"})).status_code == 303
    assert [name in (await office.get("/rounds/1")).text for name in (*NAMES, "丁局")] == [True] * 4


async def test_passed_reports_are_published_together_with_an_outcome_each(
    application: Application, client: Jixiao, office: httpx.AsyncClient, asked: list[StoredDepartment], issued: Round
) -> None:
    made = [await client.reports.create(NewReport(department=one.id, fiscal_year=2021)) for one in asked]
    for one in made[:2]:
        await stand(application, one.id, State.PASSED)
    assert "批量公开（2 份）" in (await office.get("/rounds/1")).text
    text = (await office.get("/rounds/1/move?move=publish")).text
    found = re.findall(r'name="report" value="(\d+:\d+)" checked', text)
    assert len(found) == 2
    answer = await office.post("/rounds/1/move", data={"move": "publish", "report": [*found, f"{made[2].id}:1"]})
    assert answer.status_code == 200
    assert sorted(re.findall("<li>([甲乙丙]局)：已公开", answer.text)) == ["乙局", "甲局"]
    assert re.search("丙局：(?!已公开)", answer.text)
    none = await office.post("/rounds/1/move", data={"move": "publish"})
    assert (none.status_code, "至少选一份" in none.text or "没有可以公开" in none.text) == (422, True)


async def test_a_draw_is_tried_before_it_is_made_and_can_be_repeated(
    application: Application, client: Jixiao, office: httpx.AsyncClient, asked: list[StoredDepartment], issued: Round
) -> None:
    for one in asked:
        report = await client.reports.create(NewReport(department=one.id, fiscal_year=2021))
        await stand(application, report.id, State.PASSED)
    wanted = {"percentage": "50", "seed": "7"}
    tried = (await office.post("/rounds/1/draw", data=wanted | {"do": "try"})).text
    assert ("会抽到这 2 份" in tried, "候选报告 3 份" in tried) == (True, True)
    assert (await client.follow_ups.list()).items == ()
    made = (await office.post("/rounds/1/draw", data=wanted | {"do": "draw"})).text
    drawn = re.findall(r'<li><a href="(/reports/\d+)"', tried)
    assert (len(drawn), re.findall(r'<li><a href="(/reports/\d+)"', made)) == (2, drawn)
    assert len((await client.follow_ups.list()).items) == 2


@pytest.mark.parametrize(
    ("wrong", "field"), [({"percentage": "150"}, "percentage"), ({"seed": "五月"}, "seed"), ({"seed": ""}, "seed")]
)
async def test_a_wrong_draw_is_said_at_its_field(
    application: Application, client: Jixiao, office: httpx.AsyncClient, asked: list[StoredDepartment], issued: Round,
    wrong: dict[str, str], field: str,
) -> None:  # fmt: skip
    report = await client.reports.create(NewReport(department=asked[0].id, fiscal_year=2021))
    await stand(application, report.id, State.PASSED)
    answer = await office.post("/rounds/1/draw", data={"percentage": "50", "seed": "7", "do": "try"} | wrong)
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)


async def test_a_departments_person_sees_only_their_own_and_can_change_nothing(
    application: Application, clock: HandClock, asked: list[StoredDepartment], issued: Round
) -> None:
    async with await browser_of(application, clock, Role.PREPARER, f"department:{asked[1].id}") as http:
        text = (await http.get("/rounds/1")).text
        assert ([name in text for name in NAMES], "经过" in text) == ([False, True, False], False)
        assert '<td class="num">1</td>' in (await http.get("/rounds")).text
        refused = await http.post("/rounds/1/close", data={"version": "2"})
        assert refused.status_code == 403


async def test_every_page_has_a_title_one_heading_unique_ids_labels_and_links_that_lead_somewhere(
    office: httpx.AsyncClient, issued: Round
) -> None:
    await office.post("/rounds/new", data=NEW)
    paths = ["/rounds", "/rounds?year=2021&state=issued", "/rounds?year=1999", "/rounds/new", "/rounds/2/edit"]
    paths += [f"/rounds/1{rest}" for rest in ("", "?show=late", "/edit", "/extend", "/remind", "/withdraw", "/close")]
    paths += ["/rounds/1/draw", "/rounds/1/move?move=publish", "/rounds/2"]
    for path in paths:
        answer = await office.get(path)
        assert answer.status_code == 200, path
        found = Page(answer.text)
        assert re.search(r"<title>\S.* · 绩效</title>", answer.text), path
        assert (found.headings, [one for one, times in found.ids.items() if times > 1]) == (1, []), path
        unlabelled = [one for one in found.controls if one.get("id") not in found.labelled]
        assert not [one for one in unlabelled if not one.get("aria-label")], path
        for link in set(found.links) - {"/audit", "/people", "/desk"}:
            if link.startswith("/"):
                reached = await office.get(link.split("#")[0], follow_redirects=True)
                assert reached.status_code == 200, (path, link)


async def test_a_task_leads_to_the_new_report_of_that_department_and_year(
    application: Application, client: Jixiao, clock: HandClock, asked: list[StoredDepartment], issued: Round
) -> None:
    await client.rounds.remind(1, 2, Reminding(departments=(asked[1].id,), text="请<报送>"))
    clock.forward(days=1)
    async with await browser_of(application, clock, Role.PREPARER, f"department:{asked[1].id}") as http:
        text = (await http.get("/tasks")).text
        (link,) = re.findall(r'href="(/reports/new\?[^"]+)">乙局 2021 年度：开始填报', text)
        assert ("逾期 1 天" in text, "催报：请&lt;报送&gt;" in text) == (True, True)
        form = (await http.get(link.replace("&amp;", "&"))).text
        assert f'<option value="{asked[1].id}" selected>' in form
        assert ('name="year" inputmode="numeric" class="num" value="2021"' in form, "2022-05-10" in form) == (
            True,
            True,
        )
        started = await http.post("/reports/new", data={"department": str(asked[1].id), "year": "2021", "round": "1"})
        assert started.status_code == 303
        text = (await http.get("/tasks")).text
        assert ("开始填报" in text, "逾期 1 天" in text) == (False, True)
