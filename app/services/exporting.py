"""Use cases of copies that leave the service: the official form of a report, and lists of reports, as files."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from enum import StrEnum

from pydantic_core import from_json

from app.documents.template.workbook import TooLargeForTemplate, template
from app.documents.writing.copies import Copy, Format, file_name
from app.documents.writing.fonts import NoChineseFont
from app.documents.writing.results import Result, ResultsWorkbook, result_of, results_csv
from app.documents.writing.text_table import csv_lines
from app.domain.checks.finding import Finding
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.people.actor import Actor
from app.domain.people.right import Right
from app.services.examining import ExaminationService
from app.services.ports import Database, ReportQuery
from app.services.recording import Recorder
from app.services.report_document import read_document
from app.services.report_reading import ReportReading, Shown
from app.services.schemes import SchemeService

__all__ = ["ExportService", "Exported", "Format", "NoChineseFont", "ResultsFormat", "TooLargeForTemplate"]


class ResultsFormat(StrEnum):
    """How a list of reports is written."""

    XLSX = "xlsx"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        """What it is on the wire."""
        return Format(self.value).media_type


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
        schemes: SchemeService,
        font_folder: str,
    ) -> None:
        self._schemes, self._font_folder = schemes, font_folder
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

    async def template(self, report_id: int, who: Actor) -> Exported:
        """The workbook to fill the report in away from the system, with what it says now.

        For those who may fill it in: they alone can import it again. Raises NotFound, Forbidden, TooLargeForTemplate.
        """
        found = await self._reading.get(report_id, who)
        who.require(Right.REPORT_FILL, found.stored.location)
        report = found.report()
        scheme = await self._schemes.compiled(report.scheme_id, report.scheme_version)
        data = await asyncio.to_thread(template, report.form, report.supplement, scheme)
        async with self._database.transaction() as store:
            await self._recorder.record(
                store, who, "report_exported", f"report:{report_id}", region=found.stored.location.region,
                format="template", version=found.version, masked=False,
            )  # fmt: skip
        return Exported(file_name(report.form, "填报表.xlsx"), Format.XLSX.media_type, data)

    async def blank_template(self, scheme_id: str, version: int) -> Exported:
        """The same workbook with nothing filled in but the scheme's scoring table. Raises NotFound."""
        scheme = await self._schemes.compiled(scheme_id, version)
        data = await asyncio.to_thread(template, Form(), Supplement(), scheme)
        return Exported(f"空白填报表（{scheme_id}第{version}版）.xlsx", Format.XLSX.media_type, data)

    async def results(self, selection: ReportQuery, wanted: ResultsFormat) -> AsyncIterator[bytes]:
        """The reports of a list as a file in pieces, a page of `selection.limit` of them in memory at a time.

        What it tells is what the list tells, so that it leaves no event either.
        """
        if wanted is ResultsFormat.CSV:
            yield results_csv([])
            async for page in self._pages(selection):
                yield csv_lines(one.cells() for one in page)
            return
        workbook = ResultsWorkbook()
        async for page in self._pages(selection):
            await asyncio.to_thread(workbook.add, page)
        yield await asyncio.to_thread(workbook.data)

    async def _pages(self, selection: ReportQuery) -> AsyncIterator[list[Result]]:
        after: tuple[int, int] | None = None
        while True:
            page = await self._database.reading.reports.page(replace(selection, after=after))
            yield [result_of(from_json(summary)) for _, _, summary in page]
            if len(page) < selection.limit:
                return
            after = page[-1][:2]

    async def _findings(self, found: Shown, who: Actor) -> tuple[Finding, ...]:
        """As whoever asks is told them, for where the report stands."""
        whole = read_document(found.stored.document).report()
        return (await self._examining.examined(whole, found.stored.location, who)).findings
