"""Tables of a file as grids of cells: from Word (.docx), Excel (.xlsx), or text with tabs.

A cell that a merge covers has `merged` set and no text, so that a reader can tell it from a blank one. In text nobody
can: there every blank cell may be either.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook

from app.documents.blocks import Row
from app.documents.encoding import decoded
from app.documents.envelope import NotAForm
from app.documents.office import is_office, opened
from app.documents.text import blocks_of

MAX_CELLS: Final = 60_000

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell; `sure` is false where blank may also mean covered by a merge."""

    text: str
    merged: bool = False
    sure: bool = True


Grid = list[list[GridCell]]


def grids_of(data: bytes, name: str = "") -> list[Grid]:
    """Every table of a file, in order. Raises NotAForm with what can be read instead."""
    if is_office(data, name):
        return _office(data, name)
    return [_text_grid([block for block in blocks_of(decoded(data, name)) if isinstance(block, Row)])]


def _text_grid(rows: list[Row]) -> Grid:
    return [[GridCell(box.text.strip(), sure=bool(box.text.strip())) for box in row.cells] for row in rows]


def _office(data: bytes, name: str) -> list[Grid]:
    with opened(data, name, "评分表") as archive:
        names = set(archive.namelist())
        if "word/document.xml" in names:
            return list(_word(archive.read("word/document.xml")))
        if "xl/workbook.xml" in names:
            return _excel(data)
    message = f"{name or '文件'}不是 Word 或 Excel 文件，请导入 .docx、.xlsx 或文本"
    raise NotAForm(message)


def _word(document: bytes) -> Iterator[Grid]:
    for table in fromstring(document).iter(f"{W}tbl"):
        yield [list(_word_cells(row)) for row in _children(table, "tr")]


def _children(node: Any, tag: str) -> Iterator[Any]:
    """Children of that tag, also inside content controls and insertions, and not in what was deleted."""
    for child in node:
        if child.tag == f"{W}{tag}":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}smartTag", f"{W}customXml"):
            yield from _children(child, tag)


def _word_cells(row: Any) -> Iterator[GridCell]:
    for cell in _children(row, "tc"):
        properties = cell.find(f"{W}tcPr")
        span = properties.find(f"{W}gridSpan") if properties is not None else None
        merge = properties.find(f"{W}vMerge") if properties is not None else None
        covered = merge is not None and merge.get(f"{W}val") != "restart"
        yield GridCell("" if covered else "\n".join(_word_text(cell)).strip(), merged=covered)
        for _ in range(int(span.get(f"{W}val", "1")) - 1 if span is not None else 0):
            yield GridCell("", merged=True)


def _word_text(cell: Any) -> Iterator[str]:
    """The paragraphs of a cell."""
    for paragraph in cell.iter(f"{W}p"):
        yield "".join(_runs(paragraph))


def _runs(node: Any) -> Iterator[str]:
    """Text in reading order: what was inserted counts, what was deleted or moved away does not."""
    for child in node:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in (f"{W}tab", f"{W}br"):
            yield " "
        elif child.tag not in (f"{W}del", f"{W}moveFrom", f"{W}p"):
            yield from _runs(child)


def _excel(data: bytes) -> list[Grid]:
    workbook = load_workbook(io.BytesIO(data), data_only=True)
    found = []
    for sheet in workbook.worksheets:
        if (sheet.max_row or 0) * (sheet.max_column or 0) > MAX_CELLS:
            message = f"工作表“{sheet.title}”有 {sheet.max_row} 行 {sheet.max_column} 列，不像一份评分表，没有读取"
            raise NotAForm(message)
        covered = {
            (row, column)
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row, area.max_row + 1)
            for column in range(area.min_col, area.max_col + 1)
            if (row, column) != (area.min_row, area.min_col)
        }
        found.append([[_excel_cell(cell, covered) for cell in row] for row in sheet.iter_rows()])
    return found


def _excel_cell(cell: Any, covered: set[tuple[int, int]]) -> GridCell:
    merged = (cell.row, cell.column) in covered
    value = "" if merged or cell.value is None else cell.value
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    return GridCell(re.sub(r"\r\n?", "\n", text).strip(), merged=merged)
