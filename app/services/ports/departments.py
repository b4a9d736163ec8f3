"""Departments as they are stored, and what keeps them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.people.place import Location, Place


@dataclass(frozen=True, slots=True)
class StoredDepartment:
    """A registered department."""

    id: int
    region: str
    budget_code: str
    name: str
    parent: int | None = None
    """The department above a second-level unit."""
    section: int | None = None
    """The section of the finance bureau that looks after it."""

    @property
    def location(self) -> Location:
        """Where it is, for rights."""
        return Location(self.region, self.section, self.id, self.parent)


@dataclass(frozen=True, slots=True)
class DepartmentQuery:
    """Which departments: those inside one of `scope`, and of that region, code and parent where they are given."""

    scope: Sequence[Place]
    region: str | None = None
    after: int = 0
    limit: int = 50
    budget_code: str | None = None
    parent: int | None = None


class DepartmentStore(Protocol):
    """Departments."""

    async def get(self, department_id: int) -> StoredDepartment | None:
        """One department."""

    async def find(self, region: str, budget_code: str) -> StoredDepartment | None:
        """The department of that code in that region."""

    async def add(self, new: StoredDepartment) -> StoredDepartment:
        """Add a department; its own id is not looked at. Raises AlreadyStored where the code is taken in its region."""

    async def replace(self, department: StoredDepartment) -> None:
        """Another name, another section, another department above it; its reports follow into that section."""

    async def units(self, department_id: int) -> list[StoredDepartment]:
        """Its second-level units."""

    async def page(self, query: DepartmentQuery) -> list[StoredDepartment]:
        """Departments by id."""
