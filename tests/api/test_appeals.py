"""申诉 over the API: raised by the department, ruled by somebody of finance who had no part in the report."""

from decimal import Decimal

import pytest

from app.client import Conflict, Forbidden, Invalid, Jixiao
from app.contract.follow_up import Appeal, AppealState, NewAppeal
from app.domain.people.role import Role
from app.domain.workflow.case import ReportCase
from app.domain.workflow.record import Took
from app.main import Application
from tests.support.callers import Callers
from tests.support.clock import HandClock
from tests.support.rounds import a_passed_report, department_of, own

pytestmark = pytest.mark.anyio
NEW = NewAppeal(indicator="staffing_control_rate", claimed=Decimal(5), reason="借调人员不占编制")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


async def the_head(callers: Callers, report: int) -> tuple[Jixiao, str]:
    return await callers.person(Role.DEPARTMENT_HEAD, own(await department_of(callers.application, report)))


async def test_an_appeal_is_raised_and_upheld_with_the_points_that_the_report_has_to_take_over(
    application: Application, client: Jixiao, callers: Callers
) -> None:
    report = await a_passed_report(application, client)
    (head, _), (office, key) = await the_head(callers, report), await callers.person(Role.PERFORMANCE_OFFICE)
    one = await head.follow_ups.appeal(report, NEW)
    assert isinstance(one.content, Appeal)
    assert (one.content.both, one.content.maximum) == ((Decimal("1.50"), Decimal(5)), Decimal(5))
    one = await office.follow_ups.uphold(one.id, one.version, Decimal(4), "借调文件属实")
    assert isinstance(one.content, Appeal)
    assert one.content.ruling is not None
    assert (one.content.state, one.content.points, one.content.ruling.by.id) == (AppealState.UPHELD, Decimal(4), key)
    confirmed = (await client.reports.get(report)).workflow.confirmed
    assert {name: (item.points, item.reason) for name, item in confirmed.items()} == {
        NEW.indicator: (Decimal(4), "申诉裁定：借调文件属实")
    }


async def test_an_appeal_can_be_dismissed_or_withdrawn_and_then_changes_nothing(
    application: Application, client: Jixiao, callers: Callers
) -> None:
    report = await a_passed_report(application, client)
    (head, _), (office, _) = await the_head(callers, report), await callers.person(Role.PERFORMANCE_OFFICE)
    one = await head.follow_ups.appeal(report, NEW)
    with pytest.raises(Conflict, match="在等裁定"):
        await head.follow_ups.appeal(report, NEW)
    one = await head.follow_ups.withdraw(one.id, one.version)
    with pytest.raises(Conflict):
        await office.follow_ups.dismiss(one.id, one.version, "已撤回")
    two = await head.follow_ups.appeal(report, NEW)
    two = await office.follow_ups.dismiss(two.id, two.version, "依据不足")
    assert (one.content.state, two.content.state) == ("withdrawn", "dismissed")
    assert (await client.reports.get(report)).workflow.confirmed == {}


async def test_nobody_rules_who_had_a_part_in_the_report_and_no_system(
    application: Application, client: Jixiao, callers: Callers
) -> None:
    (barred, key), (free, _) = [await callers.person(Role.PERFORMANCE_OFFICE) for _ in range(2)]
    case = ReportCase(took=(Took(role=Role.SECTION_REVIEWER, person=key),))
    report = await a_passed_report(application, client, case)
    head, _ = await the_head(callers, report)
    one = await head.follow_ups.appeal(report, NEW)
    for caller in (barred, await callers.system(Role.PERFORMANCE_OFFICE)):
        with pytest.raises(Conflict) as refused:
            await caller.follow_ups.uphold(one.id, one.version, Decimal(4), "属实")
        assert refused.value.problem.code == "barred"
    for move in (head.follow_ups.dismiss, (await callers.person(Role.RE_EVALUATOR))[0].follow_ups.dismiss):
        with pytest.raises(Forbidden):
            await move(one.id, one.version, "依据不足")
    assert (await free.follow_ups.uphold(one.id, one.version, Decimal(4), "属实")).content.state == "upheld"


async def test_what_is_wrong_with_an_appeal_is_told_at_its_place(
    application: Application, client: Jixiao, callers: Callers
) -> None:
    report = await a_passed_report(application, client)
    head, _ = await the_head(callers, report)
    for change, pointer in (
        ({"indicator": "nix"}, "/indicator"),
        ({"indicator": "payment_progress"}, "/indicator"),  # has no points that could be disputed
        ({"claimed": Decimal("5.5")}, "/claimed"),
        ({"claimed": Decimal("1.5")}, "/claimed"),
        ({"reason": ""}, "/reason"),
    ):
        with pytest.raises(Invalid) as refused:
            await head.follow_ups.appeal(report, NEW.model_copy(update=change))
        assert [one.pointer for one in refused.value.errors] == [pointer]
    with pytest.raises(Forbidden):
        await (await callers.system(Role.PERFORMANCE_OFFICE)).follow_ups.appeal(report, NEW)
