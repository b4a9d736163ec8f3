"""抽查复核, 整改 and 申诉: the list, one of them with what can be done now, and asking for a new one."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.client import ApiError, Conflict, Invalid, Jixiao, Stale
from app.client.follow_ups import FollowUps
from app.contract.follow_up import KIND_NAMES, FollowUp, NewAppeal, NewRectification, Ruled
from app.contract.form import read_date
from app.contract.people import RIGHT_NAMES, Right
from app.contract.report import Include
from app.web.forms.posted import Typed, typed_in, version_in
from app.web.templating import page
from app.web.views.follow_ups import (
    STATES,
    appealable,
    barred_by,
    counted,
    history_of,
    line_of,
    moves_of,
    titles_of,
)
from app.web.views.re_evaluation import evaluation_lines, mark_lines

SEE_OTHER: Final = 303
WITH_CARD: Final[tuple[Include, ...]] = ("scorecard",)
FIELDS: Final = {
    "text": ("内容", ""),
    "deadline": ("整改期限", "，例如 2022年5月10日"),
    "indicator": ("指标", ""),
    "claimed": ("主张的得分", "，应为数字，例如 1.5"),
    "points": ("裁定的得分", "，应为数字，例如 1.5"),
    "reason": ("理由", ""),
}
"""What the fields of these forms are called; each bears the last name of its pointer as its id."""

REFUSED: Final = (Invalid, Conflict, Stale, ValidationError)
"""What is told on the page with what was typed; anything else is a page of its own."""


async def _upheld(calls: FollowUps, number: int, version: int, typed: Typed) -> FollowUp:
    ruled = Ruled.model_validate({"points": typed.get("points", "").strip(), "reason": typed.get("reason", "")})
    return await calls.uphold(number, version, ruled.points, ruled.reason)


Made = Callable[[FollowUps, int, int, Typed], Awaitable[FollowUp]]
MOVES: Final[dict[str, Made]] = {
    "reply": lambda calls, number, version, typed: calls.reply(number, version, typed.get("text", "")),
    "accept": lambda calls, number, version, typed: calls.accept(number, version, typed.get("reason", "")),
    "send-back": lambda calls, number, version, typed: calls.send_back(number, version, typed.get("reason", "")),
    "uphold": _upheld,
    "dismiss": lambda calls, number, version, typed: calls.dismiss(number, version, typed.get("reason", "")),
    "withdraw": lambda calls, number, version, _: calls.withdraw(number, version),
    "begin": lambda calls, number, version, _: calls.begin(number, version),
    "reopen": lambda calls, number, version, _: calls.reopen(number, version),
    "close": lambda calls, number, version, _: calls.close(number, version),
}
"""Moves by the last part of their address."""


def add_follow_up_pages(web: FastAPI, client: Jixiao) -> None:  # noqa: C901 - a list of short pages
    """Register the pages."""

    @web.get("/follow-ups")
    async def follow_ups(kind: str = "", state: str = "", report: str = "", after: str = "") -> HTMLResponse:
        known = {one.value for states in STATES.values() for one in states}
        asked = {
            "kind": kind if kind in KIND_NAMES else "",
            "state": state if state in known else "",
            "report": report if report.isdecimal() and len(report) < 18 else "",
        }
        number = int(asked["report"]) if asked["report"] else None
        found = await client.follow_ups.list(
            kind=asked["kind"] or None, state=asked["state"] or None, report=number, after=after or None
        )
        lines, counts = [line_of(one) for one in found.items], counted(await client.follow_ups.counts())
        context: dict[str, Any] = {"lines": lines, "counts": counts, "next": found.next, "after": after, "asked": asked}
        return page("follow_ups", kinds=KIND_NAMES, states=STATES, **context)

    @web.get("/follow-ups/{follow_up_id:int}")
    async def follow_up(follow_up_id: int) -> HTMLResponse:
        return await follow_up_page(client, follow_up_id)

    @web.post("/follow-ups/{follow_up_id:int}/{move}")
    async def make_move(follow_up_id: int, move: str, request: Request) -> Response:
        if move not in MOVES:
            raise HTTPException(404)
        typed = typed_in(await request.form())
        try:
            await MOVES[move](client.follow_ups, follow_up_id, version_in(typed), typed)
        except REFUSED as error:
            return await follow_up_page(client, follow_up_id, typed, error)
        return RedirectResponse(f"/follow-ups/{follow_up_id}", SEE_OTHER)

    @web.get("/reports/{report_id:int}/rectifications/new")
    async def ask_for_rectification(report_id: int) -> HTMLResponse:
        return await _begin("new_rectification", Right.REPORT_DECIDE, report_id, {})

    @web.post("/reports/{report_id:int}/rectifications/new")
    async def rectify(report_id: int, request: Request) -> Response:
        typed = typed_in(await request.form())
        day = read_date(typed.get("deadline", ""))
        given = {"text": typed.get("text", ""), "deadline": day, "indicator": typed.get("indicator") or None}
        try:
            made = await client.follow_ups.rectify(report_id, NewRectification.model_validate(given))
        except REFUSED as error:
            return await _begin("new_rectification", Right.REPORT_DECIDE, report_id, typed, error)
        return RedirectResponse(f"/follow-ups/{made.id}", SEE_OTHER)

    @web.get("/reports/{report_id:int}/appeals/new")
    async def ask_for_appeal(report_id: int, indicator: str = "") -> HTMLResponse:
        return await _begin("new_appeal", Right.HEAD_SIGN, report_id, {"indicator": indicator})

    @web.post("/reports/{report_id:int}/appeals/new")
    async def appeal(report_id: int, request: Request) -> Response:
        typed = typed_in(await request.form())
        given = {name: typed.get(name, "").strip() for name in ("indicator", "claimed", "reason")}
        try:
            made = await client.follow_ups.appeal(report_id, NewAppeal.model_validate(given))
        except REFUSED as error:
            return await _begin("new_appeal", Right.HEAD_SIGN, report_id, typed, error)
        return RedirectResponse(f"/follow-ups/{made.id}", SEE_OTHER)

    async def _begin(
        name: str, right: Right, report_id: int, typed: Typed, error: Exception | None = None
    ) -> HTMLResponse:
        report, me = await client.reports.get(report_id, include=WITH_CARD), await client.access.me()
        if right not in me.rights:
            said = f"您没有“{RIGHT_NAMES[right]}”的权限；如果工作需要，请联系本单位的安全管理员"
            return page("error", status=403, title="没有权限", detail=said, number="")
        choices = appealable(report) if name == "new_appeal" else list(titles_of(report).items())
        return page(name, status=_status(error), report=report, typed=typed, choices=choices, **told(error))


async def follow_up_page(
    client: Jixiao,
    follow_up_id: int,
    typed: Typed | None = None,
    error: Exception | None = None,
    refused: dict[str, Any] | None = None,
) -> HTMLResponse:
    """It as it is now, so that what is done next is done on its version; what was typed is kept.

    `refused` is what the page says of a refusal (`told`), where that does not follow from the error alone.
    """
    one = await client.follow_ups.get(follow_up_id)
    report, me = await client.reports.get(one.report, include=WITH_CARD), await client.access.me()
    titles, given = titles_of(report), typed or {}
    says = refused or told(error)
    context: dict[str, Any] = {
        "one": one,
        "report": report,
        "line": line_of(one, titles),
        "indicator": titles.get(getattr(one.content, "indicator", None) or "", ""),
        "history": history_of(one),
        "may": moves_of(one, report, me),
        "barred": barred_by(one, report, me),
        "typed": given,
        **says,
    }
    if one.content.kind == "re_evaluation":
        context["lines"] = evaluation_lines(report, one.content, given, says["wrong"])
        context["marks"] = mark_lines(one.content, given, says["wrong"])
    return page(one.content.kind, status=_status(error) if error else 422 if refused else 200, **context)


def told(error: Exception | None) -> dict[str, Any]:
    """What a page says of a refusal: `notice`, what is `wrong` by field, and whether somebody was faster."""
    if error is None:
        return {"notice": "", "wrong": {}, "stale": False}
    if isinstance(error, ValidationError):
        return {"notice": "没有保存", "wrong": dict(map(_unreadable, error.errors())), "stale": False}
    wrong = {one.pointer.rpartition("/")[2]: one.detail for one in error.errors} if isinstance(error, ApiError) else {}
    return {"notice": str(error), "wrong": wrong, "stale": isinstance(error, Stale)}


def _unreadable(found: ErrorDetails) -> tuple[str, str]:
    """(field, what is wrong with what was typed in it)."""
    name = str(found["loc"][0]) if found["loc"] else ""
    title, shape = FIELDS.get(name, (name, ""))
    if found["type"] == "string_too_long":
        return name, f"{title}不能超过 {found['ctx']['max_length']} 个字"
    return name, f"请填写{title}{shape}"


def _status(error: Exception | None) -> int:
    return 200 if error is None else error.problem.status if isinstance(error, ApiError) else 422
