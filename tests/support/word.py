"""A Word document as a test sees it: its tables cell by cell, and the form that is read from it."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from defusedxml.ElementTree import fromstring

from app.documents.envelope import Envelope
from app.documents.files import read_any
from app.domain.form.cells import folded

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Cell:
    """What Word has of a cell; `merge` is `restart`, `continue` or nothing."""

    text: str
    span: int
    merge: str

    @property
    def key(self) -> str:
        return folded(self.text)


def body_of(data: bytes) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root: ET.Element = fromstring(archive.read("word/document.xml"))
    body = root.find(f"{W}body")
    assert body is not None
    return body


def cells_of(row: ET.Element) -> list[Cell]:
    return [_cell(one) for one in row.findall(f"{W}tc")]


def tables_of(data: bytes) -> list[list[list[Cell]]]:
    return [[cells_of(row) for row in table.findall(f"{W}tr")] for table in body_of(data).findall(f"{W}tbl")]


def read_back(data: bytes) -> Envelope:
    """The form in a written document."""
    return read_any(data, "a.docx")


def _cell(cell: ET.Element) -> Cell:
    span, merge = cell.find(f"{W}tcPr/{W}gridSpan"), cell.find(f"{W}tcPr/{W}vMerge")
    text = "\n".join(_text(paragraph) for paragraph in cell.findall(f"{W}p"))
    told: Any = "" if merge is None else merge.get(f"{W}val", "continue")
    return Cell(text, int(span.get(f"{W}val", "1")) if span is not None else 1, told)


def _text(paragraph: ET.Element) -> str:
    return "".join("\t" if one.tag == f"{W}tab" else one.text or "" for one in paragraph.iter() if one.tag in _TEXTS)


_TEXTS = (f"{W}t", f"{W}tab")
