"""`/api/v1/rounds`: the life of a round, and what its departments may know of it."""

from datetime import date

import pytest

from app.client import Conflict, Forbidden, Invalid, Jixiao, NotFound, Stale
from app.contract.report import NewReport
from app.contract.round import Extension, Reminding, RoundEdit
from app.domain.people.place import Place
from app.domain.people.role import Role
from app.domain.report import State
from app.main import Application
from app.services.ports import EventQuery
from tests.support.callers import REGION, Callers
from tests.support.clock import HandClock
from tests.support.rounds import DEADLINE, a_plan, a_section, an_issued_round, departments, own, stand

pytestmark = pytest.mark.anyio


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


async def test_a_round_is_drafted_edited_issued_extended_reminded_and_closed_each_on_its_version(
    application: Application, office: Jixiao
) -> None:
    first, second, third = await departments(application, "甲局", "乙局", "丙局")
    one = await office.rounds.create(a_plan(first))
    edit = RoundEdit.model_validate(a_plan(first, second, title="新名称").model_dump(exclude={"region", "fiscal_year"}))
    one = await office.rounds.edit(one.id, 1, edit)
    one = await office.rounds.issue(one.id, 2)
    more = edit.model_copy(update={"departments": (first.id, second.id, third.id), "reason": "新设立"})
    one = await office.rounds.edit(one.id, 3, more)
    one = await office.rounds.extend(one.id, 4, Extension(department=third.id, due=date(2022, 5, 20), reason="新设立"))
    one = await office.rounds.remind(one.id, 5, Reminding(departments=(first.id,), text="请抓紧"))
    one = await office.rounds.close(one.id, 6)
    assert (one.version, one.state, one.title, await office.rounds.get(one.id)) == (7, "closed", "新名称", one)
    assert [(entry.name, entry.due, len(entry.reminders)) for entry in one.entries] == [
        ("甲局", DEADLINE, 1),
        ("乙局", DEADLINE, 0),
        ("丙局", date(2022, 5, 20), 0),
    ]
    with pytest.raises(Conflict):
        await office.rounds.issue(one.id, 7)
    query = EventQuery(("",), subject=f"round:{one.id}")
    events = await application.services.database.reading.events.page(query)
    done = ["created", "edited", "issued", "edited", "extended", "reminded", "closed"]
    assert [event.kind for event in events][::-1] == [f"round_{one}" for one in done]


async def test_a_withdrawn_round_can_be_issued_again_but_none_with_a_submitted_report_is_withdrawn(
    application: Application, client: Jixiao, office: Jixiao
) -> None:
    (asked,) = await departments(application, "甲局")
    one = await an_issued_round(office, asked)
    one = await office.rounds.withdraw(one.id, one.version, "名单有误")
    one = await office.rounds.issue(one.id, one.version)
    report = await client.reports.create(NewReport(department=asked.id, fiscal_year=2021))
    await stand(application, report.id, State.SUBMITTED)
    with pytest.raises(Conflict, match="已有 1 份报告送审（甲局）"):
        await office.rounds.withdraw(one.id, one.version, "名单有误")


async def test_a_write_without_the_right_or_on_an_old_version_changes_nothing(
    application: Application, callers: Callers, office: Jixiao
) -> None:
    (asked,) = await departments(application, "甲局")
    one = await an_issued_round(office, asked)
    head = await callers.system(Role.DEPARTMENT_HEAD, own(asked))
    with pytest.raises(Forbidden):
        await head.rounds.close(one.id, one.version)
    elsewhere = await callers.system(Role.PERFORMANCE_OFFICE, Place("region", "430603"))
    with pytest.raises(NotFound):
        await elsewhere.rounds.close(one.id, one.version)
    with pytest.raises(Stale) as stale:
        await office.rounds.close(one.id, 1)
    assert stale.value.problem.current == {"version": 2}
    assert await office.rounds.get(one.id) == one


