"""`/api/v1/statistics`: results of many reports, counted in the database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from fastapi import FastAPI, Request

from app.api.description import described, problems
from app.api.guard import actor_of, needs
from app.api.query import Id, bad_cursor, query_of
from app.api.services import Services
from app.api.v1.results import filters_of, judged_by
from app.contract.result import (
    IndicatorName,
    IndicatorOfReport,
    IndicatorReports,
    IndicatorReportsFilter,
    IndicatorsStatistics,
    IndicatorStatistics,
    PointPair,
    PointStatistics,
    ResultsFilter,
    Series,
    YearsStatistics,
    YearStatistics,
)
from app.contract.scoring import SchemeName
from app.domain.decimals import ZERO, plain
from app.domain.people.right import FINANCE
from app.domain.report import State
from app.domain.results.result import Basis
from app.services.ports import PointCell, ReportOfIndicator, ResultsAsked, YearRow
from app.services.statistics import IndicatorSeen, SchemeIndicator

CENT: Final = Decimal("0.01")
TENTH: Final = Decimal("0.1")


def add_statistics_routes(api: FastAPI, services: Services) -> None:
    """Register the routes. Without a year each is of the latest one that has results."""
    statistics = services.statistics

    async def asked_by(wanted: ResultsFilter, request: Request) -> ResultsAsked:
        """What is asked for; without a year, of the latest that has results."""
        filters = filters_of(wanted)
        asked = ResultsAsked(judged_by(actor_of(request)), wanted.region or "", filters)
        if wanted.fiscal_year is None and (years := await statistics.years(asked)):
            return replace(asked, filters={**filters, "fiscal_year": years[0].fiscal_year})
        return asked

    @api.get(
        "/api/v1/statistics/years", tags=["statistics"], summary="历年评价结果", responses=problems(422),
        openapi_extra=described(ResultsFilter),
    )  # fmt: skip
    @needs(FINANCE)
    async def get_year_statistics(request: Request) -> YearsStatistics:
        """Reports and mean points of each year that has results."""
        wanted = query_of(ResultsFilter, request)
        asked = ResultsAsked(judged_by(actor_of(request)), wanted.region or "", filters_of(wanted))
        return YearsStatistics(years=tuple(map(_year, await statistics.years(asked))))

    @api.get(
        "/api/v1/statistics/points", tags=["statistics"], summary="得分的分布", responses=problems(422),
        openapi_extra=described(ResultsFilter),
    )  # fmt: skip
    @needs(FINANCE)
    async def get_point_statistics(request: Request) -> PointStatistics:
        """How own, computed and confirmed points are spread in a year, and own points against computed ones."""
        asked = await asked_by(query_of(ResultsFilter, request), request)
        return _spread(_year_of(asked), await statistics.points(asked))

    @api.get(
        "/api/v1/statistics/indicators", tags=["statistics"], summary="各指标能否分出高下", responses=problems(422),
        openapi_extra=described(ResultsFilter),
    )  # fmt: skip
    @needs(FINANCE)
    async def get_indicator_statistics(request: Request) -> IndicatorsStatistics:
        """What each indicator tells in a year: quartiles, full marks, what points rest on, and what to look at."""
        asked = await asked_by(query_of(ResultsFilter, request), request)
        found = tuple(map(_indicator, await statistics.indicators(asked)))
        reports = {one.scheme: one.reports for one in found}
        return IndicatorsStatistics(fiscal_year=_year_of(asked), reports=sum(reports.values()), indicators=found)

    @api.get(
        "/api/v1/statistics/indicators/{scheme_id}/{version}/{indicator}", tags=["statistics"],
        summary="一个指标上各部门的得分", responses=problems(404, 422), openapi_extra=described(IndicatorReportsFilter),
    )  # fmt: skip
    @needs(FINANCE)
    async def get_indicator_reports(scheme_id: str, version: Id, indicator: str, request: Request) -> IndicatorReports:
        """The reports of a year with one indicator, the highest points first, and what the indicator tells of them."""
        wanted = query_of(IndicatorReportsFilter, request)
        one = await statistics.indicator(scheme_id, version, indicator)
        of = ResultsFilter(
            fiscal_year=wanted.fiscal_year, region=wanted.region, section=wanted.section, scheme=scheme_id
        )
        asked = await asked_by(of, request)
        asked = replace(asked, filters={**asked.filters, "scheme_version": version, "indicator": one.id})
        after = _opened(wanted.after) if wanted.after else None
        found = await statistics.of_indicator(asked, after, wanted.limit)
        seen = next((seen for seen in await statistics.indicators(asked) if seen.indicator == one), None)
        return IndicatorReports(
            indicator=IndicatorName(**_name(one)),
            criterion=one.criterion,
            fiscal_year=_year_of(asked),
            statistics=_indicator(seen) if seen else None,
            items=tuple(map(_of_report, found)),
            next=_closed(found[-1]) if len(found) == wanted.limit else None,
        )


def _year_of(asked: ResultsAsked) -> int | None:
    year = asked.filters.get("fiscal_year")
    return int(year) if year is not None else None


def _mean(total: Decimal, count: int) -> Decimal | None:
    return (total / count).quantize(CENT, ROUND_HALF_UP) if count else None


def _year(row: YearRow) -> YearStatistics:
    return YearStatistics(
        fiscal_year=row.fiscal_year,
        reports=row.reports,
        late=row.late,
        self_assessed=_mean(row.self_sum, row.self_assessed),
        computed=_mean(row.computed_sum, row.settled),
        confirmed=_mean(row.confirmed_sum, row.confirmed),
    )


def _spread(year: int | None, cells: Sequence[PointCell]) -> PointStatistics:
    settled = [one for one in cells if one.settled]
    pairs: dict[tuple[int, int], int] = {}
    for one in cells:
        if one.self_assessed is not None:
            pair = one.self_assessed, one.computed
            pairs[pair] = pairs.get(pair, 0) + one.reports
    reports = sum(one.reports for one in cells)
    return PointStatistics(
        fiscal_year=year,
        reports=reports,
        unsettled=reports - sum(one.reports for one in settled),
        self_assessed=_series(cells, lambda one: one.self_assessed, lambda one: one.self_sum),
        computed=_series(settled, lambda one: one.computed, lambda one: one.computed_sum),
        confirmed=_series(cells, lambda one: one.confirmed, lambda one: one.confirmed_sum),
        pairs=tuple(
            PointPair(self_assessed=own, computed=computed, reports=count)
            for (own, computed), count in sorted(pairs.items())
        ),
        above=sum(count for (own, computed), count in pairs.items() if own > computed),
    )


def _series(
    cells: Sequence[PointCell], whole: Callable[[PointCell], int | None], total: Callable[[PointCell], Decimal]
) -> Series:
    counted: dict[int, int] = {}
    summed = ZERO
    for one in cells:
        points = whole(one)
        if points is not None:
            counted[points] = counted.get(points, 0) + one.reports
            summed += total(one)
    reports = sum(counted.values())
    return Series(reports=reports, mean=_mean(summed, reports), whole_points=tuple(sorted(counted.items())))


def _name(one: SchemeIndicator) -> dict[str, object]:
    scheme = SchemeName(id=one.scheme_id, version=one.scheme_version)
    return {"scheme": scheme, "id": one.id, "title": one.title, "path": one.path}


def _indicator(seen: IndicatorSeen) -> IndicatorStatistics:
    lens = seen.lens
    earned = lens.earned if lens.earned.counts else None

    def quantile(part: str) -> Decimal | None:
        return earned.quantile(Decimal(part)).quantize(TENTH, ROUND_HALF_UP) if earned else None

    return IndicatorStatistics.model_validate({
        **_name(seen.indicator),
        "reports": lens.reports,
        "scored": lens.points.total,
        "max_points": lens.max_points,
        "mean": lens.points.mean(CENT),
        "lowest": quantile("0"),
        "first_quartile": quantile("0.25"),
        "median": quantile("0.5"),
        "third_quartile": quantile("0.75"),
        "highest": quantile("1"),
        "full": lens.full,
        **{basis.value: lens.resting_on(basis) for basis in Basis},
        "compared": lens.compared,
        "above": lens.above,
        "notice": lens.notice,
        "sentence": lens.sentence,
    })  # fmt: skip


def _of_report(one: ReportOfIndicator) -> IndicatorOfReport:
    result = one.result
    return IndicatorOfReport(
        report=one.report_id,
        department=one.name,
        state=State(one.state),
        max_points=result.max_points,
        self_assessed_points=result.self_assessed,
        computed_points=result.computed,
        confirmed_points=result.confirmed,
        points=result.points,
        above=result.above,
        basis=result.basis,
    )


def _closed(last: ReportOfIndicator) -> str:
    points = last.result.points
    return f"{'' if points is None else plain(points)}_{last.report_id}"


def _opened(cursor: str) -> tuple[Decimal | None, int]:
    """Raises Refused where the cursor is not one of ours."""
    points, _, number = cursor.partition("_")
    try:
        found = Decimal(points) if points else None, int(number)
    except (ValueError, InvalidOperation) as error:
        raise bad_cursor() from error
    if not 0 <= found[1] < 2**63 or (found[0] is not None and not ZERO <= found[0] < 2**40):
        raise bad_cursor()
    return found
