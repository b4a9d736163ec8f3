"""Use cases of evidence files: list, add, read and remove them."""

import asyncio
from collections.abc import AsyncIterable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.domain.attachment import MAX_SIZE, Attachment, AttachmentTooLarge, File, examined, require_room
from app.domain.people.actor import Actor
from app.domain.people.place import Location
from app.domain.people.right import Right
from app.domain.workflow.case import ReportCase
from app.domain.workflow.moves import EDITABLE
from app.domain.workflow.refusals import WrongState
from app.domain.workflow.state import State
from app.services.errors import NoSuchIndicator, NotFound
from app.services.ports import AlreadyStored, Store, StoredReport
from app.services.recording import Recorder
from app.services.report_document import read_document, stamp
from app.services.report_keeping import CaseChange, ReportKeeping
from app.services.schemes import SchemeService

ATTEMPTS: Final = 3
"""How often adding is tried anew where somebody else stores the same content in the same moment."""


@dataclass(frozen=True, slots=True)
class Added:
    """An attachment; `new` where it was not there before."""

    attachment: Attachment
    new: bool


class AttachmentService:
    """Evidence files of reports, under the rights of the report. Every write is one transaction."""

    def __init__(self, keeping: ReportKeeping, schemes: SchemeService, recorder: Recorder) -> None:
        self._database, self._clock = keeping.database, keeping.clock
        self._keeping, self._schemes, self._recorder = keeping, schemes, recorder

    async def of(self, report_id: int, who: Actor) -> list[Attachment]:
        """A report's attachments by id. Raises NotFound."""
        await self._keeping.get(report_id, who)
        return await self._database.reading.attachments.of(report_id)

    async def get(self, report_id: int, attachment_id: int, who: Actor) -> Attachment:
        """One attachment, without its content. Raises NotFound."""
        await self._keeping.get(report_id, who)
        return await self._found(report_id, attachment_id)

    async def _found(self, report_id: int, attachment_id: int) -> Attachment:
        found = await self._database.reading.attachments.get(report_id, attachment_id)
        if found is None:
            raise _no_attachment(attachment_id)
        return found

    async def add(self, report_id: int, indicator: str, name: str, body: AsyncIterable[bytes], who: Actor) -> Added:
        """Attach what `body` brings to an indicator, or (empty) to the whole report; the same content once.

        Nothing of `body` is read for somebody who may not add it, and never much more than MAX_SIZE. Raises NotFound,
        Forbidden, WrongState, NoSuchIndicator, AttachmentTooLarge, AttachmentRefused and TooManyAttachments.
        """
        stored = await self._editable(report_id, who)
        await self._require_indicator(stored, indicator)
        content = await _collected(body)
        file = await asyncio.to_thread(examined, content, name)  # the digest of 10 MB takes longer than a request may
        for _ in range(ATTEMPTS - 1):
            try:
                return await self._add(stored, indicator, file, content, who)
            except AlreadyStored:
                continue
        return await self._add(stored, indicator, file, content, who)

    async def _add(self, report: StoredReport, indicator: str, file: File, content: bytes, who: Actor) -> Added:
        async with self._database.transaction() as store:
            return await self.add_in(store, report.id, report.location, indicator, file, content, who)

    async def add_in(
        self, store: Store, report_id: int, at: Location, indicator: str, file: File, content: bytes, who: Actor
    ) -> Added:
        """Attach an examined file inside a transaction, by somebody who may fill in the report, which is at `at`.

        Raises AlreadyStored, NotFound, WrongState and TooManyAttachments.
        """
        await _hold(store, report_id)
        there = await store.attachments.of(report_id)
        for one in there:
            if (one.indicator, one.digest) == (indicator, file.digest):
                return Added(one, new=False)
        require_room(there, file.size)
        new = Attachment(
            file.name, file.media_type, file.size, file.digest, 0, report_id, indicator, who.label,
            stamp(self._clock()),
        )  # fmt: skip
        new = replace(new, id=await store.attachments.add(new, content))
        await self._record(store, who, "attachment_added", at, new)
        await self._keeping.changed(store, report_id, _covering([*there, new], who), who)
        return Added(new, new=True)

    async def content(self, report_id: int, attachment_id: int, who: Actor) -> tuple[Attachment, bytes]:
        """An attachment and its bytes; who is not of the department leaves an event. Raises NotFound."""
        stored = await self._keeping.get(report_id, who)
        found = await self._found(report_id, attachment_id)
        try:
            content = await self._database.reading.attachments.content(found.digest)
        except KeyError:  # removed since
            raise _no_attachment(attachment_id) from None
        if not _of_the_department(who, stored.location):
            async with self._database.transaction() as store:
                await self._record(store, who, "attachment_read", stored.location, found)
        return found, content

    async def remove(self, report_id: int, attachment_id: int, who: Actor) -> None:
        """Remove an attachment. Raises NotFound, Forbidden and WrongState."""
        stored = await self._editable(report_id, who)
        async with self._database.transaction() as store:
            await _hold(store, report_id)
            removed = await store.attachments.remove(report_id, attachment_id)
            if removed is None:
                raise _no_attachment(attachment_id)
            await self._record(store, who, "attachment_removed", stored.location, removed)
            await self._keeping.changed(store, report_id, _covering(await store.attachments.of(report_id), who), who)

    async def _editable(self, report_id: int, who: Actor) -> StoredReport:
        stored = await self._keeping.get(report_id, who)
        who.require(Right.REPORT_FILL, stored.location)
        head = read_document(stored.document).head
        head.case.require_editable("增减附件", head.state)
        return stored

    async def _require_indicator(self, report: StoredReport, indicator: str) -> None:
        if not indicator:
            return
        head = read_document(report.document).head
        scheme = await self._schemes.compiled(head.scheme_id, head.scheme_version)
        if all(one.id != indicator for one in scheme.indicators):
            raise NoSuchIndicator(indicator, f"{head.scheme_id} 第 {head.scheme_version} 版")

    async def _record(self, store: Store, who: Actor, kind: str, at: Location, one: Attachment) -> None:
        await self._recorder.record(
            store, who, kind, f"report:{one.report_id}", region=at.region, attachment=one.id, indicator=one.indicator,
            name=one.name, digest=one.digest, size=one.size,
        )  # fmt: skip


