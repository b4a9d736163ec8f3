"""What the bureau and departments do in a random organisation: rounds, reports that have passed, files, follow-ups."""

import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from app.domain.people.actor import OPERATOR
from app.domain.people.place import Location
from app.domain.rounds.round import Plan, Round, SchemeChosen, Stage
from app.domain.workflow.state import State
from app.main import Application
from app.services.ports import StoredDepartment
from tests.support.random_organisation import REGIONS, YEARS, Organisation
from tests.support.rounds import stand

LONG_AGO: Final = datetime(2021, 1, 4, tzinfo=UTC)
DEADLINES: Final = (date(2021, 6, 30), date(2099, 6, 30))


@dataclass
class Doings:
    """Everything that there is, by number."""

    rounds: dict[int, Round] = field(default_factory=dict)
    passed: set[int] = field(default_factory=set)
    """Reports; all others are being filled in."""
    attachments: dict[int, int] = field(default_factory=dict)
    """The report of each."""
    follow_ups: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Kind and report of each."""


async def random_doings(application: Application, there: Organisation, dice: random.Random) -> Doings:
    """Some of everything, in the places of that organisation."""
    services, made = application.services, Doings()
    for region in REGIONS:
        of_region = [one for one in there.departments.values() if one.region == region]
        for year in YEARS:
            for stage in (dice.choice((Stage.ISSUED, Stage.CLOSED)), Stage.DRAFT, Stage.WITHDRAWN):
                asked = dice.sample(of_region, dice.randint(0, len(of_region)))
                planned = _round(region, year, stage, asked, dice.choice(DEADLINES))
                if planned is not None:
                    made.rounds[await _add(application, planned)] = planned
    for number in there.reports:
        if dice.random() < 0.5:
            added = await services.attachments.add(number, "", "证据.txt", _bytes(f"证据 {number}"), OPERATOR)
            made.attachments[added.attachment.id] = number
        if dice.random() < 0.5:
            await stand(application, number, State.PASSED)
            made.passed.add(number)
            asked_for = await services.follow_ups.rectify(number, "补台账", DEADLINES[1], None, OPERATOR)
            made.follow_ups[asked_for.id] = ("rectification", number)
    return made


def _round(region: str, year: int, stage: Stage, asked: list[StoredDepartment], deadline: date) -> Round | None:
    """A round that has come so far; None where it asks nobody and so never could."""
    departments = tuple(one.id for one in asked)
    plan = Plan(
        title="自评", scheme=SchemeChosen(id="provincial", version=1), deadline=deadline, departments=departments
    )
    drafted = Round.drafted(region, year, plan, "测试", LONG_AGO)
    if stage is Stage.DRAFT:
        return drafted
    if not departments:
        return None
    issued = drafted.issued("测试", LONG_AGO)
    if stage is Stage.WITHDRAWN:
        return issued.withdrawn("有误", (), "测试", LONG_AGO)
    return issued.closed("测试", LONG_AGO) if stage is Stage.CLOSED else issued


async def _add(application: Application, planned: Round) -> int:
    async with application.services.database.transaction() as store:
        number = await store.rounds.add(planned)
        if planned.state is Stage.ISSUED:
            await store.rounds.ask(number)
    return number


async def _bytes(text: str) -> AsyncIterator[bytes]:
    yield text.encode()


def where_of(there: Organisation, department: int) -> Location:
    """Where a department is."""
    return there.departments[department].location
