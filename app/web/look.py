"""How somebody wants the pages to look: larger type, light or dark. Kept in a cookie, since it is the browser's."""

from contextvars import ContextVar
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Final

from fastapi import Response
from starlette.types import ASGIApp, Receive, Scope, Send

COOKIE: Final = "jixiao-look"
SIZES: Final = {"": "标准字号", "large": "大字"}
THEMES: Final = {"": "跟随系统", "light": "浅色", "dark": "深色"}
YEAR: Final = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Look:
    """Empty where nothing was chosen."""

    size: str = ""
    theme: str = ""


_look: ContextVar[Look | None] = ContextVar("look", default=None)


def look() -> Look:
    """What whoever asks for the page has chosen."""
    return _look.get() or Look()


def chosen(size: str, theme: str) -> Look:
    """A choice; what is not on offer is none."""
    return Look(size if size in SIZES else "", theme if theme in THEMES else "")


def keep(response: Response, wanted: Look, *, secure: bool) -> None:
    """Remember a choice for a year."""
    response.set_cookie(
        COOKIE, f"{wanted.size}.{wanted.theme}", max_age=YEAR, secure=secure, httponly=True, samesite="lax", path="/"
    )


class Looking:
    """Pages are made as whoever asks for them has chosen."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        before = _look.set(_read(dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")))
        try:
            await self._app(scope, receive, send)
        finally:
            _look.reset(before)


def _read(sent: str) -> Look:
    try:
        found = SimpleCookie(sent).get(COOKIE)
    except CookieError:
        return Look()
    size, _, theme = (found.value if found else "").partition(".")
    return chosen(size, theme)
