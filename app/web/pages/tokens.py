"""API tokens of other systems: which there are, a new one, and making one useless."""

from datetime import UTC, datetime
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from app.client import ApiError, Jixiao
from app.contract.people import RIGHT_NAMES, NewToken, Right
from app.web.forms.posted import refusal, typed_in
from app.web.templating import page
from app.web.views.organisation import organisation_of
from app.web.views.people import own_region, token_view

SEE_OTHER: Final = 303
WORDS: Final = {
    "name": "系统名称",
    "rights": "至少一项权限",
    "place": "范围",
    "key": "范围",
    "days": "有效天数（1 至 366）",
}


def add_token_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/people/tokens")
    async def tokens(after: str = "") -> HTMLResponse:
        return await _tokens(FormData(), after=after)

    async def _tokens(form: FormData, error: str = "", after: str = "") -> HTMLResponse:
        found, organisation = await client.people.tokens(after or None), await organisation_of(client)
        now = datetime.now(UTC)
        return page(
            "tokens",
            status=422 if error else 200,
            tokens=[token_view(one, organisation, now) for one in found.items],
            next=found.next,
            after=after,
            rights=RIGHT_NAMES,
            chosen=form.getlist("rights"),
            places=organisation.places(own_region(await client.access.me())),
            typed=typed_in(form),
            error=error,
        )

    @web.post("/people/tokens")
    async def issue(request: Request) -> HTMLResponse:
        form = await request.form()
        try:
            made = await client.people.issue(_wanted(form))
        except (ApiError, ValidationError) as error:
            return await _tokens(form, refusal(error, WORDS))
        return page("token_secret", token=made.token, secret=made.secret)

    @web.post("/people/tokens/{token_id:int}/revoke")
    async def revoke(token_id: int) -> Response:
        await client.people.revoke(token_id)
        return RedirectResponse("/people/tokens", SEE_OTHER)


def _wanted(form: FormData) -> NewToken:
    typed = typed_in(form)
    kind, _, key = typed.get("place", "").partition(":")
    known = {right.value for right in Right}
    rights = [one for one in form.getlist("rights") if isinstance(one, str) and one in known]
    days = typed.get("days", "")
    return NewToken.model_validate(
        {"name": typed.get("name", ""), "rights": rights, "place": kind, "key": key}
        | {"days": int(days) if days.isdecimal() and len(days) < 5 else 0}
    )
