"""Accounts: who there is, new ones, and what administrators do to one.

The API decides; pages only hide what it would refuse.
"""

from datetime import UTC, datetime
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from app.client import ApiError, Jixiao, Stale
from app.contract.people import ROLE_NAMES, Account, AccountEdit, NewAccount, RoleHeld, RolesGiven
from app.web.forms.posted import Typed, refusal, typed_in, version_in
from app.web.session import shown_rights
from app.web.templating import page
from app.web.views.organisation import organisation_of
from app.web.views.people import PersonView, own_region, person_view

SEE_OTHER: Final = 303
WORDS: Final = {
    "login": "登录名",
    "name": "姓名",
    "title": "职务（不超过 60 个字）",
    "region": "区划代码（6 或 9 位数字）",
    "role": "角色",
    "place": "范围",
    "key": "范围",
}


def add_people_pages(web: FastAPI, client: Jixiao) -> None:  # noqa: C901 - a list of short pages
    """Register the pages."""

    @web.get("/people")
    async def people(after: str = "") -> HTMLResponse:
        found, organisation = await client.people.list(after or None, 50), await organisation_of(client)
        now = datetime.now(UTC)
        views = [person_view(one, organisation, now) for one in found.items]
        return page("people", people=views, next=found.next, after=after, may=shown_rights())

    @web.get("/people/new")
    async def ask() -> HTMLResponse:
        return await _new({})

    @web.post("/people/new")
    async def create(request: Request) -> HTMLResponse:
        typed = typed_in(await request.form())
        try:
            new = NewAccount.model_validate(
                {name: typed.get(name, "") for name in ("login", "name", "title", "region")}
            )
            made = await client.people.create(new)
        except (ApiError, ValidationError) as error:
            return await _new(typed, refusal(error, WORDS))
        return page("first_password", account=made.account, password=made.password, new=True)

    async def _new(typed: Typed, error: str = "") -> HTMLResponse:
        typed = {"region": own_region(await client.access.me()), **typed}
        return page("new_account", status=422 if error else 200, typed=typed, error=error)

    @web.get("/people/{account_id:int}")
    async def person(account_id: int) -> HTMLResponse:
        return await _person(account_id)

    async def _person(account_id: int, typed: Typed | None = None, error: Exception | None = None) -> HTMLResponse:
        """The account as it is now, so that what is saved next is saved on its version; what was typed is kept."""
        account, organisation = await client.people.get(account_id), await organisation_of(client)
        view: PersonView = person_view(account, organisation, datetime.now(UTC))
        status = 200 if error is None else 412 if isinstance(error, Stale) else 422
        context: dict[str, Any] = {
            "places": organisation.places(account.region),
            "roles": ROLE_NAMES,
            "typed": typed or {},
            "error": refusal(error, WORDS) if error else "",
            "stale": isinstance(error, Stale),
        }
        return page("person", status=status, one=view, account=account, may=shown_rights(), **context)

    @web.post("/people/{account_id:int}")
    async def edit(account_id: int, request: Request) -> Response:
        typed = typed_in(await request.form())
        try:
            wanted = AccountEdit(
                name=typed.get("name", ""), title=typed.get("title", ""), disabled=bool(typed.get("disabled"))
            )
            await client.people.edit(account_id, version_in(typed), wanted)
        except (ApiError, ValidationError) as error:
            return await _person(account_id, typed, error)
        return _back(account_id)

    @web.post("/people/{account_id:int}/password")
    async def reset_password(account_id: int, request: Request) -> HTMLResponse:
        typed = typed_in(await request.form())
        try:
            made = await client.people.reset_password(account_id, version_in(typed))
        except ApiError as error:
            return await _person(account_id, {}, error)
        return page("first_password", account=made.account, password=made.password, new=False)

    @web.post("/people/{account_id:int}/unlock")
    async def unlock(account_id: int, request: Request) -> Response:
        try:
            await client.people.unlock(account_id, version_in(typed_in(await request.form())))
        except ApiError as error:
            return await _person(account_id, {}, error)
        return _back(account_id)

    @web.post("/people/{account_id:int}/roles")
    async def roles(account_id: int, request: Request) -> Response:
        typed = typed_in(await request.form())
        try:
            given = _changed_roles(await client.people.get(account_id), typed)
            await client.people.give_roles(account_id, version_in(typed), given)
        except (ApiError, ValidationError) as error:
            return await _person(account_id, typed, error)
        return _back(account_id)


def _changed_roles(account: Account, typed: Typed) -> RolesGiven:
    """The account's roles with the one that is added, or without the one that is taken away."""
    if taken := typed.get("remove", ""):
        return RolesGiven(roles=tuple(one for one in account.roles if f"{one.role}:{one.place}:{one.key}" != taken))
    kind, _, key = typed.get("place", "").partition(":")
    added = RoleHeld.model_validate({"role": typed.get("role", ""), "place": kind, "key": key})
    return RolesGiven(roles=(*account.roles, added))


def _back(account_id: int) -> Response:
    return RedirectResponse(f"/people/{account_id}", SEE_OTHER)
