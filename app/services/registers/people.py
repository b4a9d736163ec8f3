"""A list of people against what is stored: matched by login; making accounts and giving roles are different rights.

Whoever may only make accounts leaves the roles as proposals; whoever may only give roles gives them to accounts that
are there. Nothing is taken away by a list: roles are added, blank cells leave things alone.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.documents.register.column import REGION
from app.documents.register.departments import CODE as DEPARTMENT_CODE
from app.documents.register.people import APART, CODE, LOGIN, NAME, ROLES, SECTION, TITLE, PersonLine, place_of
from app.documents.register.problem import CellProblem, ReadRegister
from app.domain.people.account import Account, RoleInPlace
from app.domain.people.actor import Actor
from app.domain.people.place import Location, Place
from app.domain.people.right import Right
from app.domain.people.role import Role, conflicts
from app.services.people import PeopleService
from app.services.ports import Store
from app.services.registers.departments import BREATH
from app.services.registers.organisation import Organisation
from app.services.registers.outcome import Change, FirstPassword, Outcome, Proposal, Row

PROPOSED: Final = "您只办理账号；文件里的角色列为建议，请安全管理员导入同一份文件来授予"
GRANTS_ONLY: Final = "您只授予角色；新账号、姓名和职务由系统管理员导入同一份文件办理"


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """A row and what is stored of it; `roles` are those that it adds, whether or not the asker may give them."""

    line: PersonLine
    stored: Account | None
    roles: tuple[RoleInPlace, ...]
    words: tuple[str, ...]
    changes: tuple[Change, ...]
    manages: bool
    grants: bool

    @property
    def row(self) -> Row:
        """As it is told."""
        return Row(self.line.row, self.line.login, self.line.name, self.changes)


@dataclass(frozen=True, slots=True)
class PeoplePlan:
    """What a list would do."""

    planned: tuple[PlannedPerson, ...]
    outcome: Outcome

    @property
    def new(self) -> tuple[PersonLine, ...]:
        """Rows that make accounts."""
        return tuple(one.line for one in self.planned if one.stored is None)


async def plan_people(store: Store, read: ReadRegister[PersonLine], who: Actor) -> PeoplePlan:
    """Every row against what `store` holds, with all problems at once; nothing is written."""
    planner = _Planner(store, who)
    planned: list[PlannedPerson] = []
    for place, line in enumerate(read.lines):
        if place % BREATH == 0:
            await asyncio.sleep(0)
        one = await planner.plan(line)
        if one is not None:
            planned.append(one)
    new = [one for one in planned if one.stored is None]
    proposals = tuple(
        Proposal(one.line.row, one.line.login, one.line.name, one.words)
        for one in planned
        if one.words and not one.grants
    )
    notes = [PROPOSED] if proposals else []
    notes += [GRANTS_ONLY] if any(not one.manages for one in planned) else []
    outcome = Outcome(
        added=tuple(one.row for one in new),
        changed=tuple(one.row for one in planned if one.stored and one.changes),
        unchanged=tuple(one.row for one in planned if one.stored and not one.changes),
        problems=tuple(sorted((*read.problems, *planner.problems), key=lambda one: one.row)),
        ignored_columns=read.ignored_columns,
        proposals=proposals,
        notes=tuple(notes),
    )
    return PeoplePlan(tuple(planned), outcome)


class _Planner:
    """Looks at one row after the other and collects what is wrong."""

    def __init__(self, store: Store, who: Actor) -> None:
        self._store, self._who, self._known = store, who, Organisation(store)
        self.problems: list[CellProblem] = []

    async def plan(self, line: PersonLine) -> PlannedPerson | None:
        """The row, or None where it cannot even be looked at."""
        at = Location(line.region)
        manages, grants = self._who.may(Right.USER_MANAGE, at), self._who.may(Right.ROLE_GRANT, at)
        if not manages and not grants:
            self._tell(line, REGION.name, line.region, f"您不管理区划 {line.region} 的用户，请核对区划")
            return None
        stored = await self._store.accounts.find(line.login)
        before = len(self.problems)
        self._check_account(line, stored, manages=manages)
        if len(self.problems) > before and (stored is None or stored.region != line.region):
            return None
        named = [one async for one in self._places(line)]
        roles = tuple(one for one in dict.fromkeys(named) if stored is None or one not in stored.roles)
        if grants and stored is not None:
            self._check_roles(line, stored, roles)
        changes = [one async for one in self._changes(line, stored, roles, manages=manages, grants=grants)]
        words = tuple([await self._word(one) for one in roles])
        return PlannedPerson(line, stored, roles, words, tuple(changes), manages, grants)

    def _tell(self, line: PersonLine, column: str, value: str, message: str) -> None:
        self.problems.append(CellProblem(line.row, column, value, message))

    def _check_account(self, line: PersonLine, stored: Account | None, *, manages: bool) -> None:
        if stored is None:
            if not manages:
                message = f"还没有账号 {line.login}；请系统管理员先导入同一份文件建立账号，您再导入授予角色"
                self._tell(line, LOGIN.name, line.login, message)
        elif stored.region != line.region:
            if self._who.may(Right.USER_READ, Location(stored.region)):
                message = f"账号 {line.login} 属于区划 {stored.region}，不能改到 {line.region}；请核对，或换一个登录名"
                self._tell(line, REGION.name, line.region, message)
            else:
                self._tell(line, LOGIN.name, line.login, f"登录名 {line.login} 已经有人用了，请换一个")
        elif not manages and stored.name != line.name:
            message = f"账号 {line.login} 的姓名是“{stored.name}”；请核对是不是同一个人，改姓名由系统管理员办理"
            self._tell(line, NAME.name, line.name, message)

    def _check_roles(self, line: PersonLine, stored: Account, roles: tuple[RoleInPlace, ...]) -> None:
        value = "、".join(role.label for role in line.roles)
        if roles and self._who.key == f"user:{stored.id}":
            self._tell(line, ROLES.name, value, "不能给自己授予角色，请由另一名安全管理员办理")
        held = [one.role for one in stored.roles]
        told = set(conflicts(line.roles))  # what clashes inside the list itself has been told already
        for conflict in conflicts([*held, *line.roles]):
            if conflict not in told:
                has = "、".join(dict.fromkeys(role.label for role in held))
                self._tell(line, ROLES.name, value, f"{conflict}，而账号 {line.login} 现有角色：{has}；{APART}")

    async def _places(self, line: PersonLine) -> AsyncIterator[RoleInPlace]:
        for role in line.roles:
            place = await self._place(line, role)
            if place is not None:
                yield RoleInPlace(role, place)

    async def _place(self, line: PersonLine, role: Role) -> Place | None:
        column = place_of(role)
        if column is REGION:
            return Place("region", line.region)
        if column is CODE:
            code = line.budget_code or ""
            department = await self._known.department(line.region, code)
            if department is not None:
                return Place("department", str(department.id))
            message = f"区划 {line.region} 没有登记“{DEPARTMENT_CODE.name}”为 {code} 的部门；请先登记部门，或核对编码"
            self._tell_once(line, CODE.name, code, message)
            return None
        name = line.section or ""
        section = await self._known.section(line.region, name)
        if section is not None:
            return Place("section", str(section.id))
        self._tell_once(line, SECTION.name, name, f"区划 {line.region} 没有登记科室“{name}”；请先登记科室，或核对名称")
        return None

    def _tell_once(self, line: PersonLine, column: str, value: str, message: str) -> None:
        problem = CellProblem(line.row, column, value, message)
        if problem not in self.problems[-len(line.roles) :]:
            self.problems.append(problem)

    async def _changes(
        self, line: PersonLine, stored: Account | None, roles: tuple[RoleInPlace, ...], *, manages: bool, grants: bool
    ) -> AsyncIterator[Change]:
        if stored is not None and manages:
            if line.name != stored.name:
                yield Change(NAME.name, stored.name, line.name)
            if line.title and line.title != stored.title:
                yield Change(TITLE.name, stored.title, line.title)
        if roles and grants:
            held = stored.roles if stored else ()
            old = [await self._word(one) for one in held]
            yield Change(ROLES.name, "、".join(old), "、".join([*old, *[await self._word(one) for one in roles]]))

    async def _word(self, one: RoleInPlace) -> str:
        return f"{one.role.label}（{await self._known.word(one.place)}）"


async def write_people(
    store: Store, plan: PeoplePlan, people: PeopleService, prepared: Mapping[str, tuple[Account, str]], who: Actor
) -> tuple[FirstPassword, ...]:
    """Write a plan that has no problem, inside the transaction that it was made in; says the first passwords.

    `prepared` has an account for each login that is new. Raises AlreadyStored and Stale.
    """
    passwords = []
    for place, one in enumerate(plan.planned):
        if place % BREATH == 0:
            await asyncio.sleep(0)
        if one.stored is None:
            account, password = prepared[one.line.login]
            stored = await people.add(store, account, who)
            passwords.append(FirstPassword(stored.login, stored.name, password))
        else:
            stored = one.stored
        await people.put(store, stored, _wanted(one, stored), who)
    return tuple(passwords)


def _wanted(one: PlannedPerson, stored: Account) -> Account:
    wanted = stored
    if one.manages:
        wanted = replace(wanted, name=one.line.name, title=one.line.title or stored.title)
    if one.grants and one.roles:
        wanted = replace(wanted, roles=stored.with_roles([*stored.roles, *one.roles]).roles)
    return wanted if wanted == stored else replace(wanted, version=stored.version + 1)
