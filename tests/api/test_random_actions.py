"""Two hundred random acts of random people at once: no report ever stands where the table of moves does not lead."""

import asyncio
import json
import random
from typing import Any

import pytest

from app.client import Conflict, Forbidden, Invalid, NotFound, Stale
from app.contract.report import NewReport
from app.contract.workflow import MoveOfOne, Moves, ReasonAnswers, ReportMove, ReviewEdit
from app.domain.audit import Event
from app.domain.report import State
from app.domain.workflow.moves import EDITABLE, MOVES, Move
from app.domain.workflow.returning import Objection
from app.main import Application
from app.services.ports import EventQuery
from tests.support.office import LOGINS, Office

pytestmark = pytest.mark.anyio
ACTS = 200
YEARS = (2021,)


async def act(office: Office, report: int, dice: random.Random) -> None:
    """Something that somebody might do with what they see, right or wrong; refusals are part of it."""
    login, move = dice.choice([*LOGINS.values(), "unit"]), dice.choice(list(Move))
    seen = await office.as_("office").reports.get(report)
    if dice.random() < 0.6:  # else hardly anything would ever be submitted
        move = dice.choice([one for one in MOVES if seen.state in MOVES[one].sources])
        login = LOGINS[MOVES[move].role]
    client = office.as_(login)
    try:
        kind = dice.random()
        if kind < 0.08:
            text = {"form": {"narrative": {"title": str(dice.random())}}}
            await client.reports.patch(report, seen.version, text)
        elif kind < 0.18:
            await client.workflow.answer(report, seen.version, ReasonAnswers(answers={"r1": "已改"}))
        elif kind < 0.25:
            await client.workflow.review(report, seen.version, ReviewEdit(opinion="同意"))
        elif kind < 0.3:
            await client.workflow.move_all(Moves(items=(MoveOfOne(report=report, version=seen.version, move=move),)))
        else:
            reasons = (Objection(text="请核对"),) if move is Move.RETURN else ()
            await client.workflow.move(report, seen.version, ReportMove(move=move, why="原因", objections=reasons))
    except (Conflict, Forbidden, Invalid, NotFound, Stale):
        return  # a refusal, never a fault


def in_order(events: list[Event], report: int) -> list[dict[str, Any]]:
    """The moves and edits of a report as the log has them, oldest first."""
    own = [one for one in reversed(events) if one.subject == f"report:{report}"]
    return [{"kind": one.kind, **json.loads(one.details)} for one in own]


async def test_no_report_is_ever_where_the_table_does_not_lead(application: Application) -> None:
    office, dice = await Office.opened(application), random.Random(20261124)
    new = NewReport(department=office.department, fiscal_year=2021)
    report = (await office.as_("preparer").reports.create(new)).id
    events, told = application.services.database.reading.events, list[dict[str, Any]]()
    for batch in range(60):  # how many acts of a batch collide is the machine's luck: some have to go through
        await asyncio.gather(*(act(office, report, random.Random(dice.random())) for _ in range(ACTS // 8)))
        told = in_order(await events.page(EventQuery(("",), limit=5000)), report)
        if batch >= 7 and sum(one["kind"] == "report_moved" for one in told) >= 8:
            break
    moved = 0
    state, version = State.DRAFTING, 1
    for one in told:
        if one["kind"] == "report_moved":
            rule = MOVES[Move(one["move"])]
            assert (one["from"], one["to"]) == (state, rule.target or state)
            assert state in rule.sources
            state, moved = State(one["to"]), moved + 1
        elif one["kind"] == "report_changed":
            assert {state, State(one["state"])} <= EDITABLE
            state = State(one["state"])
        if "version" in one:
            assert one["version"] == version + 1, "each version is one act"
            version += 1
    stored = await application.services.database.reading.reports.get(report)
    assert stored is not None
    assert (stored.version, stored.state) == (version, state)
    assert moved >= 8
    assert (await application.services.audit.verify()).breaks == []
