"""Pages through the real API: they stand, keep what was typed, and ask for exactly what is missing."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from decimal import Decimal
from html.parser import HTMLParser

import httpx
import pytest

from app.cli.demo import load_demo
from app.client import Jixiao
from app.contract.department import NewDepartment
from app.contract.report import NewReport, ReportContent
from app.documents.text import read_text
from app.main import Application
from tests.support.browsing import browsing
from tests.support.builders import a_report

pytestmark = pytest.mark.anyio

PAGES = [
    "/reports", "/reports?year=2021&order=points", "/reports/new", "/reports/1", "/reports/1/score",
    "/reports/1/history", "/reports/1/supplement", "/reports/1/delete", "/schemes/yueyanglou-2021/1",
    "/schemes", "/schemes/yueyanglou-2021/1/try/unspent_balance",
    "/schemes/yueyanglou-2021/1/try/economic_benefit",
    "/reports/1/edit/cover",
    "/reports/1/edit/profile", "/reports/1/edit/revenue", "/reports/1/edit/expenditure", "/reports/1/edit/three_public",
    "/reports/1/edit/fixed_assets", "/reports/1/edit/objectives", "/reports/1/edit/self_scoring",
    "/reports/1/edit/panel", "/reports/1/edit/narrative", "/reports/999", "/nix",
]  # fmt: skip


class Page(HTMLParser):
    """What a page says of itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.headings = 0
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids[str(found["id"])] += 1
        self.headings += tag == "h1"
        if tag == "label" and found.get("for"):
            self.labelled.add(str(found["for"]))
        if tag in ("input", "select", "textarea") and found.get("type") not in ("hidden", "radio"):
            self.controls.append(found)
        if tag == "a":
            self.links.append(str(found["href"]))


@pytest.fixture
async def http(application: Application, client: Jixiao, everything: str) -> AsyncIterator[httpx.AsyncClient]:
    await load_demo(client)
    async with browsing(application, everything) as http:
        yield http


def values(text: str) -> dict[str, str]:
    """The single-line inputs of a page with their values."""
    return dict(re.findall(r'<input id="[^"]+" name="([^"]+)" value="([^"]*)"', text))


async def test_every_page_has_a_title_one_heading_unique_ids_and_labels(http: httpx.AsyncClient) -> None:
    for path in PAGES:
        answer = await http.get(path)
        assert answer.status_code == (404 if path in ("/reports/999", "/nix") else 200), path
        page = Page(answer.text)
        assert re.search(r"<title>\S.* · 绩效</title>", answer.text), path
        assert page.headings == 1, path
        assert not [one for one, times in page.ids.items() if times > 1], path
        unlabelled = [one for one in page.controls if one.get("id") not in page.labelled and not one.get("aria-label")]
        assert not [one for one in unlabelled if path != "/reports" and "year=" not in path], (path, unlabelled)
        assert "script-src 'self'" in answer.headers["content-security-policy"]


async def test_links_of_the_main_pages_lead_somewhere(http: httpx.AsyncClient) -> None:
    for path in ("/reports", "/reports/1", "/reports/1/score", "/reports/1/supplement"):
        for link in set(Page((await http.get(path)).text).links):
            if link.startswith("/"):
                assert (await http.get(link.split("#")[0], follow_redirects=True)).status_code == 200, link


