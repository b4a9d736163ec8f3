"""Departments as the covers of forms name them: by budget code, else by name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

from app.documents.envelope import Doubt
from app.domain.form.cells import folded
from app.domain.form.cover import Cover
from app.domain.people.place import Place
from app.services.ports import Database, DepartmentQuery, StoredDepartment

PAGE: Final = 1_000
CODE: Final = "/form/cover/budget_code"
NAME: Final = "/form/cover/department_name"


@dataclass(frozen=True, slots=True)
class Placed:
    """The department of a form, with what of its cover does not fit it; or why there is none."""

    department: StoredDepartment | None
    doubts: tuple[Doubt, ...] = ()
    why: str = ""


class Directory:
    """The departments of some places, each found by what it is called."""

    def __init__(self, departments: Iterable[StoredDepartment]) -> None:
        self._by_code: defaultdict[str, list[StoredDepartment]] = defaultdict(list)
        self._by_name: defaultdict[str, list[StoredDepartment]] = defaultdict(list)
        for one in departments:
            self._by_code[folded(one.budget_code)].append(one)
            self._by_name[folded(one.name)].append(one)

    @classmethod
    async def of(cls, database: Database, places: Sequence[Place], region: str | None) -> Self:
        """The departments in `places`, of one region where it is named."""
        found: list[StoredDepartment] = []
        while True:
            query = DepartmentQuery(places, region, found[-1].id if found else 0, PAGE)
            page = await database.reading.departments.page(query)
            found += page
            if len(page) < PAGE:
                return cls(found)

    def find(self, cover: Cover) -> Placed:
        """The department that a cover names."""
        code, name = folded(cover.budget_code), folded(cover.department_name)
        named = self._by_name[name] if name else []
        coded = self._by_code[code] if code else []
        if len(coded) > 1:
            coded = [one for one in coded if one in named] or coded
        found = coded or named
        if len(found) == 1:
            return Placed(found[0], tuple(_doubts(cover, found[0])))
        called = f"预算编码为 {cover.budget_code or '（空）'}、名称为“{cover.department_name}”的部门"
        if found:
            return Placed(None, why=f"您可以填报的范围内有 {len(found)} 个{called}；请写明区划，或改正封面后再导入")
        return Placed(None, why=f"您可以填报的范围内没有{called}；请核对封面，或请财政部门先登记这个部门")


def _doubts(cover: Cover, department: StoredDepartment) -> Iterable[Doubt]:
    code, name = cover.budget_code, cover.department_name
    if code and folded(code) != folded(department.budget_code):
        reason = f"没有这个预算编码，按名称认作“{department.name}”（{department.budget_code}），请核对"
        yield Doubt(pointer=CODE, found=code, reason=reason)
    if name and folded(name) != folded(department.name):
        reason = f"按预算编码 {department.budget_code} 认作“{department.name}”，名称与登记的不同，请核对"
        yield Doubt(pointer=NAME, found=name, reason=reason)
