"""What stands before both applications: a number for each request, trusted host names, no writes from other sites.

Plain ASGI, since it runs for every request. Only `main.py` uses it.
"""

import itertools
import json
import re
import secrets
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.contract.attachment import MAX_AT_ONCE, MAX_SIZE
from app.contract.report_import import MAX_UPLOAD

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_BODY: Final = 2 * 1024 * 1024
"""Bytes; a whole report is some 13 KB."""

LARGER: Final = (
    (re.compile(r"/api/v1/reports/[0-9]+/attachments"), MAX_SIZE + 65_536),
    (re.compile(r"/reports/[0-9]+/attachments"), 2 * MAX_AT_ONCE),
    (re.compile(r"(/api/v1)?/report-imports"), 2 * MAX_UPLOAD),
)
"""Where files are posted. They look at their own, lower limits themselves, to say in their own words what to do."""

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})


class FrontDoor:
    """`/api`, `/healthz` and `/readyz` go to the API, everything else to the pages.

    Writes from other sites are refused as browsers tell them (`Sec-Fetch-Site`, else `Origin` against `Host`);
    callers that are no browsers send neither and pass.
    """

    def __init__(self, api: ASGIApp, pages: ASGIApp, allowed_hosts: Iterable[str]) -> None:
        self._api, self._pages = api, pages
        limits = {MAX_BODY, *(limit for _, limit in LARGER)}
        self._limited = {limit: RequestBodyLimitMiddleware(self._inside, limit) for limit in limits}
        self._process, self._numbers = secrets.token_hex(6), itertools.count(1)
        self._hosts = LOOPBACK | set(allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        headers = dict(scope["headers"])
        number = self._number(headers.get(b"x-request-id"))
        scope["state"] = {**scope.get("state", {}), "request_id": number}
        said = (b"x-request-id", number.encode())
        started = False

        async def numbered(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = [*message["headers"], said]
            await send(message)

        host = headers.get(b"host", b"").decode("latin-1")
        if host not in self._hosts and _name(host) not in self._hosts and "*" not in self._hosts:
            await _refuse(numbered, scope, 400, "unknown_host", "不认识这个主机名，请由管理员加入 ALLOWED_HOSTS")
        elif scope["method"] not in SAFE and _from_elsewhere(headers, host):
            await _refuse(numbered, scope, 403, "cross_site", "写操作只能来自本站页面，请从本站重新打开再操作")
        elif int(headers.get(b"content-length", b"0")) > (limit := limit_of(scope)):
            detail = f"请求内容超过了 {limit // 1024 // 1024} MB，请分开发送"
            await _refuse(numbered, scope, 413, "too_large", detail)
        else:
            inside = self._inside if scope["method"] in SAFE else self._limited[limit]
            try:
                await inside(scope, receive, numbered)
            except Exception:
                # The applications answer a fault and log it, then raise it again for the server, which would log what
                # it says (perhaps somebody's data) and cut the connection under the caller's next request.
                if not started:
                    raise

    def _number(self, given: bytes | None) -> str:
        """The caller's own number where it is a plain one, else the next of this process."""
        text = given.decode("latin-1") if given else ""
        if 0 < len(text) <= 64 and text.replace("-", "").isalnum() and text.isascii():
            return text
        return f"{self._process}-{next(self._numbers)}"

    async def _inside(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        inside = self._api if path.startswith("/api/") or path in ("/healthz", "/readyz") else self._pages
        await inside(scope, receive, send)


def limit_of(scope: Scope) -> int:
    """How many bytes the body of a request may have."""
    if scope["method"] == "POST":
        return next((limit for place, limit in LARGER if place.fullmatch(scope["path"])), MAX_BODY)
    return MAX_BODY


def _name(host: str) -> str:
    """The host without its port."""
    return host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() and ":" in host else host


def _from_elsewhere(headers: dict[bytes, bytes], host: str) -> bool:
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site not in (b"same-origin", b"none")
    origin = headers.get(b"origin")
    return origin is not None and urlsplit(origin.decode("latin-1")).netloc != host


async def _refuse(send: Send, scope: Scope, status: int, code: str, detail: str) -> None:
    problem = {
        "type": f"urn:jixiao:problem:{code}",
        "title": "内容太大" if status == 413 else "不允许",
        "status": status,
        "detail": detail,
        "instance": scope["path"],
        "code": code,
        "request_id": scope["state"]["request_id"],
        "errors": [],
        "current": None,
    }
    body = json.dumps(problem, ensure_ascii=False).encode()
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(b"content-type", b"application/problem+json"), (b"content-length", b"%d" % len(body))],
        }
    )
    await send({"type": "http.response.body", "body": body})
