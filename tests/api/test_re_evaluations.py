"""抽查复核 over the API: its life, who is barred from it, and what the report has to take over."""

from decimal import Decimal

import pytest

from app.client import Conflict, Forbidden, Invalid, Jixiao
from app.contract.follow_up import (
    QUALITY,
    FollowUp,
    PointsConfirmed,
    PointsFound,
    QualityGraded,
    QualityMark,
    ReEvaluation,
    ReEvaluationState,
)
from app.contract.report import NewReport
from app.contract.round import Sampling
from app.domain.people.role import Role
from app.domain.report import State
from app.domain.workflow.case import ReportCase
from app.domain.workflow.record import Took
from app.main import Application
from tests.support.callers import Callers
from tests.support.clock import HandClock
from tests.support.rounds import an_issued_round, departments, stand

pytestmark = pytest.mark.anyio
RATE = "staffing_control_rate"
FORM = {"profile": {"staff_in_post": "43", "established_posts": "40"}}
FULL = QualityGraded(quality={one.id: QualityMark(points=one.points) for one in QUALITY})


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


async def a_drawn_report(application: Application, client: Jixiao, case: ReportCase | None = None) -> FollowUp:
    """The re-evaluation of a report with 1.50 of 5 points computed for `staffing_control_rate`."""
    (asked,) = await departments(application, "甲局")
    one = await an_issued_round(client, asked)
    new = {"department": asked.id, "fiscal_year": 2021, "form": FORM}
    report = await client.reports.create(NewReport.model_validate(new))
    await stand(application, report.id, State.PASSED, case)
    await client.rounds.draw(one.id, Sampling(percentage="100", seed=7))
    (drawn,) = (await client.follow_ups.list(report=report.id)).items
    return drawn


def found(points: str, reason: str = "", indicator: str = RATE) -> PointsConfirmed:
    return PointsConfirmed(findings=(PointsFound(indicator=indicator, points=Decimal(points), reason=reason),))


async def test_a_re_evaluation_is_begun_confirmed_graded_finished_taken_up_again_and_closed(
    application: Application, client: Jixiao, callers: Callers
) -> None:
    one = await a_drawn_report(application, client)
    (evaluator, key), office = await callers.person(Role.RE_EVALUATOR), await callers.system(Role.PERFORMANCE_OFFICE)
    one = await evaluator.follow_ups.begin(one.id, one.version)
    one = await evaluator.follow_ups.confirm(one.id, one.version, found("2", "实有人数有误"))
    one = await evaluator.follow_ups.grade(one.id, one.version, FULL)
    one = await evaluator.follow_ups.finish(one.id, one.version)
    one = await evaluator.follow_ups.reopen(one.id, one.version)
    one = await evaluator.follow_ups.finish(one.id, one.version)
    one = await office.follow_ups.close(one.id, one.version)
    content = one.content
    assert isinstance(content, ReEvaluation)
    assert content.evaluator is not None
    assert (one.version, content.state, content.evaluator.id) == (8, ReEvaluationState.CLOSED, key)
    assert content.quality_points == 100
    assert [(item.stood, item.points) for item in content.findings] == [(Decimal("1.50"), Decimal(2))]
    with pytest.raises(Conflict):
        await evaluator.follow_ups.reopen(one.id, one.version)
    confirmed = (await client.reports.get(one.report)).workflow.confirmed
    assert {name: (item.points, item.reason) for name, item in confirmed.items()} == {
        RATE: (Decimal(2), "抽查复核：实有人数有误")
    }


async def test_the_sections_confirmed_points_stand_before_the_computed_ones(
    application: Application, client: Jixiao, callers: Callers
) -> None:
    case = {"confirmed": {RATE: {"points": "3", "reason": "", "by": "审核人", "at": "2022-05-09T08:00:00Z"}}}
    one = await a_drawn_report(application, client, ReportCase.model_validate(case))
    evaluator, _ = await callers.person(Role.RE_EVALUATOR)
    one = await evaluator.follow_ups.begin(one.id, one.version)
    one = await evaluator.follow_ups.confirm(one.id, one.version, found("3"))
    assert isinstance(one.content, ReEvaluation)
    assert [(item.stood, item.differs) for item in one.content.findings] == [(Decimal(3), False)]


async def test_nobody_begins_who_ever_filled_the_report_in_or_acted_on_it_and_no_system(
    application: Application, client: Jixiao, callers: Callers
) -> None:
    people = [await callers.person(Role.RE_EVALUATOR) for _ in range(3)]
    case = ReportCase(filled_by=(people[0][1],), took=(Took(role=Role.SECTION_REVIEWER, person=people[1][1]),))
    one = await a_drawn_report(application, client, case)
    for barred in (people[0][0], people[1][0], await callers.system(Role.RE_EVALUATOR)):
        with pytest.raises(Conflict) as refused:
            await barred.follow_ups.begin(one.id, one.version)
        assert refused.value.problem.code == "barred"
    assert (await people[2][0].follow_ups.begin(one.id, one.version)).content.state == "begun"


async def test_only_who_began_goes_on_and_wrong_points_are_told_at_their_place(
    application: Application, client: Jixiao, callers: Callers
) -> None:
    one = await a_drawn_report(application, client)
    (evaluator, _), (other, _) = await callers.person(Role.RE_EVALUATOR), await callers.person(Role.RE_EVALUATOR)
    one = await evaluator.follow_ups.begin(one.id, one.version)
    with pytest.raises(Conflict, match="只有本人能"):
        await other.follow_ups.confirm(one.id, one.version, found("2"))
    for wrong, pointer in ((found("5.5"), "/findings/0/points"), (found("1", "", "nix"), "/findings/0/indicator")):
        with pytest.raises(Invalid) as refused:
            await evaluator.follow_ups.confirm(one.id, one.version, wrong)
        assert [item.pointer for item in refused.value.errors] == [pointer]
    one = await evaluator.follow_ups.confirm(one.id, one.version, found("2"))
    with pytest.raises(Invalid) as refused:
        await evaluator.follow_ups.finish(one.id, one.version)
    wanted = ["/findings/0/reason", *(f"/quality/{criterion.id}" for criterion in QUALITY)]
    assert [item.pointer for item in refused.value.errors] == wanted


async def test_a_reviewer_of_the_section_may_read_but_neither_begin_nor_close(
    application: Application, client: Jixiao, callers: Callers
) -> None:
    one = await a_drawn_report(application, client)
    reviewer, _ = await callers.person(Role.SECTION_REVIEWER)
    assert await reviewer.follow_ups.get(one.id) == one
    for move in (reviewer.follow_ups.begin, reviewer.follow_ups.finish, reviewer.follow_ups.close):
        with pytest.raises(Forbidden):
            await move(one.id, one.version)
