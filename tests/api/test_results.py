"""Results: in the list from submission on, ranked, and of nobody's places but the caller's own."""

from datetime import date
from decimal import Decimal

import pytest

from app.client import Forbidden, Invalid, Jixiao
from app.contract.query import AuditFilter
from app.contract.result import ORDER_NAMES, ReportResult
from app.contract.round import Extension, NewRound
from app.contract.scoring import SchemeName
from app.contract.workflow import Confirmation, Move, ReviewEdit
from app.domain.people.place import Place
from app.domain.people.role import Role
from app.main import Application
from tests.support.callers import Callers
from tests.support.clock import HandClock
from tests.support.office import Office
from tests.support.results import INDICATOR, handed_in

pytestmark = pytest.mark.anyio


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


async def test_a_result_follows_its_report(application: Application) -> None:
    office = await Office.opened(application)
    results = office.as_("office").results
    report = await office.submitted()
    (one,) = (await results.list(fiscal_year=2021)).items
    assert (one.report, one.state, one.confirmed_points, one.rank) == (report.id, "submitted", None, None)
    assert one.warnings == (await office.as_("office").reports.findings(report.id)).warnings > 0
    report = await office.do("head", report, Move.RECALL)
    assert (await results.list()).items == ()
    report = await office.do("head", report, Move.SUBMIT)
    report = await office.do("reviewer", report, Move.START_REVIEW)
    confirmed = ReviewEdit(confirmed={INDICATOR: Confirmation(points=Decimal("1.5"), reason="核对了编制文件")})
    await office.as_("reviewer").workflow.review(report.id, report.version, confirmed)
    (one,) = (await results.list(fiscal_year=2021)).items
    assert (one.state, one.confirmed_points, one.rank) == ("under_review", Decimal("1.5"), 1)


async def test_days_late_follow_a_later_day_for_the_department(application: Application, clock: HandClock) -> None:
    office = await Office.opened(application)
    plan = NewRound(
        region="430602", fiscal_year=2021, title="自评", scheme=SchemeName(id="yueyanglou-2021", version=1),
        deadline=date(2022, 5, 10), departments=(office.department,),
    )  # fmt: skip
    asking = await office.as_("office").rounds.create(plan)
    asking = await office.as_("office").rounds.issue(asking.id, asking.version)
    report = await office.a_report()
    report = await office.do("preparer", report, Move.SIGN_PREPARER)
    report = await office.do("lead", report, Move.SIGN_PANEL)
    clock.forward(days=3)
    for login in ("head", "office"):
        await office.sign_in(login)
    await office.do("head", report, Move.SUBMIT)
    late = (await office.as_("office").results.list(order="late")).items[0]
    later = Extension(department=office.department, due=date(2022, 5, 12), reason="机构改革")
    await office.as_("office").rounds.extend(asking.id, asking.version, later)
    assert (late.days_late, (await office.as_("office").results.list()).items[0].days_late) == (3, 1)


async def test_alike_points_are_alike_in_rank_and_pages_miss_and_repeat_nobody(
    application: Application, client: Jixiao
) -> None:
    numbers = await handed_in(application, client, [(40, "5"), (43, "4"), (44, "4"), (45, "5"), (46, "1")])
    whole = (await client.results.list(fiscal_year=2021, order="self")).items
    assert [one.rank for one in whole] == [1, 1, 3, 3, 5]
    paged: list[ReportResult] = []
    after = None
    while True:
        page = await client.results.list(fiscal_year=2021, order="self", after=after, limit=2)
        paged += page.items
        after = page.next
        if after is None:
            break
    assert tuple(paged) == whole
    assert {one.report for one in whole} == set(numbers)


async def test_every_order_pages_like_the_whole(application: Application, client: Jixiao) -> None:
    await handed_in(application, client, [(40, "5"), (43, "4"), (44, "5")])
    for order in ORDER_NAMES:
        whole = [one.report for one in (await client.results.list(order=order)).items]
        first = await client.results.list(order=order, limit=2)
        rest = await client.results.list(order=order, limit=2, after=first.next)
        assert [one.report for one in (*first.items, *rest.items)] == whole
        assert len(whole) == 3


async def test_points_are_those_of_the_report_and_above_is_what_a_department_gives_itself_too_much(
    application: Application, client: Jixiao
) -> None:
    (number,) = await handed_in(application, client, [(43, "5")])
    (one,) = (await client.results.list()).items
    card = await client.reports.scorecard(number)
    computed = next(each for each in card.indicators if each.id == INDICATOR)
    assert (one.computed_low, one.computed_high, one.missing) == (
        card.computed.low, card.computed.high, sum(1 for each in card.indicators if each.missing),
    )  # fmt: skip
    assert (one.self_assessed_points, one.above) == (Decimal(5), Decimal(5) - (computed.computed_points or 0))


async def test_a_section_sees_its_own_departments_and_a_department_nothing(application: Application) -> None:
    office = await Office.opened(application)
    await office.submitted()
    assert len((await office.as_("reviewer").results.list()).items) == 1
    with pytest.raises(Forbidden):
        await office.as_("head").results.list()


async def test_another_county_sees_nothing_and_the_city_above_everything(
    application: Application, client: Jixiao, callers: Callers
) -> None:
    await handed_in(application, client, [(40, "5"), (43, "4")])
    seen = {}
    for region in ("430600", "430602", "430603", "430000"):
        caller = await callers.system(Role.PERFORMANCE_OFFICE, Place("region", region))
        years = (await caller.statistics.years()).years
        seen[region] = (len((await caller.results.list()).items), sum(one.reports for one in years))
    assert seen == {"430600": (2, 2), "430602": (2, 2), "430603": (0, 0), "430000": (2, 2)}
    above = await callers.system(Role.PERFORMANCE_OFFICE, Place("region", "430000"))
    assert len((await above.results.list(region="430602", order="name")).items) == 2
    assert (await above.results.list(region="430603")).items == ()


async def test_filters_hold_in_a_county_as_in_the_whole_country_and_a_cursor_of_nobody_is_refused(
    application: Application, client: Jixiao, office: Jixiao
) -> None:
    (number,) = await handed_in(application, client, [(40, "5")])
    for caller in (client, office):
        (one,) = (await caller.results.list(state="submitted")).items
        assert (await caller.results.list(state="passed")).items == ()
        assert (await caller.results.list(rating="没有这个等次")).items == ()
        assert (await caller.results.list(rating=one.rating, fiscal_year=2021)).items[0].report == number
        assert (await caller.results.list(section=7)).items == ()
        reports = caller.reports.list
        listed = await reports(fiscal_year=2021, state="submitted", region="430602", department=one.department.id)
        assert [each.id for each in listed.items] == [number]
        assert (await reports(state="passed")).items == (await reports(fiscal_year=2020)).items == ()
        assert (
            (await reports(waiting_for="nobody")).items == (await reports(waiver="asked", order="points")).items == ()
        )
    for cursor in ("x", "WzEsMl0", "1.2"):
        with pytest.raises(Invalid):
            await client.results.list(after=cursor)


async def test_the_file_has_every_result_and_its_download_is_logged(application: Application, client: Jixiao) -> None:
    await handed_in(application, client, [(40, "5"), (43, "4")])
    found = await client.results.table("csv", fiscal_year=2021, order="self")
    lines = found.data.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["预算编码", "000", "001"]
    (event,) = (await client.audit.list(AuditFilter(kind="results_exported"))).items
    assert (event.details["reports"], event.details["format"]) == (2, "csv")
