"""Use cases of copies that leave the service: the official form of a report as a file."""

import asyncio
from dataclasses import dataclass

from app.documents.writing.copies import Copy, Format
from app.documents.writing.fonts import NoChineseFont
from app.domain.checks.finding import Finding
from app.domain.people.actor import Actor
from app.services.examining import ExaminationService
from app.services.ports import Database
from app.services.recording import Recorder
from app.services.report_document import read_document
from app.services.report_reading import ReportReading, Shown

__all__ = ["ExportService", "Exported", "Format", "NoChineseFont"]


@dataclass(frozen=True, slots=True)
class Exported:
    """A file."""

    name: str
    media_type: str
    data: bytes


class ExportService:
    """Copies of reports by the reader's rights; each leaves an event that says who took what, and nothing of it."""

    def __init__(
        self,
        database: Database,
        reading: ReportReading,
        examining: ExaminationService,
        recorder: Recorder,
        font_folder: str,
    ) -> None:
        self._font_folder = font_folder
        self._database, self._reading, self._examining, self._recorder = database, reading, examining, recorder

    async def document(self, report_id: int, who: Actor, wanted: Format, *, printed: bool = False) -> Exported:
        """The report as `who` is shown it, which is masked for everybody outside the department.

        Raises NotFound, and NoChineseFont where a PDF cannot be made here.
        """
        found = await self._reading.get(report_id, who)
        report = found.report()
        findings = await self._findings(found, who) if wanted is Format.XLSX else None
        copy = Copy(report.form, report.supplement, findings, masked="m" in found.variant, printed=printed)
        data = await asyncio.to_thread(copy.written, wanted, self._font_folder)
        async with self._database.transaction() as store:
            await self._recorder.record(
                store, who, "report_exported", f"report:{report_id}", region=found.stored.location.region,
                format=wanted.value, version=found.version, masked=copy.masked,
            )  # fmt: skip
        return Exported(copy.file_name(wanted), wanted.media_type, data)

    async def _findings(self, found: Shown, who: Actor) -> tuple[Finding, ...]:
        """As whoever asks is told them, for where the report stands."""
        whole = read_document(found.stored.document).report()
        return (await self._examining.examined(whole, found.stored.location, who)).findings
