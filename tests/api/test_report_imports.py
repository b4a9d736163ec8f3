"""Filled forms in from files: read as a job, compared, and only then written into reports, each whole or not at all."""

import asyncio

import pytest

from app.client import Conflict, Forbidden, Invalid, Jixiao, NotFound, Stale
from app.contract.department import NewDepartment
from app.contract.query import AuditFilter
from app.contract.report_import import ApplyImport, ItemState, ReportImport
from app.domain.people.actor import OPERATOR
from app.domain.people.place import Place
from app.domain.people.right import Right
from app.domain.people.role import Role
from app.domain.workflow.state import State
from app.main import Application
from app.services.errors import ImportOpen, NotSignedIn
from app.services.worker import Stopped, Watch
from tests.support.builders import a_department
from tests.support.callers import Callers
from tests.support.excel_files import as_xlsx
from tests.support.files import PDF
from tests.support.filled_forms import CODE, NAME, a_form, an_archive, an_unmarked_archive, read
from tests.support.forms import OFFICIAL
from tests.support.forms import a_form as official_form
from tests.support.pdf_files import as_pdf
from tests.support.people import a_system
from tests.support.rounds import stand
from tests.support.word_files import as_docx

pytestmark = pytest.mark.anyio


@pytest.fixture
async def department(client: Jixiao) -> int:
    return (await client.departments.create(NewDepartment(region="430602", budget_code=CODE, name=NAME))).id


async def applied(client: Jixiao, found: ReportImport, **wanted: bool) -> ReportImport:
    """The import, once all that was wanted of it has been applied."""
    job = await client.report_imports.apply_all(found.id, ApplyImport(**wanted))
    for _ in range(600):
        if (job := await client.jobs.get(job.id)).state not in ("waiting", "running"):
            break
        await asyncio.sleep(0.05)
    assert (job.kind, job.state, job.done) == ("report_import_apply", "done", len(found.items))
    return await client.report_imports.get(found.id)


def states(found: ReportImport) -> list[ItemState]:
    return [one.state for one in found.items]


async def kinds(client: Jixiao) -> list[str]:
    """What the log has, the newest first."""
    return [one.kind for one in (await client.audit.list(AuditFilter(limit=200))).items]


async def test_a_sure_form_becomes_a_report_with_its_history_and_the_file_as_an_attachment(
    client: Jixiao, department: int
) -> None:
    found = await read(client, ("a.txt", a_form()))
    (one,) = found.items
    assert (found.state, found.done, found.total) == ("done", 1, 1)
    assert (one.state, one.fiscal_year, one.report, one.doubts) == (ItemState.READ, 2021, None, 0)
    assert one.department is not None
    assert one.department.id == department
    assert (await client.reports.list()).items == ()
    became = await client.report_imports.apply(found.id, 1)
    assert (became.state, became.report) == (ItemState.APPLIED, 1)
    assert (await client.reports.get(1)).form == became.form
    assert len((await client.reports.revisions(1)).items) == 1
    (kept,) = await client.attachments.list(1)
    assert (kept.indicator, kept.name) == ("", "a.txt")
    assert (await kinds(client))[:3] == ["report_imported", "attachment_added", "report_started"]
    assert await client.attachments.content(1, kept.id) == a_form()


async def test_a_deleted_import_is_gone_with_its_files_but_what_became_of_it_stays(
    client: Jixiao, department: int
) -> None:
    assert department
    found = await read(client, ("a.txt", a_form()), ("b.txt", b"no form"))
    await client.report_imports.apply(found.id, 1)
    report = await client.reports.get(1)
    await client.report_imports.delete(found.id)
    for gone in (client.report_imports.get(found.id), client.report_imports.delete(found.id)):
        with pytest.raises(NotFound):
            await gone
    assert (await client.report_imports.list()).items == ()
    assert (await kinds(client))[0] == "report_import_deleted"
    (kept,) = await client.attachments.list(1)
    assert (await client.reports.get(1), await client.attachments.content(1, kept.id)) == (report, a_form())
    assert (await read(client, ("b.txt", a_form()))).id != found.id


async def test_an_import_that_nobody_has_read_yet_is_not_deleted(application: Application, client: Jixiao) -> None:
    who = OPERATOR
    job = await application.services.imports.begin([("a.txt", a_form())], None, who)
    with pytest.raises(ImportOpen, match="停止读取"):
        await application.services.imports.delete(job.id, who)
    assert (await application.services.imports.items(job.id, who))[0][0].name == "a.txt"


