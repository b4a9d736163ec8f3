"""Signing in and out, one's own sessions and password. What somebody typed before signing in is sent on afterwards."""

from contextlib import suppress

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError

from app.client import ApiError, Jixiao, NotSignedIn
from app.contract.people import PasswordChange, SignIn
from app.web.session import Cookies
from app.web.templating import page

SEE_OTHER = 303


def add_access_pages(web: FastAPI, client: Jixiao, cookies: Cookies) -> None:  # noqa: C901 - a list of short pages
    """Register the pages."""

    @web.get("/sign-in")
    async def ask(next: str = "/") -> HTMLResponse:  # noqa: A002 - the name of the field
        return page("sign_in", next=_inside(next), kept=[], login="", error="")

    @web.post("/sign-in")
    async def sign_in(request: Request) -> Response:
        items = [(name, value) for name, value in (await request.form()).multi_items() if isinstance(value, str)]
        typed = dict(items)
        kept = [(name.removeprefix("kept:"), value) for name, value in items if name.startswith("kept:")]
        login, where = typed.get("login", ""), _inside(typed.get("next", "/"))
        try:
            signed_in = await client.access.sign_in(SignIn(login=login, password=typed.get("password", "")))
        except (NotSignedIn, ValidationError) as error:
            said = str(error) if isinstance(error, NotSignedIn) else "请填写登录名和密码"
            return page("sign_in", status=401, next=where, kept=kept, login=login, error=said)
        answer: Response
        if kept and not signed_in.me.must_change_password:
            answer = page("resume", where=where, kept=kept)
        else:
            first = "/account/password" if signed_in.me.must_change_password else where
            answer = RedirectResponse(first, SEE_OTHER)
        cookies.put(answer, signed_in.token, signed_in.me)
        return answer

    @web.post("/sign-out")
    async def sign_out() -> Response:
        answer = RedirectResponse("/sign-in", SEE_OTHER)
        with suppress(NotSignedIn):
            await client.access.sign_out()
        cookies.take_away(answer)
        return answer

    @web.get("/account")
    async def account() -> HTMLResponse:
        return page("account", me=await client.access.me(), sessions=await client.access.sessions())

    @web.post("/account/sessions/{session_id}/end")
    async def end(session_id: int) -> Response:
        await client.access.end_session(session_id)
        return RedirectResponse("/account", SEE_OTHER)

    @web.get("/account/password")
    async def ask_for_password() -> HTMLResponse:
        return page("password", me=await client.access.me(), error="")

    @web.post("/account/password")
    async def change_password(request: Request) -> Response:
        typed = {name: str(value) for name, value in (await request.form()).items()}
        me = await client.access.me()
        if typed.get("new", "") != typed.get("again", ""):
            return page("password", status=422, me=me, error="两次填写的新密码不一样，请重新填写")
        try:
            await client.access.change_password(PasswordChange(old=typed.get("old", ""), new=typed.get("new", "")))
        except (ApiError, ValidationError) as error:
            said = str(error) if isinstance(error, ApiError) else "请填写现在的密码和新密码"
            return page("password", status=422, me=me, error=said)
        answer = RedirectResponse("/", SEE_OTHER)
        cookies.show(answer, await client.access.me())
        return answer


def _inside(where: str) -> str:
    """A page of this site, whatever an address says."""
    inside = where.startswith("/") and not where.startswith(("//", "/\\"))
    return where if inside and where.isprintable() else "/"  # browsers leave out tabs: /<tab>/elsewhere is //elsewhere
