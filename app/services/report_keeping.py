"""Loading and keeping reports, for every use case that changes one: content and case are one document, one version."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic_core import from_json, to_json

from app.domain.changes import CellChange, differences
from app.domain.checks.examine import FindingCounts
from app.domain.form.form import Form
from app.domain.people.actor import Actor
from app.domain.people.place import Location
from app.domain.people.right import Right
from app.domain.personal import without_personal_data
from app.domain.report import Revision, SelfEvaluationReport, State, Step, revised
from app.domain.workflow.case import ReportCase
from app.domain.workflow.state import IN_HAND
from app.services.errors import NotFound, Stale
from app.services.passages import keep_indexed
from app.services.ports import Clock, Database, ReportRecord, Store, StoredReport, StoredRevision
from app.services.recording import Recorder
from app.services.report_document import Derived, ReadDocument, derived_from, read_document, record_of, stamp
from app.services.results import Counting, keep_result
from app.services.schemes import SchemeService


@dataclass(frozen=True, slots=True)
class Written:
    """A report as it now is (or would be, where nothing was to be stored)."""

    id: int
    report: SelfEvaluationReport
    document: bytes
    location: Location


CaseChange = Callable[[ReportCase, State, datetime], tuple[ReportCase, State]]
"""What an act beside the report makes of its case and state, given both and the time."""


Beside = Callable[[Store, SelfEvaluationReport], Awaitable[None]]
"""What is written beside a report in its transaction, given the report as it then is."""


class ReportKeeping:
    """Every write is one transaction on the version that the caller has seen, with its event in the log."""

    def __init__(
        self, database: Database, schemes: SchemeService, counting: Counting, clock: Clock, recorder: Recorder
    ) -> None:
        self.database, self._schemes, self._counting = database, schemes, counting
        self.clock, self._recorder = clock, recorder

    async def get(self, report_id: int, who: Actor) -> StoredReport:
        """The stored report. Raises NotFound, also where the asker may not know of it."""
        stored = await self.database.reading.reports.get(report_id)
        if stored is None or not who.may(Right.REPORT_READ, stored.location):
            raise no_report(report_id)
        return stored

    async def current(self, report_id: int, expected: int, right: Right, who: Actor) -> StoredReport:
        """The stored report, to be changed. Raises NotFound, Forbidden and Stale."""
        stored = await self.get(report_id, who)
        who.require(right, stored.location)
        if stored.version != expected:
            raise Stale(stored.version)
        return stored

    async def derived(self, report: SelfEvaluationReport) -> Derived:
        """What is computed of a report under its own scheme."""
        scheme = await self._schemes.compiled(report.scheme_id, report.scheme_version)
        return derived_from(report, scheme, self._schemes.layout(scheme))

    def recorded(
        self, stored: StoredReport, before: ReadDocument, report: SelfEvaluationReport, derived: Derived
    ) -> ReportRecord:
        """The report as it is to be stored."""
        return record_of(stored.id, report, before.department, derived, stored.location.section)

    async def changed(self, store: Store, report_id: int, change: CaseChange, who: Actor, kind: str = "") -> None:
        """Change a report's case inside a transaction, on the version that is there. Raises what `change` does."""
        stored = await store.reports.get(report_id)
        if stored is None:
            raise no_report(report_id)
        before = read_document(stored.document)
        head, now = before.head, self.clock()
        case, state = change(head.case, head.state, now)
        if case == head.case:
            return
        content = before.report()
        report = head.following(case, state, now).with_content(content.form, content.supplement)
        record = self.recorded(stored, before, report, await self.derived(report))
        await self.keep_in(store, before, stored, record, before.content, who, kind)

    async def keep(
        self,
        before: ReadDocument,
        stored: StoredReport,
        record: ReportRecord,
        after: dict[str, Any],
        who: Actor,
        kind: str = "",
        counts: FindingCounts | None = None,
        **details: Any,
    ) -> None:
        """Store the next version: its content's changes as a revision, and what was done as an event of `kind`.

        `counts` are its findings for its result, where they may have changed. Raises Stale and NotFound where somebody
        was faster.
        """
        async with self.database.transaction() as store:
            await self.keep_in(store, before, stored, record, after, who, kind, counts, **details)

    async def keep_case(
        self,
        stored: StoredReport,
        before: ReadDocument,
        case: ReportCase,
        state: State,
        who: Actor,
        kind: str,
        *,
        validate_only: bool = False,
        beside: Beside | None = None,
        **details: Any,
    ) -> Written:
        """Store the next version with another case or state and the same content, and `beside`. Raises as `keep`."""
        report = before.report()
        head = before.head.following(case, state, self.clock())
        after = head.with_content(report.form, report.supplement)
        record = self.recorded(stored, before, after, await self.derived(after))
        if not validate_only:
            counts = None
            if state in IN_HAND and (before.head.state not in IN_HAND or case.waivers != before.head.case.waivers):
                counts = await self._counting.counted(after)
            async with self.database.transaction() as store:
                await self.keep_in(store, before, stored, record, before.content, who, kind, counts, **details)
                if beside is not None:
                    await beside(store, after)
        return Written(stored.id, after, record.document, stored.location)

    async def keep_in(
        self,
        store: Store,
        before: ReadDocument,
        stored: StoredReport,
        record: ReportRecord,
        after: dict[str, Any],
        who: Actor,
        kind: str = "",
        counts: FindingCounts | None = None,
        **details: Any,
    ) -> None:
        """`keep`, inside a transaction."""
        if not await store.reports.replace(stored.id, stored.version, record):
            current = await store.reports.version(stored.id)
            raise Stale(current) if current is not None else no_report(stored.id)
        there, was_there = record.state in IN_HAND, before.head.state in IN_HAND
        if there != was_there:
            await keep_indexed(store, stored.id, record, Form.model_validate(after["form"]))
        if there or was_there:
            read = read_document(record.document)
            await keep_result(store, self._schemes, stored.id, record.section_id, read, counts)
        subject, region, version = f"report:{stored.id}", record.region, record.version
        if after != before.content:
            last, changes = await store.reports.last_revision(stored.id), differences(before.content, after)
            sitting = revision_of(last) if last else None
            revision = revised(sitting, who.label, self.clock(), stored.version, before.content, after, changes)
            await store.reports.put_revision(stored.id, stored_revision(revision))
            cleaned = [without_personal_data(change.as_json()) for change in changes]
            await self._recorder.record(
                store, who, "report_changed", subject, region=region, version=version, state=record.state,
                changes=cleaned,
            )  # fmt: skip
        if kind:
            await self._recorder.record(store, who, kind, subject, region=region, version=version, **details)


def no_report(report_id: int) -> NotFound:
    """There is no such report, as far as the asker may know."""
    return NotFound(f"没有编号为 {report_id} 的报告，可能已被删除；请从报告列表进入")


def stored_revision(revision: Revision) -> StoredRevision:
    """A revision as it is stored."""
    return StoredRevision(
        revision.number,
        revision.from_version,
        revision.to_version,
        revision.actor,
        stamp(revision.started_at),
        stamp(revision.ended_at),
        to_json([change.as_json() for change in revision.changes]).decode(),
        to_json([[one.version, [change.as_json() for change in one.changes]] for one in revision.steps]).decode(),
    )


def revision_of(stored: StoredRevision) -> Revision:
    """A stored revision, read."""
    return Revision(
        stored.number,
        stored.from_version,
        stored.to_version,
        stored.actor,
        datetime.fromisoformat(stored.started_at),
        datetime.fromisoformat(stored.ended_at),
        [CellChange.from_json(change) for change in from_json(stored.patch)],
        tuple(
            Step(version, [CellChange.from_json(change) for change in changes])
            for version, changes in from_json(stored.steps)
        ),
    )