async def test_applying_again_changes_nothing(client: Jixiao, department: int) -> None:
    assert department
    found = await read(client, ("a.txt", a_form()))
    first = await client.report_imports.apply(found.id, 1)
    before, report = await kinds(client), await client.reports.get(1)
    assert await client.report_imports.apply(found.id, 1) == first
    assert (await client.reports.get(1), await kinds(client)) == (report, before)


async def test_two_who_apply_the_same_file_at_once_make_one_report(client: Jixiao, department: int) -> None:
    assert department
    found = await read(client, ("a.txt", a_form()))
    both = await asyncio.gather(*(client.report_imports.apply(found.id, 1) for _ in range(2)))
    assert [one.report for one in both] == [1, 1]
    assert (await kinds(client)).count("report_imported") == 1


async def test_the_same_file_again_shows_no_difference_and_no_second_report(client: Jixiao, department: int) -> None:
    assert department
    await client.report_imports.apply((await read(client, ("a.txt", a_form()))).id, 1)
    again = await read(client, ("a.txt", a_form()))
    assert states(again) == [ItemState.THERE]
    assert again.items[0].changes == 0
    seen = await client.report_imports.item(again.id, 1)
    assert seen.comparison is not None
    assert (seen.comparison.report, seen.comparison.changes) == (1, ())
    with pytest.raises(Conflict) as there:
        await client.report_imports.apply(again.id, 1)
    assert (there.value.problem.code, there.value.problem.current) == (
        "report_exists",
        {"id": 1, "href": "/api/v1/reports/1"},
    )


async def test_a_draft_is_updated_on_the_version_that_was_compared_and_keeps_its_supplement(
    client: Jixiao, department: int
) -> None:
    assert department
    await client.report_imports.apply((await read(client, ("a.txt", a_form()))).id, 1)
    draft = await client.reports.patch(1, 2, {"supplement": {"satisfaction_rate": "96"}})
    changed = await read(client, ("b.txt", a_form(staff="17")))
    seen = await client.report_imports.item(changed.id, 1)
    assert seen.comparison is not None
    assert [(one.pointer, one.old, one.new) for one in seen.comparison.changes] == [
        ("/form/profile/staff_in_post", "18", "17")
    ]
    with pytest.raises(Stale):
        await client.report_imports.apply(changed.id, 1, draft.version - 1)
    became = await client.report_imports.apply(changed.id, 1, seen.comparison.version)
    after = await client.reports.get(1)
    assert (became.report, after.form.profile.staff_in_post, after.supplement) == (1, "17", draft.supplement)
    assert [one.name for one in await client.attachments.list(1)] == ["a.txt", "b.txt"]


@pytest.mark.parametrize("state", [State.PANEL_SIGNED, State.SUBMITTED, State.RETURNED, State.PUBLISHED])
async def test_a_report_past_drafting_is_never_updated(
    application: Application, client: Jixiao, department: int, state: State
) -> None:
    assert department
    await client.report_imports.apply((await read(client, ("a.txt", a_form()))).id, 1)
    await stand(application, 1, state)
    changed, before = await read(client, ("b.txt", a_form(staff="17"))), await client.reports.get(1)
    assert f"“{state.label}”状态，不能用文件更新" in changed.items[0].message
    with pytest.raises(Conflict, match="只有处于“填报”状态") as refused:
        await client.report_imports.apply(changed.id, 1, before.version)
    assert refused.value.problem.code == "wrong_state"
    assert await client.reports.get(1) == before


async def test_all_that_are_sure_are_applied_together_and_the_rest_says_why_not(client: Jixiao) -> None:
    for code in ("1", "2", "3"):
        await a_department(client, code)
    await client.report_imports.apply((await read(client, ("3.txt", a_form("3", "示范局")))).id, 1)
    files = {
        "1.txt": a_form("1", "示范局"),
        "2.txt": a_form("2", "示范局", sure=False),
        "3.txt": a_form("3", "示范局", "17"),
        "4.txt": a_form("4", "没有的局"),
        "5.txt": b"hello",
    }
    found = await read(client, ("forms.zip", an_archive(files)))
    told = [ItemState.READ, ItemState.UNSURE, ItemState.THERE, ItemState.NO_DEPARTMENT, ItemState.REFUSED]
    assert states(found) == told
    assert [one.name for one in found.items] == list(files)
    assert states(await applied(client, found)) == [ItemState.APPLIED, *told[1:]]
    rest = await applied(client, found, unsure=True, replace=True)
    assert states(rest) == [ItemState.APPLIED] * 3 + told[3:]
    assert "请核对封面" in rest.items[3].message
    assert len((await client.reports.list()).items) == 3


