"""An Excel workbook as a test sees it, and the form that is read from it."""

import io
from typing import Any

from openpyxl import Workbook, load_workbook

from app.documents.envelope import Envelope
from app.documents.files import read_any


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def read_workbook_back(data: bytes) -> Envelope:
    """The form in a written workbook."""
    return read_any(data, "a.xlsx")


def shown(cell: Any) -> str:
    """What a person sees in a cell."""
    if isinstance(cell.value, int | float):
        decimals = len(cell.number_format.partition(".")[2])
        return f"{cell.value:.{decimals}f}"
    return cell.value or ""
