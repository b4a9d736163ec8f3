"""A copy of a report in one of the formats; whoever asks for it says what of the report it is to hold."""

from dataclasses import dataclass
from enum import StrEnum

from app.documents.envelope import Envelope
from app.documents.writing.docx import docx
from app.documents.writing.official import MASKED, official_paper
from app.documents.writing.pdf import pdf
from app.documents.writing.sheet import Paper
from app.documents.writing.text_table import csv_of_form
from app.documents.writing.xlsx import xlsx
from app.domain.checks.finding import Finding
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.scoring.canonical import canonical_json, digest


class Format(StrEnum):
    """How a copy is written, by the end of its file's name."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"
    CSV = "csv"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """What it is on the wire."""
        return {
            "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "pdf": "application/pdf",
            "csv": "text/csv; charset=utf-8",
            "json": "application/json",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Copy:
    """What is written. In a `masked` one the form's personal data is masked already, and it says so on each page.

    A `printed` copy has references to figures written out; one to work on keeps them, so that it can be imported again.
    """

    form: Form
    supplement: Supplement
    findings: tuple[Finding, ...] | None = None
    """What an examination has found, where it is to be told; a workbook has a sheet for it."""
    masked: bool = False
    printed: bool = False

    def written(self, wanted: Format, font_folder: str = "") -> bytes:
        """The file. A PDF takes its fonts from that folder and the system; it raises NoChineseFont without any."""
        if wanted is Format.DOCX:
            return docx(self.paper())
        if wanted is Format.XLSX:
            return xlsx(self.form, self.findings, printed=self.as_figures, note=self.note)
        if wanted is Format.PDF:
            return pdf(official_paper(self.form, printed=True, note=self.note), self.digest, font_folder)
        if wanted is Format.CSV:
            return csv_of_form(self.form)
        return self.envelope().model_dump_json(indent=1).encode()

    def envelope(self) -> Envelope:
        """The data of this very copy."""
        return Envelope(form=self.form, supplement=self.supplement)

    @property
    def digest(self) -> str:
        """What the data of this copy is known by: its JSON has the same digest, in whatever way it is laid out."""
        return digest_of(self.envelope())

    @property
    def as_figures(self) -> bool:
        """Whether references are written out; nobody works on a masked copy, so that there they always are."""
        return self.printed or self.masked

    @property
    def note(self) -> str:
        """What stands on each page."""
        return MASKED if self.masked else ""

    def paper(self) -> Paper:
        """The form on paper."""
        return official_paper(self.form, printed=self.as_figures, note=self.note)

    def file_name(self, wanted: Format) -> str:
        """What the file is saved as: 某局2021年度自评报告（公开稿）.docx."""
        return file_name(self.form, f"自评报告{'（公开稿）' if self.masked else ''}.{wanted.value}")


def file_name(form: Form, what: str) -> str:
    """某局2021年度 before what the file is."""
    cover = form.cover
    name = "".join(cover.department_name.split()) or "部门"
    year = f"{cover.fiscal_year}年度" if cover.fiscal_year else ""
    return f"{name[:60]}{year}{what}".translate(_UNFIT)


def digest_of(envelope: Envelope) -> str:
    """The digest as it is printed: SHA-256 over form and supplement as canonical JSON (RFC 8785)."""
    data = envelope.model_dump(mode="json", include={"form", "supplement"})
    return f"jixiao:sha256:{digest(canonical_json(data))}"


_UNFIT = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_") | dict.fromkeys(range(32), "_"))
"""Characters that no file may have in its name."""
