"""What is done to an issued round: more time, reminders, taking it back, ending it."""

from collections.abc import Collection, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError

from app.client import ApiError, Jixiao, Stale
from app.contract.round import Extension, Reminding, Round, RoundEdit
from app.web.forms.posted import typed_in, version_in
from app.web.forms.round import WORDS, Faults, faults, numbers
from app.web.pages.round_planning import MOST_FIELDS
from app.web.pages.rounds import board_of, names_in, refused, to_round, with_outcomes
from app.web.templating import page
from app.web.views.rounds import named


def add_round_move_pages(web: FastAPI, client: Jixiao) -> None:  # noqa: C901 - a list of short pages
    """Register the pages."""

    @web.get("/rounds/{round_id:int}/extend")
    async def ask_to_extend(round_id: int) -> HTMLResponse:
        return await _choose(round_id, "extend", {}, ())

    @web.post("/rounds/{round_id:int}/extend")
    async def extend(round_id: int, request: Request) -> Response:
        posted, there = await request.form(max_fields=MOST_FIELDS), await client.rounds.get(round_id)
        typed, chosen = typed_in(posted), numbers(posted.getlist("department"))
        try:
            if typed.get("do") == "all":
                await client.rounds.edit(round_id, version_in(typed), _postponed(there, typed))
                return to_round(round_id, "extended")
            outcomes = await _extended(client, there, version_in(typed), typed, chosen)
        except (ApiError, ValidationError, _Wrong) as error:
            return await _choose(round_id, "extend", typed, chosen, error)
        return await with_outcomes(client, round_id, outcomes)

    @web.get("/rounds/{round_id:int}/remind")
    async def ask_to_remind(round_id: int) -> HTMLResponse:
        return await _choose(round_id, "remind", {}, ())

    @web.post("/rounds/{round_id:int}/remind")
    async def remind(round_id: int, request: Request) -> Response:
        posted = await request.form(max_fields=MOST_FIELDS)
        typed, chosen = typed_in(posted), numbers(posted.getlist("department"))
        try:
            wanted = Reminding(
                departments=None if typed.get("do") == "late" else chosen, text=typed.get("text", "").strip()
            )
            await client.rounds.remind(round_id, version_in(typed), wanted)
        except (ApiError, ValidationError) as error:
            return await _choose(round_id, "remind", typed, chosen, error)
        return to_round(round_id, "reminded")

    async def _choose(
        round_id: int, what: str, typed: Mapping[str, str], chosen: Collection[int], error: Exception | None = None
    ) -> HTMLResponse:
        """The departments of the round as it is now, to choose from; what was typed is kept."""
        there = await client.rounds.get(round_id)
        wrong = _faults(error, typed) if error is not None else {}
        context: dict[str, Any] = await board_of(client, there)
        context["faults"] = {field: named(said, names_in(there)) for field, said in wrong.items()}
        status = 200 if error is None else 412 if isinstance(error, Stale) else 422
        return page(f"round_{what}", status=status, typed=typed, chosen=frozenset(chosen), **context)

    @web.get("/rounds/{round_id:int}/withdraw")
    async def ask_to_withdraw(round_id: int) -> HTMLResponse:
        return await _withdraw(round_id, {}, {})

    @web.post("/rounds/{round_id:int}/withdraw")
    async def withdraw(round_id: int, request: Request) -> Response:
        typed = typed_in(await request.form())
        try:
            await client.rounds.withdraw(round_id, version_in(typed), typed.get("reason", ""))
        except (ApiError, ValidationError) as error:
            return await _withdraw(round_id, typed, faults(error))
        return to_round(round_id, "withdrawn")

    async def _withdraw(round_id: int, typed: Mapping[str, str], wrong: Faults) -> HTMLResponse:
        there = await client.rounds.get(round_id)
        return page("round_withdraw", status=422 if wrong else 200, one=there, typed=typed, faults=wrong)

    @web.get("/rounds/{round_id:int}/close")
    async def ask_to_close(round_id: int) -> HTMLResponse:
        there, board = await client.rounds.get(round_id), await client.rounds.board(round_id)
        return page("round_close", one=there, board=board)

    @web.post("/rounds/{round_id:int}/close")
    async def close(round_id: int, request: Request) -> Response:
        try:
            await client.rounds.close(round_id, version_in(typed_in(await request.form())))
        except ApiError as error:
            return await refused(client, round_id, error)
        return to_round(round_id, "closed")


class _Wrong(Exception):
    """What the pages themselves find wrong, by field."""

    def __init__(self, **found: str) -> None:
        self.found: Faults = found
        super().__init__("；".join(found.values()))


async def _extended(
    client: Jixiao, there: Round, version: int, typed: Mapping[str, str], chosen: Collection[int]
) -> list[tuple[str, str]]:
    """(department, what came of it) of each. Raises what the first was refused for where none was extended."""
    names, outcomes, refusals = names_in(there), list[tuple[str, str]](), list[ApiError]()
    if not chosen:
        raise _Wrong(departments="请至少选一个部门")
    for one in chosen:
        wanted = Extension.model_validate(
            {"department": one, "due": typed.get("due", ""), "reason": typed.get("reason", "")}
        )
        said = f"延期到 {wanted.due}"
        try:
            version = (await client.rounds.extend(there.id, version, wanted)).version
        except ApiError as error:
            refusals.append(error)
            said = "没有延期，" + "；".join(faults(error).values())
        outcomes.append((names.get(one, f"部门 {one}"), said))
    if len(refusals) == len(outcomes):
        raise refusals[0]
    return outcomes


def _postponed(there: Round, typed: Mapping[str, str]) -> RoundEdit:
    """The round with a later deadline for everybody. Raises ValidationError, and _Wrong for the same deadline."""
    plan = RoundEdit.model_validate(
        {
            "title": there.title,
            "scheme": there.scheme,
            "departments": tuple(entry.department for entry in there.entries),
            "deadline": typed.get("due", ""),
            "reason": typed.get("reason", ""),
        }
    )
    if plan.deadline == there.deadline:
        raise _Wrong(due=f"延期后的截止日要晚于现在的 {there.deadline}")
    return plan


def _faults(error: Exception, typed: Mapping[str, str]) -> Faults:
    """What is wrong, by the fields of these forms."""
    found = dict(error.found) if isinstance(error, _Wrong) else faults(error)
    for given, shown in (("deadline", "due"), ("department", "departments")):
        if given in found:
            found[shown] = found.pop(given)
    if isinstance(error, ValidationError) and "due" in found:
        found["due"] = WORDS["due"]
    if not isinstance(error, ApiError) and "due" in typed:
        blank = {"due": WORDS["due"], "reason": "请写明延期的理由"}
        found = {name: said for name, said in blank.items() if not typed.get(name, "").strip()} | found
    return found
