"""待办 of what follows on reports: each waits for those who can do the next thing, and for nobody else."""

from datetime import date
from decimal import Decimal

import pytest

from app.contract.follow_up import (
    QUALITY,
    FollowUpTask,
    NewAppeal,
    NewRectification,
    QualityGraded,
    QualityMark,
)
from app.domain.people.place import Place
from app.domain.people.role import Role
from app.main import Application
from tests.support.callers import Callers
from tests.support.clock import HandClock
from tests.support.follow_ups import RATE, a_drawn_report
from tests.support.office import LOGINS, REGION, Office

pytestmark = pytest.mark.anyio
ASKED = NewRectification(text="请补齐台账", deadline=date(2022, 5, 11))


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def office(application: Application) -> Office:
    return await Office.opened(application)


async def tasks(office: Office, login: str) -> tuple[FollowUpTask, ...]:
    return (await office.as_(login).workflow.tasks()).follow_ups


async def waits(office: Office) -> dict[str, list[str]]:
    """The kinds of tasks by the people for whom there are any."""
    found = {login: [str(one.kind) for one in await tasks(office, login)] for login in (*LOGINS.values(), "unit")}
    return {login: kinds for login, kinds in found.items() if kinds}


async def test_a_re_evaluation_waits_for_whoever_begins_it_then_for_them_alone_then_to_be_closed(
    office: Office,
) -> None:
    await a_drawn_report(office)
    await office.employ("other", Role.RE_EVALUATOR, Place("region", REGION))
    sampler, decider = office.as_("sampler").follow_ups, office.as_("office").follow_ups
    assert (await waits(office), len(await tasks(office, "other"))) == ({"sampler": ["re_evaluate"]}, 1)
    one = await sampler.begin(1, 1)
    assert (await waits(office), await tasks(office, "other")) == ({"sampler": ["re_evaluating"]}, ())
    full = QualityGraded(quality={one.id: QualityMark(points=one.points) for one in QUALITY})
    one = await sampler.grade(1, one.version, full)
    one = await sampler.finish(1, one.version)
    assert await waits(office) == {"office": ["close"]}
    await decider.close(1, one.version)
    assert await waits(office) == {}


async def test_a_rectification_waits_for_its_department_then_for_finance_until_it_is_accepted(office: Office) -> None:
    report = await a_drawn_report(office)
    await office.as_("sampler").follow_ups.begin(1, 1)
    decider, head = office.as_("office").follow_ups, office.as_("head").follow_ups
    one = await decider.rectify(report, ASKED)
    department = {"preparer": ["reply"], "head": ["reply"], "sampler": ["re_evaluating"]}
    assert await waits(office) == department
    one = await head.reply(one.id, one.version, "已补齐")
    assert await waits(office) == {"office": ["accept"], "sampler": ["re_evaluating"]}
    one = await decider.send_back(one.id, one.version, "缺三月的")
    assert await waits(office) == department
    one = await head.reply(one.id, one.version, "三月的也已补齐")
    await decider.accept(one.id, one.version)
    assert await waits(office) == {"sampler": ["re_evaluating"]}


async def test_what_is_due_first_is_listed_first_with_the_days_that_it_is_late(
    office: Office, callers: Callers, clock: HandClock
) -> None:
    report = await a_drawn_report(office)
    for day in (date(2022, 5, 12), date(2022, 5, 10), date(2022, 5, 20)):
        await office.as_("office").follow_ups.rectify(report, ASKED.model_copy(update={"deadline": day}))
    head = await callers.system(Role.DEPARTMENT_HEAD, office.place_of(Role.DEPARTMENT_HEAD))
    clock.now = clock.now.replace(day=13)  # by then nobody is signed in any more
    (task,) = (await head.workflow.tasks()).follow_ups
    late = [(one.id, one.standing.late if one.standing else None) for one in task.items]
    assert (task.count, late) == (3, [(3, 3), (2, 1), (4, 0)])


async def test_an_appeal_waits_for_a_ruling_unless_it_is_withdrawn(office: Office) -> None:
    report = await a_drawn_report(office)
    new = NewAppeal(indicator=RATE, claimed=Decimal(5), reason="借调人员不占编制")
    one = await office.as_("head").follow_ups.appeal(report, new)
    assert [(one.kind, one.count) for one in await tasks(office, "office")] == [("rule", 1)]
    await office.as_("head").follow_ups.withdraw(one.id, one.version)
    assert await tasks(office, "office") == ()


async def test_counts_are_those_that_the_caller_may_read(office: Office) -> None:
    report = await a_drawn_report(office)
    for _ in range(2):
        await office.as_("office").follow_ups.rectify(report, ASKED)
    for login, counts in (
        ("head", [("re_evaluation", "drawn", 1), ("rectification", "issued", 2)]),
        ("unit", []),
    ):
        found = (await office.as_(login).follow_ups.counts()).counts
        assert sorted((one.kind, one.state.value, one.count) for one in found) == sorted(counts), login
