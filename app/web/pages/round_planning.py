"""Planning a round: a new one, a draft anew, and what can still change once it was issued."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError

from app.client import ApiError, Jixiao, Stale
from app.contract.round import Round, Stage
from app.web.forms.posted import version_in
from app.web.forms.round import FIELDS, Faults, RoundForm, faults
from app.web.pages.rounds import names_in, to_round
from app.web.templating import page
from app.web.views.organisation import organisation_of
from app.web.views.people import own_region
from app.web.views.rounds import FEW, groups, named, of_region, of_section

MOST_FIELDS: Final = 20_000
"""A region has so many departments at most, each a field of the form."""


def add_round_planning_pages(web: FastAPI, client: Jixiao) -> None:  # noqa: C901 - a list of short pages
    """Register the pages."""

    @web.get("/rounds/new")
    async def ask() -> HTMLResponse:
        typed = dict.fromkeys(FIELDS, "") | {"region": own_region(await client.access.me())}
        return await _form(RoundForm(typed), {})

    @web.post("/rounds/new")
    async def create(request: Request) -> Response:
        posted = await request.form(max_fields=MOST_FIELDS)
        form = RoundForm.posted(posted)
        if do := str(posted.get("do", "")):
            return await _form(await _chosen(form, do, ()), {})
        try:
            made = await client.rounds.create(form.new())
        except (ApiError, ValidationError) as error:
            return await _form(form, faults(error, form.typed))
        return to_round(made.id, "drafted")

    @web.get("/rounds/{round_id:int}/edit")
    async def edit(round_id: int) -> HTMLResponse:
        there = await client.rounds.get(round_id)
        return await _form(RoundForm.of(there), {}, there)

    @web.post("/rounds/{round_id:int}/edit")
    async def save(round_id: int, request: Request) -> Response:
        posted, there = await request.form(max_fields=MOST_FIELDS), await client.rounds.get(round_id)
        form = RoundForm.posted(posted)
        fixed = tuple(_fixed(there))
        form = form.with_departments((*fixed, *form.departments))
        if do := str(posted.get("do", "")):
            return await _form(await _chosen(form, do, fixed), {}, there)
        try:
            await client.rounds.edit(round_id, version_in(dict(form.typed)), form.edit())
        except (ApiError, ValidationError) as error:
            return await _form(form, faults(error, form.typed), there, stale=isinstance(error, Stale))
        return to_round(round_id, "saved")

    async def _chosen(form: RoundForm, do: str, fixed: tuple[int, ...]) -> RoundForm:
        """The form after a button of the list of departments."""
        region, departments = form.typed["region"], (await organisation_of(client)).departments.values()
        if do == "none":
            return form.with_departments(fixed)
        if do == "all":
            return form.with_departments((*form.departments, *of_region(departments, region)))
        if do.startswith("section:"):
            return form.with_departments((*form.departments, *of_section(departments, do, region)))
        return form

    async def _form(form: RoundForm, wrong: Faults, there: Round | None = None, *, stale: bool = False) -> HTMLResponse:
        organisation, schemes = await organisation_of(client), (await client.schemes.list()).items
        fixed, find = _fixed(there), form.typed["find"]
        names = {one.id: one.name for one in organisation.departments.values()} | fixed
        context: dict[str, Any] = {
            "groups": groups(organisation, frozenset(form.departments), fixed, find),
            "all_shown": bool(find) or len(organisation.departments) <= FEW,
            "schemes": [(f"{one.id}@{one.version}", f"{one.title}（第 {one.version} 版）") for one in schemes],
            "faults": {field: named(said, names) for field, said in wrong.items()},
            "typed": dict(form.typed) | ({"version": str(there.version)} if there else {}),
            "open": there is None or there.state is Stage.DRAFT,
            "whole": organisation.whole,
        }
        status = 412 if stale else 422 if wrong else 200
        return page("round_form", status=status, there=there, chosen=len(form.departments), stale=stale, **context)


def _fixed(there: Round | None) -> dict[int, str]:
    """The departments that cannot leave the round any more, by number."""
    return {} if there is None or there.state is Stage.DRAFT else names_in(there)
