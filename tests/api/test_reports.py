"""`/api/v1/reports`: versions, conditions, conflicts, merges and pages, on both engines."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter

from app.client import Conflict, Invalid, Jixiao, NotFound, Stale
from app.contract.page import Page
from app.contract.report import NewReport, Report, ReportContent, ReportSummary
from app.main import Application
from tests.support.builders import a_department, a_report

pytestmark = pytest.mark.anyio
URL = "/api/v1/reports"


async def test_fifty_creates_at_once_make_one_report_and_49_conflicts_that_name_it(
    client: Jixiao, http: httpx.AsyncClient
) -> None:
    department = await a_department(client)
    body = {"department": department.id, "fiscal_year": 2021}
    answers = await asyncio.gather(*(http.post(URL, json=body) for _ in range(50)))
    created = [one for one in answers if one.status_code == 201]
    assert [sorted({one.status_code for one in answers}), len(created)] == [[201, 409], 1]
    named = {one.json()["current"]["id"] for one in answers if one.status_code == 409}
    assert named == {created[0].json()["id"]}


async def test_a_write_without_a_version_is_428_and_with_an_old_one_412_and_loses_nothing(
    client: Jixiao, http: httpx.AsyncClient
) -> None:
    report = await a_report(client, staff_in_post="18")
    assert (await http.put(f"{URL}/{report.id}", json={})).status_code == 428
    await client.reports.patch(report.id, 1, {"form": {"profile": {"staff_in_post": "19"}}})
    with pytest.raises(Stale) as stale:
        await client.reports.put(report.id, 1, ReportContent())
    assert (stale.value.problem.current or {})["version"] == 2
    assert (await client.reports.get(report.id)).form.profile.staff_in_post == "19"


async def test_of_two_writers_on_one_version_exactly_one_wins(client: Jixiao) -> None:
    report = await a_report(client)
    writes = [client.reports.patch(report.id, 1, {"form": {"profile": {"duties": f"第 {n} 人"}}}) for n in range(8)]
    outcomes = await asyncio.gather(*writes, return_exceptions=True)
    assert sum(1 for one in outcomes if not isinstance(one, Exception)) == 1
    assert all(isinstance(one, Stale) for one in outcomes if isinstance(one, Exception))
    assert (await client.reports.get(report.id)).version == 2


async def test_a_stale_write_is_told_cell_by_cell_what_both_have_changed(client: Jixiao) -> None:
    report = await a_report(client, staff_in_post="18")
    await client.reports.patch(report.id, 1, {"form": {"profile": {"staff_in_post": "19", "duties": "甲"}}})
    with pytest.raises(Stale, match="1 处") as stale:
        await client.reports.patch(report.id, 1, {"form": {"profile": {"staff_in_post": "20", "contact": "乙"}}})
    told = {one.pointer.rpartition("/")[2]: one for one in stale.value.problem.touched}
    both = told["staff_in_post"]
    assert (both.conflict, both.base, both.yours, both.theirs) == (True, "18", "20", "19")
    assert [told[name].conflict for name in ("duties", "contact")] == [False, False]


async def test_edits_that_do_not_touch_are_merged_on_request(client: Jixiao) -> None:
    report = await a_report(client, staff_in_post="18")
    for version, duties in enumerate("甲乙丙", 1):
        await client.reports.patch(report.id, version, {"form": {"profile": {"duties": duties}}})
    with pytest.raises(Stale, match="merge=true"):
        await client.reports.patch(report.id, 1, {"form": {"profile": {"contact": "丁"}}})
    kept = await client.reports.patch(report.id, 2, {"form": {"profile": {"contact": "丁"}}}, merge=True)
    assert (kept.version, kept.form.profile.duties, kept.form.profile.contact) == (5, "丙", "丁")


async def test_eight_who_write_different_cells_on_one_version_are_all_kept(client: Jixiao) -> None:
    report = await a_report(client)
    names = ("contact", "phone", "duties", "main_work", "achievements", "established_posts", "staff_in_post")
    writes = [client.reports.patch(report.id, 1, {"form": {"profile": {name: "7"}}}, merge=True) for name in names]
    await asyncio.gather(*writes)
    kept = (await client.reports.get(report.id)).form.profile.model_dump()
    assert {name: kept[name] for name in names} == dict.fromkeys(names, "7")


async def test_the_version_is_the_etag_and_an_unchanged_report_is_304(client: Jixiao, http: httpx.AsyncClient) -> None:
    report = await a_report(client)
    answer = await http.get(f"{URL}/{report.id}")
    assert answer.headers["etag"] == '"1"'
    again = await http.get(f"{URL}/{report.id}", headers={"If-None-Match": '"1"'})
    assert (again.status_code, again.content) == (304, b"")


async def test_the_stored_bytes_are_what_the_contract_describes(client: Jixiao, http: httpx.AsyncClient) -> None:
    report = await a_report(client, staff_in_post="18.00")
    body = (await http.get(f"{URL}/{report.id}")).content
    assert json.loads(Report.model_validate_json(body).model_dump_json()) == json.loads(body)
    listed = (await http.get(URL)).content
    page = TypeAdapter(Page[ReportSummary])
    assert json.loads(page.dump_json(page.validate_json(listed))) == json.loads(listed)


async def test_a_merge_patch_changes_what_it_names_and_null_makes_a_cell_blank(client: Jixiao) -> None:
    report = await a_report(client, staff_in_post="18", duties="职责")
    patched = await client.reports.patch(report.id, 1, {"form": {"profile": {"staff_in_post": None}}})
    assert (patched.form.profile.staff_in_post, patched.form.profile.duties) == (None, "职责")


async def test_a_write_that_changes_nothing_makes_no_version(client: Jixiao) -> None:
    report = await a_report(client, staff_in_post="18")
    same = await client.reports.patch(report.id, 1, {"form": {"profile": {"staff_in_post": "18"}}})
    assert same.version == 1


async def test_validate_only_answers_like_the_write_and_stores_nothing(client: Jixiao) -> None:
    report = await a_report(client, established_posts="40")
    change = {"form": {"profile": {"staff_in_post": "43"}}}
    seen = await client.reports.patch(report.id, 1, change, include=("scorecard",), validate_only=True)
    assert seen.scorecard is not None
    assert str(seen.scorecard.indicators[0].computed_points) == "1.50"
    stored = await client.reports.get(report.id)
    assert (stored.version, stored.form.profile.staff_in_post) == (1, None)


async def test_wrong_input_in_a_draft_is_kept_verbatim_and_counts_as_missing(client: Jixiao) -> None:
    report = await a_report(client, staff_in_post={"unread": "约18人"}, established_posts="18")
    read = await client.reports.get(report.id, include=("scorecard",))
    assert read.form.profile.model_dump()["staff_in_post"] == {"unread": "约18人"}
    assert read.scorecard is not None
    assert read.scorecard.indicators[0].missing == ["staff_in_post"]
    assert "约18人" in read.scorecard.indicators[0].sentence


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ({"profile": {"staff_in_post": 18.5}}, "/form/profile/staff_in_post"),
        ({"profile": {"staff": "18"}}, "/form/profile/staff"),
        ({"revenue": {"rows": [{"total": "1,2"}]}}, "/form/revenue/rows/0/total"),
        ({"cover": {"fiscal_year": "二〇二一"}}, "/form/cover/fiscal_year"),
    ],
)
async def test_a_wrong_shape_is_refused_once_at_its_place(client: Jixiao, form: Any, pointer: str) -> None:
    report = await a_report(client)
    with pytest.raises(Invalid) as refused:
        await client.reports.patch(report.id, 1, {"form": form})
    assert [one.pointer for one in refused.value.errors] == [pointer]
    assert (await client.reports.get(report.id)).version == 1


async def test_pages_by_key_neither_skip_nor_repeat_while_reports_are_added(client: Jixiao) -> None:
    made = [(await a_report(client, code=str(n))).id for n in range(7)]
    first = await client.reports.list(fiscal_year=2021, limit=3)
    await a_report(client, code="late")
    second = await client.reports.list(fiscal_year=2021, after=first.next, limit=3)
    third = await client.reports.list(fiscal_year=2021, after=second.next, limit=3)
    assert [one.id for page in (first, second, third) for one in page.items] == made[::-1]
    assert third.next is None


async def test_lists_sort_by_points_and_filter(client: Jixiao) -> None:
    for code, given in (("1", "3"), ("2", "5"), ("3", "4"), ("4", None)):
        department = await a_department(client, code)
        rows = [{"indicator": "财政供养人员控制率", "self_assessed_points": given}]
        form = {"self_scoring": {"rows": rows}}
        await client.reports.create(
            NewReport.model_validate({"department": department.id, "fiscal_year": 2021, "form": form})
        )
    first = await client.reports.list(order="points", limit=2)
    second = await client.reports.list(order="points", limit=2, after=first.next)
    points = [one.self_assessed_points for page in (first, second) for one in page.items]
    assert [None if one is None else str(one) for one in points] == ["5", "4", "3", None]
    assert (await client.reports.list(fiscal_year=2020)).items == ()


async def test_history_tells_each_cell_with_old_and_new(client: Jixiao) -> None:
    report = await a_report(client, staff_in_post="18")
    await client.reports.patch(report.id, 1, {"form": {"profile": {"staff_in_post": "19"}}})
    await client.reports.patch(report.id, 2, {"form": {"profile": {"established_posts": "20"}}})
    (revision,) = (await client.reports.revisions(report.id)).items
    assert (revision.from_version, revision.to_version) == (0, 3)
    assert {one.pointer: one.new for one in revision.changes} == {
        "/form/profile/staff_in_post": "19",
        "/form/profile/established_posts": "20",
    }


async def test_a_cells_history_is_that_cell_and_the_rows_that_held_it(client: Jixiao) -> None:
    report = await a_report(client, staff_in_post="18")
    revenue = {"revenue": {"rows": [{"institution": "本级", "total": "1.00"}]}}
    await client.reports.patch(report.id, 1, {"form": revenue | {"profile": {"duties": "甲"}}})
    told = await client.reports.revisions(report.id, cell="/form/revenue/rows/0/total")
    assert [[one.pointer for one in each.changes] for each in told.items] == [["/form/revenue/rows/0"]]
    assert (await client.reports.revisions(report.id, cell="/form/cover/title")).items == ()
    both = await client.reports.revisions(report.id, cell="/form/profile", limit=1)
    assert len(both.items) == 1


async def test_a_deleted_draft_is_gone_and_its_number_is_not_given_again(client: Jixiao) -> None:
    report = await a_report(client)
    await client.reports.delete(report.id, 1)
    with pytest.raises(NotFound):
        await client.reports.get(report.id)
    again = await client.reports.create(NewReport(department=report.department.id, fiscal_year=2021))
    assert again.id > report.id


async def test_rebuilding_the_projections_changes_nothing_that_is_right(
    application: Application, client: Jixiao, http: httpx.AsyncClient
) -> None:
    await a_report(client, staff_in_post="43", established_posts="40")
    before = (await http.get(URL)).content
    assert await application.services.reports.rebuild() == 1
    assert (await http.get(URL)).content == before


async def test_a_department_code_is_unique_in_its_region(client: Jixiao) -> None:
    await a_department(client, "1")
    with pytest.raises(Conflict):
        await a_department(client, "1")
