"""Reports as they are stored, and what keeps them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.people.place import Location, Place


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report as it is stored: its version, its state and the exact body that `GET` answers."""

    id: int
    version: int
    state: str
    location: Location
    """Where it belongs, for rights."""
    document: bytes


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """Everything that a write of a report stores. Points are None where the department has given none."""

    department_id: int
    section_id: int | None
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
    waiting_for: str
    """Whom it waits for: a slot of signatures, a reviewer (`user:7`), the performance office, or nobody."""
    waiver: str
    """`asked` while a waiver waits for its decision; empty otherwise."""
    submitted_at: str
    """When it was first handed in; empty before."""
    created_at: str
    updated_at: str
    summary: str
    document: bytes
    facts: bytes
    """What scoring needs of it, for what-ifs."""


@dataclass(frozen=True, slots=True)
class FactsQuery:
    """The reports of a year that were filed under a scheme version, by id."""

    fiscal_year: int
    scheme_id: str
    scheme_version: int


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """The edits of one person in one sitting; `patch` and `steps` are JSON."""

    number: int
    from_version: int
    to_version: int
    actor: str
    started_at: str
    ended_at: str
    patch: str
    steps: str = "[]"


@dataclass(frozen=True, slots=True)
class ReportQuery:
    """Which reports, in which order, from where on. `after` is the last item's sort key and id."""

    scope: Sequence[Place]
    """Where the reports may be that the asker may see; no place, no report."""
    filters: Mapping[str, str | int]
    by_points: bool = False
    after: tuple[int, int] | None = None
    limit: int = 50


class ReportStore(Protocol):
    """Reports and their revisions."""

    async def get(self, report_id: int) -> StoredReport | None:
        """The stored report, in one statement."""

    async def version(self, report_id: int) -> int | None:
        """Its version alone."""

    async def of_the_year(self, department_id: int, fiscal_year: int) -> int | None:
        """The id of a department's report of a year."""

    async def handed_in_before(self, department_id: int, fiscal_year: int, since: int) -> list[tuple[int, bytes]]:
        """(year, document) of a department's reports from year `since` to before `fiscal_year` that were handed in."""

    async def facts_in_region(self, region: str, fiscal_year: int, without: int, limit: int) -> list[bytes]:
        """Facts of a year's reports that were handed in by departments of just that region, newest first.

        `without` is a department that is left away.
        """

    async def of_department(self, department_id: int) -> list[tuple[int, int, str]]:
        """(id, year, state) of a department's reports, newest year first."""

    async def waiting(self, scope: Sequence[Place]) -> dict[str, int]:
        """How many reports wait for whom, inside any of `scope`; each report once."""

    async def waivers_asked(self, scope: Sequence[Place]) -> int:
        """How many reports have a waiver that waits for its decision, inside any of `scope`; each report once."""

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

    async def ids_within(self, scope: Sequence[Place], fiscal_year: int) -> set[int]:
        """Ids of a year's reports that are inside one of `scope`."""

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
