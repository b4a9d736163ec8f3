"""`/api/v1/schemes` and `/api/v1/scorecards`: published schemes, and scoring anything under any scheme."""

import json
from dataclasses import asdict
from typing import Annotated, Any, Final

from fastapi import Body, FastAPI, Request
from fastapi.responses import Response
from pydantic import TypeAdapter

from app.api.description import described, problems
from app.api.examples import SCORE
from app.api.guard import Anyone, actor_of, needs
from app.api.headers import json_response, unchanged
from app.api.query import bad_cursor, number_after, query_of
from app.api.services import Services
from app.contract.page import Page
from app.contract.query import PageOptions, SinceOptions
from app.contract.scoring import (
    Scheme,
    SchemeChanged,
    SchemeChanges,
    SchemeFinding,
    SchemeFindings,
    SchemeId,
    SchemeName,
    SchemeSummary,
    SchemeVersion,
    Scorecard,
    ScoreRequest,
)
from app.domain.checks.settings import compile_new
from app.domain.people.right import Right
from app.domain.scoring.compiled import compile_scheme
from app.domain.scoring.lint import examine
from app.domain.scoring.scorer import score
from app.services.ports import StoredScheme

_SCORECARD: Final[TypeAdapter[Scorecard]] = TypeAdapter(Scorecard)


def add_scheme_routes(api: FastAPI, services: Services) -> None:
    """Register the routes."""
    schemes = services.schemes

    @api.get("/api/v1/schemes", tags=["schemes"], summary="评分方案列表", openapi_extra=described(PageOptions))
    @needs(Anyone.OPEN)
    async def list_schemes(request: Request) -> Page[SchemeSummary]:
        """Every published version."""
        wanted = query_of(PageOptions, request)
        return _page(await schemes.page(None, _after(wanted.after), wanted.limit), wanted.limit)

    @api.get(
        "/api/v1/schemes/{scheme_id}",
        response_model=Scheme,
        responses=problems(404),
        tags=["schemes"],
        summary="评分方案的最新版",
    )
    @needs(Anyone.OPEN)
    async def get_scheme(scheme_id: SchemeId, request: Request) -> Response:
        """The newest version; its ETag is its digest."""
        return _scheme(await schemes.stored(scheme_id), request)

    @api.get(
        "/api/v1/schemes/{scheme_id}/versions",
        responses=problems(404),
        tags=["schemes"],
        summary="评分方案的各版",
        openapi_extra=described(PageOptions),
    )
    @needs(Anyone.OPEN)
    async def list_versions(scheme_id: SchemeId, request: Request) -> Page[SchemeSummary]:
        """The versions of one scheme."""
        wanted = query_of(PageOptions, request)
        await schemes.stored(scheme_id)
        return _page(await schemes.page(scheme_id, _after(wanted.after), wanted.limit), wanted.limit)

    @api.get(
        "/api/v1/schemes/{scheme_id}/versions/{version}",
        response_model=Scheme,
        responses=problems(404),
        tags=["schemes"],
        summary="评分方案的某一版",
    )
    @needs(Anyone.OPEN)
    async def get_version(scheme_id: SchemeId, version: SchemeVersion, request: Request) -> Response:
        """One version, which never changes; its ETag is its digest."""
        return _scheme(await schemes.stored(scheme_id, version), request)

    @api.get(
        "/api/v1/schemes/{scheme_id}/versions/{version}/changes",
        response_model=SchemeChanges,
        responses=problems(404),
        tags=["schemes"],
        summary="一版与另一版的不同",
        openapi_extra=described(SinceOptions),
    )
    @needs(Anyone.OPEN)
    async def list_changes(scheme_id: SchemeId, version: SchemeVersion, request: Request) -> Response:
        """What the version says differently from an earlier one, in words, and what of it can move points."""
        since = query_of(SinceOptions, request).since or max(version - 1, 1)
        found = tuple(SchemeChanged(**asdict(one)) for one in await schemes.changes(scheme_id, version, since))
        told = SchemeChanges(id=scheme_id, version=version, since=since, changes=found)
        return json_response(told.model_dump_json().encode())

    @api.post(
        "/api/v1/schemes",
        response_model=Scheme,
        status_code=201,
        responses=problems(409, 422),
        tags=["schemes"],
        summary="发布评分方案的一版",
    )
    @needs(Right.SCHEME_REVIEW)
    async def publish_scheme(scheme: Annotated[Scheme, Body(examples=[{}])], request: Request) -> Response:
        """Publish a version, for ever: the same again is 200, another content under its number 409.

        For systems with a token: a person's scheme is a draft that a second person reviews.
        """
        compiled = compile_new(scheme)
        added = await schemes.publish_as([compiled], actor_of(request))
        place = f"/api/v1/schemes/{scheme.id}/versions/{scheme.version}"
        headers = {"Location": place, "ETag": f'"{compiled.digest}"'}
        return json_response(compiled.canonical, status=201 if added else 200, headers=headers)

    @api.post(
        "/api/v1/schemes:lint",
        response_model=SchemeFindings,
        responses=problems(422),
        tags=["schemes"],
        summary="检查一个评分方案，不保存",
    )
    @needs(Anyone.OPEN)
    async def lint_scheme(scheme: Annotated[dict[str, Any], Body(examples=[{}])]) -> Response:
        """Errors where it cannot be used, each at its place; else what its rows and its wording leave open."""
        found = SchemeFindings(findings=tuple(SchemeFinding(**asdict(one)) for one in examine(scheme, compile_new)))
        return json_response(found.model_dump_json().encode())

    @api.post(
        "/api/v1/scorecards",
        response_model=Scorecard,
        responses=problems(404, 422),
        tags=["scorecards"],
        summary="按任一方案给任一组数据评分，不保存",
    )
    @needs(Anyone.OPEN)
    async def create_scorecard(wanted: Annotated[ScoreRequest, Body(examples=[SCORE])]) -> Response:
        """Score any evidence under any scheme, given whole or by name. Nothing is stored."""
        if isinstance(wanted.scheme, SchemeName):
            compiled = await schemes.compiled(wanted.scheme.id, wanted.scheme.version)
        else:
            compiled = compile_scheme(wanted.scheme)
        return json_response(_SCORECARD.dump_json(score(compiled, wanted.evidence), by_alias=True))


def _scheme(stored: StoredScheme, request: Request) -> Response:
    tag = f'"{stored.digest}"'
    if unchanged(request, tag):
        return Response(status_code=304, headers={"ETag": tag})
    return json_response(stored.document.encode(), headers={"ETag": tag})


def _after(cursor: str) -> tuple[str, int]:
    if not cursor:
        return "", 0
    scheme_id, _, version = cursor.rpartition("@")
    if not scheme_id.isprintable():
        raise bad_cursor()
    return scheme_id, number_after(version)


def _page(found: list[StoredScheme], limit: int) -> Page[SchemeSummary]:
    items = tuple(
        SchemeSummary(
            id=one.id,
            version=one.version,
            title=one.title,
            issuer=one.issuer,
            region=one.region,
            fiscal_years=tuple(json.loads(one.document)["fiscal_years"]),
            digest=one.digest,
        )
        for one in found
    )
    return Page(items=items, next=f"{items[-1].id}@{items[-1].version}" if len(items) == limit else None)
