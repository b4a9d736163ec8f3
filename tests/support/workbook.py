"""An Excel workbook as a test sees it, and the form that is read from it."""

import io
from typing import Any

from openpyxl import Workbook, load_workbook

from app.documents.blocks import Document, Line, Row
from app.documents.envelope import Envelope
from app.documents.reader import read_document


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def read_workbook_back(data: bytes) -> Envelope:
    """The form in a written workbook: its bordered rows are rows of tables, others are text."""
    workbook = opened(data)
    sheets = [one for one in workbook.worksheets if one.title != "核对结果"]
    return read_document(Document([_block(sheet, at) for sheet in sheets for at in range(1, sheet.max_row + 1)]))


def shown(cell: Any) -> str:
    """What a person sees in a cell."""
    if isinstance(cell.value, int | float):
        decimals = len(cell.number_format.partition(".")[2])
        return f"{cell.value:.{decimals}f}"
    return cell.value or ""


def _block(sheet: Any, at: int) -> Row | Line:
    beside = {area.bounds[:2] for area in sheet.merged_cells.ranges}  # (column, row) in which a merge begins
    covered = {
        (column, at)
        for left, top, right, bottom in (area.bounds for area in sheet.merged_cells.ranges)
        if top <= at <= bottom
        for column in range(left + 1, right + 1)
    } - beside
    cells = [sheet.cell(at, column) for column in range(1, sheet.max_column + 1) if (column, at) not in covered]
    if cells[0].border.left.style is None:
        return Line(shown(cells[0]))
    return Row([shown(cell) for cell in cells])
