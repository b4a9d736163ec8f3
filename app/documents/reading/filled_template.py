"""Our own template, filled in: its hidden sheet says where each cell of the form is, wherever rows were inserted.

It becomes the list of cells that `app.documents.listed` reads. What somebody has typed beside the form's cells stays
behind to be doubted; the template's own words, which are locked, are nothing of the form.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from app.documents.blocks import Block, Box, Document, Row
from app.documents.listed import heading, listed
from app.documents.reading.printed import printed
from app.documents.template.reckoned import added_up
from app.documents.template.terms import CHECKS, MAP, MAP_HEADING, VERDICTS

_PLACE: Final = re.compile(r"=?'?(?P<sheet>[^'!]+)'?!(?P<cell>\$?[A-Z]{1,3}\$?[0-9]{1,7})")
_IN_A_LIST: Final = re.compile(r"(?P<list>/form/.+)/(?P<row>[0-9]+)/(?P<name>[a-z_]+)")
_TOTAL: Final = re.compile(r"/form/[a-z_]+/total/(?P<name>[a-z_]+)")
_NUMBERED: Final = "/form/narrative/sections"
"""Its rows have their numbers before anything is filled in."""

Cells = Callable[[Any], Iterable[Any]]


def is_template(book: Any) -> bool:
    """Whether a workbook is a template of ours."""
    if MAP not in book.sheetnames:
        return False
    sheet = book[MAP]
    return tuple(sheet.cell(1, at).value for at in (1, 2, 3)) == MAP_HEADING[:3]


def read_template(formulas: Any, values: Any, cells: Cells) -> Document:
    """The form in a template, as the list of its cells; `cells` gives those that a sheet has."""
    document = Document([])
    found = list(_mapped(formulas, values, document, cells))
    blocks: list[Block] = [heading()]
    for pointer, text, sheet, address in _without_blank_rows(found):
        if text:
            blocks.append(listed(pointer, text, f"工作表“{sheet}” {address}"))
    taken = {(sheet, address) for _, _, sheet, address in found}
    document.blocks = [*blocks, *_beside(formulas, taken, cells)]
    return document


Mapped = tuple[str, str, str, str]
"""Pointer, text, sheet, address."""


def _mapped(formulas: Any, values: Any, document: Document, cells: Cells) -> Iterator[Mapped]:
    rows: dict[int, dict[int, str]] = {}
    sums = {sheet.title: _Sums(sheet) for sheet in formulas.worksheets}
    for cell in cells(formulas[MAP]):
        if cell.column in (1, 3) and cell.row > 1 and cell.value is not None:
            rows.setdefault(cell.row, {})[cell.column] = str(getattr(cell.value, "text", cell.value))
    for _, row in sorted(rows.items()):
        place = _PLACE.fullmatch(row.get(3, ""))
        if place and place["sheet"] in formulas.sheetnames and row.get(1, "").startswith("/form/"):
            sheet, address = place["sheet"], place["cell"].replace("$", "")
            yield row[1], _text(sums[sheet], values[sheet], address, document), sheet, address


class _Sums:
    """The sums of a sheet, each worked out once where the file has no results; one that is part of itself is blank."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self._known: dict[str, object] = {}

    def result(self, formula: str) -> object:
        """What a formula comes to; the formula itself where it is none of the template's sums."""
        if formula not in self._known:
            self._known[formula] = None
            added = added_up(formula, self._value)
            self._known[formula] = formula if added is None else added
        return self._known[formula]

    def _value(self, row: int, column: int) -> object:
        cell = self.sheet._cells.get((row, column))
        value = None if cell is None else cell.value
        return self.result(value) if cell is not None and cell.data_type == "f" and isinstance(value, str) else value


def _text(sums: _Sums, shown: Any, address: str, document: Document) -> str:
    """What a cell shows; a sum whose result the file has not is added up."""
    cell = sums.sheet[address]
    value = cell.value
    if cell.data_type == "f":
        value = shown[address].value
        if value is None:
            value = sums.result(str(getattr(cell.value, "text", cell.value)))
    text, exact = printed(value if isinstance(value, str) else _number(value), str(cell.number_format))
    if exact != text:
        document.doubt("", exact, f"单元格里是 {exact}，按显示的 {text} 读取（{address}），请核对")
    return text


def _number(value: Any) -> Any:
    return value if value is None or isinstance(value, bool) or not hasattr(value, "as_tuple") else float(value)


def _without_blank_rows(found: list[Mapped]) -> Iterator[Mapped]:
    """The cells without rows of lists that were not filled in; the others are numbered anew."""
    filled: dict[str, set[int]] = {}
    totals: set[str] = set()
    for pointer, text, _, _ in found:
        row, total = _IN_A_LIST.fullmatch(pointer), _TOTAL.fullmatch(pointer)
        if row and text and not (row["list"] == _NUMBERED and row["name"] == "number"):
            filled.setdefault(row["list"], set()).add(int(row["row"]))
        if total and text and total["name"] != "institution":
            totals.add(pointer.rpartition("/")[0])
    numbers = {name: {row: at for at, row in enumerate(sorted(rows))} for name, rows in filled.items()}
    for pointer, text, sheet, address in found:
        row = _IN_A_LIST.fullmatch(pointer)
        if _TOTAL.fullmatch(pointer) and pointer.rpartition("/")[0] not in totals:
            continue
        if row is None:
            yield pointer, text, sheet, address
        elif (at := numbers.get(row["list"], {}).get(int(row["row"]))) is not None:
            yield f"{row['list']}/{at}/{row['name']}", text, sheet, address


def _beside(formulas: Any, taken: set[tuple[str, str]], cells: Cells) -> Iterator[Row]:
    """What stands in cells that are not the form's: open ones, and those that the template has not written at all."""
    for sheet in formulas.worksheets:
        if sheet.title in (CHECKS, VERDICTS, MAP):
            continue
        for cell in cells(sheet):
            own = cell.protection.locked and cell.has_style
            text, _ = printed(cell.value, str(cell.number_format))
            if text.strip() and not own and (sheet.title, cell.coordinate) not in taken:
                yield Row([Box(text, f"工作表“{sheet.title}” {cell.coordinate}")])
