"""Pages go by key: each row is listed once, whatever is added meanwhile, and none is skipped by counting."""

import inspect
import pkgutil
from importlib import import_module
from itertools import combinations
from typing import get_args

import pytest

from app import persistence
from app.persistence import reports
from app.persistence.scoping import Shape
from app.persistence.statement import Statement
from app.services.ports import Database, DepartmentQuery, ReportQuery, StoredDepartment, StoredRevision, StoredScheme
from tests.persistence.records import EVERYWHERE, a_record, add

pytestmark = pytest.mark.anyio
POINTS = ("5", None, "3", "5", "5", "4.25", None, "4.2")


@pytest.mark.parametrize("size", [1, 2, 3, 8])
@pytest.mark.parametrize("by_points", [False, True])
async def test_reports_are_listed_once_each_while_others_are_added(
    database: Database, *, by_points: bool, size: int
) -> None:
    def query(after: tuple[int, int] | None) -> ReportQuery:
        return ReportQuery(EVERYWHERE, {"fiscal_year": 2021}, by_points, after, size)

    first = {await add(database, a_record(at, self_points=given)): given for at, given in enumerate(POINTS)}
    seen: list[int] = []
    after: tuple[int, int] | None = None
    while page := await database.reading.reports.page(query(after)):
        seen += [row[1] for row in page]
        after = page[-1][:2]
        if len(seen) < 3 * len(POINTS):
            for at, given in enumerate(("100", "5", "4.22", "3", None)):
                await add(database, a_record(1000 + 10 * len(seen) + at, self_points=given))
    order = sorted(first, key=lambda one: (float(first[one] or -1) if by_points else 0, one), reverse=True)
    assert [one for one in seen if one in first] == order
    assert len(seen) == len(set(seen))


async def test_departments_are_listed_once_each_while_others_are_added(database: Database) -> None:
    async def register(code: str) -> int:
        async with database.transaction() as store:
            return (await store.departments.add(StoredDepartment(0, "430602", code, "示范局"))).id

    async def departments(after: int) -> list[StoredDepartment]:
        return await database.reading.departments.page(DepartmentQuery(EVERYWHERE, "430602", after, 2))

    made = [await register(str(number)) for number in range(5)]
    seen: list[int] = []
    while page := await departments(seen[-1] if seen else 0):
        seen += [one.id for one in page]
        if len(seen) < 8:
            made.append(await register(f"late {len(seen)}"))
    assert seen == made


async def test_schemes_are_listed_once_each_while_others_are_added(database: Database) -> None:
    async def publish(name: str, version: int) -> None:
        async with database.transaction() as store:
            await store.schemes.add(StoredScheme(name, version, "试", "试", "430602", 2021, 2021, "0", "{}"))

    for version in range(1, 5):
        await publish("trial", version)
    shipped = await database.reading.schemes.page(None, ("", 0), 200)
    seen: list[tuple[str, int]] = []
    while page := await database.reading.schemes.page(None, seen[-1] if seen else ("", 0), 1):
        seen += [(one.id, one.version) for one in page]
        if len(seen) < len(shipped):
            await publish("aaa", len(seen))
            await publish("zzz", len(seen))
    assert {(one.id, one.version) for one in shipped} <= set(seen)
    assert seen == sorted(set(seen))


async def test_revisions_are_listed_once_each_while_others_are_added(database: Database) -> None:
    async def edit(number: int) -> None:
        moment = "2022-05-10T08:00:00Z"
        async with database.transaction() as store:
            await store.reports.put_revision(
                1, StoredRevision(number, number - 1, number, "local", moment, moment, "[]")
            )

    for number in range(1, 8):
        await edit(number)
    seen: list[int] = []
    while page := await database.reading.reports.revisions(1, seen[-1] if seen else None, 3):
        seen += [one.number for one in page]
        await edit(7 + len(seen))
    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_no_statement_skips_rows_by_counting() -> None:
    modules = [import_module(f"app.persistence.{one.name}") for one in pkgutil.iter_modules(persistence.__path__)]
    texts = [one for module in modules for one in vars(module).values() if isinstance(one, Statement)]
    texts += [
        reports.list_reports(shape, filters, few=few, by_points=by_points, following=following)
        for shape in get_args(Shape)
        for count in range(len(reports.FILTERS) + 1)
        for filters in combinations(sorted(reports.FILTERS), count)
        for few in (False, True)
        for by_points in (False, True)
        for following in get_args(reports.Following)
    ]
    assert len(texts) > 200
    assert not [one for one in texts if "OFFSET" in (one.sqlite + one.postgresql).upper()]
    assert not [module for module in modules if ".offset(" in inspect.getsource(module)]
