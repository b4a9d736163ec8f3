"""Schemes: the list, one with what is open in it, and an indicator tried out with example values."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from app.client import Forbidden, Jixiao, NotSignedIn
from app.contract.draft import DRAFT_STATE_NAMES, DraftSummary
from app.contract.scoring import Evidence, Item, SchemeFinding, SchemeName, ScoreRequest
from app.web.forms.supplement import entered_supplement
from app.web.templating import fragment, page
from app.web.views.editing import Notice
from app.web.views.score import indicator_view
from app.web.views.supplement import topic_of


def add_scheme_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/schemes")
    async def schemes() -> HTMLResponse:
        drafts: list[DraftSummary] = []
        with suppress(Forbidden, NotSignedIn):  # published schemes are for everybody, drafts for those who write them
            drafts = [one for one in (await client.drafts.list()).items if one.state != "published"]
        return page("schemes", schemes=(await client.schemes.list()).items, drafts=drafts, states=DRAFT_STATE_NAMES)

    @web.get("/schemes/{scheme_id}/{version}")
    async def scheme(scheme_id: str, version: int) -> HTMLResponse:
        found = await client.schemes.get(scheme_id, version)
        told: dict[str, list[SchemeFinding]] = {}
        for one in (await client.schemes.lint(found)).findings:
            told.setdefault(one.indicator, []).append(one)
        changes = (await client.schemes.changes(scheme_id, version)).changes if version > 1 else ()
        rows, open_points = list(_rows(found.items, ())), sum(map(len, told.values()))
        return page("scheme", scheme=found, rows=rows, told=told, open_points=open_points, changes=changes)

    @web.get("/schemes/{scheme_id}/{version}/try/{indicator}")
    async def try_out(scheme_id: str, version: int, indicator: str, request: Request) -> HTMLResponse:
        found = await client.schemes.get(scheme_id, version)
        if indicator not in {item.id for _, item, _ in _rows(found.items, ())}:
            raise HTTPException(404)
        typed = entered_supplement(found.evidence, request.query_params.multi_items())
        given, notices = _evidence(typed)
        card = await client.scorecards.create(
            ScoreRequest(scheme=SchemeName(id=scheme_id, version=version), evidence=given)
        )
        score = next(one for one in card.indicators if one.id == indicator)
        context: dict[str, Any] = {
            "scheme": found,
            "topic": topic_of(found, score, typed, [used.id for used in score.measure.inputs] if score.measure else []),
            "view": indicator_view(score),
            "notices": notices,
        }
        if request.headers.get("hx-request") == "true":
            return fragment("try", "panel", **context)
        return page("try", **context)


def _evidence(typed: dict[str, Any]) -> tuple[Evidence, list[Notice]]:
    """What was typed as evidence; blanks are left out, and what cannot be understood is told."""
    given = {
        key: {part: one for part, one in value.items() if one is not None}
        if key in ("pools", "choices", "not_applicable")
        else value
        for key, value in typed.items()
        if value is not None
    }
    try:
        return Evidence.model_validate(given), []
    except ValidationError as error:
        where = "、".join(dict.fromkeys(str(one["loc"][0]) for one in error.errors()))
        return Evidence(), [Notice("有填写的内容不能识别，没有试算", (("", where),))]


def _rows(items: tuple[Item, ...], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Item, str]]:
    """(headings, indicator, wording) of each indicator; wording of a heading holds for its leaves."""
    for item in items:
        if item.items:
            for headings, leaf, wording in _rows(item.items, (*path, item.title)):
                yield headings, leaf, wording or item.criterion or ""
        else:
            yield path, item, item.criterion or ""
