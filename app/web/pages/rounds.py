"""Evaluation rounds (评价任务): the list, the board of one, and sending it out."""

from collections.abc import Sequence
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.client import ApiError, Jixiao
from app.contract.report import STATE_NAMES
from app.contract.round import STAGE_NAMES, Round, Stage
from app.web.forms.posted import typed_in, version_in
from app.web.forms.round import faults
from app.web.session import shown_rights
from app.web.templating import fragment, page
from app.web.views.rounds import (
    LATE,
    NOT_STARTED,
    board_view,
    bulk_moves,
    late_of,
    listed,
    named,
    reports_of,
)

SEE_OTHER: Final = 303
LISTED: Final = 20
DONE: Final = {
    "drafted": "已保存。下达以前，部门还看不到这个任务。",
    "saved": "已保存。",
    "issued": "已下达，各部门的待办里已经有了。",
    "extended": "已延期。",
    "withdrawn": "已取消下达，各部门不再看到这个任务；可以再次下达。",
    "closed": "任务已结束。",
    "reminded": "已记下催报，相关部门的待办里会显示。",
}
SHOWN: Final[dict[str, str]] = {
    LATE: "逾期",
    NOT_STARTED: "未开始",
    **{str(state): word for state, word in STATE_NAMES.items()},
}


def add_round_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/rounds")
    async def rounds(year: str = "", state: str = "", after: str = "") -> HTMLResponse:
        wanted = int(year) if year.isdecimal() and len(year) == 4 else None
        chosen = state if state in STAGE_NAMES else ""
        found = await client.rounds.list(fiscal_year=wanted, state=chosen or None, after=after or None, limit=LISTED)
        rows = [listed(one, await client.rounds.board(one.id)) for one in found.items]
        query = {"year": year, "state": chosen}
        context: dict[str, Any] = {
            "next": found.next,
            "after": after,
            "stages": STAGE_NAMES,
            "query": query,
            "may": shown_rights(),
        }
        return page("rounds", rows=rows, **context)

    @web.get("/rounds/{round_id:int}")
    async def one_round(round_id: int, request: Request, show: str = "", done: str = "") -> HTMLResponse:
        there, shown = await client.rounds.get(round_id), show if show in SHOWN else ""
        context = await board_of(client, there, shown)
        if request.headers.get("hx-request") == "true":
            return fragment("round", "board", **context)
        return page("round", done=DONE.get(done, ""), error="", outcomes=(), **context)

    @web.post("/rounds/{round_id:int}/issue")
    async def issue(round_id: int, request: Request) -> Response:
        try:
            await client.rounds.issue(round_id, version_in(typed_in(await request.form())))
        except ApiError as error:
            return await refused(client, round_id, error)
        return to_round(round_id, "issued")


async def board_of(client: Jixiao, there: Round, show: str = "") -> dict[str, Any]:
    """What the page of a round shows, its board narrowed to `show`."""
    board, late = await client.rounds.board(there.id), await late_of(client, there)
    names = names_in(there)
    return {
        "one": there,
        "board": board_view(there, board, late, await reports_of(client, there), show),
        "show": show,
        "shown_words": SHOWN,
        "stage": STAGE_NAMES[there.state],
        "history": [named(said, names) for said in reversed(there.history)],
        "may": shown_rights(),
        "live": there.state is Stage.ISSUED,
        "bulk": [one for one in bulk_moves(board, shown_rights()) if one[2]],
    }


async def refused(client: Jixiao, round_id: int, error: ApiError) -> HTMLResponse:
    """The round as it is now, with why something was not done."""
    there = await client.rounds.get(round_id)
    said = named("；".join(faults(error).values()), names_in(there))
    return page("round", status=error.problem.status, done="", error=said, outcomes=(), **await board_of(client, there))


async def with_outcomes(
    client: Jixiao, round_id: int, outcomes: Sequence[tuple[str, str]], status: int = 200
) -> HTMLResponse:
    """The round as it is now, with what came of each of several things that were asked: (of what, in words)."""
    there = await client.rounds.get(round_id)
    return page("round", status=status, done="", error="", outcomes=outcomes, **await board_of(client, there))


def names_in(there: Round) -> dict[int, str]:
    """The names of a round's departments by their numbers."""
    return {one.department: one.name for one in there.entries}


def to_round(round_id: int, done: str) -> Response:
    """Back to the round, which says what was done."""
    return RedirectResponse(f"/rounds/{round_id}?done={done}", SEE_OTHER)
