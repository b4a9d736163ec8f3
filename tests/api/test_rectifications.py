"""整改 over the API: its life, its deadline, its rights, and the list of what follows on reports."""

from datetime import date

import pytest

from app.client import Conflict, Forbidden, Invalid, Jixiao, NotFound, Stale
from app.contract.department import DepartmentEdit
from app.contract.follow_up import NewRectification, Rectification
from app.domain.people.actor import OPERATOR
from app.domain.people.place import Place
from app.domain.people.role import Role
from app.domain.report import State
from app.main import Application
from app.services.ports import EventQuery
from tests.support.builders import a_report
from tests.support.callers import Callers
from tests.support.clock import HandClock
from tests.support.rounds import a_passed_report, a_section, department_of, own, stand

pytestmark = pytest.mark.anyio
NEW = NewRectification(text="请补齐台账", deadline=date(2022, 5, 10), indicator="staffing_control_rate")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


async def test_a_rectification_is_issued_replied_sent_back_replied_again_and_accepted(
    application: Application, client: Jixiao, callers: Callers, office: Jixiao
) -> None:
    report = await a_passed_report(application, client)
    place = own(await department_of(application, report))
    head, preparer = [await callers.system(role, place) for role in (Role.DEPARTMENT_HEAD, Role.PREPARER)]
    one = await office.follow_ups.rectify(report, NEW)
    one = await preparer.follow_ups.reply(one.id, one.version, "已补齐")
    one = await office.follow_ups.send_back(one.id, one.version, "缺三月的台账")
    one = await head.follow_ups.reply(one.id, one.version, "三月的也已补齐")
    one = await office.follow_ups.accept(one.id, one.version)
    assert isinstance(one.content, Rectification)
    assert [item.text for item in one.content.replies] == ["已补齐", "三月的也已补齐"]
    assert (one.content.state, one.standing.sentence if one.standing else "") == ("accepted", "按时完成")
    with pytest.raises(Conflict):
        await head.follow_ups.reply(one.id, one.version, "还有")
    query = EventQuery(("",), subject=f"follow_up:{one.id}")
    events = await application.services.database.reading.events.page(query)
    done = ["issued", "replied", "sent_back", "replied", "accepted"]
    assert [event.kind for event in events][::-1] == [f"rectification_{name}" for name in done]


async def test_a_rectification_is_late_from_midnight_in_china(
    application: Application, client: Jixiao, office: Jixiao, clock: HandClock
) -> None:
    one = await office.follow_ups.rectify(await a_passed_report(application, client), NEW)
    clock.now = clock.now.replace(hour=15, minute=59)
    before = (await office.follow_ups.get(one.id)).standing
    clock.forward(minutes=1)
    after = (await office.follow_ups.get(one.id)).standing
    assert before is not None
    assert after is not None
    assert (before.sentence, after.sentence) == ("今天截止", "已逾期 1 天")


async def test_only_a_reviewed_report_is_rectified_and_mistakes_are_told_at_their_place(
    application: Application, client: Jixiao, office: Jixiao
) -> None:
    report = (await a_report(client)).id
    with pytest.raises(Conflict, match="审核通过以后才可以"):
        await office.follow_ups.rectify(report, NEW)
    await stand(application, report, State.PUBLISHED)
    wrong = NewRectification(text=" ", deadline=date(2022, 5, 9))
    for given, pointers in (
        (wrong, ["/text", "/deadline"]),
        (NEW.model_copy(update={"indicator": "x"}), ["/indicator"]),
    ):
        with pytest.raises(Invalid) as refused:
            await office.follow_ups.rectify(report, given)
        assert [one.pointer for one in refused.value.errors] == pointers


async def test_each_move_wants_its_right_its_version_and_its_kind(
    application: Application, client: Jixiao, callers: Callers, office: Jixiao
) -> None:
    report = await a_passed_report(application, client)
    one = await office.follow_ups.rectify(report, NEW)
    head = await callers.system(Role.DEPARTMENT_HEAD, own(await department_of(application, report)))
    with pytest.raises(Forbidden):
        await head.follow_ups.rectify(report, NEW)
    with pytest.raises(Forbidden):
        await office.follow_ups.reply(one.id, one.version, "代为回复")
    one = await head.follow_ups.reply(one.id, one.version, "已补齐")
    with pytest.raises(Forbidden):
        await head.follow_ups.accept(one.id, one.version)
    with pytest.raises(Stale):
        await office.follow_ups.accept(one.id, 1)
    with pytest.raises(Conflict, match="是“整改”，不能办结复核"):
        await office.follow_ups.close(one.id, one.version)
    assert await office.follow_ups.get(one.id) == one


async def test_what_follows_on_reports_is_listed_for_those_who_may_read_them_by_key_and_filtered(
    application: Application, client: Jixiao, callers: Callers, office: Jixiao
) -> None:
    report = await a_passed_report(application, client)
    made = [(await office.follow_ups.rectify(report, NEW)).id for _ in range(3)]
    department = await department_of(application, report)
    first = await office.follow_ups.list(limit=2)
    rest = await office.follow_ups.list(limit=2, after=first.next)
    assert [one.id for one in (*first.items, *rest.items)] == made[::-1]
    assert len((await office.follow_ups.list(kind="rectification", state="issued", report=report)).items) == 3
    assert (await office.follow_ups.list(state="accepted")).items == ()
    head = await callers.system(Role.DEPARTMENT_HEAD, own(department))
    assert len((await head.follow_ups.list()).items) == 3
    section = await a_section(application, "一科")
    reviewer = await callers.system(Role.SECTION_REVIEWER, Place("section", str(section)))
    assert (await reviewer.follow_ups.list()).items == ()
    with pytest.raises(NotFound):
        await reviewer.follow_ups.get(made[0])
    edit = DepartmentEdit(name=department.name, section=section)
    await application.services.departments.edit(department.id, OPERATOR, **edit.model_dump())
    assert len((await reviewer.follow_ups.list()).items) == 3
