"""Departments and sections by the names that lists call them by; each is looked up once."""

from app.domain.people.place import Place
from app.services.ports import Store, StoredDepartment, StoredSection


class Organisation:
    """What is stored, seen through one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._departments: dict[tuple[str, str], StoredDepartment | None] = {}
        self._sections: dict[tuple[str, str], StoredSection | None] = {}
        self._words: dict[Place, str] = {}

    async def department(self, region: str, budget_code: str) -> StoredDepartment | None:
        """The department of that code."""
        key = (region, budget_code)
        if key not in self._departments:
            self._departments[key] = await self._store.departments.find(region, budget_code)
        return self._departments[key]

    async def section(self, region: str, name: str) -> StoredSection | None:
        """The section of that name."""
        key = (region, name)
        if key not in self._sections:
            self._sections[key] = await self._store.sections.find(region, name)
        return self._sections[key]

    async def has_units(self, department: StoredDepartment) -> bool:
        """Whether a department has second-level units."""
        return bool(await self._store.departments.units(department.id))

    async def code_of(self, department_id: int | None) -> str:
        """The budget code of a department; empty for none."""
        found = await self._store.departments.get(department_id) if department_id is not None else None
        return found.budget_code if found else ""

    async def word(self, place: Place) -> str:
        """What people call a place; its number where it is not there any more."""
        if place not in self._words:
            self._words[place] = await self._named(place)
        return self._words[place]

    async def _named(self, place: Place) -> str:
        if place.kind == "region":
            return f"区划 {place.key}"
        if place.kind == "section":
            section = await self._store.sections.get(int(place.key))
            return section.name if section else f"科室 {place.key}"
        department = await self._store.departments.get(int(place.key))
        return department.name if department else f"部门 {place.key}"