async def test_what_is_wrong_with_a_round_is_told_at_its_place(
    application: Application, client: Jixiao, office: Jixiao
) -> None:
    (asked,) = await departments(application, "甲局")
    for plan, pointer in (
        (a_plan(asked, asked, title=" "), ["/title", "/departments/1"]),
        (a_plan(asked, departments=[asked.id, 999]), ["/departments/1"]),
        (a_plan(asked, scheme={"id": "nix", "version": 1}), ["/scheme"]),
        (a_plan(region="430100"), ["/scheme"]),
    ):
        with pytest.raises(Invalid) as refused:
            await client.rounds.create(plan)
        assert [one.pointer for one in refused.value.errors] == pointer
    late = await office.rounds.create(a_plan(asked, deadline="2022-05-09"))
    with pytest.raises(Invalid, match="早于今天"):
        await office.rounds.issue(late.id, 1)
    assert [one.id for one in (await office.rounds.list()).items] == [late.id]


async def test_a_department_is_asked_by_one_issued_round_a_year(application: Application, office: Jixiao) -> None:
    first, second = await departments(application, "甲局", "乙局")
    one = await an_issued_round(office, first)
    other = await office.rounds.create(a_plan(first, second))
    with pytest.raises(Conflict, match=f"部门 {first.id}（任务 {one.id}）") as refused:
        await office.rounds.issue(other.id, 1)
    assert refused.value.problem.code == "already_asked"
    assert (await office.rounds.get(other.id)).state == "draft"
    await office.rounds.close(one.id, one.version)
    assert (await office.rounds.issue(other.id, 1)).state == "issued"


async def test_a_department_sees_issued_rounds_that_ask_it_with_its_own_entry_alone(
    application: Application, callers: Callers, office: Jixiao
) -> None:
    section = await a_section(application, "一科")
    (mine,) = await departments(application, "甲局", section=section)
    (other,) = await departments(application, "乙局")
    draft = await office.rounds.create(a_plan(mine, fiscal_year=2022))
    one = await an_issued_round(office, mine, other)
    for role, place in ((Role.DEPARTMENT_HEAD, own(mine)), (Role.SECTION_REVIEWER, Place("section", str(section)))):
        reader = await callers.system(role, place)
        assert [found.id for found in (await reader.rounds.list()).items] == [one.id]
        seen = await reader.rounds.get(one.id)
        assert ([entry.department for entry in seen.entries], seen.history) == ([mine.id], ())
        assert (await reader.rounds.board(one.id)).total == 1
        with pytest.raises(NotFound):
            await reader.rounds.get(draft.id)
    await office.rounds.withdraw(one.id, one.version, "名单有误")
    assert (await reader.rounds.list()).items == ()


async def test_a_foreign_department_learns_nothing_of_a_round(
    application: Application, callers: Callers, office: Jixiao
) -> None:
    mine, foreign = await departments(application, "甲局", "乙局")
    one = await an_issued_round(office, mine)
    section = await a_section(application, "一科")
    for place in (own(foreign), Place("section", str(section)), Place("region", "430603")):
        reader = await callers.system(Role.SECTION_REVIEWER, place)
        assert (await reader.rounds.list()).items == ()
        for asked in (reader.rounds.get, reader.rounds.board, reader.rounds.late):
            with pytest.raises(NotFound):
                await asked(one.id)


async def test_a_report_takes_the_scheme_of_the_round_that_asks_for_it_while_that_is_issued(
    application: Application, client: Jixiao, office: Jixiao
) -> None:
    first, second = await departments(application, "甲局", "乙局")
    asked = await an_issued_round(office, first, second, fiscal_year=2030)
    report = await client.reports.create(NewReport(department=first.id, fiscal_year=2030))
    assert report.scheme.model_dump() == asked.scheme.model_dump()
    await office.rounds.withdraw(asked.id, asked.version, "名单有误")
    with pytest.raises(Conflict, match="没有 2030 年度的评分方案"):
        await client.reports.create(NewReport(department=second.id, fiscal_year=2030))


async def test_rounds_are_listed_by_key_and_filtered(application: Application, callers: Callers) -> None:
    office = await callers.system(Role.PERFORMANCE_OFFICE, REGION)
    made = [(await office.rounds.create(a_plan(fiscal_year=2021 + n % 2))).id for n in range(5)]
    first = await office.rounds.list(limit=2)
    rest = await office.rounds.list(limit=50, after=first.next)
    assert [one.id for one in (*first.items, *rest.items)] == made[::-1]
    assert [one.id for one in (await office.rounds.list(fiscal_year=2022, state="draft")).items] == [made[3], made[1]]
