"""Operations that answer bytes: FastAPI describes them, pydantic reads what was sent in one step.

A body goes from bytes to its model without a detour over Python objects, and nothing is resolved at each request that
is known when the route is made. Operations that return models are left to FastAPI itself.
"""

from collections.abc import Awaitable, Callable, Coroutine
from inspect import signature
from typing import Any, get_type_hints

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from app.api.guard import admit, need_of
from app.api.problems import Refused
from app.services.access import AccessService

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def guarded(access: AccessService) -> type[APIRoute]:
    """The route class of the API: whoever calls is let in first, then the request is read."""

    class GuardedRoute(ByteRoute):
        """An operation behind its guard."""

        def get_route_handler(self) -> Handler:
            """The handler, after the guard. Raises TypeError where the operation names no right."""
            inside, need = super().get_route_handler(), need_of(self.endpoint)

            async def handler(request: Request) -> Response:
                await admit(access, need, request)
                return await inside(request)

            return handler

    return GuardedRoute


class ByteRoute(APIRoute):
    """An operation that is read in one step."""

    def get_route_handler(self) -> Handler:
        """The handler of an operation that returns a Response: its parameters read as they are declared."""
        hints = get_type_hints(self.endpoint, include_extras=True)
        if hints.get("return") is not Response or self.dependant.dependencies:
            return super().get_route_handler()
        known: dict[str, Callable[[Request], Any]] = {}
        bodies: dict[str, Callable[[Request], Awaitable[Any]]] = {}
        for name in signature(self.endpoint).parameters:
            if hints[name] is Request:
                known[name] = _the_request
            elif name in self.param_convertors:
                known[name] = _from_path(name, TypeAdapter(hints[name]))
            else:
                bodies[name] = _from_body(TypeAdapter(hints[name]))
        endpoint = self.endpoint

        async def handler(request: Request) -> Response:
            values = {name: read(request) for name, read in known.items()}
            for name, read in bodies.items():
                values[name] = await read(request)
            response: Response = await endpoint(**values)
            return response

        return handler


def _the_request(request: Request) -> Request:
    return request


def _from_path(name: str, adapter: TypeAdapter[Any]) -> Callable[[Request], Any]:
    def read(request: Request) -> Any:
        try:
            return adapter.validate_strings(request.scope["path_params"][name])
        except ValidationError as error:
            raise _invalid(error, ("path", name)) from error

    return read


def _from_body(adapter: TypeAdapter[Any]) -> Callable[[Request], Awaitable[Any]]:
    async def read(request: Request) -> Any:
        if not _is_json(request.headers.get("content-type", "")):
            raise Refused(415, "no_json", "请求没有 JSON 内容，请用 Content-Type: application/json 发送")
        body = await request.body()
        try:
            return adapter.validate_json(body)
        except ValidationError as error:
            raise _invalid(error, ("body",), body) from error

    return read


def _is_json(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


def _invalid(error: ValidationError, place: tuple[str, ...], body: bytes = b"null") -> RequestValidationError:
    found = [{**one, "loc": (*place, *one["loc"])} for one in error.errors(include_url=False)]
    malformed = any(one["type"] == "json_invalid" for one in found)
    return RequestValidationError(found, body=None if malformed else from_json(body))
