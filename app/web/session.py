"""Who looks at the pages: their session in a cookie that no script can read, sent on to the API with every call."""

import base64
import json
from contextvars import ContextVar
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Final

from fastapi import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.client import acting
from app.contract.people import Me


@dataclass(frozen=True, slots=True)
class Viewer:
    """What the pages' frame shows of whoever is signed in. It decides nothing: rights are the API's alone."""

    name: str
    rights: frozenset[str]
    key: str = ""
    """How the API names them: `user:7`; empty where the cookie does not say."""


_viewer: ContextVar[Viewer | None] = ContextVar("viewer", default=None)


def viewer() -> Viewer | None:
    """Who is signed in, for the frame of a page; None for nobody."""
    return _viewer.get()


def shown_rights() -> frozenset[str]:
    """What the viewer may do, so that a page shows no button that the API would refuse."""
    found = viewer()
    return found.rights if found else frozenset()


class Cookies:
    """The two cookies: the session, and what the frame shows. With HTTPS they are bound to this host alone."""

    def __init__(self, *, secure: bool) -> None:
        prefix = "__Host-" if secure else ""
        self.session, self.shown, self._secure = f"{prefix}jixiao", f"{prefix}jixiao-viewer", secure

    def put(self, response: Response, token: str, me: Me) -> None:
        """Remember a session."""
        self._set(response, self.session, token)
        self.show(response, me)

    def show(self, response: Response, me: Me) -> None:
        """What the frame shows; nothing to go to before a first password is changed."""
        rights = [] if me.must_change_password else list(me.rights)
        shown = json.dumps({"name": me.name, "rights": rights, "key": f"{me.kind}:{me.id}"})
        self._set(response, self.shown, base64.urlsafe_b64encode(shown.encode()).decode())

    def _set(self, response: Response, name: str, value: str) -> None:
        response.set_cookie(name, value, secure=self._secure, httponly=True, samesite="lax", path="/")

    def take_away(self, response: Response) -> None:
        """Forget it."""
        for name in (self.session, self.shown):
            response.delete_cookie(name, secure=self._secure, httponly=True, samesite="lax", path="/")


def _read(text: str) -> Viewer | None:
    try:
        shown = json.loads(base64.urlsafe_b64decode(text.encode()))
        return Viewer(str(shown["name"]), frozenset(map(str, shown["rights"])), str(shown.get("key", "")))
    except (ValueError, KeyError, TypeError):
        return None


NUMBER: Final = "request_id"


class SignedIn:
    """Every call that a page makes is made by whoever asks for the page."""

    def __init__(self, app: ASGIApp, *, cookies: Cookies) -> None:
        self._app, self._cookies = app, cookies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sent = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
        try:
            found = {name: one.value for name, one in SimpleCookie(sent).items()}
        except CookieError:
            found = {}
        bearer = found.get(self._cookies.session, "")
        before = _viewer.set(_read(found.get(self._cookies.shown, "")) if bearer else None)
        try:
            with acting(bearer, scope.get("state", {}).get(NUMBER, "")):
                await self._app(scope, receive, send)
        finally:
            _viewer.reset(before)
