"""Use cases of departments and of the finance bureau's sections."""

from dataclasses import replace
from typing import Final

from app.domain.people.actor import Actor, Forbidden
from app.domain.people.place import Location
from app.domain.people.right import Right
from app.services.errors import DepartmentExists, InvalidDepartment, NotFound
from app.services.people import stems_of
from app.services.ports import AlreadyStored, Database, DepartmentQuery, Store, StoredDepartment, StoredSection
from app.services.recording import Recorder

MOST_UNITS: Final = 10_000
"""No department has more second-level units."""

_SHOWN: Final = ("name", "parent", "section")


class DepartmentService:
    """Register departments, place them in the organisation, and find them."""

    def __init__(self, database: Database, recorder: Recorder) -> None:
        self._database, self._recorder = database, recorder

    async def register(self, new: StoredDepartment, who: Actor) -> StoredDepartment:
        """A new department; its own id is not looked at. Raises Forbidden, InvalidDepartment, and DepartmentExists."""
        who.require(Right.DEPARTMENT_MANAGE, Location(new.region))
        try:
            async with self._database.transaction() as store:
                return await self.add(store, new, who)
        except AlreadyStored:
            found = await self._database.reading.departments.find(new.region, new.budget_code)
            raise DepartmentExists(found.id if found else 0, new.budget_code) from None

    async def add(self, store: Store, new: StoredDepartment, who: Actor) -> StoredDepartment:
        """Add a department inside a transaction. Raises AlreadyStored and InvalidDepartment."""
        await _check(store, new)
        made = await store.departments.add(new)
        await self._recorder.record(
            store, who, "department_registered", f"department:{made.id}", region=made.region,
            name=made.name, budget_code=made.budget_code, parent=made.parent, section=made.section,
        )  # fmt: skip
        return made

    async def edit(
        self, department_id: int, who: Actor, *, name: str, parent: int | None, section: int | None
    ) -> StoredDepartment:
        """Another name or place. Raises NotFound, Forbidden and InvalidDepartment."""
        before = await self.get(department_id, who)
        if not who.may(Right.DEPARTMENT_MANAGE, Location(before.region)):
            raise Forbidden(Right.DEPARTMENT_MANAGE)
        after = replace(before, name=name, parent=parent, section=section)
        async with self._database.transaction() as store:
            await self.put(store, before, after, who)
        return after

    async def put(self, store: Store, before: StoredDepartment, after: StoredDepartment, who: Actor) -> None:
        """Replace a department inside a transaction; one that is the same is left alone."""
        if before == after:
            return
        await _check(store, after)
        await store.departments.replace(after)
        changed = {one: [getattr(before, one), getattr(after, one)] for one in _SHOWN}
        await self._recorder.record(
            store, who, "department_edited", f"department:{after.id}", region=after.region,
            changes={one: pair for one, pair in changed.items() if pair[0] != pair[1]},
        )  # fmt: skip

    async def get(self, department_id: int, who: Actor) -> StoredDepartment:
        """One department. Raises NotFound, also where the asker may not know of it."""
        found = await self._database.reading.departments.get(department_id)
        if found is None or not who.may(Right.DEPARTMENT_READ, found.location):
            message = f"没有编号为 {department_id} 的部门，请先登记"
            raise NotFound(message)
        return found

    async def units(self, department_id: int, who: Actor) -> list[StoredDepartment]:
        """Those of a department's second-level units that the asker may know of. Raises NotFound."""
        await self.get(department_id, who)
        scope = who.places(Right.DEPARTMENT_READ)
        return await self._database.reading.departments.page(
            DepartmentQuery(scope, parent=department_id, limit=MOST_UNITS)
        )

    async def page(
        self, who: Actor, region: str | None, budget_code: str | None, after: int, limit: int
    ) -> list[StoredDepartment]:
        """Departments that the asker may know of, by id; with region and budget code, the one of that code."""
        query = DepartmentQuery(who.places(Right.DEPARTMENT_READ), region, after, limit, budget_code)
        return await self._database.reading.departments.page(query)

    async def add_section(self, region: str, name: str, who: Actor) -> StoredSection:
        """A section of a region's finance bureau; one that is there already is answered as it is. Raises Forbidden."""
        who.require(Right.DEPARTMENT_MANAGE, Location(region))
        try:
            async with self._database.transaction() as store:
                return await self.section(store, region, name, who)
        except AlreadyStored:  # somebody else has added it at the same moment
            async with self._database.transaction() as store:
                return await self.section(store, region, name, who)

    async def section(self, store: Store, region: str, name: str, who: Actor) -> StoredSection:
        """The section of that name, added inside a transaction where there is none."""
        there = await store.sections.find(region, name)
        if there is not None:
            return there
        made = StoredSection(await store.sections.add(region, name), region, name)
        await self._recorder.record(store, who, "section_added", f"section:{made.id}", region=region, name=name)
        return made

    async def sections(self, who: Actor, after: int, limit: int) -> list[StoredSection]:
        """Sections of the asker's regions, by id."""
        return await self._database.reading.sections.page(stems_of(who, Right.DEPARTMENT_READ), after, limit)


async def _check(store: Store, department: StoredDepartment) -> None:
    """Raise InvalidDepartment unless its place in the organisation is there: two levels, one region."""
    if department.parent is not None:
        above = await store.departments.get(department.parent)
        if above is None or above.region != department.region or above.id == department.id:
            raise InvalidDepartment(f"上级部门 {department.parent} 不在本区划内，请核对编号")
        if above.parent is not None:
            raise InvalidDepartment(f"“{above.name}”本身是二级单位，不能再有下级；请填它的上级部门")
        if department.id and await store.departments.units(department.id):
            raise InvalidDepartment(f"“{department.name}”还有二级单位，不能改作二级单位")
    if department.section is not None:
        section = await store.sections.get(department.section)
        if section is None or section.region != department.region:
            raise InvalidDepartment(f"归口科室 {department.section} 不在本区划内，请核对编号")
