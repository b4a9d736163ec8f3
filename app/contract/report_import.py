"""Filled forms in from files: the upload, each file and how far it is, and what it would change."""

from typing import Annotated

from pydantic import Field

from app.contract.department import DepartmentName, Region
from app.contract.form import Form, Supplement
from app.contract.job import Job
from app.contract.report import Change
from app.domain.imports.item import ITEM_LABELS, ItemState
from app.domain.imports.upload import LIMITS, MAX_FILES, MAX_UPLOAD
from app.domain.model import Value
from app.domain.report import State

__all__ = [
    "ITEM_LABELS",
    "LIMITS",
    "MAX_FILES",
    "MAX_UPLOAD",
    "ApplyImport",
    "ImportDoubt",
    "ImportedFile",
    "ImportedForm",
    "ItemState",
    "ReadText",
    "ReportBeside",
    "ReportImport",
    "UploadOptions",
]


class UploadOptions(Value):
    """What the files do not say of themselves."""

    region: Annotated[Region | None, Field(description="只在这个区划里找部门；不写则在可以填报的全部范围里找")] = None


class ImportedFile(Value):
    """A file of an import. `report` is the report that is there already, or that the file became."""

    number: int
    name: str
    size: int
    state: ItemState
    department: DepartmentName | None
    fiscal_year: int | None
    report: int | None
    doubts: int
    changes: int
    """Cells of the report that the file would change, when it was read."""
    message: str
    """Why it was not read or not applied, and what to do; empty otherwise."""


class ReportImport(Job):
    """An import: how far its reading is, and its files."""

    items: tuple[ImportedFile, ...]


class ImportDoubt(Value):
    """Something that was not understood, or not for sure: where it went (a pointer, or "" for nowhere), and why."""

    pointer: str
    found: str
    reason: str


class ReadText(Value):
    """Where in the document a value was read, and the text there; not `sure` where a person should look at it."""

    place: str
    original: str
    sure: bool


class ReportBeside(Value):
    """The report that is there now, beside the file. Its version is the ETag of the answer, and goes into If-Match."""

    report: int
    version: int
    state: State
    changes: tuple[Change, ...]


class ImportedForm(ImportedFile):
    """A file with what was read of it (null where nothing was), and what it would change."""

    form: Form | None
    supplement: Supplement | None
    unsure: tuple[ImportDoubt, ...]
    found: dict[str, ReadText]
    """By pointer, where each value that is not blank was read; empty where the document does not tell."""
    comparison: ReportBeside | None


class ApplyImport(Value):
    """Which files become reports, beside those that are sure and have none yet."""

    replace: Annotated[bool, Field(description="已有草稿的，用文件的内容更新")] = False
    unsure: Annotated[bool, Field(description="有存疑的也导入：没有读懂的原文保留在格子里")] = False
