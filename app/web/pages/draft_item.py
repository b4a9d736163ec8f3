"""One indicator of a draft: its form, what is wrong with it, and how it scores example values."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from app.client import ApiError, Jixiao
from app.contract.draft import DraftDoubt, DraftEdit, DraftView
from app.contract.scoring import Evidence, Scheme, SchemeFinding, ScoreRequest
from app.web.forms.draft import KINDS, PROVED_BY, Document, alike_of, evidence_of, item_at, trial_of, with_item
from app.web.forms.form_cells import CHOICES, FORM_CELLS
from app.web.forms.posted import Typed, refusal, typed_in, version_in
from app.web.forms.supplement import entered_supplement
from app.web.templating import fragment, page
from app.web.views.drafts import item_form
from app.web.views.score import indicator_view
from app.web.views.supplement import prefixed, topic_of

SEE_OTHER: Final = 303


def add_draft_item_pages(web: FastAPI, client: Jixiao) -> None:  # noqa: C901 - two pages that share their form
    """Register the pages."""

    @web.get("/schemes/drafts/{draft_id}/item")
    async def item(draft_id: int, at: str) -> HTMLResponse:
        found = await client.drafts.get(draft_id)
        return await _item(found, found.document, at, {})

    @web.post("/schemes/drafts/{draft_id}/item")
    async def keep_item(draft_id: int, at: str, request: Request) -> Response:
        typed, found = typed_in(await request.form()), await client.drafts.get(draft_id)
        document = with_item(found.document, at, typed)
        if request.headers.get("hx-request") == "true" and typed.get("do") != "save":
            block = "fields" if request.headers.get("hx-target", "").endswith("fields") else "panel"
            return await _item(found, document, at, typed, block=block)
        if typed.get("do") != "save":
            return await _item(found, document, at, typed)
        here = str((item_at(found.document, at) or {}).get("id", ""))
        there = str((item_at(document, at) or {}).get("id", ""))
        doubts = tuple(
            one if one.item != here or here == there else DraftDoubt(item=there, text=one.text)
            for place, one in enumerate(found.doubts)
            if typed.get(f"doubt/{place}") != "yes"
        )
        try:
            edit = DraftEdit(document=document, doubts=doubts)
            await client.drafts.replace(draft_id, version_in(typed), edit)
        except (ApiError, ValidationError) as error:
            return await _item(found, document, at, typed, error=refusal(error))
        return RedirectResponse(f"/schemes/drafts/{draft_id}#{at.strip('/').replace('/', '-')}", SEE_OTHER)

    async def _item(
        found: DraftView, document: Document, at: str, typed: Typed, *, error: str = "", block: str = ""
    ) -> HTMLResponse:
        shown = item_at(document, at)
        if shown is None or "title" not in shown:
            raise HTTPException(404)
        findings = [one for one in await client.schemes.examine(document) if one.pointer.startswith(at)]
        context: dict[str, Any] = {
            "draft": found,
            "at": at,
            "item": shown,
            "form": item_form(document, shown, at),
            "evidence": evidence_of(document),
            "cells": CHOICES,
            "form_cells": FORM_CELLS.values(),
            "alike": [str(other.get("title")) for _, other in alike_of(document, at)],
            "doubts": [(place, one.text) for place, one in enumerate(found.doubts) if one.item == shown.get("id")],
            "findings": findings,
            "typed": typed,
            "error": error,
            "kinds": KINDS,
            "proved_by": PROVED_BY,
            **await _trial(document, at, typed, findings),
        }
        if block:
            return fragment("draft_item", block, **context)
        return page("draft_item", status=422 if error else 200, **context)

    async def _trial(document: Document, at: str, typed: Typed, findings: list[SchemeFinding]) -> dict[str, Any]:
        """The indicator by itself, scored with the example values that were typed."""
        asked = typed.get("trial-of", "")
        nothing: dict[str, Any] = {
            "open_points": (),
            "topic": None,
            "view": None,
            "trial_of": "",
            "trial_changed": bool(asked),
        }
        alone = trial_of(document, at)
        if alone is None or any(one.severity == "error" for one in findings):
            return nothing
        try:
            scheme = Scheme.model_validate(alone)
            entries = [(name.removeprefix("try:"), text) for name, text in typed.items() if name.startswith("try:")]
            answers = entered_supplement(scheme.evidence, entries)
            given = {name: value for name, value in answers.items() if value not in (None, [])}
            given = {name: value for name, value in given.items() if name in scheme.evidence}
            choices = {name: value for name, value in answers["choices"].items() if value}
            evidence = Evidence.model_validate({**given, "choices": choices})
            card = await client.scorecards.create(ScoreRequest(scheme=scheme, evidence=evidence))
            # While something else in the draft is wrong, nothing but errors is told of the whole.
            open_points = () if findings else (await client.schemes.lint(scheme)).findings
        except (ApiError, ValidationError):
            return nothing
        score = card.indicators[0]
        names = [used.id for used in score.measure.inputs] if score.measure else []
        topic = prefixed(topic_of(scheme, score, answers, names), "try:")
        shape = ",".join(names)
        return {
            "open_points": open_points,
            "topic": topic,
            "view": indicator_view(score),
            "trial_of": shape,
            "trial_changed": shape != asked,
        }
