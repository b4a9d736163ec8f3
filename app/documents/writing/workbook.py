"""Cells of Excel workbooks: figures as numbers with the decimals that were typed, texts that compute nothing."""

import io
import re
import zipfile
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from app.domain.form.cells import FIGURE_PATTERN

_FIGURE: Final = re.compile(FIGURE_PATTERN)
_EXACT: Final = 15
"""Digits that a number of Excel holds; a figure with more stays a text, so that none is lost."""
_NEVER: Final = (1980, 1, 1, 0, 0, 0)
_TIMES: Final = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>")
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
    """The file. The same content gives the same bytes: no time of writing is in it."""
    assert isinstance(workbook, Workbook)  # noqa: S101 - openpyxl has no types
    written, out = io.BytesIO(), io.BytesIO()
    workbook.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            part = source.read(name)
            entry = zipfile.ZipInfo(name, _NEVER)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _TIMES.sub(b"", part) if name == "docProps/core.xml" else part)
    return out.getvalue()
