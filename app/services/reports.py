"""Use cases of reports: load, change, commit; then answer."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from app.domain.changes import CellChange, differences, merged
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.people.actor import Actor
from app.domain.people.place import stem
from app.domain.people.right import Right
from app.domain.personal import without_personal_data
from app.domain.report import ReportHead, Revision, SelfEvaluationReport, State, revised, with_kept_approvals
from app.services.errors import InvalidContent, NoScheme, NotFound, ReportExists, Stale
from app.services.ports import (
    AlreadyStored,
    Clock,
    Database,
    ReportQuery,
    ReportRecord,
    Store,
    StoredReport,
    StoredRevision,
)
from app.services.recording import Recorder
from app.services.report_document import ReadDocument, derived_from, read_document, record_of, stamp
from app.services.schemes import SchemeService


@dataclass(frozen=True, slots=True)
class Content:
    """What people fill in."""

    form: Form
    supplement: Supplement


@dataclass(frozen=True, slots=True)
class Start:
    """A report to be started; without a scheme, the one in force is taken."""

    department: int
    fiscal_year: int
    scheme: tuple[str, int] | None
    content: Content


@dataclass(frozen=True, slots=True)
class Written:
    """A report as it now is (or would be, where nothing was to be stored)."""

    id: int
    report: SelfEvaluationReport
    document: bytes


class ReportService:
    """Every write is one transaction, and committed before it is answered."""

    def __init__(self, database: Database, schemes: SchemeService, clock: Clock, recorder: Recorder) -> None:
        self._database, self._schemes, self._clock, self._recorder = database, schemes, clock, recorder

    async def create(self, start: Start, who: Actor, *, validate_only: bool = False) -> Written:
        """Start a report. Raises NotFound, Forbidden, NoScheme, and ReportExists with the one that is there already."""
        start = replace(start, content=_kept(Supplement(), start.content))
        department = await self._database.reading.departments.get(start.department)
        if department is None or not who.may(Right.REPORT_READ, department.location):
            message = f"没有编号为 {start.department} 的部门，请先登记"
            raise NotFound(message)
        who.require(Right.REPORT_FILL, department.location)
        if start.scheme is None:
            stored = await self._schemes.in_force(department.region, start.fiscal_year)
            scheme = await self._schemes.compiled(stored.id, stored.version)
        else:
            scheme = await self._schemes.compiled(*start.scheme)
        if not department.region.startswith(stem(scheme.scheme.region)):
            raise NoScheme(
                f"方案 {scheme.scheme.id} 是区划 {scheme.scheme.region} 的，不能用于区划 {department.region} 的部门"
            )
        now = self._clock()
        report = SelfEvaluationReport(
            department=department.id,
            fiscal_year=start.fiscal_year,
            scheme_id=scheme.scheme.id,
            scheme_version=scheme.scheme.version,
            state=State.DRAFTING,
            version=1,
            created_at=now,
            updated_at=now,
            form=start.content.form,
            supplement=start.content.supplement,
        )
        derived = derived_from(report, scheme, self._schemes.layout(scheme))
        try:
            if validate_only:
                await self._require_none(department.id, start.fiscal_year)
                return Written(0, report, record_of(0, report, department, derived, department.section).document)
            first = revised(None, who.label, now, 0, _blank(), derived.content)
            async with self._database.transaction() as store:
                report_id = await store.reports.add(record_of(0, report, department, derived, department.section))
                record = record_of(report_id, report, department, derived, department.section)
                await store.reports.replace(report_id, 1, record)
                await store.reports.put_revision(report_id, _stored(first))
                await self._recorder.record(
                    store, who, "report_started", f"report:{report_id}", region=department.region,
                    department=department.id, fiscal_year=start.fiscal_year,
                    scheme=f"{scheme.scheme.id}@{scheme.scheme.version}",
                )  # fmt: skip
        except AlreadyStored:
            await self._require_none(department.id, start.fiscal_year)
            raise
        return Written(report_id, report, record.document)

    async def _require_none(self, department_id: int, fiscal_year: int) -> None:
        there = await self._database.reading.reports.of_the_year(department_id, fiscal_year)
        if there is not None:
            raise ReportExists(there, fiscal_year)

    async def get(self, report_id: int, who: Actor) -> StoredReport:
        """The stored report. Raises NotFound, also where the asker may not know of it."""
        stored = await self._database.reading.reports.get(report_id)
        if stored is None or not who.may(Right.REPORT_READ, stored.location):
            raise _no_report(report_id)
        return stored

    async def replace(
        self, report_id: int, expected: int, content: Content, who: Actor, *, validate_only: bool = False
    ) -> Written:
        """Replace the content. Raises NotFound, Stale and NotADraft; unchanged content makes no new version."""
        stored = await self._current(report_id, expected, Right.REPORT_FILL, who)
        before = read_document(stored.document)
        if content.supplement.own_indicators():
            content = _kept(before.supplement(), content)
        return await self._write(stored, before, content, who, validate_only=validate_only)

    async def patch(
        self, report_id: int, expected: int, patch: Mapping[str, Any], who: Actor, *, validate_only: bool = False
    ) -> Written:
        """Apply a merge patch to the content. Raises as `replace`, and InvalidContent with what is wrong where."""
        stored = await self._current(report_id, expected, Right.REPORT_FILL, who)
        before = read_document(stored.document)
        after = merged(before.content, dict(patch))
        try:
            content = Content(Form.model_validate(after["form"]), Supplement.model_validate(after["supplement"]))
        except ValidationError as error:
            raise InvalidContent(_located(error), after) from error
        if content.supplement.own_indicators():
            content = _kept(before.supplement(), content)
        return await self._write(stored, before, content, who, validate_only=validate_only)

    async def decide(
        self, report_id: int, expected: int, evidence: str, ids: Collection[str], who: Actor, *, approved: bool
    ) -> Written:
        """Approve own indicators, or take that back. Raises NotFound (also for an unknown one), Stale and NotADraft."""
        stored = await self._current(report_id, expected, Right.REPORT_DECIDE, who)
        before = read_document(stored.document)
        supplement = before.supplement()
        there = {one.id for one in supplement.own_indicators().get(evidence, ())}
        if unknown := set(ids) - there:
            message = f"报告中没有这些个性化指标：{'、'.join(sorted(unknown))}，请刷新后再审定"
            raise NotFound(message)
        decided = supplement.with_approvals(
            lambda name, one: approved if name == evidence and one.id in ids else one.approved
        )
        content = Content(Form.model_validate(before.data["form"]), decided)
        return await self._write(stored, before, content, who, validate_only=False)

    async def _current(self, report_id: int, expected: int, right: Right, who: Actor) -> StoredReport:
        stored = await self.get(report_id, who)
        who.require(right, stored.location)
        if stored.version != expected:
            raise Stale(stored.version)
        return stored

    async def _write(
        self, stored: StoredReport, before: ReadDocument, content: Content, who: Actor, *, validate_only: bool
    ) -> Written:
        report_id, now = stored.id, self._clock()
        report = before.head.with_content(content.form, content.supplement, now)
        scheme = await self._schemes.compiled(report.scheme_id, report.scheme_version)
        derived = derived_from(report, scheme, self._schemes.layout(scheme))
        changed = derived.content != before.content
        if not changed:
            head = {name: getattr(before.head, name) for name in ReportHead.__slots__}
            report = replace(report, **head)
        record = record_of(report_id, report, before.department, derived, stored.location.section)
        if changed and not validate_only:
            async with self._database.transaction() as store:
                await self._store(store, report_id, before, record, who, now, derived.content)
        return Written(report_id, report, record.document)

    async def _store(
        self,
        store: Store,
        report_id: int,
        before: ReadDocument,
        record: ReportRecord,
        who: Actor,
        now: datetime,
        after: dict[str, Any],
    ) -> None:
        reports, expected = store.reports, before.head.version
        if not await reports.replace(report_id, expected, record):
            current = await reports.version(report_id)
            raise Stale(current) if current is not None else _no_report(report_id)
        last = await reports.last_revision(report_id)
        revision = revised(_read(last) if last else None, who.label, now, expected, before.content, after)
        await reports.put_revision(report_id, _stored(revision))
        changes = [change.as_json() for change in differences(before.content, after)]
        await self._recorder.record(
            store, who, "report_changed", f"report:{report_id}", region=record.region, version=record.version,
            changes=[without_personal_data(change) for change in changes],
        )  # fmt: skip

    async def delete(self, report_id: int, expected: int, who: Actor, *, validate_only: bool = False) -> None:
        """Delete a draft, its history and its attachments. Raises NotFound, Forbidden, Stale and NotADraft."""
        stored = await self._current(report_id, expected, Right.REPORT_FILL, who)
        read_document(stored.document).head.require_draft()
        if validate_only:
            return
        async with self._database.transaction() as store:
            if not await store.reports.remove(report_id, expected):
                current = await store.reports.version(report_id)
                raise Stale(current) if current is not None else _no_report(report_id)
            await store.attachments.remove_of(report_id)
            await self._recorder.record(
                store, who, "report_deleted", f"report:{report_id}", region=stored.location.region, version=expected
            )

    async def page(self, query: ReportQuery) -> list[tuple[int, int, str]]:
        """(sort key, id, summary as JSON) of up to `limit` reports."""
        return await self._database.reading.reports.page(query)

    async def revisions(self, report_id: int, who: Actor, before: int | None, limit: int) -> list[Revision]:
        """The report's history, newest first. Raises NotFound."""
        await self.get(report_id, who)
        stored = await self._database.reading.reports.revisions(report_id, before, limit)
        return [_read(revision) for revision in stored]

    async def rebuild(self, batch: int = 200) -> int:
        """Write summaries and points of every report anew, from the documents; says how many. Versions stay."""
        done, after = 0, 0
        while ids := await self._database.reading.reports.ids(after, batch):
            done += await self._rebuild(ids)
            after = ids[-1]
        return done

    async def pack_facts(self, batch: int = 200) -> int:
        """Pack the facts of reports that were written before there were any; says of how many."""
        done = 0
        while ids := await self._database.reading.reports.ids_without_facts(batch):
            done += await self._rebuild(ids)
        return done

    async def _rebuild(self, ids: Iterable[int]) -> int:
        done = 0
        async with self._database.transaction() as store:
            for report_id in ids:
                stored = await store.reports.get(report_id)
                if stored is None:
                    continue
                read = read_document(stored.document)
                department = await store.departments.get(read.department.id) or read.department
                scheme = await self._schemes.compiled(read.head.scheme_id, read.head.scheme_version)
                derived = derived_from(read.report(), scheme, self._schemes.layout(scheme))
                await store.reports.replace(
                    report_id,
                    stored.version,
                    record_of(report_id, read.head, department, derived, department.section),
                )
                done += 1
        return done