def _covering(files: Iterable[Attachment], who: Actor) -> CaseChange:
    """The report's case with these files on it: signatures cover them."""
    there = [(one.indicator, one.digest) for one in files]

    def changed(case: ReportCase, state: State, now: datetime) -> tuple[ReportCase, State]:
        return case.with_attachments(state, there, who, now)

    return changed


async def _hold(store: Store, report_id: int) -> None:
    """Nobody moves or deletes the report until the transaction ends. Raises NotFound and WrongState."""
    state = await store.attachments.hold_report(report_id)
    if state is None:
        message = f"没有编号为 {report_id} 的报告，可能已被删除；请从报告列表进入"
        raise NotFound(message)
    if State(state) not in EDITABLE:
        raise WrongState("增减附件", State(state), EDITABLE, None)


def _of_the_department(who: Actor, at: Location) -> bool:
    return any(grant.place.kind == "department" and grant.place.covers(at) for grant in who.grants)


async def _collected(body: AsyncIterable[bytes]) -> bytes:
    """Everything that `body` brings; a piece too much is the last that is asked for. Raises AttachmentTooLarge."""
    content = bytearray()
    async for piece in body:
        content += piece
        if len(content) > MAX_SIZE:
            raise AttachmentTooLarge
    return bytes(content)


def _no_attachment(attachment_id: int) -> NotFound:
    return NotFound(f"这份报告没有编号为 {attachment_id} 的附件，可能已被删除；请刷新附件列表")
