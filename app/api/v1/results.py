"""`/api/v1/results`: what came of reports, ranked, and as a file."""

import base64
import binascii
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import Response
from pydantic import TypeAdapter, ValidationError

from app.api.description import described, problems
from app.api.guard import actor_of, needs
from app.api.headers import disposition
from app.api.query import bad_cursor, query_of
from app.api.services import Services
from app.contract.department import DepartmentName
from app.contract.page import Page
from app.contract.result import ReportResult, ResultFilter, ResultsFilter, ResultTableOptions
from app.contract.scoring import SchemeName
from app.domain.people.actor import Actor
from app.domain.people.place import Place
from app.domain.people.right import FINANCE
from app.domain.report import State
from app.services.ports import ResultQuery, StoredResult
from app.services.results import MEDIA_TYPES, MOST_WRITTEN

_FILES: Final[dict[str, Any]] = {
    one.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}} for one in MEDIA_TYPES.values()
}
_CURSOR: Final = TypeAdapter(tuple[int | str, int, int, int])
"""Sort key and report of the last item, how many items there were up to it, and its rank."""


def add_result_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""

    @api.get(
        "/api/v1/results", tags=["results"], summary="评价结果排名", responses=problems(422),
        openapi_extra=described(ResultFilter),
    )  # fmt: skip
    @needs(FINANCE)
    async def list_results(request: Request) -> Page[ReportResult]:
        """Results of reports that are handed in, in pages: for those who judge reports, of their places."""
        wanted = query_of(ResultFilter, request)
        cursor = _opened(wanted.after) if wanted.after else None
        found = await services.results.page(_query(wanted, actor_of(request), cursor, wanted.limit))
        ranks = wanted.fiscal_year is not None and wanted.order in ("confirmed", "computed", "self")
        before: Any = cursor[0] if cursor else None
        seen, rank = cursor[2:] if cursor else (0, 0)
        items = []
        for key, one in found:
            seen += 1
            rank, before = (rank if key == before else seen), key
            items.append(_told(one, rank if ranks and isinstance(key, int) and key >= 0 else None))
        following = _closed((before, items[-1].report, seen, rank)) if len(items) == wanted.limit else None
        return Page(items=tuple(items), next=following)

    @api.get(
        "/api/v1/results/table",
        response_model=bytes,
        response_class=Response,
        responses={200: {"content": _FILES}, **problems(422)},
        tags=["results"],
        summary="下载评价结果（Excel、CSV）",
        openapi_extra=described(ResultTableOptions),
    )
    @needs(FINANCE)
    async def get_results_table(request: Request) -> Response:
        """The same list as a file, whole. Each download is logged."""
        wanted, who = query_of(ResultTableOptions, request), actor_of(request)
        found = await services.results.table(_query(wanted, who, None, MOST_WRITTEN), wanted.format, who)
        return Response(
            found.data,
            headers={
                "Content-Type": found.media_type,
                "Content-Disposition": disposition(found.name),
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "no-store",
            },
        )


def judged_by(who: Actor) -> tuple[Place, ...]:
    """Where somebody judges reports; each place once."""
    return tuple(dict.fromkeys(place for right in FINANCE for place in who.places(right)))


def filters_of(wanted: ResultsFilter) -> dict[str, str | int]:
    """What is asked for beside the region."""
    return wanted.model_dump(
        mode="json", include={"fiscal_year", "section", "scheme", "rating", "state"}, exclude_none=True
    )


def _query(wanted: ResultFilter, who: Actor, cursor: tuple[int | str, int, int, int] | None, limit: int) -> ResultQuery:
    after = cursor[:2] if cursor else None
    return ResultQuery(judged_by(who), wanted.region or "", filters_of(wanted), wanted.order, after, limit)


def _told(one: StoredResult, rank: int | None) -> ReportResult:
    return ReportResult(
        rank=rank,
        report=one.report_id,
        department=DepartmentName(region=one.region, budget_code=one.budget_code, name=one.name, id=one.department_id),
        fiscal_year=one.fiscal_year,
        state=State(one.state),
        scheme=SchemeName(id=one.scheme_id, version=one.scheme_version),
        self_assessed_points=one.self_points,
        self_assessed_rating=one.self_rating or None,
        computed_low=one.computed_low,
        computed_high=one.computed_high,
        computed_rating=one.computed_rating or None,
        confirmed_points=one.confirmed_points,
        confirmed_rating=one.confirmed_rating or None,
        rating=one.rating or None,
        above=one.above if one.compared else None,
        missing=one.missing,
        errors=one.errors,
        warnings=one.warnings,
        waived=one.waived,
        days_late=one.days_late,
    )


def _closed(key: tuple[Any, int, int, int]) -> str:
    return base64.urlsafe_b64encode(_CURSOR.dump_json(key)).decode().rstrip("=")


def _opened(cursor: str) -> tuple[int | str, int, int, int]:
    """Raises Refused where the cursor is not one of ours."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        found = _CURSOR.validate_json(text)
    except (ValueError, ValidationError, binascii.Error) as error:
        raise bad_cursor() from error
    if any(isinstance(one, int) and abs(one) >= 2**63 for one in found):
        raise bad_cursor()
    return found
