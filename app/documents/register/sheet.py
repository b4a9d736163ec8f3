"""The rows of a workbook (.xlsx) or of a text with separators (.csv), numbered as a person sees them."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from openpyxl.reader.excel import ExcelReader

from app.documents.encoding import decoded
from app.documents.envelope import NotAForm
from app.documents.office import is_office, opened
from app.documents.register.cell import BLANK, SheetCell, cell_of_text, cell_of_value

WHAT: Final = "名单"
MAX_ROWS: Final = 5_000
MAX_HEADER_ROW: Final = 20
MAX_COLUMNS: Final = 100
MAX_UNPACKED: Final = 15_000_000
"""Room for so many rows of thirty columns; the slowest file of that size takes some seconds."""
_KEPT_ROWS: Final = MAX_ROWS + MAX_HEADER_ROW + 1
"""One more than can be read, so that a reader can tell that there was more."""
_SHEET_ROWS: Final = 1_048_576
"""Excel has no more; a row further down is a lie that would take for ever to count to."""
_DELIMITERS: Final = ",;\t"
UNREADABLE: Final = SheetCell(fault="从这一行起无法读取，多半是引号没有成对；请用 Excel 打开后另存为 .xlsx")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that is not wholly empty; `number` is its place in the sheet, from 1."""

    number: int
    cells: tuple[SheetCell, ...]

    def at(self, place: int) -> SheetCell:
        """The cell of a column, blank where the row is shorter."""
        return self.cells[place] if place < len(self.cells) else BLANK


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's rows from the top, at most as many as a list may have and one more."""

    title: str
    rows: Sequence[SheetRow]


def sheets_of(data: bytes, name: str = "") -> list[Sheet]:
    """The sheets of a file that are tables, at least one. Raises NotAForm where there is none."""
    found = _workbook(data, name) if is_office(data, name) else [_text(decoded(data, name, WHAT))]
    tables = [sheet for sheet in found if any(len(row.cells) > 1 for row in sheet.rows)]
    if not tables:
        message = f"{name or '文件'}里没有表格；请导入 .xlsx，或用英文逗号、分号或制表符分列的 .csv"
        raise NotAForm(message)
    return tables


def _workbook(data: bytes, name: str) -> list[Sheet]:
    with opened(data, name, WHAT, MAX_UNPACKED) as archive:
        if "xl/workbook.xml" in archive.namelist():
            # Not data_only: that would show what a formula once gave, and hide that it is one.
            reader = _Reader(io.BytesIO(data), read_only=True, keep_links=False)
            reader.read()
            return [Sheet(str(sheet.title), _kept(_sheet_rows(sheet))) for sheet in reader.wb.worksheets]
    message = f"{name or '文件'}不是 Excel 文件，请导入 .xlsx 或 .csv"
    raise NotAForm(message)


class _Reader(ExcelReader):  # type: ignore[misc]  # openpyxl has no types
    """Refuses a workbook that names one part as many sheets: what is small when unpacked would take for ever."""

    def read_worksheets(self) -> None:
        """Read the sheets. Raises ValueError where two are one."""
        targets = [part.target for _, part in self.parser.find_sheets()]
        if len(set(targets)) < len(targets):
            message = "two sheets are one part"
            raise ValueError(message)
        super().read_worksheets()


def _sheet_rows(sheet: Any) -> Iterator[Iterable[SheetCell]]:
    sheet.reset_dimensions()  # what the file says of its own size need not be true
    for row in sheet.iter_rows(max_row=_SHEET_ROWS, max_col=MAX_COLUMNS, values_only=True):
        yield () if row.count(None) == len(row) else map(cell_of_value, row)


def _text(text: str) -> Sheet:
    return Sheet("", _kept(_text_rows(text)))


def _text_rows(text: str) -> Iterator[Iterable[SheetCell]]:
    head = next((line for line in text.splitlines() if any(one in line for one in _DELIMITERS)), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=head.count))
    try:
        for row in reader:
            yield map(cell_of_text, row[:MAX_COLUMNS])
    except csv.Error:
        yield [UNREADABLE]


def _kept(rows: Iterator[Iterable[SheetCell]]) -> list[SheetRow]:
    kept: list[SheetRow] = []
    for number, row in enumerate(rows, start=1):
        cells = list(row)
        while cells and cells[-1] == BLANK:
            cells.pop()
        if cells:
            kept.append(SheetRow(number, tuple(cells)))
        if len(kept) == _KEPT_ROWS:
            break
    return kept
