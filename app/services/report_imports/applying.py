"""Writing what was read into reports: each file in one transaction, with its report, its attachment and its events."""

import asyncio
from dataclasses import replace
from typing import ClassVar, Final

from app.domain.attachment import AttachmentRefused, AttachmentTooLarge, File, examined
from app.domain.errors import DomainError
from app.domain.imports.item import ItemState
from app.domain.people.actor import Actor
from app.domain.workflow.refusals import WrongState
from app.domain.workflow.state import State
from app.services.access import AccessService
from app.services.attachments import AttachmentService
from app.services.errors import NotFound, ReportExists, Stale
from app.services.ports import AlreadyStored, ImportItem, Store, StoredJob
from app.services.recording import Recorder
from app.services.report_imports.asking import APPLY, ApplyRequest, ImportService, ItemSeen
from app.services.report_imports.directory import CODE
from app.services.report_imports.reading import Progress
from app.services.report_keeping import ReportKeeping
from app.services.reports import Content, Replacing, ReportService, Start, Starting

UNCERTAIN: Final = "封面的预算编码与登记的不同，部门是按名称认定的，没有一起导入；请打开这个文件核对后单独导入"


class NotReadable(DomainError):
    """The file is not read yet, or nothing of a report could be read of it."""

    code: ClassVar[str] = "not_readable"


class NoDepartment(DomainError):
    """Nobody knows whose report the file is."""

    code: ClassVar[str] = "no_department"


class AppliedMeanwhile(Exception):
    """Somebody else has just applied the same file."""


class ImportApplying:
    """Applies files of imports; a file is applied once, and again changes nothing."""

    def __init__(
        self,
        keeping: ReportKeeping,
        imports: ImportService,
        reports: ReportService,
        attachments: AttachmentService,
        access: AccessService,
        recorder: Recorder,
    ) -> None:
        self._database, self._imports, self._access = keeping.database, imports, access
        self._reports, self._attachments, self._recorder = reports, attachments, recorder

    async def apply(self, import_id: int, number: int, expected: int | None, who: Actor) -> ItemSeen:
        """Start the department's report with a file, or update the version that it was compared with (`expected`).

        Raises NotFound, Forbidden, NotReadable, NoDepartment, NoScheme, ReportExists where a report is there and no
        version was named, Stale, WrongState where it is past drafting, BarredPerson, TooManyAttachments.
        """
        return await self._apply(await self._imports.item(import_id, number, who), expected, who)

    async def _apply(self, seen: ItemSeen, expected: int | None, who: Actor) -> ItemSeen:
        item = seen.item
        if item.state is ItemState.APPLIED:
            return seen
        writing = await self._writing(seen, expected, who)
        content = await self._database.reading.attachments.content(item.digest)
        file, message = await asyncio.to_thread(_attachable, content, item.name)
        try:
            await self._write(replace(item, department=_department(seen)), writing, file, content, message, who)
        except (AppliedMeanwhile, AlreadyStored, Stale):
            now = await self._imports.item(item.job, item.number, who)
            if now.item.state is ItemState.APPLIED:
                return now
            if seen.compared is None:
                await self._require_none(seen)
            raise
        return await self._imports.item(item.job, item.number, who)

    async def _writing(self, seen: ItemSeen, expected: int | None, who: Actor) -> Starting | Replacing:
        if seen.envelope is None or seen.envelope.form.cover.fiscal_year is None:
            reason = seen.item.message or "文件还没有读取，请等读取完成后再导入"
            raise NotReadable(f"{seen.item.name}没有导入：{reason}")
        department, year, beside = _department(seen), seen.envelope.form.cover.fiscal_year, seen.compared
        if beside is None and expected is None:
            await self._require_none(seen)
            content = Content(seen.envelope.form, seen.envelope.supplement)
            return await self._reports.starting(Start(department, year, None, content), who)
        if beside is None:
            message = "对照的报告已被删除，没有导入；请刷新这一页，按新建报告导入"
            raise NotFound(message)
        if expected is None:
            raise ReportExists(beside.stored.id, year)
        if (state := State(beside.stored.state)) is not State.DRAFTING:
            raise WrongState("用导入的文件更新", state, {State.DRAFTING}, None)
        return await self._reports.replacing(beside.stored.id, expected, beside.content, who)

    async def _require_none(self, seen: ItemSeen) -> None:
        year = seen.envelope.form.cover.fiscal_year if seen.envelope else None
        if seen.department is not None and year is not None:
            there = await self._database.reading.reports.of_the_year(seen.department.id, year)
            if there is not None:
                raise ReportExists(there, year)

    async def _write(
        self,
        item: ImportItem,
        writing: Starting | Replacing,
        file: File | None,
        content: bytes,
        message: str,
        who: Actor,
    ) -> None:
        async with self._database.transaction() as store:
            if isinstance(writing, Starting):
                written = await self._reports.start_in(store, writing, who)
            else:
                written = await self._reports.replace_in(store, writing, who)
            if file is not None:
                await self._attachments.add_in(store, written.id, written.location, "", file, content, who)
            await self._mark(store, item, written.id, message)
            await self._recorder.record(
                store, who, "report_imported", f"report:{written.id}", region=written.location.region,
                job=item.job, file=item.number, name=item.name, digest=item.digest,
            )  # fmt: skip

    async def _mark(self, store: Store, item: ImportItem, report_id: int, message: str) -> None:
        version = await store.reports.version(report_id)
        if not await store.imports.apply(item, report_id, version or 0, message):
            raise AppliedMeanwhile

    async def run(self, job: StoredJob, progress: Progress) -> str:
        """Apply those files of an import that are wanted; why one was not is left beside it. Raises NotSignedIn."""
        asked = APPLY.validate_json(job.request)
        who = await self._access.again(job.actor, asked.request)
        items = await self._database.reading.imports.items(asked.job)
        progress.total = len(items)
        for one in items:
            if wanted(one, asked):
                await self._try(one, who)
            progress.advance()
        return "{}"

    async def _try(self, item: ImportItem, who: Actor) -> None:
        expected = item.version if item.state is ItemState.THERE else None
        try:
            seen = await self._imports.item(item.job, item.number, who)
            if seen.envelope and any(doubt.pointer == CODE for doubt in seen.envelope.doubts):
                raise NoDepartment(UNCERTAIN)
            await self._apply(seen, expected, who)
        except DomainError as refused:
            async with self._database.transaction() as store:
                await store.imports.note(item, str(refused))


def wanted(item: ImportItem, asked: ApplyRequest) -> bool:
    """Whether a file is among those that are asked for: what is sure, and what else was said."""
    if item.doubts and not asked.unsure:
        return False
    if item.state is ItemState.THERE:
        return asked.replace
    return item.state in (ItemState.READ, ItemState.UNSURE, ItemState.NO_DEPARTMENT)


def _department(seen: ItemSeen) -> int:
    if seen.department is None:
        raise NoDepartment(f"{seen.item.name}没有导入：{seen.item.message or '找不到它的部门'}")
    return seen.department.id


def _attachable(content: bytes, name: str) -> tuple[File | None, str]:
    """The file as an attachment, or why it cannot be one: the report is imported all the same."""
    try:
        return examined(content, name), ""
    except (AttachmentRefused, AttachmentTooLarge) as refused:
        return None, f"已导入，但原文件没有作为附件保存：{refused}"
