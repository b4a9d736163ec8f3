"""An organisation made at random, with people whose roles hold anywhere, and reports of some departments."""

import json
import random
from dataclasses import dataclass, field, replace
from typing import Final

from app.api.services import Services
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.people.actor import OPERATOR
from app.domain.people.place import Location
from app.domain.people.right import Right
from app.domain.people.role import Role
from app.domain.scoring.compiled import CompiledScheme, compile_scheme
from app.domain.scoring.scheme import Scheme
from app.schemes.loader import shipped_schemes
from app.services.ports import StoredDepartment
from app.services.reports import Content, Start
from tests.support.people import Caller, a_person, a_system

REGIONS: Final = ("430602", "430603", "430621", "430700", "430602001")
ABOVE: Final = ("430600", "430000", "000000")
YEARS: Final = (2020, 2021)
CONTACT, PHONE = "王建国", "13907301234"
"""Personal data of every report."""


def provincial_scheme() -> CompiledScheme:
    """A scheme that departments of every one of those regions can use."""
    data = json.loads(shipped_schemes()[0].canonical)
    return compile_scheme(
        Scheme.model_validate(data | {"id": "provincial", "region": "430000", "fiscal_years": list(YEARS)})
    )


@dataclass
class Organisation:
    """Everything that there is, by number."""

    departments: dict[int, StoredDepartment] = field(default_factory=dict)
    reports: dict[int, tuple[StoredDepartment, int]] = field(default_factory=dict)
    sections: dict[int, str] = field(default_factory=dict)
    accounts: dict[int, str] = field(default_factory=dict)
    tokens: dict[int, str] = field(default_factory=dict)
    callers: list[Caller] = field(default_factory=list)

    def location(self, report: int) -> Location:
        """Where a report belongs: where its department is."""
        return self.reports[report][0].location


async def random_organisation(services: Services, dice: random.Random) -> Organisation:
    """Some of everything, on a fresh database."""
    made = Organisation()
    await services.schemes.publish([provincial_scheme()])
    for region in REGIONS:
        for name in ("行政政法科", "教科文科"):
            section = await services.departments.add_section(region, name, OPERATOR)
            made.sections[section.id] = region
    for number in range(16):
        new = _department(made, number, dice)
        department = await services.departments.register(new, OPERATOR)
        made.departments[department.id] = department
        for year in YEARS:
            if dice.random() < 0.7:
                made.reports[await _report(services, department.id, year, dice)] = (department, year)
    for number in range(10):
        await _caller(services, made, number, dice)
    return made


def _department(made: Organisation, number: int, dice: random.Random) -> StoredDepartment:
    region = dice.choice(REGIONS)
    sections = [None, *(one for one, where in made.sections.items() if where == region)]
    above = [one.id for one in made.departments.values() if one.region == region and one.parent is None]
    new = StoredDepartment(0, region, f"{number % 4}", f"第 {number} 局", section=dice.choice(sections))
    taken = {(one.region, one.budget_code) for one in made.departments.values()}
    if (new.region, new.budget_code) in taken:
        new = replace(new, budget_code=f"x{number}")
    return replace(new, parent=dice.choice(above)) if above and dice.random() < 0.5 else new


async def _report(services: Services, department: int, year: int, dice: random.Random) -> int:
    points = dice.choice((None, "1", "2", "2", "3"))
    rows = [{"indicator": "财政供养人员控制率", "self_assessed_points": points}]
    form = Form.model_validate({"self_scoring": {"rows": rows}, "profile": {"contact": CONTACT, "phone": PHONE}})
    start = Start(department, year, ("provincial", 1), Content(form, Supplement()))
    return (await services.reports.create(start, OPERATOR)).id


async def _caller(services: Services, made: Organisation, number: int, dice: random.Random) -> None:
    """Roles and places that nobody would give together are given all the same: rights must hold in any case."""
    region = dice.choice(REGIONS)
    if number % 3 == 2:
        rights = {Right.REPORT_READ, *dice.sample(list(Right), 8)}
        caller = await a_system(services, f"系统 {number}", rights, _place(made, dice))
        stored = await services.people.tokens(OPERATOR, caller.actor.id - 1, 1)
        made.tokens[caller.actor.id] = stored[0].region
    else:
        held = [(dice.choice(list(Role)), _place(made, dice)) for _ in range(dice.randint(1, 3))]
        caller = await a_person(services, f"某人 {number}", held, region=region)
        made.accounts[caller.actor.id] = region
    made.callers.append(caller)


def _place(made: Organisation, dice: random.Random) -> str:
    kinds = (
        [f"region:{one}" for one in REGIONS],
        [f"region:{one}" for one in ABOVE],
        [f"section:{one}" for one in made.sections],
        [f"department:{one}" for one in made.departments],
        [f"department:{one}" for one in made.departments],
    )
    return dice.choice(dice.choice(kinds))