async def test_saving_a_section_changes_the_figure_and_leads_back_to_the_form(http: httpx.AsyncClient) -> None:
    form = {"version": "1", "profile/staff_in_post": "４３", "profile/established_posts": "40"}
    answer = await http.post("/reports/1/edit/profile", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/reports/1#profile")
    assert "超过标准 100% 计 7 个整百分点" in (await http.get("/reports/1/score")).text


async def test_wrong_input_is_saved_as_typed_and_flagged_beside_its_field(http: httpx.AsyncClient) -> None:
    await http.post("/reports/1/edit/profile", data={"version": "1", "profile/staff_in_post": "约十八"})
    text = (await http.get("/reports/1/edit/profile")).text
    assert values(text)["profile/staff_in_post"] == "约十八"
    assert "“约十八”不是以人为单位的数字，已按原样保留" in text
    assert 'aria-invalid="true"' in text


async def test_blank_zero_none_and_not_applicable_come_back_as_they_were_typed(http: httpx.AsyncClient) -> None:
    typed = {
        "total": "0",
        "official_hospitality": "",
        "vehicle_running_costs": "无",
        "overseas_travel": "不适用：没有出国任务",
    }
    form = {f"three_public/rows/0/{name}": text for name, text in typed.items()} | {"version": "1"}
    await http.post("/reports/1/edit/three_public", data=form)
    found = values((await http.get("/reports/1/edit/three_public")).text)
    assert {name: found[f"three_public/rows/0/{name}"] for name in typed} == typed


async def test_a_refused_section_keeps_what_was_typed_with_the_error_beside_the_field(http: httpx.AsyncClient) -> None:
    form = {"version": "1", "cover/fiscal_year": "廿一", "cover/department_name": "新名字"}
    answer = await http.post("/reports/1/edit/cover", data=form)
    assert answer.status_code == 422
    assert values(answer.text)["cover/department_name"] == "新名字"
    assert 'href="#cover-fiscal_year"' in answer.text


async def test_a_stale_page_keeps_what_was_typed_tells_both_values_and_saves_on_the_new_version(
    http: httpx.AsyncClient,
) -> None:
    await http.post("/reports/1/edit/profile", data={"version": "1", "profile/staff_in_post": "20"})
    mine = {"version": "1", "profile/staff_in_post": "21"}
    answer = await http.post("/reports/1/edit/profile", data=mine)
    assert answer.status_code == 412
    assert "您填的是“21”，现在保存的是“20”" in answer.text
    assert 'name="version" value="2"' in answer.text
    assert (await http.post("/reports/1/edit/profile", data=mine | {"version": "2"})).status_code == 303


async def test_rows_are_added_and_removed_without_script_and_nothing_typed_is_lost(http: httpx.AsyncClient) -> None:
    form = {"version": "1", "revenue/rows/0/institution": "甲", "revenue/rows/0/total": "1.50"}
    more = await http.post("/reports/1/edit/revenue", data=form | {"action": "add:revenue/rows"})
    assert values(more.text)["revenue/rows/0/total"] == "1.50"
    assert "revenue/rows/1/total" in values(more.text)
    fewer = await http.post("/reports/1/edit/revenue", data=form | {"action": "remove:revenue/rows/0"})
    assert "revenue/rows/0/total" not in values(fewer.text)


async def test_the_supplementary_page_asks_for_exactly_what_the_form_lacks(http: httpx.AsyncClient) -> None:
    text = (await http.get("/reports/1/supplement")).text
    figures = {name for name in values(text) if "/" not in name}
    assert figures == {
        "three_public_prior", "three_public_budget", "priority_project_budget", "project_budget", "initial_budget",
        "budget_adjustment", "late_earmarked_funds", "procurement_actual", "procurement_budget", "official_card_usage",
        "satisfaction_rate", "work_assessment",
    }  # fmt: skip


SUPPLEMENT = {
    "version": "1", "three_public_prior": "0", "three_public_budget": "0", "priority_project_budget": "90",
    "project_budget": "100", "initial_budget": "100", "budget_adjustment": "5", "late_earmarked_funds": "1",
    "procurement_actual": "95", "procurement_budget": "100", "official_card_usage": "50", "satisfaction_rate": "96",
    "budget_rules_checks/rules_exist": "yes", "budget_rules_checks/rules_lawful": "no",
    "budget_rules_checks/rules_followed": "yes", "economic_benefit_points/points": "4",
    "economic_benefit_points/reason": "尚有不足", "pools/benefits/economic_benefit": "5",
    "pools/benefits/social_benefit": "5", "pools/benefits/ecological_benefit": "5",
}  # fmt: skip


async def test_filling_in_the_supplement_computes_all_eight(http: httpx.AsyncClient, client: Jixiao) -> None:
    preview = await http.post("/reports/1/supplement", data=SUPPLEMENT | {"action": "preview"})
    assert "按当前填写" in preview.text
    assert (await client.reports.get(1)).version == 1
    assert (await http.post("/reports/1/supplement", data=SUPPLEMENT)).status_code == 303
    card = await client.reports.scorecard(1)
    status = Counter(one.status for one in card.indicators)
    assert (status["computed"], status["needs_evidence"]) == (11, 0)
    points = {one.id: one.computed_points for one in card.indicators}
    assert [str(points[name]) for name in ("budget_rules_soundness", "economic_benefit")] == ["2.00", "4.00"]


async def test_the_real_form_is_imported_scored_and_completed_on_its_supplementary_page(
    http: httpx.AsyncClient, client: Jixiao, seed_text: str
) -> None:
    envelope = read_text(seed_text)
    department = await client.departments.create(NewDepartment(region="430602", budget_code="seed", name="真实表式"))
    new = NewReport(department=department.id, fiscal_year=2021, form=envelope.form, supplement=envelope.supplement)
    report = await client.reports.create(new, include=["scorecard"])
    own = report.scorecard.self_assessed if report.scorecard else None
    assert own is not None
    assert (own.points, own.rating) == (Decimal(98), "优秀")
    assert ReportContent(form=report.form, supplement=report.supplement).form == envelope.form
    eight = (
        [one.id for one in report.scorecard.indicators if one.status == "needs_evidence"] if report.scorecard else []
    )
    assert len(eight) == 8
    assert (await http.post(f"/reports/{report.id}/supplement", data=SUPPLEMENT)).status_code == 303
    card = await client.reports.scorecard(report.id)
    assert {one.status for one in card.indicators if one.id in eight} == {"computed"}


async def test_the_preview_scores_what_is_typed_and_stores_nothing(http: httpx.AsyncClient, client: Jixiao) -> None:
    form = {"version": "1", "profile/staff_in_post": "19", "profile/established_posts": "18"}
    answer = await http.post("/reports/1/edit/profile", data=form | {"action": "preview"})
    assert "实有人数 19 ÷ 人员编制 18" in answer.text
    assert (await client.reports.get(1)).version == 1


async def test_a_second_report_of_the_year_leads_to_the_first(http: httpx.AsyncClient) -> None:
    answer = await http.post("/reports/new", data={"year": "2021", "department": "1"})
    assert answer.status_code == 422
    assert 'href="/reports/1"' in answer.text


async def test_a_new_department_is_registered_with_its_first_report(http: httpx.AsyncClient, client: Jixiao) -> None:
    form = {"year": "2021", "region": "430602", "budget_code": "777", "name": "<b>新局</b>"}
    answer = await http.post("/reports/new", data=form)
    assert answer.status_code == 303
    assert "&lt;b&gt;新局&lt;/b&gt;" in (await http.get(answer.headers["location"])).text
    assert (await client.departments.list(region="430602", budget_code="777")).items


async def test_a_deleted_draft_leaves_the_list(http: httpx.AsyncClient) -> None:
    assert (await http.post("/reports/1/delete", data={"version": "1"})).status_code == 303
    assert (await http.get("/reports/1")).status_code == 404


async def test_an_empty_list_says_what_to_do(application: Application, client: Jixiao, everything: str) -> None:
    await client.departments.create(NewDepartment(region="430602", budget_code="1", name="甲"))
    async with browsing(application, everything) as http:
        assert "还没有报告" in (await http.get("/reports")).text


async def test_the_total_row_is_filled_in_from_the_institutions_without_saving(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    report = await a_report(client, "999777")
    rows = {"revenue/rows/0/total": "100", "revenue/rows/1/total": "28.5", "revenue/rows/1/other": "3"}
    answer = await http.post(
        f"/reports/{report.id}/edit/revenue", data={"version": "1", "action": "total:revenue", **rows}
    )
    assert 'name="revenue/total/total" value="128.5"' in answer.text
    assert 'name="revenue/total/other" value=""' in answer.text
    assert "按各机构填写合计行" in answer.text
    assert (await client.reports.get(report.id)).version == 1


async def test_a_reference_in_the_narrative_reads_as_the_tables_cell_and_follows_it(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    section = {"number": "一", "title": "收支", "text": "全年支出{支出合计}，实有{实有人数}。"}
    await client.reports.patch(1, 1, {"form": {"narrative": {"sections": [section]}}})
    assert "全年支出775.66万元，实有18人。" in (await http.get("/reports/1")).text
    assert "{支出合计}</code></td><td>775.66万元" in (await http.get("/reports/1/edit/narrative")).text
    await client.reports.patch(1, 2, {"form": {"profile": {"staff_in_post": "17"}}})
    assert "全年支出775.66万元，实有17人。" in (await http.get("/reports/1")).text


async def test_what_a_cell_said_before_can_be_put_back(http: httpx.AsyncClient, client: Jixiao) -> None:
    await http.post("/reports/1/edit/profile/keep", data={"version": "1", "part": "profile", **PROFILE})
    await client.reports.patch(1, 2, {"form": {"profile": {"staff_in_post": "21"}}})
    history = await http.get("/reports/1/history?cell=/form/profile/staff_in_post")
    assert "基本概况 · 实有人数" in history.text
    back = {"pointer": "/form/profile/staff_in_post", "value": '"18"'}
    answer = await http.post("/reports/1/history", data=back)
    assert answer.headers["location"] == "/reports/1/edit/profile#profile-staff_in_post"
    assert (await client.reports.get(1)).form.profile.staff_in_post == "18"
    gone = await http.post("/reports/1/history", data={"pointer": "/form/revenue/rows/99/total", "value": "1"})
    assert gone.status_code == 303


PROFILE = {"profile/staff_in_post": "20", "profile/established_posts": "18"}


async def test_a_kept_part_is_merged_and_answers_with_what_stands_now(http: httpx.AsyncClient, client: Jixiao) -> None:
    await client.reports.patch(1, 1, {"form": {"profile": {"contact": "别人"}}})
    before = (await client.reports.get(1)).form.profile
    mine = {f"profile/{name}": str(value or "") for name, value in before.model_dump().items()}
    mine |= {"version": "1", "part": "profile", "profile/contact": "", "profile/duties": "我的"}
    told = (await http.post("/reports/1/edit/profile/keep", data=mine)).json()
    assert [one["name"] for one in told["clashes"]] == ["profile/contact"]
    assert told["values"]["profile/duties"] == "我的"
    assert told["values"]["profile/contact"] == "别人"
    assert told["version"] == 3


async def test_a_page_that_somebody_else_opened_saves_nothing(http: httpx.AsyncClient, client: Jixiao) -> None:
    answer = await http.post("/reports/1/edit/profile/keep", data={"version": "1", "by": "user:999", **PROFILE})
    assert (answer.status_code, "用原来的账号登录" in answer.json()["refused"]) == (409, True)
    assert (await client.reports.get(1)).version == 1


async def test_a_block_is_pasted_without_script_and_what_finds_no_column_is_told(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    block = "本级\t10.00\t2.00\r\n二级\t5.00\t1\t1\t1\t1\t1\t多的\r\n"
    form = {"version": "1", "action": "paste:revenue/rows", "paste:revenue/rows": block}
    answer = await http.post("/reports/1/edit/revenue", data=form)
    assert "已粘贴并保存 2 行、10 格" in answer.text
    assert "第 2 行多出的“多的”没有列可放" in answer.text
    rows = (await client.reports.get(1)).form.revenue.rows
    assert [(one.institution, one.total) for one in rows] == [("本级", "10.00"), ("二级", "5.00")]
