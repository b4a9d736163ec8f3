"""Reports of a round: one move for several of them, and drawing some for 抽查复核."""

from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from app.client import ApiError, Jixiao
from app.contract.report import STATE_NAMES
from app.contract.round import Drawn, Sampling
from app.contract.workflow import MOVES, Move, MoveOfOne, MoveOutcome, Moves
from app.web.forms.posted import Typed, typed_in
from app.web.forms.round import faults
from app.web.pages.round_planning import MOST_FIELDS
from app.web.pages.rounds import with_outcomes
from app.web.session import shown_rights
from app.web.templating import page
from app.web.views.rounds import BULK, reports_of

AT_ONCE: Final = 500
"""So many moves the API takes in one call."""


def add_round_report_pages(web: FastAPI, client: Jixiao) -> None:
    """Register the pages."""

    @web.get("/rounds/{round_id:int}/move")
    async def ask_to_move(round_id: int, move: str = "") -> HTMLResponse:
        return await _move(round_id, _known(move), error="")

    async def _move(round_id: int, move: Move, error: str) -> HTMLResponse:
        there = await client.rounds.get(round_id)
        found = [one for one in await reports_of(client, there) if one.state in MOVES[move].sources]
        return page("round_move", status=422 if error else 200, one=there, move=move, reports=found, error=error)

    @web.post("/rounds/{round_id:int}/move")
    async def make_moves(round_id: int, request: Request) -> HTMLResponse:
        posted = await request.form(max_fields=MOST_FIELDS)
        move, chosen = (
            _known(str(posted.get("move", ""))),
            [str(one).partition(":") for one in posted.getlist("report")],
        )
        items = [
            MoveOfOne(report=int(number), version=int(version), move=move)
            for number, _, version in chosen
            if number.isdecimal() and version.isdecimal()
        ]
        if not items:
            return await _move(round_id, move, f"请至少选一份要{move.label}的报告")
        outcomes = list[MoveOutcome]()
        for at in range(0, len(items), AT_ONCE):
            outcomes += (await client.workflow.move_all(Moves(items=tuple(items[at : at + AT_ONCE])))).items
        there = await client.rounds.get(round_id)
        names = {one.id: one.department.name for one in await reports_of(client, there)}
        told = [
            (names.get(one.report, f"报告 {one.report}"), f"已{move.label}" if one.status == 200 else one.detail)
            for one in outcomes
        ]
        return await with_outcomes(client, round_id, told)

    @web.get("/rounds/{round_id:int}/draw")
    async def ask_to_draw(round_id: int) -> HTMLResponse:
        return await _draw(round_id, {})

    @web.post("/rounds/{round_id:int}/draw")
    async def draw(round_id: int, request: Request) -> HTMLResponse:
        typed = typed_in(await request.form())
        kept = typed.get("do") == "draw"
        try:
            wanted = Sampling.model_validate({name: typed.get(name, "").strip() for name in ("percentage", "seed")})
            drawn = await client.rounds.draw(round_id, wanted, validate_only=not kept)
        except (ApiError, ValidationError) as error:
            return await _draw(round_id, typed, error=error)
        return await _draw(round_id, typed, drawn, kept=kept)

    async def _draw(
        round_id: int, typed: Typed, drawn: Drawn | None = None, *, kept: bool = False, error: Exception | None = None
    ) -> HTMLResponse:
        there = await client.rounds.get(round_id)
        names = {one.id: one for one in await reports_of(client, there)} if drawn else {}
        context: dict[str, Any] = {
            "rows": [(number, names.get(number)) for number in drawn.drawn] if drawn else [],
            "states": STATE_NAMES,
            "faults": faults(error) if error else {},
            "may": shown_rights(),
        }
        status = 422 if error else 200
        return page("round_draw", status=status, one=there, typed=typed, drawn=drawn, kept=kept, **context)


def _known(text: str) -> Move:
    """One of the moves that are made of several; the first where it is none of them."""
    return Move(text) if text in BULK else BULK[0]
