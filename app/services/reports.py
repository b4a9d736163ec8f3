"""Use cases of reports: load, change, commit; then answer."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from pydantic import ValidationError

from app.domain.changes import merged
from app.domain.form.cells import Cell
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.merging import merge
from app.domain.people.actor import Actor
from app.domain.people.place import stem
from app.domain.people.right import Right
from app.domain.preparing import Beginning, carried_over, prepared
from app.domain.report import Revision, SelfEvaluationReport, State, content_at, revised, with_kept_approvals
from app.domain.scoring.compiled import CompiledScheme
from app.domain.workflow.case import ReportCase
from app.services.errors import InvalidContent, NoScheme, NotFound, ReportExists, Stale
from app.services.passages import keep_indexed
from app.services.ports import (
    AlreadyStored,
    ReportQuery,
    ReportRecord,
    Store,
    StoredDepartment,
    StoredReport,
)
from app.services.recording import Recorder
from app.services.report_document import Derived, ReadDocument, content_of, derived_from, read_document, record_of
from app.services.report_keeping import ReportKeeping, Written, no_report, revision_of, stored_revision
from app.services.schemes import SchemeService


@dataclass(frozen=True, slots=True)
class Content:
    """What people fill in."""

    form: Form
    supplement: Supplement


@dataclass(frozen=True, slots=True)
class Writing:
    """How a write is made: only tried (`validate_only`), or merged with what others have written since (`merging`)."""

    validate_only: bool = False
    merging: bool = False


BATCH: Final = 100
"""So many revisions are looked through at a time."""
TRIES: Final = 12
"""So often a merging write starts over where others are faster."""
SITTINGS: Final = 20
"""So many sittings back a write may have been made on."""


@dataclass(frozen=True, slots=True)
class Start:
    """A report to be started; without a scheme, that of the round that asks for it is taken, else the one in force."""

    department: int
    fiscal_year: int
    scheme: tuple[str, int] | None
    content: Content
    prepared: bool = False
    """Whether what is known before anybody begins is filled in where `content` says nothing."""


@dataclass(frozen=True, slots=True)
class Starting:
    """A report that is about to be started."""

    department: StoredDepartment
    report: SelfEvaluationReport
    derived: Derived

    def record(self, report_id: int) -> ReportRecord:
        """As it is to be stored under that number."""
        return record_of(report_id, self.report, self.department, self.derived, self.department.section)

    def written(self, report_id: int) -> Written:
        """As it is answered."""
        return Written(report_id, self.report, self.record(report_id).document, self.department.location)


@dataclass(frozen=True, slots=True)
class Replacing:
    """A report whose content is about to be replaced; unchanged content makes no new version."""

    stored: StoredReport
    before: ReadDocument
    record: ReportRecord
    after: dict[str, Any]
    written: Written

    @property
    def changed(self) -> bool:
        """Whether anything is different."""
        return self.after != self.before.content


class ReportService:
    """Every write is one transaction, and committed before it is answered."""

    def __init__(self, keeping: ReportKeeping, schemes: SchemeService, recorder: Recorder) -> None:
        self._keeping, self._schemes, self._recorder = keeping, schemes, recorder
        self._database, self._clock = keeping.database, keeping.clock

    async def create(self, start: Start, who: Actor, *, validate_only: bool = False) -> Written:
        """Start a report. Raises NotFound, Forbidden, NoScheme, and ReportExists with the one that is there already.

        Where the start names no scheme, an issued round that asks the department for that year gives its own.
        """
        new = await self.starting(start, who)
        try:
            if validate_only:
                await self._require_none(new.department.id, start.fiscal_year)
                return new.written(0)
            async with self._database.transaction() as store:
                return await self.start_in(store, new, who)
        except AlreadyStored:
            await self._require_none(new.department.id, start.fiscal_year)
            raise

    async def starting(self, start: Start, who: Actor) -> Starting:
        """All of a start that comes before its transaction. Raises NotFound, Forbidden and NoScheme."""
        department = await self._database.reading.departments.get(start.department)
        if department is None or not who.may(Right.REPORT_READ, department.location):
            message = f"没有编号为 {start.department} 的部门，请先登记"
            raise NotFound(message)
        who.require(Right.REPORT_FILL, department.location)
        if start.scheme is None:
            scheme = await self._schemes.asked_for(department, start.fiscal_year)
        else:
            scheme = await self._schemes.compiled(*start.scheme)
        if not department.region.startswith(stem(scheme.scheme.region)):
            raise NoScheme(
                f"方案 {scheme.scheme.id} 是区划 {scheme.scheme.region} 的，不能用于区划 {department.region} 的部门"
            )
        content = _kept(Supplement(), await self._beginning(start, department, scheme))
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
            case=ReportCase().filled(who),
            form=content.form,
            supplement=content.supplement,
        )
        return Starting(department, report, derived_from(report, scheme, self._schemes.layout(scheme)))

    async def _beginning(self, start: Start, department: StoredDepartment, scheme: CompiledScheme) -> Content:
        if not start.prepared:
            return start.content
        last = await self._last_year(department.id, start.fiscal_year)
        of = Beginning(department.name, department.budget_code, start.fiscal_year)
        ready = content_of(*prepared(scheme, of, last))
        given = {
            "form": start.content.form.model_dump(mode="json", exclude_defaults=True),
            "supplement": start.content.supplement.model_dump(mode="json", exclude_defaults=True),
        }
        return _validated(merged(ready, given))

    async def _last_year(self, department_id: int, fiscal_year: int) -> Form | None:
        """The department's report of the year before, where it was handed in."""
        found = await self._database.reading.reports.handed_in_before(department_id, fiscal_year, fiscal_year - 1)
        return Form.model_validate(read_document(found[0][1]).data["form"]) if found else None

    async def carried_over(self, report: SelfEvaluationReport) -> dict[str, Cell]:
        """What last year's report settles of this one, by pointer; nothing where there is none that was handed in."""
        last = await self._last_year(report.department, report.fiscal_year)
        if last is None:
            return {}
        scheme = await self._schemes.compiled(report.scheme_id, report.scheme_version)
        return carried_over(scheme.scheme, last)

    async def start_in(self, store: Store, new: Starting, who: Actor) -> Written:
        """Start it inside a transaction. Raises AlreadyStored where the department has a report of that year."""
        report = new.report
        first = revised(None, who.label, report.created_at, 0, _blank(), new.derived.content)
        written = new.written(await store.reports.add(new.record(0)))
        await store.reports.replace(written.id, 1, new.record(written.id))
        await store.reports.put_revision(written.id, stored_revision(first))
        await self._recorder.record(
            store, who, "report_started", f"report:{written.id}", region=new.department.region,
            department=new.department.id, fiscal_year=report.fiscal_year, scheme=report.scheme,
        )  # fmt: skip
        return written

    async def _require_none(self, department_id: int, fiscal_year: int) -> None:
        there = await self._database.reading.reports.of_the_year(department_id, fiscal_year)
        if there is not None:
            raise ReportExists(there, fiscal_year)

    async def get(self, report_id: int, who: Actor) -> StoredReport:
        """The stored report. Raises NotFound, also where the asker may not know of it."""
        return await self._keeping.get(report_id, who)

    async def replace(
        self, report_id: int, expected: int, content: Content, who: Actor, how: Writing = Writing()
    ) -> Written:
        """Replace the content; unchanged content makes no new version. Signatures on what has changed are void.

        Raises NotFound, Forbidden, Stale, WrongState (past submission) and BarredPerson.
        """
        return await self._write(report_id, expected, lambda _: content_of(content.form, content.supplement), who, how)

    async def replacing(self, report_id: int, expected: int, content: Content, who: Actor) -> Replacing:
        """All of a replacement that comes before its transaction. Raises as `replace`."""
        stored = await self._keeping.current(report_id, expected, Right.REPORT_FILL, who)
        return await self._replacing(stored, read_document(stored.document), content, who)

    async def replace_in(self, store: Store, edit: Replacing, who: Actor) -> Written:
        """Replace it inside a transaction. Raises Stale and NotFound where somebody was faster."""
        if edit.changed:
            await self._keeping.keep_in(store, edit.before, edit.stored, edit.record, edit.after, who)
        return edit.written

    async def patch(
        self, report_id: int, expected: int, patch: Mapping[str, Any], who: Actor, how: Writing = Writing()
    ) -> Written:
        """Apply a merge patch to the content. Raises as `replace`, and InvalidContent with what is wrong where."""
        return await self._write(report_id, expected, lambda content: merged(content, dict(patch)), who, how)

    async def _write(
        self, report_id: int, expected: int, change: Callable[[Any], Any], who: Actor, how: Writing
    ) -> Written:
        """Make of the content what `change` makes of that of version `expected`, merged with what came after it.

        Raises as `replace`; Stale says what touches where it can be told.
        """
        tried = 0
        while True:
            tried += 1
            stored = await self._keeping.get(report_id, who)
            who.require(Right.REPORT_FILL, stored.location)
            before = read_document(stored.document)
            after = await self._merged(stored, before, expected, change, merging=how.merging)
            edit = await self._replacing(stored, before, _validated(after), who)
            try:
                return await self._keep(edit, who, validate_only=how.validate_only)
            except Stale:  # somebody was faster between reading and writing
                if not how.merging or tried == TRIES:
                    raise

    async def _merged(
        self, stored: StoredReport, before: ReadDocument, expected: int, change: Callable[[Any], Any], *, merging: bool
    ) -> Any:
        if stored.version == expected:
            return change(before.content)
        listed = await self._database.reading.reports.revisions(stored.id, None, SITTINGS)
        base = content_at(expected, before.content, map(revision_of, listed)) if expected < stored.version else None
        if base is None:
            raise Stale(stored.version)
        yours = _validated(change(base))
        both = merge(base, content_of(yours.form, yours.supplement), before.content)
        if both.conflicts or not merging:
            raise Stale(stored.version, merge=both)
        return both.content

    async def decide(
        self,
        report_id: int,
        expected: int,
        evidence: str,
        ids: Collection[str],
        who: Actor,
        *,
        approved: bool,
        validate_only: bool = False,
    ) -> Written:
        """Approve own indicators, or take that back. Raises NotFound (for an unknown one too), Stale and WrongState."""
        stored = await self._keeping.current(report_id, expected, Right.REPORT_DECIDE, who)
        before = read_document(stored.document)
        supplement = before.supplement()
        there = {one.id for one in supplement.own_indicators().get(evidence, ())}
        if unknown := set(ids) - there:
            message = f"报告中没有这些个性化指标：{'、'.join(sorted(unknown))}，请刷新后再审定"
            raise NotFound(message)
        decided = supplement.with_approvals(
            lambda name, one: approved if name == evidence and one.id in ids else one.approved
        )
        form = Form.model_validate(before.data["form"])
        after = content_of(form, decided)
        head = before.head
        if after != before.content:
            head = head.following(head.case.decided(head.state, who), head.state, self._clock())
        report = head.with_content(form, decided)
        record = self._keeping.recorded(stored, before, report, await self._keeping.derived(report))
        if after != before.content and not validate_only:
            await self._keeping.keep(before, stored, record, after, who)
        return Written(report_id, report, record.document, stored.location)

    async def _replacing(self, stored: StoredReport, before: ReadDocument, content: Content, who: Actor) -> Replacing:
        if content.supplement.own_indicators():
            content = _kept(before.supplement(), content)
        after, head = content_of(content.form, content.supplement), before.head
        if after != before.content:
            now = self._clock()
            case, state = head.case.edited(head.paper(before.content), after, who, now)
            head = head.following(case, state, now)
        report = head.with_content(content.form, content.supplement)
        record = self._keeping.recorded(stored, before, report, await self._keeping.derived(report))
        written = Written(stored.id, report, record.document, stored.location)
        return Replacing(stored, before, record, after, written)

    async def _keep(self, edit: Replacing, who: Actor, *, validate_only: bool) -> Written:
        if edit.changed and not validate_only:
            await self._keeping.keep(edit.before, edit.stored, edit.record, edit.after, who)
        return edit.written

    async def delete(self, report_id: int, expected: int, who: Actor, *, validate_only: bool = False) -> None:
        """Delete a draft, its history and its attachments. Raises NotFound, Forbidden, Stale and NotADraft."""
        stored = await self._keeping.current(report_id, expected, Right.REPORT_FILL, who)
        read_document(stored.document).head.require_deletable()
        if validate_only:
            return
        async with self._database.transaction() as store:
            if not await store.reports.remove(report_id, expected):
                current = await store.reports.version(report_id)
                raise Stale(current) if current is not None else no_report(report_id)
            await store.attachments.remove_of(report_id)
            await store.passages.remove(report_id)
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
        return [revision_of(revision) for revision in stored]

    async def history_of(
        self, report_id: int, cell: str, who: Actor, before: int | None, limit: int
    ) -> tuple[list[Revision], int | None]:
        """The revisions that changed a cell, with those changes alone, newest first; and where to go on, if anywhere.

        Where a row was added or removed, its cells changed with it. Raises NotFound.
        """
        await self.get(report_id, who)
        found: list[Revision] = []
        while stored := await self._database.reading.reports.revisions(report_id, before, BATCH):
            for one in map(revision_of, stored):
                if changes := [change for change in one.changes if change.touches(cell)]:
                    found.append(replace(one, changes=changes))
                    if len(found) == limit:
                        return found, one.number
            before = stored[-1].number
        return found, None

    async def rebuild(self, batch: int = 200) -> int:
        """Write summaries, points and indexed texts of every report anew, from the documents; says how many.

        Versions stay.
        """
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
                report = read.report()
                derived = derived_from(report, scheme, self._schemes.layout(scheme))
                record = record_of(report_id, read.head, department, derived, department.section)
                await store.reports.replace(report_id, stored.version, record)
                await keep_indexed(store, report_id, record, report.form)
                done += 1
        return done


def _kept(before: Supplement, content: Content) -> Content:
    return replace(content, supplement=with_kept_approvals(before, content.supplement))


@cache
def _blank() -> dict[str, Any]:
    """The content of a form that nobody has filled in, as plain JSON values."""
    return content_of(Form(), Supplement())


def _validated(content: Any) -> Content:
    """What people fill in, from JSON. Raises InvalidContent with what is wrong where."""
    try:
        return Content(Form.model_validate(content["form"]), Supplement.model_validate(content["supplement"]))
    except ValidationError as error:
        raise InvalidContent(_located(error), content) from error


def _located(error: ValidationError) -> list[Any]:
    part = "supplement" if error.title == Supplement.__name__ else "form"
    return [{**one, "loc": (part, *one["loc"])} for one in error.errors(include_url=False)]
