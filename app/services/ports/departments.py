"""Departments as they are stored, and what keeps them."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StoredDepartment:
    """A registered department."""

    id: int
    region: str
    budget_code: str
    name: str


class DepartmentStore(Protocol):
    """Departments."""

    async def get(self, department_id: int) -> StoredDepartment | None:
        """One department."""

    async def find(self, region: str, budget_code: str) -> StoredDepartment | None:
        """The department of that code in that region."""

    async def add(self, region: str, budget_code: str, name: str) -> StoredDepartment:
        """Add a department. Raises AlreadyStored where the code is taken in its region."""

    async def page(self, region: str | None, after: int, limit: int) -> list[StoredDepartment]:
        """Departments by id."""
