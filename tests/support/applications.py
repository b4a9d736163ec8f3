"""The whole service as tests open it: routes and pages are made once a process, services and database once a test.

Making three hundred routes takes longer than most tests. Which services answer is told by the application that a
request comes in through, so several can stand side by side in one process.
"""

from contextvars import ContextVar
from dataclasses import fields
from functools import cache
from typing import Any, cast

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.app import create_api
from app.api.services import Services
from app.client import Jixiao
from app.main import Application, utc_now
from app.services.ports import Clock
from app.settings import Settings
from app.web.app import create_web

_services: ContextVar[Services] = ContextVar("services")


class TestedApplication(Application):
    """The service on a database of its own."""

    __test__ = False  # no test, for all its name

    def __init__(self, settings: Settings, clock: Clock = utc_now) -> None:
        """Passwords are hashed at the least cost, since these are no secrets."""
        super().__init__(settings.model_copy(update={"password_passes": 1}), clock)

    def made_api(self) -> FastAPI:
        """The one API of this process, answering from this application's services."""
        return cast("FastAPI", _Bound(self.services, _api()))

    def made_pages(self, *, secure: bool) -> ASGIApp:
        """The pages of this process; they call the API in the name of whoever called them."""
        return _Bound(self.services, _pages(secure))


class _Bound:
    """Calls of `inner` are answered from `services`."""

    def __init__(self, services: Services, inner: Any) -> None:
        self._services, self._inner = services, inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        before = _services.set(self._services)
        try:
            await self._inner(scope, receive, send)
        finally:
            _services.reset(before)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class _Late:
    """One of the services, whichever answers the request."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(getattr(_services.get(), self._name), name)


@cache
def _api() -> FastAPI:
    return create_api(Services(**{one.name: cast("Any", _Late(one.name)) for one in fields(Services)}))


@cache
def _pages(secure: bool) -> ASGIApp:
    return create_web(Jixiao(app=_api()), secure=secure)
