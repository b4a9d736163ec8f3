"""Cells of Excel workbooks: figures as numbers with the decimals that were typed, texts that compute nothing."""

import io
import re
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from app.domain.form.cells import FIGURE_PATTERN

_FIGURE: Final = re.compile(FIGURE_PATTERN)
_EXACT: Final = 15
"""Digits that a number of Excel holds; a figure with more stays a text, so that none is lost."""
_FORMULA: Final = ("=", "+", "-", "@")


def put_figure(cell: Cell, text: str) -> None:
    """A figure as a number with its decimals, whatever else the cell says as text."""
    if not _FIGURE.fullmatch(text) or sum(one.isdigit() for one in text) > _EXACT:
        put_text(cell, text)
        return
    decimals = len(text.partition(".")[2])
    cell.value = Decimal(text)
    cell.number_format = f"0.{'0' * decimals}" if decimals else "0"


def put_text(cell: Cell, text: str) -> None:
    """A text; one that begins like a formula is marked as text, which also holds when somebody edits it."""
    if not text:
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", re.sub(r"\r\n?", "\n", text))
    cell.data_type = "s"
    cell.number_format = "@"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True


def saved(workbook: Any) -> bytes:
    """The file."""
    assert isinstance(workbook, Workbook)  # noqa: S101 - openpyxl has no types
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
