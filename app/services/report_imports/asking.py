"""Asking for an import, and looking at what came of it: each sees their own."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from app.documents.envelope import Envelope
from app.domain.imports.item import ItemState
from app.domain.imports.upload import UploadedFile, unpacked
from app.domain.people.actor import Actor
from app.domain.people.right import Right
from app.services.errors import ImportOpen, NotFound
from app.services.jobs import JobService
from app.services.ports import AlreadyStored, ImportItem, StoredDepartment, StoredJob
from app.services.recording import Recorder
from app.services.report_imports.comparing import Compared, compared
from app.services.report_imports.directory import Directory
from app.services.report_keeping import ReportKeeping

KIND: Final = "report_import"
APPLYING: Final = "report_import_apply"
DELETED: Final = "report_import_deleted"
"""What is left of a deleted import: the job, whose number the log knows."""
OPEN: Final = ("waiting", "running")
OPEN_AT_MOST: Final = 200
"""So many of somebody's last jobs are looked at."""
ATTEMPTS: Final = 3
"""How often storing is tried anew where somebody else stores the same content in the same moment."""
BREATH: Final = 20
"""Files after which other requests have their turn: on SQLite statements run in the event loop itself."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What an import does not say in its files. `request` is the number by which the log knows who asked."""

    region: str | None
    request: str


@dataclass(frozen=True, slots=True)
class ApplyRequest:
    """Which import is to be written: drafts that are there and files with doubts only where this is asked for."""

    job: int
    replace: bool
    unsure: bool
    request: str


REQUEST: Final = TypeAdapter(ImportRequest)
APPLY: Final = TypeAdapter(ApplyRequest)


@dataclass(frozen=True, slots=True)
class ItemSeen:
    """A file with what was read of it, its department, and the report as it is now beside it."""

    item: ImportItem
    envelope: Envelope | None
    department: StoredDepartment | None
    compared: Compared | None


class ImportService:
    """Imports of filled forms, as whoever asks for them sees them."""

    def __init__(self, keeping: ReportKeeping, jobs: JobService) -> None:
        self._keeping, self._database, self._jobs = keeping, keeping.database, jobs
        self._recorder = Recorder(keeping.clock)

    async def begin(self, sent: Sequence[tuple[str, bytes]], region: str | None, who: Actor) -> StoredJob:
        """Keep the files and ask for their reading. Raises UploadRefused and UploadTooLarge."""
        files, digests = await asyncio.to_thread(_unpacked, sent)
        for _ in range(ATTEMPTS - 1):
            try:
                return await self._begin(files, digests, region, who)
            except AlreadyStored:
                continue
        return await self._begin(files, digests, region, who)

    async def _begin(
        self, files: Sequence[UploadedFile], digests: Sequence[str], region: str | None, who: Actor
    ) -> StoredJob:
        asked = REQUEST.dump_json(ImportRequest(region, who.request)).decode()
        async with self._database.transaction() as store:
            job_id = await self._jobs.add_in(store, KIND, who, asked, files=len(files))
            # In the order of their digests, as everybody holds contents: two imports never wait for each other.
            contents = {digest: one.content for one, digest in zip(files, digests, strict=True) if digest}
            for place, digest in enumerate(sorted(contents)):
                if place % BREATH == 0:
                    await asyncio.sleep(0)
                await store.attachments.put_content(digest, contents[digest])
            await store.imports.add(
                [_new(job_id, at, one, digest) for at, (one, digest) in enumerate(zip(files, digests, strict=True), 1)]
            )
        self._jobs.added()
        return await self._jobs.get(job_id, who)

    async def page(self, who: Actor, before: int | None, limit: int) -> list[StoredJob]:
        """The asker's own imports, newest first."""
        return await self._jobs.page(who, before, limit, KIND)

    async def get(self, import_id: int, who: Actor) -> StoredJob:
        """One of the asker's own imports. Raises NotFound."""
        job = await self._jobs.get(import_id, who)
        if job.kind != KIND:
            message = f"任务 {import_id} 不是导入，请从导入列表进入"
            raise NotFound(message)
        return job

    async def delete(self, import_id: int, who: Actor) -> None:
        """Delete an import with its files; what became an attachment stays. Raises NotFound, and ImportOpen."""
        await self.get(import_id, who)
        async with self._database.transaction() as store:
            asked = await store.jobs.page(who.key, None, OPEN_AT_MOST, APPLYING)
            writing = any(one.state in OPEN and APPLY.validate_json(one.request).job == import_id for one in asked)
            if writing or not await store.jobs.rename(import_id, DELETED):
                raise ImportOpen(import_id)
            items = await store.imports.items(import_id)
            await store.imports.remove(import_id)
            for digest in sorted({one.digest for one in items if one.digest}):
                await store.attachments.drop(digest)
            await self._recorder.record(store, who, "report_import_deleted", f"job:{import_id}", files=len(items))

    async def items(self, import_id: int, who: Actor) -> list[tuple[ImportItem, StoredDepartment | None]]:
        """Its files in order, each with its department. Raises NotFound."""
        await self.get(import_id, who)
        known: dict[int, StoredDepartment | None] = {}
        found = await self._database.reading.imports.items(import_id)
        for number in {one.department for one in found if one.department is not None}:
            known[number] = await self._database.reading.departments.get(number)
        return [(one, known.get(one.department or 0)) for one in found]

    async def item(self, import_id: int, number: int, who: Actor) -> ItemSeen:
        """One of its files, beside the report as it is now. Raises NotFound.

        A department that was registered since the file was read is found now.
        """
        job = await self.get(import_id, who)
        item = await self._database.reading.imports.item(import_id, number)
        if item is None:
            message = f"这次导入没有第 {number} 个文件，请从文件列表进入"
            raise NotFound(message)
        text = await self._database.reading.imports.envelope(import_id, number)
        if not text:
            return ItemSeen(item, None, None, None)
        envelope = Envelope.model_validate_json(text)
        department = await self._department(job, item, envelope, who)
        year = envelope.form.cover.fiscal_year
        beside = None
        if department is not None and year is not None:
            beside = await compared(self._keeping, department.id, year, envelope, who)
        return ItemSeen(item, envelope, department, beside)

    async def _department(
        self, job: StoredJob, item: ImportItem, envelope: Envelope, who: Actor
    ) -> StoredDepartment | None:
        if item.department is not None:
            return await self._database.reading.departments.get(item.department)
        region = REQUEST.validate_json(job.request).region
        known = await Directory.of(self._database, who.places(Right.REPORT_FILL), region)
        return known.find(envelope.form.cover).department

    async def ask_to_apply(self, import_id: int, who: Actor, *, replace: bool, unsure: bool) -> StoredJob:
        """Ask for the files to be written into reports, one by one. Raises NotFound."""
        await self.get(import_id, who)
        asked = ApplyRequest(import_id, replace, unsure, who.request)
        return await self._jobs.add(APPLYING, who, APPLY.dump_json(asked).decode())


def _unpacked(sent: Sequence[tuple[str, bytes]]) -> tuple[list[UploadedFile], list[str]]:
    files = unpacked(sent)
    return files, [hashlib.sha256(one.content).hexdigest() if one.content else "" for one in files]


def _new(job_id: int, number: int, file: UploadedFile, digest: str) -> ImportItem:
    state = ItemState.REFUSED if file.refused else ItemState.WAITING
    return ImportItem(job_id, number, file.name, len(file.content), digest, state, message=file.refused)
