"""A scheme's draft: its tree with what is to be done about it, its head and data, and its way to publication."""

from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from app.client import ApiError, Jixiao
from app.contract.draft import DRAFT_STATE_NAMES, DraftDoubt, DraftEdit, DraftMove, DraftView
from app.web.forms.draft import (
    KINDS,
    PROVED_BY,
    Document,
    evidence_of,
    head_of,
    moved,
    ratings_of,
    with_evidence,
    with_head,
    without_evidence,
)
from app.web.forms.form_cells import CHOICES
from app.web.forms.posted import Typed, refusal, typed_in, version_in
from app.web.templating import page
from app.web.views.drafts import loose_findings, tree_of

SEE_OTHER: Final = 303


def add_draft_pages(web: FastAPI, client: Jixiao) -> None:  # noqa: C901 - a list of short pages
    """Register the pages."""

    @web.get("/schemes/drafts/{draft_id}")
    async def draft(draft_id: int) -> HTMLResponse:
        return await _overview(await client.drafts.get(draft_id))

    async def _overview(found: DraftView, error: str = "", status: int = 200) -> HTMLResponse:
        return page(
            "draft",
            status=status,
            draft=found,
            state=DRAFT_STATE_NAMES[found.state],
            rows=tree_of(found),
            loose=loose_findings(found),
            evidence=evidence_of(found.document),
            head=head_of(found.document),
            kinds=KINDS,
            ratings=ratings_of(found.document),
            head_doubts=[(at, one.text) for at, one in enumerate(found.doubts) if not one.item],
            errors=sum(one.severity == "error" for one in found.findings),
            error=error,
        )

    @web.post("/schemes/drafts/{draft_id}/move")
    async def move(draft_id: int, request: Request) -> Response:
        typed = typed_in(await request.form())
        try:
            wanted = DraftMove.model_validate({name: typed.get(name, "") for name in ("move", "remark")})
            await client.drafts.move(draft_id, version_in(typed), wanted)
        except (ApiError, ValidationError) as error:
            return await _overview(await client.drafts.get(draft_id), refusal(error), 422)
        return RedirectResponse(f"/schemes/drafts/{draft_id}", SEE_OTHER)

    @web.post("/schemes/drafts/{draft_id}/delete")
    async def delete(draft_id: int, request: Request) -> Response:
        await client.drafts.delete(draft_id, version_in(typed_in(await request.form())))
        return RedirectResponse("/schemes", SEE_OTHER)

    @web.post("/schemes/drafts/{draft_id}/tree")
    async def tree(draft_id: int, request: Request) -> Response:
        typed, found = typed_in(await request.form()), await client.drafts.get(draft_id)
        action, _, place = typed.get("do", "").partition(":")
        if action == "look":
            doubts = tuple(one for at, one in enumerate(found.doubts) if str(at) != place)
            return await _keep(found, found.document, typed, f"/schemes/drafts/{draft_id}", doubts)
        return await _keep(found, moved(found.document, action, place), typed, f"/schemes/drafts/{draft_id}#tree")

    @web.post("/schemes/drafts/{draft_id}/head")
    async def head(draft_id: int, request: Request) -> Response:
        typed, found = typed_in(await request.form()), await client.drafts.get(draft_id)
        return await _keep(found, with_head(found.document, typed), typed, f"/schemes/drafts/{draft_id}")

    async def _keep(
        found: DraftView, document: Document, typed: Typed, then: str, doubts: tuple[DraftDoubt, ...] | None = None
    ) -> Response:
        """Store a document on the version that was seen; what was refused is told, and nothing typed is thrown away."""
        try:
            kept = found.doubts if doubts is None else doubts
            edit = DraftEdit(document=document, doubts=kept)
            await client.drafts.replace(found.id, version_in(typed), edit)
        except (ApiError, ValidationError) as error:
            return await _overview(found, refusal(error), 422)
        return RedirectResponse(then, SEE_OTHER)

    @web.get("/schemes/drafts/{draft_id}/evidence")
    async def evidence(draft_id: int, name: str = "") -> HTMLResponse:
        return _evidence(await client.drafts.get(draft_id), name, {})

    @web.post("/schemes/drafts/{draft_id}/evidence")
    async def keep_evidence(draft_id: int, request: Request, name: str = "") -> Response:
        typed, found = typed_in(await request.form()), await client.drafts.get(draft_id)
        if typed.get("do") == "delete":
            changed = without_evidence(found.document, name)
        elif not typed.get("evidence/title"):
            return _evidence(found, name, typed, "请写明名称")
        else:
            changed = with_evidence(found.document, name, typed)
        return await _keep(found, changed, typed, f"/schemes/drafts/{draft_id}#evidence")

    def _evidence(found: DraftView, name: str, typed: Typed, error: str = "") -> HTMLResponse:
        one = evidence_of(found.document).get(name, {})
        place = str(one.get("from", ""))
        known = CHOICES if place in dict(CHOICES) else (*CHOICES, (place, place))
        context = {"draft": found, "key": name, "one": one, "typed": typed, "error": error, "cells": known}
        return page("draft_evidence", status=422 if error else 200, kinds=KINDS, proved_by=PROVED_BY, **context)