def _kept(before: Supplement, content: Content) -> Content:
    return replace(content, supplement=with_kept_approvals(before, content.supplement))


def _no_report(report_id: int) -> NotFound:
    return NotFound(f"没有编号为 {report_id} 的报告，可能已被删除；请从报告列表进入")


@cache
def _blank() -> dict[str, Any]:
    """The content of a form that nobody has filled in, as plain JSON values."""
    return {"form": Form().model_dump(mode="json"), "supplement": Supplement().model_dump(mode="json")}


def _located(error: ValidationError) -> list[Any]:
    part = "supplement" if error.title == Supplement.__name__ else "form"
    return [{**one, "loc": (part, *one["loc"])} for one in error.errors(include_url=False)]


def _stored(revision: Revision) -> StoredRevision:
    return StoredRevision(
        revision.number,
        revision.from_version,
        revision.to_version,
        revision.actor,
        stamp(revision.started_at),
        stamp(revision.ended_at),
        to_json([change.as_json() for change in revision.changes]).decode(),
    )


def _read(stored: StoredRevision) -> Revision:
    return Revision(
        stored.number,
        stored.from_version,
        stored.to_version,
        stored.actor,
        datetime.fromisoformat(stored.started_at),
        datetime.fromisoformat(stored.ended_at),
        [CellChange.from_json(change) for change in from_json(stored.patch)],
    )
