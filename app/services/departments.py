"""Use cases of departments."""

from app.services.errors import DepartmentExists, NotFound
from app.services.ports import AlreadyStored, Database, StoredDepartment


class DepartmentService:
    """Register departments and find them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def register(self, region: str, budget_code: str, name: str) -> StoredDepartment:
        """A new department. Raises DepartmentExists where the code is taken in its region."""
        try:
            async with self._database.transaction() as store:
                return await store.departments.add(region, budget_code, name)
        except AlreadyStored:
            found = await self._database.reading.departments.find(region, budget_code)
            raise DepartmentExists(found.id if found else 0, budget_code) from None

    async def get(self, department_id: int) -> StoredDepartment:
        """One department. Raises NotFound."""
        found = await self._database.reading.departments.get(department_id)
        if found is None:
            message = f"没有编号为 {department_id} 的部门，请先登记"
            raise NotFound(message)
        return found

    async def page(self, region: str | None, budget_code: str | None, after: int, limit: int) -> list[StoredDepartment]:
        """Departments by id; with region and budget code, the one of that code."""
        departments = self._database.reading.departments
        if region and budget_code:
            found = await departments.find(region, budget_code)
            return [found] if found and found.id > after else []
        return await departments.page(region, after, limit)
