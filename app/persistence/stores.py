"""The stores of reports, departments and schemes: statements run through a driver, rows made into ports' records."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any, Protocol, cast

from app.persistence import statements
from app.persistence.statements import Following, Statement
from app.persistence.tables import POINTS_SCALE
from app.services.ports import (
    FactsQuery,
    ReportQuery,
    ReportRecord,
    StoredDepartment,
    StoredDraft,
    StoredJob,
    StoredReport,
    StoredRevision,
    StoredScheme,
)

Parameters = Mapping[str, Any]


class Driver(Protocol):
    """Runs statements, on one connection or on whichever is free."""

    async def rows(self, statement: Statement, parameters: Parameters) -> Sequence[tuple[Any, ...]]:
        """All rows."""

    async def row(self, statement: Statement, parameters: Parameters) -> tuple[Any, ...] | None:
        """The first row."""

    async def run(self, statement: Statement, parameters: Parameters) -> int:
        """How many rows were written. Raises AlreadyStored where a unique key is taken."""


def scaled(points: str | None) -> int:
    """Points as they are stored; −1 for none."""
    return -1 if points is None else int(Decimal(points) * POINTS_SCALE)


class DriverReportStore:
    """Reports and their revisions."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def get(self, report_id: int) -> StoredReport | None:
        """The stored report, in one statement."""
        row = await self._driver.row(statements.GET_REPORT, {"id": report_id})
        return StoredReport(report_id, row[0], row[1], row[2]) if row else None

    async def version(self, report_id: int) -> int | None:
        """Its version alone."""
        row = await self._driver.row(statements.REPORT_VERSION, {"id": report_id})
        return row[0] if row else None

    async def of_the_year(self, department_id: int, fiscal_year: int) -> int | None:
        """The id of a department's report of a year."""
        parameters = {"department_id": department_id, "fiscal_year": fiscal_year}
        row = await self._driver.row(statements.REPORT_OF_THE_YEAR, parameters)
        return row[0] if row else None

    async def add(self, record: ReportRecord) -> int:
        """Add a report and say its id."""
        row = await self._driver.row(statements.ADD_REPORT, _columns(record))
        assert row is not None  # noqa: S101 - RETURNING answers or the insert has failed
        return int(row[0])

    async def replace(self, report_id: int, expected: int, record: ReportRecord) -> bool:
        """Replace the report if its version is still `expected`."""
        parameters = {**_columns(record), "report_id": report_id, "expected": expected}
        if await self._driver.run(statements.REPLACE_REPORT, parameters) != 1:
            return False
        query = FactsQuery(record.fiscal_year, record.scheme_id, record.scheme_version)
        await self.put_facts(report_id, query, record.facts)
        return True

    async def put_facts(self, report_id: int, query: FactsQuery, facts: bytes) -> None:
        """Add or replace a report's facts."""
        parameters = {**asdict(query), "facts": facts}
        if await self._driver.run(statements.REPLACE_FACTS, {**parameters, "of_report": report_id}) == 0:
            await self._driver.run(statements.ADD_FACTS, {**parameters, "report_id": report_id})

    async def remove(self, report_id: int, expected: int) -> bool:
        """Remove the report and its revisions if its version is still `expected`."""
        parameters = {"id": report_id, "expected": expected}
        if await self._driver.run(statements.REMOVE_REPORT, parameters) != 1:
            return False
        await self._driver.run(statements.REMOVE_REVISIONS, {"report_id": report_id})
        await self._driver.run(statements.REMOVE_FACTS, {"report_id": report_id})
        return True

    async def page(self, query: ReportQuery) -> list[tuple[int, int, str]]:
        """(sort key, id, summary) of up to `limit` reports."""
        if query.after is None:
            return await self._stretch(query, "from the first", query.limit)
        found: list[tuple[int, int, str]] = []
        if query.by_points:
            found = await self._stretch(query, "among equals", query.limit)
        if len(found) < query.limit:
            found += await self._stretch(query, "below", query.limit - len(found))
        return found

    async def _stretch(self, query: ReportQuery, following: Following, limit: int) -> list[tuple[int, int, str]]:
        filters = tuple(sorted(query.filters))
        statement = statements.list_reports(filters, by_points=query.by_points, following=following)
        parameters: dict[str, Any] = {**query.filters, "limit": limit}
        if query.after is not None:
            parameters["after_key"], parameters["after_id"] = query.after
        return [(row[0], row[1], row[2]) for row in await self._driver.rows(statement, parameters)]

    async def ids(self, after: int, limit: int) -> list[int]:
        """Ids in ascending order."""
        rows = await self._driver.rows(statements.REPORT_IDS, {"after": after, "limit": limit})
        return [row[0] for row in rows]

    async def ids_without_facts(self, limit: int) -> list[int]:
        """Reports whose facts were never packed."""
        return [row[0] for row in await self._driver.rows(statements.REPORTS_WITHOUT_FACTS, {"limit": limit})]

    async def facts(self, query: FactsQuery, after: int, limit: int) -> Sequence[tuple[int, bytes]]:
        """(report id, facts) in ascending order."""
        parameters = {**asdict(query), "after": after, "limit": limit}
        return cast("Sequence[tuple[int, bytes]]", await self._driver.rows(statements.FACTS, parameters))

    async def summary(self, report_id: int) -> str | None:
        """A report's item in lists, as JSON."""
        row = await self._driver.row(statements.REPORT_SUMMARY, {"id": report_id})
        return row[0] if row else None

    async def last_revision(self, report_id: int) -> StoredRevision | None:
        """The newest revision."""
        row = await self._driver.row(statements.LAST_REVISION, {"report_id": report_id, "limit": 1})
        return StoredRevision(*row) if row else None

    async def put_revision(self, report_id: int, revision: StoredRevision) -> None:
        """Add a revision, or replace the one of that number."""
        columns = asdict(revision)
        sitting = {**columns, "of_report": report_id, "of_number": revision.number}
        if await self._driver.run(statements.EXTEND_REVISION, sitting) == 0:
            await self._driver.run(statements.ADD_REVISION, {**columns, "report_id": report_id})

    async def revisions(self, report_id: int, before: int | None, limit: int) -> list[StoredRevision]:
        """Revisions, newest first."""
        statement = statements.LAST_REVISION if before is None else statements.REVISIONS_BEFORE
        parameters = {"report_id": report_id, "before": before, "limit": limit}
        return [StoredRevision(*row) for row in await self._driver.rows(statement, parameters)]


