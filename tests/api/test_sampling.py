"""Draws: reproducible from their seed, once for all, and each drawn report gets one re-evaluation."""

import asyncio

import pytest

from app.client import Conflict, Forbidden, Invalid, Jixiao
from app.contract.report import NewReport
from app.contract.round import Round, Sampling
from app.domain.people.role import Role
from app.domain.report import State
from app.domain.rounds.sampling import draw
from app.main import Application
from app.services.ports import EventQuery
from tests.support.callers import Callers
from tests.support.clock import HandClock
from tests.support.rounds import an_issued_round, departments, stand

pytestmark = pytest.mark.anyio
HALF = Sampling(percentage="50", seed=7)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


async def a_round_of(
    application: Application, client: Jixiao, office: Jixiao, *states: State
) -> tuple[Round, list[int]]:
    """A round with a report in each of those states, and the reports' numbers."""
    asked = await departments(application, *map(str, range(len(states))))
    one, reports = await an_issued_round(office, *asked), []
    for department, state in zip(asked, states, strict=True):
        report = await client.reports.create(NewReport(department=department.id, fiscal_year=2021))
        await stand(application, report.id, state)
        reports.append(report.id)
    return one, reports


async def test_a_draw_takes_reports_that_have_passed_as_anybody_can_repeat_it(
    application: Application, client: Jixiao, office: Jixiao
) -> None:
    states = (State.PASSED, State.PUBLISHED, State.SUBMITTED, State.PASSED, State.PASSED)
    one, reports = await a_round_of(application, client, office, *states)
    passed = [report for report, state in zip(reports, states, strict=True) if state is not State.SUBMITTED]
    drawn = await office.rounds.draw(one.id, HALF)
    again = draw(passed, "50", 7)
    assert (drawn.candidates, drawn.drawn, drawn.sentence) == (4, again.drawn, again.sentence)
    followed = (await office.follow_ups.list(kind="re_evaluation", state="drawn")).items
    assert {found.report for found in followed} == set(drawn.drawn)
    assert {
        (found.content.round_id, found.content.seed) for found in followed if found.content.kind == "re_evaluation"
    } == {(one.id, 7)}
    events = await application.services.database.reading.events.page(EventQuery(("",), kind="round_drawn"))
    assert [(event.subject, again.sentence in event.details) for event in events] == [(f"round:{one.id}", True)]


async def test_the_same_seed_again_changes_nothing_even_once_more_reports_have_passed(
    application: Application, client: Jixiao, office: Jixiao
) -> None:
    one, reports = await a_round_of(application, client, office, *[State.PASSED] * 3, *[State.SUBMITTED] * 3)
    first = await asyncio.gather(*(office.rounds.draw(one.id, HALF) for _ in range(4)))
    for report in reports:
        await stand(application, report, State.PASSED)
    assert [*first, await office.rounds.draw(one.id, HALF)] == [first[0]] * 5
    assert len((await office.follow_ups.list()).items) == len(first[0].drawn) == 2
    with pytest.raises(Invalid, match="种子 7 已按 50% 抽取过"):
        await office.rounds.draw(one.id, Sampling(percentage="20", seed=7))


async def test_a_draw_can_be_tried_and_nothing_is_kept(
    application: Application, client: Jixiao, office: Jixiao
) -> None:
    one, _ = await a_round_of(application, client, office, *[State.PASSED] * 3)
    tried = await office.rounds.draw(one.id, HALF, validate_only=True)
    assert (await office.follow_ups.list()).items == ()
    await office.rounds.draw(one.id, Sampling(percentage="20", seed=7))
    assert (len(tried.drawn), len((await office.follow_ups.list()).items)) == (2, 1)


async def test_another_draw_gives_no_report_a_second_re_evaluation(
    application: Application, client: Jixiao, office: Jixiao
) -> None:
    one, reports = await a_round_of(application, client, office, *[State.PASSED] * 3)
    await office.rounds.draw(one.id, HALF)
    await office.rounds.draw(one.id, Sampling(percentage="100", seed=8))
    found = (await office.follow_ups.list()).items
    assert sorted(item.report for item in found) == sorted(reports)


async def test_nothing_is_drawn_where_nothing_has_passed_by_a_wrong_share_or_without_the_right(
    application: Application, client: Jixiao, office: Jixiao, callers: Callers
) -> None:
    one, _ = await a_round_of(application, client, office, State.SUBMITTED)
    with pytest.raises(Conflict):
        await office.rounds.draw(one.id, HALF)
    with pytest.raises(Invalid) as refused:
        await office.rounds.draw(one.id, Sampling(percentage="101", seed=7))
    assert [found.pointer for found in refused.value.errors] == ["/percentage"]
    with pytest.raises(Forbidden):
        await (await callers.system(Role.RE_EVALUATOR)).rounds.draw(one.id, HALF)
    assert (await office.follow_ups.list()).items == ()