async def test_a_department_that_is_registered_after_the_reading_is_found_when_applying(client: Jixiao) -> None:
    found = await read(client, ("a.txt", a_form("77", "新局")))
    assert states(found) == [ItemState.NO_DEPARTMENT]
    with pytest.raises(Conflict, match="请核对封面"):
        await client.report_imports.apply(found.id, 1)
    made = await client.departments.create(NewDepartment(region="430602", budget_code="77", name="新局"))
    became = await client.report_imports.apply(found.id, 1)
    assert became.department is not None
    assert (became.state, became.department.id) == (ItemState.APPLIED, made.id)


async def test_a_department_is_found_by_its_name_where_the_code_is_none_and_that_is_doubted(
    client: Jixiao, department: int
) -> None:
    found = await read(client, ("a.txt", a_form("999999")))
    assert (found.items[0].state, found.items[0].doubts) == (ItemState.UNSURE, 1)
    assert found.items[0].department is not None
    assert found.items[0].department.id == department
    seen = await client.report_imports.item(found.id, 1)
    assert [(one.pointer, one.found) for one in seen.unsure] == [("/form/cover/budget_code", "999999")]
    together = await applied(client, found, unsure=True)
    assert (together.items[0].state, "单独导入" in together.items[0].message) == (ItemState.UNSURE, True)
    assert (await client.report_imports.apply(found.id, 1)).state is ItemState.APPLIED


async def test_of_two_files_of_one_department_the_second_is_doubted(client: Jixiao, department: int) -> None:
    assert department
    found = await read(client, ("a.txt", a_form()), ("b.txt", a_form(staff="17")))
    assert states(found) == [ItemState.READ, ItemState.UNSURE]
    assert "第 1 个文件" in (await client.report_imports.item(found.id, 2)).unsure[0].reason
    (_, other) = (await applied(client, found, unsure=True)).items
    assert "已有 2021 年度的自评报告" in other.message


async def test_departments_of_one_code_in_two_regions_are_told_apart_by_the_region(client: Jixiao) -> None:
    for region in ("430602", "430603"):
        await client.departments.create(NewDepartment(region=region, budget_code=CODE, name=NAME))
    assert states(await read(client, ("a.txt", a_form()))) == [ItemState.NO_DEPARTMENT]
    there = (await read(client, ("a.txt", a_form()), region="430602")).items[0].department
    assert there is not None
    assert there.region == "430602"


async def test_the_preparer_imports_for_their_department_and_nobody_of_the_finance_bureau_for_any(
    client: Jixiao, callers: Callers, department: int
) -> None:
    other = await a_department(client, "2")
    preparer, _ = await callers.person(Role.PREPARER, Place("department", str(department)))
    files = an_archive({"a.txt": a_form(), "b.txt": a_form("2", other.name)})
    found = await read(preparer, ("a.zip", files))
    assert states(found) == [ItemState.READ, ItemState.NO_DEPARTMENT]
    assert states(await applied(preparer, found, unsure=True)) == [ItemState.APPLIED, ItemState.NO_DEPARTMENT]
    for role in (Role.PERFORMANCE_OFFICE, Role.SECTION_REVIEWER):
        finance, _ = await callers.person(role)
        with pytest.raises(Forbidden):
            await finance.report_imports.create([("a.txt", a_form())])


