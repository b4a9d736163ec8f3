"""What published results come to, for anybody: years, ratings, indicators, and who was late or is missing."""

from typing import Annotated

from fastapi import FastAPI, Path, Request
from fastapi.responses import Response

from app.api.description import IF_NONE_MATCH, described, problems
from app.api.guard import Anyone, needs
from app.api.headers import cached
from app.api.query import pair_after, query_of
from app.api.services import Services
from app.contract.page import Page
from app.contract.publication import (
    BehindDepartment,
    BehindDepartments,
    IndicatorFilter,
    IndicatorPoints,
    PublicPlace,
    PublicStatistics,
    PublicYear,
    PublicYearFilter,
    PublicYears,
    PublishedIndicator,
    RatingCount,
)
from app.contract.scoring import SchemeName
from app.services.ports import IndicatorCounted


def add_public_statistics_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    publishing = services.publishing

    @api.get(
        "/api/v1/published-years", response_model=PublicYears, tags=["published"], summary="公开了哪些年度、地区的结果",
        responses=problems(422), openapi_extra=described(PublicPlace, IF_NONE_MATCH),
    )  # fmt: skip
    @needs(Anyone.OPEN)
    async def list_published_years(request: Request) -> Response:
        """Years and regions of which anything is public, with the mean of the points that stand."""
        found = await publishing.years(query_of(PublicPlace, request).region or "")
        items = tuple(
            PublicYear(region=one.region, fiscal_year=one.fiscal_year, copies=one.copies, mean=one.mean)
            for one in found
        )
        return cached(request, PublicYears(items=items))

    @api.get(
        "/api/v1/published-statistics", response_model=PublicStatistics, tags=["published"],
        summary="一个年度公开结果的统计", responses=problems(422),
        openapi_extra=described(PublicYearFilter, IF_NONE_MATCH),
    )  # fmt: skip
    @needs(Anyone.OPEN)
    async def get_published_statistics(request: Request) -> Response:
        """Ratings, and how departments did in each indicator."""
        wanted = query_of(PublicYearFilter, request)
        found = await publishing.statistics(wanted.region or "", wanted.fiscal_year)
        told = PublicStatistics(
            region=wanted.region,
            fiscal_year=wanted.fiscal_year,
            copies=found.copies,
            mean=found.mean,
            ratings=tuple(RatingCount(rating=rating or None, copies=copies) for rating, copies in found.ratings),
            indicators=tuple(map(_statistics, found.indicators)),
        )
        return cached(request, told)

    @api.get(
        "/api/v1/published-indicators/{indicator}", response_model=Page[IndicatorPoints], tags=["published"],
        summary="各部门在一个指标上的得分", responses=problems(422),
        openapi_extra=described(IndicatorFilter, IF_NONE_MATCH),
    )  # fmt: skip
    @needs(Anyone.OPEN)
    async def list_published_points(indicator: Annotated[str, Path(max_length=64)], request: Request) -> Response:
        """Departments by their points in one indicator, the highest first."""
        wanted = query_of(IndicatorFilter, request)
        found = await publishing.in_indicator(
            wanted.region or "", wanted.fiscal_year, indicator, pair_after(wanted.after), wanted.limit
        )
        items = tuple(
            IndicatorPoints(
                publication=one.publication, department=one.department_name, points=one.points, most=one.most
            )
            for _, one in found
        )
        following = f"{found[-1][0]}.{found[-1][1].publication}" if len(found) == wanted.limit else None
        return cached(request, Page[IndicatorPoints](items=items, next=following))

    @api.get(
        "/api/v1/published-delays", response_model=BehindDepartments, tags=["published"],
        summary="逾期和没有报送的部门", responses=problems(422),
        openapi_extra=described(PublicYearFilter, IF_NONE_MATCH),
    )  # fmt: skip
    @needs(Anyone.OPEN)
    async def list_published_delays(request: Request) -> Response:
        """Who handed in late or not at all, of rounds of which any result is public."""
        wanted = query_of(PublicYearFilter, request)
        found = await publishing.behind(wanted.region or "", wanted.fiscal_year)
        items = tuple(
            BehindDepartment(
                department=one.department, name=one.name, due=one.due, days=one.days, handed_in=one.handed_in,
                reason=one.reason,
            )
            for one in found
        )  # fmt: skip
        return cached(request, BehindDepartments(items=items))


def _statistics(one: IndicatorCounted) -> PublishedIndicator:
    return PublishedIndicator(
        scheme=SchemeName(id=one.scheme_id, version=one.scheme_version),
        id=one.indicator,
        title=one.title,
        departments=one.departments,
        mean=one.mean,
        least=one.least,
        greatest=one.greatest,
        most=one.most,
        full=one.full,
        distinct=one.distinct,
    )
