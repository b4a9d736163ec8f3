"""What a page says when the API refuses or is silent. These pages make no call themselves."""

import logging
import traceback
from typing import Final
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from app.client import ApiError, NotFound, NotSignedIn, Unavailable
from app.web.templating import page

log = logging.getLogger("jixiao.web")

NEVER_KEPT: Final = frozenset({"/account/password"})
"""Forms with passwords, which no page repeats."""


def add_error_pages(web: FastAPI) -> None:
    """Register them."""
    web.add_exception_handler(NotSignedIn, _not_signed_in)
    web.add_exception_handler(ApiError, _refused)
    web.add_exception_handler(Unavailable, _silent)
    web.add_exception_handler(HTTPException, _http_error)
    web.add_exception_handler(Exception, _fault)


async def _not_signed_in(request: Request, error: Exception) -> Response:
    """To the sign-in page and back again; what was posted goes along and is sent once somebody has signed in."""
    assert isinstance(error, NotSignedIn)  # noqa: S101 - registered for it alone
    if request.headers.get("hx-request") == "true":
        return HTMLResponse("", 401, {"HX-Refresh": "true"} if request.method == "GET" else None)
    where = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method == "GET" or request.url.path in NEVER_KEPT:
        return RedirectResponse(f"/sign-in?next={quote(where)}", 303)
    kept = [(name, value) for name, value in (await request.form()).multi_items() if isinstance(value, str)]
    return page(
        "sign_in",
        status=401,
        next=where,
        kept=kept,
        login="",
        error="登录已过期，请重新登录；刚才填写的内容都还在，登录后继续提交",
    )


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)  # noqa: S101 - registered for it alone
    if error.problem.code == "password_expired":
        return RedirectResponse("/account/password", 303)
    title = "没有找到" if isinstance(error, NotFound) else error.problem.title
    return page("error", status=error.problem.status, title=title, detail=str(error), number=error.problem.request_id)


async def _silent(_: Request, error: Exception) -> HTMLResponse:
    return page("error", status=503, title="服务暂时不可用", detail=str(error), number="")


async def _http_error(_: Request, error: Exception) -> HTMLResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it alone
    said = {404: ("没有找到", "没有这个页面，请从报告列表进入。"), 405: ("不能这样操作", "请从页面上的按钮操作。")}
    title, detail = said.get(error.status_code, ("请求没有成功", "请返回重试。"))
    return page("error", status=error.status_code, title=title, detail=detail, number="")


async def _fault(request: Request, error: Exception) -> HTMLResponse:
    # Where and of which type, not what it says: the message of an error can quote what people typed.
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("unhandled error on %s %s: %s\n%s", request.method, request.url.path, type(error).__name__, frames)
    number = request.scope.get("state", {}).get("request_id", "")
    return page("error", status=500, title="页面出错", detail="页面出错，没有保存；请返回重试。", number=number)