async def test_an_import_is_found_by_nobody_else(client: Jixiao, second: Jixiao) -> None:
    found = await read(client, ("a.txt", a_form()))
    for call in (
        second.report_imports.get(found.id), second.report_imports.item(found.id, 1),
        second.report_imports.apply(found.id, 1), second.report_imports.apply_all(found.id),
        client.report_imports.item(found.id, 2), client.report_imports.get(found.id + 1),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            await call
    assert (await second.report_imports.list()).items == ()
    assert [one.id for one in (await client.report_imports.list()).items] == [found.id]


async def test_what_may_be_sent_is_said_where_it_is_refused(client: Jixiao) -> None:
    for files in ([("a.zip", an_archive({}))], [("a.zip", an_archive({"a": b"a"})[:-1])]):
        with pytest.raises(Invalid, match="没有导入") as refused:
            await client.report_imports.create(files)
        assert refused.value.problem.status == 422
    with pytest.raises(Invalid, match=r"最多 500 个文件，上传合计不超过 50 MB") as refused:
        await client.report_imports.create([("a.zip", an_archive({f"{at}": b"a" for at in range(501)}))])
    assert refused.value.problem.status == 413
    assert (await client.jobs.list()).items == ()


async def test_names_in_gbk_and_files_that_are_no_form_are_told_as_they_are(client: Jixiao) -> None:
    found = await read(client, ("a.zip", an_unmarked_archive("县教育局.txt".encode("gbk"), b"hello")), ("b.pdf", PDF))
    assert [one.name for one in found.items] == ["县教育局.txt", "b.pdf"]
    assert states(found) == [ItemState.REFUSED] * 2
    with pytest.raises(Conflict) as refused:
        await client.report_imports.apply(found.id, 1)
    assert refused.value.problem.code == "not_readable"


async def test_a_file_that_may_be_no_attachment_is_imported_all_the_same(client: Jixiao, department: int) -> None:
    assert department
    found = await read(client, ("a.txt", b"#!\n" + a_form()))
    became = await client.report_imports.apply(found.id, 1)
    assert (became.state, "没有作为附件保存" in became.message) == (ItemState.APPLIED, True)
    assert await client.attachments.list(1) == ()


async def test_a_form_is_read_from_word_excel_and_pdf_alike_with_where_each_value_stood(client: Jixiao) -> None:
    await client.departments.create(NewDepartment(region="430602", budget_code="118002", name="示范区政务服务局"))
    files = {"a.docx": as_docx(OFFICIAL), "b.xlsx": as_xlsx(OFFICIAL), "c.pdf": as_pdf(OFFICIAL)}
    found = await read(client, ("a.zip", an_archive(files)))
    assert states(found) == [ItemState.READ, ItemState.UNSURE, ItemState.UNSURE]  # three files of one report
    forms = [await client.report_imports.item(found.id, at) for at in (1, 2, 3)]
    assert [one.form for one in forms] == [official_form()] * 3
    assert all(one.found["/form/profile/staff_in_post"].original == "43" for one in forms)


async def test_where_no_scheme_is_in_force_nothing_at_all_is_written(client: Jixiao) -> None:
    await client.departments.create(NewDepartment(region="430602", budget_code="118002", name="示范区政务服务局"))
    found = await read(client, ("a.docx", as_docx(OFFICIAL)))
    before = await kinds(client)
    with pytest.raises(Conflict) as refused:
        await client.report_imports.apply(found.id, 1)
    assert refused.value.problem.code == "no_scheme"
    assert ((await client.reports.list()).items, await kinds(client)) == ((), before)


async def test_the_file_of_an_import_stays_when_a_report_with_it_is_deleted(client: Jixiao, department: int) -> None:
    assert department
    first, other = [await read(client, ("a.txt", a_form())) for _ in range(2)]
    await client.report_imports.apply(first.id, 1)
    await client.reports.delete(1, (await client.reports.get(1)).version)
    became = await client.report_imports.apply(other.id, 1)
    assert became.report == 2
    (kept,) = await client.attachments.list(2)
    assert await client.attachments.content(2, kept.id) == a_form()


async def test_a_reading_that_is_stopped_goes_on_where_it_was(idle: Application) -> None:
    services = idle.services
    client = await filling(idle)
    files = {f"{at}.txt": b"hello" for at in range(5)}
    asked = await client.report_imports.create([("a.zip", an_archive(files))])
    job, watch = await services.jobs.claim(), Stopping(after=2)
    assert job is not None
    with pytest.raises(Stopped):
        await services.import_reading.run(job, watch)
    assert states(await client.report_imports.get(asked.id)) == [ItemState.REFUSED] * 2 + [ItemState.WAITING] * 3
    again = Watch()
    await services.import_reading.run(job, again)
    assert (again.done, again.total) == (5, 5)
    assert states(await client.report_imports.get(asked.id)) == [ItemState.REFUSED] * 5


class Stopping(Watch):
    """A watch that stops after so many files."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self._after = after

    def advance(self, more: int = 1) -> None:
        self.stopped = self.done + more >= self._after
        super().advance(more)


async def filling(application: Application) -> Jixiao:
    """A system that fills in for a region."""
    caller = await a_system(application.services, "fills in", [Right.REPORT_FILL], "region:430602")
    return Jixiao(app=application.api, token=caller.bearer)


async def test_for_whoever_may_not_act_any_more_nothing_is_read(idle: Application) -> None:
    client = await filling(idle)
    await client.report_imports.create([("a.txt", a_form())])
    await idle.services.people.revoke(1, OPERATOR)
    job = await idle.services.jobs.claim()
    assert job is not None
    with pytest.raises(NotSignedIn):
        await idle.services.import_reading.run(job, Watch())