def _columns(record: ReportRecord) -> dict[str, Any]:
    columns = {name: getattr(record, name) for name in ReportRecord.__slots__ if name != "facts"}
    for name in ("self_points", "computed_low", "computed_high"):
        columns[name] = scaled(columns[name])
    return columns


class DriverDepartmentStore:
    """Departments."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def get(self, department_id: int) -> StoredDepartment | None:
        """One department."""
        row = await self._driver.row(statements.GET_DEPARTMENT, {"id": department_id})
        return StoredDepartment(*row) if row else None

    async def find(self, region: str, budget_code: str) -> StoredDepartment | None:
        """The department of that code in that region."""
        row = await self._driver.row(statements.FIND_DEPARTMENT, {"region": region, "budget_code": budget_code})
        return StoredDepartment(*row) if row else None

    async def add(self, region: str, budget_code: str, name: str) -> StoredDepartment:
        """Add a department."""
        parameters = {"region": region, "budget_code": budget_code, "name": name}
        row = await self._driver.row(statements.ADD_DEPARTMENT, parameters)
        assert row is not None  # noqa: S101 - RETURNING answers or the insert has failed
        return StoredDepartment(row[0], region, budget_code, name)

    async def page(self, region: str | None, after: int, limit: int) -> list[StoredDepartment]:
        """Departments by id."""
        statement = statements.DEPARTMENTS if region is None else statements.DEPARTMENTS_OF_REGION
        parameters: dict[str, Any] = {"after": after, "limit": limit}
        if region is not None:
            parameters["region"] = region
        return [StoredDepartment(*row) for row in await self._driver.rows(statement, parameters)]


class DriverSchemeStore:
    """Versions of schemes."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def get(self, scheme_id: str, version: int | None) -> StoredScheme | None:
        """A version, or the newest."""
        if version is None:
            row = await self._driver.row(statements.NEWEST_SCHEME, {"id": scheme_id, "limit": 1})
        else:
            row = await self._driver.row(statements.GET_SCHEME, {"id": scheme_id, "version": version})
        return StoredScheme(*row) if row else None

    async def add(self, scheme: StoredScheme) -> None:
        """Add a version."""
        await self._driver.run(statements.ADD_SCHEME, asdict(scheme))

    async def page(self, scheme_id: str | None, after: tuple[str, int], limit: int) -> list[StoredScheme]:
        """Versions by id and version."""
        parameters: dict[str, Any] = {"after_id": after[0], "after_version": after[1], "limit": limit}
        statement = statements.SCHEMES
        if scheme_id is not None:
            statement, parameters["id"] = statements.VERSIONS, scheme_id
        return [StoredScheme(*row) for row in await self._driver.rows(statement, parameters)]

    async def in_force(self, region: str, fiscal_year: int) -> StoredScheme | None:
        """The newest version for that year, of the region itself or of the nearest one above it."""
        above = {"city": f"{region[:4]}00", "province": f"{region[:2]}0000", "nation": "000000"}
        parameters = {"region": region[:6], **above, "fiscal_year": fiscal_year, "limit": 1}
        row = await self._driver.row(statements.SCHEMES_IN_FORCE, parameters)
        return StoredScheme(*row) if row else None


