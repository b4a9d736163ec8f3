"""Findings stand beside the inputs they are about, follow what is typed, and are mended where one value does it."""

import re
from typing import Any, Final

import httpx
import pytest

from app.client import Jixiao
from app.contract.form import Form
from app.contract.report import NewReport, ReportView
from app.web.sections import SECTIONS
from app.web.views.editing import hosts_of, parts_of
from tests.support.builders import a_department
from tests.web.test_pages import Page, values

pytestmark = pytest.mark.anyio
ROW: Final = {"institution": "示范局", "total": "782", "basic": "480", "project": "300"}
"""Its total is 2 万元 more than its parts."""
TYPED: Final = {f"expenditure/rows/0/{name}": text for name, text in ROW.items()}
TOTAL: Final = "expenditure-rows-0-total"
PART: Final = {"part": "expenditure/rows"}
LIVE: Final = {"HX-Request": "true"}


async def a_report(client: Jixiao, **form: Any) -> ReportView:
    """A started report that says so."""
    department = await a_department(client)
    new = {"department": department.id, "fiscal_year": 2021, "form": form}
    return await client.reports.create(NewReport.model_validate(new))


def told_at(text: str, place: str) -> str:
    """What stands in the place beside an input."""
    (start,) = [found.end() for found in re.finditer(rf'<div [^>]*\bid="{place}-said"[^>]*>', text)]
    depth = 1
    for tag in re.finditer(r"<(/?)div\b", text[start:]):
        depth += -1 if tag[1] else 1
        if not depth:
            return text[start : start + tag.start()].strip()
    raise AssertionError(place)


