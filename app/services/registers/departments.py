"""A list of departments against what is stored: matched by region and budget code, blank cells leave things alone."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from app.documents.register.column import REGION
from app.documents.register.departments import NAME, PARENT, SECTION, TWO_LEVELS, DepartmentLine
from app.documents.register.problem import CellProblem, ReadRegister
from app.domain.people.actor import Actor
from app.domain.people.place import Location, Place
from app.domain.people.right import Right
from app.services.departments import DepartmentService
from app.services.ports import Store, StoredDepartment
from app.services.registers.organisation import Organisation
from app.services.registers.outcome import Change, Outcome, Row

BREATH: Final = 50
"""Rows after which other requests have their turn: on SQLite statements run in the event loop itself."""
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PlannedDepartment:
    """A row and what is stored of it."""

    line: DepartmentLine
    stored: StoredDepartment | None
    changes: tuple[Change, ...]

    @property
    def row(self) -> Row:
        """As it is told."""
        return Row(self.line.row, self.line.budget_code, self.line.name, self.changes)


@dataclass(frozen=True, slots=True)
class DepartmentPlan:
    """What a list would do."""

    planned: tuple[PlannedDepartment, ...]
    outcome: Outcome


async def plan_departments(store: Store, read: ReadRegister[DepartmentLine], who: Actor) -> DepartmentPlan:
    """Every row against what `store` holds, with all problems at once; nothing is written."""
    known = Organisation(store)
    inside = {(line.region, line.budget_code) for line in read.lines}
    planned: list[PlannedDepartment] = []
    problems = list(read.problems)
    sections: dict[str, None] = {}
    for place, line in enumerate(read.lines):
        if place % BREATH == 0:
            await asyncio.sleep(0)
        if not who.may(Right.DEPARTMENT_MANAGE, Location(line.region)):
            problems.append(
                CellProblem(line.row, REGION.name, line.region, f"您不能登记区划 {line.region} 的部门，请核对区划")
            )
            continue
        stored = await known.department(line.region, line.budget_code)
        problems += [one async for one in _wrong(line, stored, known, inside)]
        if line.section and await known.section(line.region, line.section) is None:
            sections[f"{line.section}（区划 {line.region}）"] = None
        changes = [one async for one in _changes(line, stored, known)] if stored else []
        planned.append(PlannedDepartment(line, stored, tuple(changes)))
    outcome = Outcome(
        added=tuple(one.row for one in planned if one.stored is None),
        changed=tuple(one.row for one in planned if one.changes),
        unchanged=tuple(one.row for one in planned if one.stored and not one.changes),
        problems=tuple(sorted(problems, key=lambda one: one.row)),
        ignored_columns=read.ignored_columns,
        sections=tuple(sections),
    )
    return DepartmentPlan(tuple(planned), outcome)


async def _wrong(
    line: DepartmentLine, stored: StoredDepartment | None, known: Organisation, inside: set[Key]
) -> AsyncIterator[CellProblem]:
    if line.parent_code is None:
        return
    parent = await known.department(line.region, line.parent_code)
    if parent is None and (line.region, line.parent_code) not in inside:
        message = (
            f"区划 {line.region} 没有预算编码为 {line.parent_code} 的部门，本文件里也没有（或它那一行有错），请核对"
        )
        yield CellProblem(line.row, PARENT.name, line.parent_code, message)
    if parent is not None and parent.parent is not None:
        message = f"“{parent.name}”已经登记为二级单位；{TWO_LEVELS}"
        yield CellProblem(line.row, PARENT.name, line.parent_code, message)
    if stored is not None and await known.has_units(stored):
        message = f"“{stored.name}”还有二级单位，不能改作二级单位；请先把它们改到别的部门"
        yield CellProblem(line.row, PARENT.name, line.parent_code, message)


async def _changes(line: DepartmentLine, stored: StoredDepartment, known: Organisation) -> AsyncIterator[Change]:
    if line.name != stored.name:
        yield Change(NAME.name, stored.name, line.name)
    above = await known.code_of(stored.parent)
    if line.parent_code and line.parent_code != above:
        yield Change(PARENT.name, above, line.parent_code)
    section = await known.word(Place("section", str(stored.section))) if stored.section is not None else ""
    if line.section and line.section != section:
        yield Change(SECTION.name, section, line.section)


async def write_departments(store: Store, plan: DepartmentPlan, departments: DepartmentService, who: Actor) -> None:
    """Write a plan that has no problem, inside the transaction that it was made in. Raises AlreadyStored."""
    known, made = Organisation(store), dict[Key, int]()
    # Departments before units, so that a unit's department is there.
    for place, one in enumerate(sorted(plan.planned, key=lambda one: one.line.parent_code is not None)):
        if place % BREATH == 0:
            await asyncio.sleep(0)
        line, stored = one.line, one.stored
        section = stored.section if stored else None
        if line.section:
            section = (await departments.section(store, line.region, line.section, who)).id
        parent = stored.parent if stored else None
        if line.parent_code:
            key = (line.region, line.parent_code)
            above = await known.department(*key) if key not in made else None
            parent = above.id if above else made[key]
        wanted = StoredDepartment(stored.id if stored else 0, line.region, line.budget_code, line.name, parent, section)
        if stored is None:
            made[line.region, line.budget_code] = (await departments.add(store, wanted, who)).id
        else:
            await departments.put(store, stored, wanted, who)
