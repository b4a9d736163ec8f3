"""Statistics: what is counted in the database is what the reports say one by one."""

from decimal import Decimal

import pytest

from app.client import Jixiao, NotFound
from app.main import Application
from tests.support.results import INDICATOR, handed_in

pytestmark = pytest.mark.anyio
CLAIMS = [(40, "5"), (40, "5"), (43, "5"), (44, "4"), (52, "5")]


async def test_points_are_counted_by_whole_points(application: Application, client: Jixiao) -> None:
    await handed_in(application, client, CLAIMS)
    found = await client.statistics.points()
    assert (found.fiscal_year, found.reports, found.unsettled) == (2021, 5, 5)
    assert (found.self_assessed.whole_points, found.self_assessed.mean) == (((4, 1), (5, 4)), Decimal("4.80"))
    assert (found.computed.reports, found.confirmed.mean) == (0, None)
    assert sum(one.reports for one in found.pairs) == 5
    (year,) = (await client.statistics.years()).years
    assert (year.reports, year.self_assessed, year.computed, year.late) == (5, Decimal("4.80"), None, 0)


async def test_an_indicator_is_counted_as_its_reports_say(application: Application, client: Jixiao) -> None:
    numbers = await handed_in(application, client, CLAIMS)
    found = await client.statistics.indicators(2021)
    one = next(each for each in found.indicators if each.id == INDICATOR)
    cards = [await client.reports.scorecard(number) for number in numbers]
    scores = [next(each for each in card.indicators if each.id == INDICATOR) for card in cards]
    points = [each.computed_points or Decimal(0) for each in scores]
    assert (found.reports, one.reports, one.scored, one.max_points) == (5, 5, 5, Decimal(5))
    assert one.mean == (sum(points, start=Decimal(0)) / 5).quantize(Decimal("0.01"))
    assert one.full == 100 * sum(1 for each in points if each == 5) / Decimal(5)
    assert (one.figures, one.word) == (Decimal(100), Decimal(0))
    above = [(each.self_assessed_points or Decimal(0)) - given for each, given in zip(scores, points, strict=True)]
    assert one.above == (sum(above, start=Decimal(0)) / 5).quantize(Decimal("0.01"))
    assert one.sentence


async def test_an_indicator_lists_its_reports_by_points(application: Application, client: Jixiao) -> None:
    numbers = await handed_in(application, client, CLAIMS)
    first = await client.statistics.indicator("yueyanglou-2021", 1, INDICATOR, limit=3)
    rest = await client.statistics.indicator("yueyanglou-2021", 1, INDICATOR, limit=3, after=first.next)
    items = (*first.items, *rest.items)
    assert {one.report for one in items} == set(numbers)
    assert len(items) == 5
    assert [one.points for one in items] == sorted((one.points or 0 for one in items), reverse=True)
    assert first.statistics == rest.statistics
    with pytest.raises(NotFound):
        await client.statistics.indicator("yueyanglou-2021", 1, "nix")


async def test_without_results_there_is_no_year(client: Jixiao) -> None:
    found = await client.statistics.points()
    assert (found.fiscal_year, found.reports, found.pairs) == (None, 0, ())
    assert (await client.statistics.indicators()).indicators == ()
