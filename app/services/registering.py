"""Use cases of lists: departments and people in from a file, all of it or nothing, tried first if one likes."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Final, TypeVar

from app.documents.envelope import NotAForm
from app.documents.register.departments import read_departments
from app.documents.register.people import read_people
from app.documents.register.problem import CellProblem, ReadRegister
from app.documents.register.template import Kind, template
from app.domain.people.actor import Actor, Forbidden
from app.domain.people.right import Right
from app.services.departments import DepartmentService
from app.services.errors import RegisterCollided, RegisterRefused, Unreadable
from app.services.people import NewAccount, PeopleService
from app.services.ports import AlreadyStored, Database
from app.services.registers.departments import plan_departments, write_departments
from app.services.registers.outcome import Outcome
from app.services.registers.people import plan_people, write_people

MAX_FILE: Final = 2 * 1024 * 1024
"""Bytes; five thousand rows have a tenth of that."""
NOTHING: Final = CellProblem(1, "", "", "文件里只有表头，没有一行内容，请填写后再导入")

Line = TypeVar("Line")


class RegisterService:
    """Lists of departments and of people. A line is matched with what is stored, so a second import doubles nothing."""

    def __init__(self, database: Database, departments: DepartmentService, people: PeopleService) -> None:
        self._database, self._departments, self._people = database, departments, people

    async def import_departments(
        self, data: bytes, name: str, region: str | None, who: Actor, *, dry_run: bool = False
    ) -> Outcome:
        """Register, rename and move departments by a file; `region` stands where a row gives none.

        Raises Unreadable, RegisterRefused with every problem (unless `dry_run`), RegisterCollided.
        """
        read = await _read(read_departments, data, name, region)
        if dry_run:
            return (await plan_departments(self._database.reading, read, who)).outcome
        try:
            async with self._database.transaction() as store:
                plan = await plan_departments(store, read, who)
                _refuse(plan.outcome.problems)
                await write_departments(store, plan, self._departments, who)
        except AlreadyStored:
            raise RegisterCollided from None
        return replace(plan.outcome, stored=True)

    async def import_people(
        self, data: bytes, name: str, region: str | None, who: Actor, *, dry_run: bool = False
    ) -> Outcome:
        """Make accounts and give roles by a file, each as far as the asker may; first passwords are told this once.

        Raises Forbidden, Unreadable, RegisterRefused with every problem (unless `dry_run`), RegisterCollided, Stale.
        """
        if not who.holds(Right.USER_MANAGE) and not who.holds(Right.ROLE_GRANT):
            raise Forbidden(Right.USER_MANAGE)
        read = await _read(read_people, data, name, region)
        plan = await plan_people(self._database.reading, read, who)
        if dry_run:
            return plan.outcome
        _refuse(plan.outcome.problems)
        # Before the transaction, so that others write meanwhile.
        prepared = {
            one.login: await self._people.prepared(NewAccount(one.login, one.name, one.title, one.region))
            for one in plan.new
        }
        try:
            async with self._database.transaction() as store:
                plan = await plan_people(store, read, who)
                _refuse(plan.outcome.problems)
                passwords = await write_people(store, plan, self._people, prepared, who)
        except AlreadyStored:
            raise RegisterCollided from None
        return replace(plan.outcome, stored=True, passwords=passwords)

    def template(self, kind: Kind) -> bytes:
        """The workbook to be filled in."""
        return _template(kind)


_template = cache(template)


async def _read(
    reader: Callable[[bytes, str, str | None], ReadRegister[Line]], data: bytes, name: str, region: str | None
) -> ReadRegister[Line]:
    """The file's rows, read beside the event loop: the worst file takes seconds."""
    if len(data) > MAX_FILE:
        raise Unreadable(f"{name or '文件'}超过了 {MAX_FILE // 1024 // 1024} MB，请分成几个文件")
    try:
        read = await asyncio.to_thread(reader, data, name, region)
    except NotAForm as error:
        raise Unreadable(str(error)) from error
    return read if read.lines or read.problems else replace(read, problems=(NOTHING,))


def _refuse(problems: Sequence[CellProblem]) -> None:
    if problems:
        raise RegisterRefused(problems)
