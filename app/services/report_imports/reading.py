"""The worker's part of an import: every file read and compared, one after the other; no report is written."""

from dataclasses import replace
from typing import Protocol

from app.documents.apart import Apart
from app.documents.envelope import Doubt, Envelope, NotAForm
from app.domain.imports.item import ItemState
from app.domain.people.actor import Actor
from app.domain.people.right import Right
from app.domain.workflow.state import State
from app.services.access import AccessService
from app.services.ports import ImportItem, StoredJob
from app.services.report_imports.asking import REQUEST
from app.services.report_imports.comparing import compared
from app.services.report_imports.directory import Directory
from app.services.report_keeping import ReportKeeping

NO_YEAR = "没有认出年度（标题中如“2021年度”），无法确定是哪一年的报告；请在文件的标题中写明后再导入"


Taken = dict[tuple[int | None, int | None], int]
"""The first file of each department and year."""


class Progress(Protocol):
    """Who is told how far it is."""

    total: int

    def advance(self, more: int = 1) -> None:
        """So many files more are done; may raise to stop."""


class ImportReading:
    """Reads the files of imports. What was read of one is stored whole before the next is begun."""

    def __init__(self, keeping: ReportKeeping, access: AccessService) -> None:
        self._keeping, self._database, self._access = keeping, keeping.database, access

    async def run(self, job: StoredJob, progress: Progress) -> str:
        """Read every file that waits: all of them, or those that a holder before has left. Raises NotSignedIn."""
        asked = REQUEST.validate_json(job.request)
        who = await self._access.again(job.actor, asked.request)
        known = await Directory.of(self._database, who.places(Right.REPORT_FILL), asked.region)
        items = await self._database.reading.imports.items(job.id)
        taken: Taken = {
            (one.department, one.fiscal_year): one.number for one in reversed(items) if one.department is not None
        }
        waiting = [one for one in items if one.state is ItemState.WAITING]
        progress.total = len(items)
        progress.advance(len(items) - len(waiting))
        with Apart() as reader:
            for one in waiting:
                read, envelope = await self._read(one, reader, known, taken, who)
                async with self._database.transaction() as store:
                    await store.imports.put(read, envelope.model_dump_json() if envelope else "")
                progress.advance()
        return "{}"

    async def _read(
        self,
        item: ImportItem,
        reader: Apart,
        known: Directory,
        taken: Taken,
        who: Actor,
    ) -> tuple[ImportItem, Envelope | None]:
        """What becomes of a file."""
        content = await self._database.reading.attachments.content(item.digest)
        try:
            envelope = reader.read(content, item.name)
        except NotAForm as refused:
            return replace(item, state=ItemState.REFUSED, message=str(refused)), None
        year = envelope.form.cover.fiscal_year
        if year is None:
            return replace(item, state=ItemState.REFUSED, message=NO_YEAR), envelope
        placed = known.find(envelope.form.cover)
        doubts = (*envelope.doubts, *placed.doubts)
        if placed.department is not None:
            first = taken.setdefault((placed.department.id, year), item.number)
            doubts += (_again(first, year),) if first != item.number else ()
        envelope = envelope.model_copy(update={"doubts": doubts})
        item = replace(item, fiscal_year=year, doubts=len(doubts), message=placed.why)
        if placed.department is None:
            return replace(item, state=ItemState.NO_DEPARTMENT), envelope
        item = replace(item, department=placed.department.id)
        return await self._compared(item, placed.department.id, year, envelope, who), envelope

    async def _compared(
        self, item: ImportItem, department: int, year: int, envelope: Envelope, who: Actor
    ) -> ImportItem:
        beside = await compared(self._keeping, department, year, envelope, who)
        if beside is None:
            return replace(item, state=ItemState.UNSURE if item.doubts else ItemState.READ)
        state = State(beside.stored.state)
        message = "" if state is State.DRAFTING else f"已有报告处于“{state.label}”状态，不能用文件更新"
        return replace(
            item, state=ItemState.THERE, report=beside.stored.id, version=beside.stored.version,
            changes=len(beside.changes), message=message,
        )  # fmt: skip


def _again(first: int, year: int) -> Doubt:
    reason = f"这次导入的第 {first} 个文件也是这个部门 {year} 年度的报告，请只导入其中一份"
    return Doubt(pointer="", found=f"第 {first} 个文件", reason=reason)
