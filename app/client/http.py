"""The transport: time-outs, headers, answers into models and problems into errors. Only this file knows httpx."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import httpx
from pydantic import TypeAdapter, ValidationError

from app.client.errors import (
    ApiError,
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    NotSignedIn,
    ServerFault,
    Stale,
    Unavailable,
)
from app.contract.problem import Problem

TIMEOUT: Final = httpx.Timeout(30, connect=5)
JSON: Final = "application/json"
BYTES: Final = "application/octet-stream"
MERGE_PATCH: Final = "application/merge-patch+json"

Answer = TypeVar("Answer")
Query = Mapping[str, str | int | bool | Sequence[str] | None]

_acting: ContextVar[tuple[str, str]] = ContextVar("acting", default=("", ""))


@contextmanager
def acting(bearer: str, request_id: str = "") -> Iterator[None]:
    """Calls inside the block are made by whoever holds `bearer`, as part of the request of that number."""
    before = _acting.set((bearer, request_id))
    try:
        yield
    finally:
        _acting.reset(before)


_ERRORS: Final[Mapping[int, type[ApiError]]] = {
    400: Invalid,
    401: NotSignedIn,
    403: Forbidden,
    404: NotFound,
    405: Invalid,
    409: Conflict,
    410: Gone,
    412: Stale,
    413: Invalid,
    415: Invalid,
    422: Invalid,
    428: Invalid,
}


@dataclass(frozen=True, slots=True)
class Download:
    """A file, with the headers that say what it is and how it is to be saved."""

    data: bytes
    media_type: str
    disposition: str


class Transport:
    """Calls to one API, over the network (`base_url`) or into an application in this process (`app`)."""

    def __init__(self, base_url: str = "", app: Any = None, token: str = "") -> None:
        self._token = token
        # In-process, a crash of the API must look as it does over the network: a 500, not its traceback.
        inside = httpx.ASGITransport(app, raise_app_exceptions=False) if app is not None else None
        self._http = httpx.AsyncClient(
            base_url=base_url or "http://localhost", transport=inside, timeout=TIMEOUT, trust_env=False
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def call(
        self,
        method: str,
        path: str,
        answer: TypeAdapter[Answer],
        *,
        query: Query | None = None,
        body: bytes | None = None,
        content_type: str = JSON,
        version: int | None = None,
    ) -> Answer:
        """The answer of `/api/v1` + `path`. Raises ApiError where the API refuses, Unavailable where it is silent."""
        return _read(answer, await self._answered(method, path, query, body, content_type, version))

    async def upload(
        self, path: str, answer: TypeAdapter[Answer], files: Sequence[tuple[str, bytes]], *, query: Query | None = None
    ) -> Answer:
        """The answer to a form with these files (name, content). Raises as `call` does."""
        parts = [("files", (name, data, BYTES)) for name, data in files]
        # Encoded here, so that every call goes out in one way.
        request = self._http.build_request("POST", f"/api/v1{path}", files=parts)
        content_type, body = request.headers["Content-Type"], await request.aread()
        return _read(answer, await self._answered("POST", path, query, body, content_type, None))

    async def download(self, path: str, query: Query | None = None) -> Download:
        """The file at `/api/v1` + `path`. Raises as `call` does."""
        response = await self._answered("GET", path, query, None, JSON, None)
        told = response.headers
        return Download(response.content, told.get("content-type", ""), told.get("content-disposition", "attachment"))

    async def _answered(
        self, method: str, path: str, query: Query | None, body: bytes | None, content_type: str, version: int | None
    ) -> httpx.Response:
        headers = {"Content-Type": content_type} if body is not None else {}
        bearer, number = _acting.get()
        if bearer or self._token:
            headers["Authorization"] = f"Bearer {bearer or self._token}"
        if number:
            headers["X-Request-Id"] = number
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        parameters = {name: value for name, value in (query or {}).items() if value not in (None, False, ())}
        try:
            response = await self._http.request(
                method, f"/api/v1{path}", params=parameters, content=body, headers=headers
            )
        except httpx.HTTPError as error:
            message = f"评分服务没有应答（{type(error).__name__}），请稍后重试"
            raise Unavailable(message) from error
        if response.is_error:
            raise _error(response)
        return response


def _read(answer: TypeAdapter[Answer], response: httpx.Response) -> Answer:
    try:
        return answer.validate_json(response.content or b"null")
    except ValidationError as error:
        message = "评分服务的回答无法读取，请核对两边的版本"
        raise Unavailable(message) from error


def _error(response: httpx.Response) -> Exception:
    try:
        problem = Problem.model_validate_json(response.content)
    except ValidationError:
        return Unavailable(f"评分服务的回答无法读取（{response.status_code}），请稍后重试")
    return _ERRORS.get(response.status_code, ServerFault)(problem)