async def posted(http: httpx.AsyncClient, report: ReportView, action: str, **more: str) -> str:
    """The page after a button that saves nothing."""
    fields = {"version": str(report.version), "action": action, **TYPED, **more}
    answer = await http.post(f"/reports/{report.id}/edit/expenditure", data=fields)
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_a_finding_stands_beside_its_input_in_words_with_what_to_do(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    report = await a_report(client, expenditure={"rows": [ROW]})
    text = (await http.get(f"/reports/{report.id}/edit/expenditure")).text
    told = told_at(text, TOTAL)
    assert "错误" in told
    assert "支出合计为 782 万元" in told
    assert "相差 2 万元" in told
    assert "把支出合计改为 780" in told
    assert 'href="/checks#A1"' in told
    assert re.search(rf'<input id="{TOTAL}"[^>]* aria-describedby="{TOTAL}-said"', text)
    assert f'<span class="mark" id="{TOTAL}-mark"><span class="tag wrong">错误</span></span>' in text


async def test_other_places_of_a_finding_say_that_they_have_to_do_with_it(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    report = await a_report(client, expenditure={"rows": [ROW]})
    text = (await http.get(f"/reports/{report.id}/edit/expenditure")).text
    told = told_at(text, "expenditure-rows-0-basic")
    assert "有关" in told
    assert f'<a href="#{TOTAL}">第 1 行 支出合计</a>的错误有关' in told
    assert "相差" not in told


async def test_the_side_panel_lists_the_pages_findings_and_counts_those_of_other_parts(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    report = await a_report(
        client, expenditure={"rows": [ROW]}, profile={"established_posts": "18", "staff_in_post": "20"}
    )
    text = (await http.get(f"/reports/{report.id}/edit/expenditure")).text
    panel = text[text.index('<aside id="panel"') :]
    assert f'<a href="#{TOTAL}">第 1 行 支出合计</a>：支出合计为 782 万元' in panel
    assert f'其他部分还有 1 项：<a href="/reports/{report.id}/edit/profile">' in panel


@pytest.mark.parametrize(
    ("section", "pointer", "place"),
    [
        ("expenditure", "/form/expenditure/rows/0/total", "expenditure/rows/0/total"),
        ("expenditure", "/form/expenditure/rows/0", "expenditure/rows"),
        ("expenditure", "/form/expenditure/rows/7/total", "expenditure/rows"),
        ("expenditure", "/form/expenditure/total/total", "expenditure/rows/0/total"),
        ("expenditure", "/form/expenditure", "expenditure/rows"),
        ("panel", "/form/panel", "panel/evaluators"),
        ("panel", "/form/preparer/nothing", "preparer"),
        ("expenditure", "/form/revenue/rows/0/total", ""),
        ("expenditure", "/supplement/expenditure", ""),
        ("expenditure", "/form", ""),
        ("expenditure", "", ""),
    ],
)
def test_what_has_no_input_is_told_at_the_head_of_its_part_and_what_is_elsewhere_is_not(
    section: str, pointer: str, place: str
) -> None:
    form = Form.model_validate({"expenditure": {"rows": [ROW]}})
    hosts = hosts_of(parts_of(SECTIONS[section], form.model_dump(mode="json"), ()))
    assert hosts.of(pointer, form) == place


async def test_a_passage_of_a_long_text_is_quoted_as_it_reads(http: httpx.AsyncClient, client: Jixiao) -> None:
    section = {"number": "一", "title": "概况", "text": "实有{实有人数}。全年支出775.66万元。"}
    report = await a_report(
        client,
        expenditure={"rows": [ROW | {"total": "780"}]},
        profile={"established_posts": "18", "staff_in_post": "18"},
        narrative={"sections": [section]},
    )
    text = (await http.get(f"/reports/{report.id}/edit/narrative")).text
    assert "原文：“全年支出775.66万元”" in told_at(text, "narrative-sections-0-text")


async def test_trying_shows_the_same_for_what_is_typed_and_keeps_it(http: httpx.AsyncClient, client: Jixiao) -> None:
    report = await a_report(client)
    text = await posted(http, report, "preview")
    assert "相差 2 万元" in told_at(text, TOTAL)
    assert values(text)["expenditure/rows/0/total"] == "782"
    assert (await client.reports.get(report.id)).version == report.version


async def test_the_button_of_a_fix_puts_its_value_in_keeps_the_rest_and_saves_nothing(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    report = await a_report(client)
    (action,) = re.findall(r'<button name="action" value="(fix:[^"]+)"', await posted(http, report, "preview"))
    text = await posted(http, report, action, **{"expenditure/rows/0/personnel": "约三百"})
    found = values(text)
    assert (found["expenditure/rows/0/total"], found["expenditure/rows/0/personnel"]) == ("780", "约三百")
    assert told_at(text, TOTAL) == ""
    assert re.search(rf'<input id="{TOTAL}"[^>]* autofocus>', text)
    assert (await client.reports.get(report.id)).version == report.version


async def test_a_fix_of_a_place_that_the_page_does_not_have_changes_nothing(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    found = values(await posted(http, await a_report(client), "fix:expenditure/rows/7/total=1"))
    assert found["expenditure/rows/0/total"] == "782"
    assert "expenditure/rows/1/total" not in found


async def test_while_typing_only_the_places_that_change_are_sent_and_no_input(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    report = await a_report(client)
    path = f"/reports/{report.id}/edit/expenditure/keep"
    wrong = (await http.post(path, data={"version": "1", **PART, **TYPED}, headers=LIVE)).json()
    assert f'<div id="{TOTAL}-said" hx-swap-oob="innerHTML">' in wrong["html"]
    assert (
        f'<span id="{TOTAL}-mark" hx-swap-oob="innerHTML"><span class="tag wrong">错误</span></span>' in wrong["html"]
    )
    assert "expenditure-rows-0-personnel-said" not in wrong["html"]
    assert set(re.findall(r'<input type="hidden"[^>]*name="([^"]+)"', wrong["html"])) == {"findings-told"}
    assert wrong["html"].count("<input") == 1
    (told,) = re.findall(r'name="findings-told" value="([^"]*)"', wrong["html"])
    right = TYPED | PART | {"expenditure/rows/0/total": "780", "findings-told": told}
    mended = (await http.post(path, data={"version": str(wrong["version"]), **right}, headers=LIVE)).json()
    assert told_at(mended["html"], TOTAL) == ""
    assert f'<span id="{TOTAL}-mark" hx-swap-oob="innerHTML"></span>' in mended["html"]


async def test_a_refused_page_says_that_its_findings_are_of_what_is_stored(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    report = await a_report(client, cover={"department_name": "示范局"})
    fields = {"version": "1", "cover/fiscal_year": "廿一"}
    answer = await http.post(f"/reports/{report.id}/edit/cover", data=fields)
    assert (answer.status_code, "检查（按保存的内容）" in answer.text) == (422, True)


async def test_in_a_table_without_a_total_row_the_only_row_is_the_place(
    http: httpx.AsyncClient, client: Jixiao
) -> None:
    report = await a_report(client, narrative={"sections": [{"title": "概况", "text": "全年支出500.00万元。"}]})
    typed = TYPED | {"expenditure/rows/0/total": "780"}
    text = await posted(http, report, "preview", **typed)
    assert "500.00万元" in told_at(text, TOTAL)
    assert told_at(text, "expenditure-total-total") == ""


async def test_every_description_of_an_input_exists_and_ids_are_unique(http: httpx.AsyncClient, client: Jixiao) -> None:
    report = await a_report(client, expenditure={"rows": [ROW]}, narrative={"sections": [{"title": "概况"}]})
    for path in [*(f"edit/{name}" for name in SECTIONS), "supplement"]:
        text = (await http.get(f"/reports/{report.id}/{path}")).text
        found = Page(text)
        described = {one for ids in re.findall(r'aria-describedby="([^"]+)"', text) for one in ids.split()}
        assert described - set(found.ids) == set(), path
        assert not [one for one, times in found.ids.items() if times > 1], path


async def test_the_supplementary_page_tells_findings_at_its_questions(http: httpx.AsyncClient, client: Jixiao) -> None:
    report = await a_report(client, expenditure={"rows": [ROW]})
    await client.reports.patch(report.id, 1, {"supplement": {"official_card_usage": "-5"}})
    text = (await http.get(f"/reports/{report.id}/supplement")).text
    assert told_at(text, "official_card_usage") == ""
    assert f'其他部分还有 1 项：<a href="/reports/{report.id}/edit/expenditure">' in text
    fields = {"version": "2", "official_card_usage": "50"}
    live = (await http.post(f"/reports/{report.id}/supplement/keep", data=fields, headers=LIVE)).json()
    assert live["html"].strip().startswith('<aside id="panel"')
    assert "其他部分还有 1 项" in live["html"]