class DriverDraftStore:
    """Drafts of schemes."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def add(self, draft: StoredDraft) -> int:
        """Add a draft and say its id."""
        row = await self._driver.row(statements.ADD_DRAFT, _without_id(draft))
        assert row is not None  # noqa: S101 - RETURNING answers or the insert has failed
        return int(row[0])

    async def get(self, draft_id: int) -> StoredDraft | None:
        """One draft."""
        row = await self._driver.row(statements.GET_DRAFT, {"id": draft_id})
        return StoredDraft(*row) if row else None

    async def page(self, after: int, limit: int) -> list[StoredDraft]:
        """Drafts by id."""
        rows = await self._driver.rows(statements.DRAFTS, {"after": after, "limit": limit})
        return [StoredDraft(*row) for row in rows]

    async def replace(self, expected: int, draft: StoredDraft) -> bool:
        """Replace the draft if its version is still `expected`."""
        parameters = {**_without_id(draft), "draft": draft.id, "expected": expected}
        return await self._driver.run(statements.REPLACE_DRAFT, parameters) == 1

    async def remove(self, draft_id: int, expected: int) -> bool:
        """Remove the draft if its version is still `expected`."""
        return await self._driver.run(statements.REMOVE_DRAFT, {"draft": draft_id, "expected": expected}) == 1


def _without_id(draft: StoredDraft) -> dict[str, Any]:
    return {name: value for name, value in asdict(draft).items() if name != "id"}


class DriverJobStore:
    """Jobs."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    async def add(self, kind: str, actor: str, request: str, now: str) -> int:
        """Add a waiting job and say its id."""
        blank = {"done": 0, "total": 0, "attempt": 0, "leased_until": "", "ended_at": "", "result": "", "error": ""}
        parameters = {"kind": kind, "state": "waiting", "actor": actor, "request": request, "created_at": now, **blank}
        row = await self._driver.row(statements.ADD_JOB, parameters)
        assert row is not None  # noqa: S101 - RETURNING answers or the insert has failed
        return int(row[0])

    async def get(self, job_id: int) -> StoredJob | None:
        """One job."""
        row = await self._driver.row(statements.GET_JOB, {"id": job_id})
        return StoredJob(*row) if row else None

    async def page(self, before: int | None, limit: int) -> list[StoredJob]:
        """Jobs, newest first."""
        statement = statements.JOBS if before is None else statements.JOBS_BEFORE
        rows = await self._driver.rows(statement, {"limit": limit} | ({} if before is None else {"before": before}))
        return [StoredJob(*row) for row in rows]

    async def claimable(self, now: str) -> StoredJob | None:
        """The oldest job that waits, or whose holder has let its lease run out."""
        row = await self._driver.row(statements.CLAIMABLE_JOB, {"now": now, "limit": 1})
        return StoredJob(*row) if row else None

    async def claim(self, job_id: int, attempt: int, leased_until: str) -> bool:
        """Hold a job that is still at `attempt`, as the next one."""
        parameters = {"job": job_id, "held": attempt, "attempt": attempt + 1, "leased_until": leased_until}
        return await self._driver.run(statements.CLAIM_JOB, parameters) == 1

    async def advance(self, job_id: int, attempt: int, done: int, total: int, leased_until: str) -> bool:
        """Say how far the holder of `attempt` is."""
        parameters = {"job": job_id, "held": attempt, "done": done, "total": total, "leased_until": leased_until}
        return await self._driver.run(statements.ADVANCE_JOB, parameters) == 1

    async def end(self, job_id: int, attempt: int, state: str, result: str, error: str, now: str) -> bool:
        """What came of it."""
        parameters = {"job": job_id, "held": attempt, "state": state, "result": result, "error": error, "ended_at": now}
        return await self._driver.run(statements.END_JOB, parameters) == 1

    async def cancel(self, job_id: int, now: str) -> bool:
        """Take back a job that has not ended."""
        return await self._driver.run(statements.CANCEL_JOB, {"job": job_id, "ended_at": now}) == 1


class DriverStore:
    """All stores on one driver."""

    def __init__(self, driver: Driver) -> None:
        self.reports = DriverReportStore(driver)
        self.departments = DriverDepartmentStore(driver)
        self.schemes = DriverSchemeStore(driver)
        self.drafts = DriverDraftStore(driver)
        self.jobs = DriverJobStore(driver)
