"""What the use cases need of the world, as Protocols: a store with transactions, and the time."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StoredDepartment:
    """A registered department."""

    id: int
    region: str
    budget_code: str
    name: str


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report as it is stored: its version, its state and the exact body that `GET` answers."""

    id: int
    version: int
    state: str
    document: bytes


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """Everything that a write of a report stores. Points are None where the department has given none."""

    department_id: int
    region: str
    fiscal_year: int
    state: str
    scheme_id: str
    scheme_version: int
    version: int
    self_points: str | None
    computed_low: str
    computed_high: str
    missing: int
    created_at: str
    updated_at: str
    summary: str
    document: bytes
    facts: bytes
    """What scoring needs of it, for what-ifs."""


@dataclass(frozen=True, slots=True)
class StoredJob:
    """A piece of long work. `request` and `result` are JSON; times are empty where there is none yet."""

    id: int
    kind: str
    state: str
    actor: str
    request: str
    done: int
    total: int
    attempt: int
    leased_until: str
    created_at: str
    ended_at: str
    result: str
    error: str


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A scheme's draft; `document` is the whole of it as JSON."""

    id: int
    version: int
    state: str
    title: str
    updated_at: str
    document: str


@dataclass(frozen=True, slots=True)
class FactsQuery:
    """The reports of a year that were filed under a scheme version, by id."""

    fiscal_year: int
    scheme_id: str
    scheme_version: int


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """The edits of one person in one sitting; `patch` is JSON."""

    number: int
    from_version: int
    to_version: int
    actor: str
    started_at: str
    ended_at: str
    patch: str


@dataclass(frozen=True, slots=True)
class StoredScheme:
    """A version of a scheme; `document` is its canonical JSON."""

    id: str
    version: int
    title: str
    issuer: str
    region: str
    first_fiscal_year: int
    last_fiscal_year: int
    digest: str
    document: str


@dataclass(frozen=True, slots=True)
class ReportQuery:
    """Which reports, in which order, from where on. `after` is the last item's sort key and id."""

    filters: Mapping[str, str | int]
    by_points: bool = False
    after: tuple[int, int] | None = None
    limit: int = 50


class AlreadyStored(Exception):
    """A unique key is taken."""


class ReportStore(Protocol):
    """Reports and their revisions."""

    async def get(self, report_id: int) -> StoredReport | None:
        """The stored report, in one statement."""

    async def version(self, report_id: int) -> int | None:
        """Its version alone."""

    async def of_the_year(self, department_id: int, fiscal_year: int) -> int | None:
        """The id of a department's report of a year."""

    async def add(self, record: ReportRecord) -> int:
        """Add a report and say its id, which its body wants: it is then replaced in the same transaction.

        Raises AlreadyStored where the department has one of that year.
        """

    async def replace(self, report_id: int, expected: int, record: ReportRecord) -> bool:
        """Replace the report if its version is still `expected`; says whether it was."""

    async def put_facts(self, report_id: int, query: FactsQuery, facts: bytes) -> None:
        """Add or replace a report's facts; `replace` does so by itself."""

    async def remove(self, report_id: int, expected: int) -> bool:
        """Remove the report and its revisions if its version is still `expected`; says whether it was."""

    async def page(self, query: ReportQuery) -> list[tuple[int, int, str]]:
        """(sort key, id, summary) of up to `limit` reports."""

    async def ids(self, after: int, limit: int) -> list[int]:
        """Ids in ascending order, for rebuilding."""

    async def ids_without_facts(self, limit: int) -> list[int]:
        """Reports whose facts were never packed."""

    async def facts(self, query: FactsQuery, after: int, limit: int) -> Sequence[tuple[int, bytes]]:
        """(report id, facts) in ascending order."""

    async def summary(self, report_id: int) -> str | None:
        """A report's item in lists, as JSON."""

    async def last_revision(self, report_id: int) -> StoredRevision | None:
        """The newest revision."""

    async def put_revision(self, report_id: int, revision: StoredRevision) -> None:
        """Add a revision, or replace the one of that number (the sitting goes on)."""

    async def revisions(self, report_id: int, before: int | None, limit: int) -> list[StoredRevision]:
        """Revisions, newest first."""


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


class SchemeStore(Protocol):
    """Versions of schemes."""

    async def get(self, scheme_id: str, version: int | None) -> StoredScheme | None:
        """A version, or the newest."""

    async def add(self, scheme: StoredScheme) -> None:
        """Add a version. Raises AlreadyStored where it is there."""

    async def page(self, scheme_id: str | None, after: tuple[str, int], limit: int) -> list[StoredScheme]:
        """Versions by id and version."""

    async def in_force(self, region: str, fiscal_year: int) -> StoredScheme | None:
        """The newest version for that year, of the region itself or of the nearest one above it."""


class DraftStore(Protocol):
    """Drafts of schemes."""

    async def add(self, draft: StoredDraft) -> int:
        """Add a draft (its own id is not looked at) and say its id."""

    async def get(self, draft_id: int) -> StoredDraft | None:
        """One draft."""

    async def page(self, after: int, limit: int) -> list[StoredDraft]:
        """Drafts by id."""

    async def replace(self, expected: int, draft: StoredDraft) -> bool:
        """Replace the draft if its version is still `expected`; says whether it was."""

    async def remove(self, draft_id: int, expected: int) -> bool:
        """Remove the draft if its version is still `expected`; says whether it was."""


class JobStore(Protocol):
    """Jobs."""

    async def add(self, kind: str, actor: str, request: str, now: str) -> int:
        """Add a waiting job and say its id."""

    async def get(self, job_id: int) -> StoredJob | None:
        """One job."""

    async def page(self, before: int | None, limit: int) -> list[StoredJob]:
        """Jobs, newest first."""

    async def claimable(self, now: str) -> StoredJob | None:
        """The oldest job that waits, or whose holder has let its lease run out."""

    async def claim(self, job_id: int, attempt: int, leased_until: str) -> bool:
        """Hold a job that is still at `attempt`, as the next one; says whether that succeeded."""

    async def advance(self, job_id: int, attempt: int, done: int, total: int, leased_until: str) -> bool:
        """Say how far the holder of `attempt` is; False where it holds the job no more."""

    async def end(self, job_id: int, attempt: int, state: str, result: str, error: str, now: str) -> bool:
        """What came of it, or `waiting` to hand it back; False where the holder of `attempt` holds it no more."""

    async def cancel(self, job_id: int, now: str) -> bool:
        """Take back a job that has not ended; says whether there was one."""


class Store(Protocol):
    """The stores, seen from inside a transaction or for reading."""

    @property
    def reports(self) -> ReportStore:
        """Reports."""

    @property
    def departments(self) -> DepartmentStore:
        """Departments."""

    @property
    def schemes(self) -> SchemeStore:
        """Schemes."""

    @property
    def drafts(self) -> DraftStore:
        """Drafts of schemes."""

    @property
    def jobs(self) -> JobStore:
        """Jobs."""


class Database(Protocol):
    """Where everything is kept."""

    @property
    def reading(self) -> Store:
        """For reads: each statement sees what was last committed."""

    def transaction(self) -> AbstractAsyncContextManager[Store]:
        """A write transaction: committed at the end of the block, rolled back by any exception."""

    async def ready(self) -> bool:
        """Whether the database answers and has the newest migration."""


class Clock(Protocol):
    """The time."""

    def __call__(self) -> datetime:
        """Now, in UTC."""
