"""Lists of public copies: for anybody those that are public and those withdrawn, for readers of a report all of its."""

from datetime import datetime

from fastapi import FastAPI, Request
from fastapi.responses import Response

from app.api.description import IF_NONE_MATCH, described, problems
from app.api.guard import Anyone, actor_of, needs
from app.api.headers import cached, json_response
from app.api.query import Id, pair_after, query_of
from app.api.services import Services
from app.contract.page import Page
from app.contract.publication import Publication, PublicationFilter, Publications, PublicDepartment, PublicScheme
from app.domain.people.right import Right
from app.services.ports import PublicationQuery, StoredPublication
from app.services.publishing import PublicationService


def add_publication_list_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    publishing = services.publishing

    @api.get(
        "/api/v1/published-reports", response_model=Page[Publication], tags=["published"], summary="公开的报告",
        responses=problems(422), openapi_extra=described(PublicationFilter, IF_NONE_MATCH),
    )  # fmt: skip
    @needs(Anyone.OPEN)
    async def list_published_reports(request: Request) -> Response:
        """Copies that are public, by the points that stand from the highest."""
        return await _listed(publishing, request, withdrawn=False)

    @api.get(
        "/api/v1/published-withdrawals", response_model=Page[Publication], tags=["published"], summary="撤回公开的报告",
        responses=problems(422), openapi_extra=described(PublicationFilter, IF_NONE_MATCH),
    )  # fmt: skip
    @needs(Anyone.OPEN)
    async def list_withdrawals(request: Request) -> Response:
        """Copies that were withdrawn, newest first, with when and why."""
        return await _listed(publishing, request, withdrawn=True)

    @api.get(
        "/api/v1/reports/{report_id}/publications", response_model=Publications, tags=["reports"],
        summary="一份报告的公开记录", responses=problems(404),
    )  # fmt: skip
    @needs(Right.REPORT_READ)
    async def list_publications(report_id: Id, request: Request) -> Response:
        """Every public copy of a report, those withdrawn too."""
        await services.reports.get(report_id, actor_of(request))
        found = await publishing.of_report(report_id)
        return json_response(Publications(items=tuple(map(publication_of, found))).model_dump_json().encode())


async def _listed(publishing: PublicationService, request: Request, *, withdrawn: bool) -> Response:
    wanted = query_of(PublicationFilter, request)
    query = PublicationQuery(
        wanted.region or "", wanted.fiscal_year, wanted.department, withdrawn, pair_after(wanted.after), wanted.limit
    )
    found = await publishing.page(query)
    following = None
    if len(found) == wanted.limit:
        last = found[-1]
        following = f"{last.id if withdrawn else int(last.points * 10_000)}.{last.id}"
    return cached(request, Page[Publication](items=tuple(map(publication_of, found)), next=following))


def publication_of(one: StoredPublication) -> Publication:
    """A stored copy as the contract has it."""
    return Publication(
        id=one.id,
        report=one.report_id,
        sequence=one.sequence,
        department=PublicDepartment(
            id=one.department_id, region=one.region, budget_code=one.budget_code, name=one.department_name
        ),
        fiscal_year=one.fiscal_year,
        scheme=PublicScheme(id=one.scheme_id, version=one.scheme_version, digest=one.scheme_digest),
        self_assessed_points=one.self_points,
        computed_low=one.computed_low,
        computed_high=one.computed_high,
        points=one.points,
        rating=one.rating or None,
        digest=one.digest,
        published_at=datetime.fromisoformat(one.published_at),
        withdrawn_at=datetime.fromisoformat(one.withdrawn_at) if one.withdrawn_at else None,
        withdrawal_reason=one.withdrawal_reason,
    )
