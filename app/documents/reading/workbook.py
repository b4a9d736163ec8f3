"""Excel's .xlsx as blocks: every row of every sheet that is shown, as it is printed."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final

from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet.cell_range import CellRange

from app.documents.blocks import Block, Box, Document, Row
from app.documents.envelope import NotAForm
from app.documents.office import opened
from app.documents.reading.archive import element, part
from app.documents.reading.filled_template import is_template, read_template
from app.documents.reading.printed import HIDDEN, hidden_places, printed

BOOK: Final = "xl/workbook.xml"
MAX_UNPACKED: Final = 20_000_000
MAX_CELLS: Final = 60_000
_ANY_SIZE: Final = 2_000_000_000


def read_workbook(data: bytes, name: str = "") -> Document:
    """The blocks of an .xlsx. Raises NotAForm."""
    with opened(data, name, "自评报告", _ANY_SIZE) as archive:
        unpacked = sum(one.file_size for one in archive.infolist() if one.filename.endswith((".xml", ".rels", ".bin")))
        if "xl/vbaProject.bin" in archive.namelist():
            raise NotAForm(f"{name or '文件'}含有宏，没有读取；请另存为不带宏的 .xlsx 后再导入")
        if unpacked > MAX_UNPACKED:
            raise NotAForm(f"{name or '文件'}解压后太大，不像一份自评报告，没有读取")
        _check_merges(archive, name)
        book = _loaded(data, values=False)
        if is_template(book):
            return read_template(book, _loaded(data, values=True), partial(_cells, name=name))
        if any(cell.data_type == "f" for sheet in book.worksheets for cell in _cells(sheet, name)):
            return _document(book, _loaded(data, values=True), name)
        return _document(book, book, name)


def _check_merges(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse merges of whole sheets: openpyxl makes a cell of every one that is covered."""
    for path in archive.namelist():
        if path.startswith("xl/worksheets/") and path.endswith(".xml"):
            merges = [one.attrib.get("ref", "A1") for one in element(part(archive, path, name)).iter()
                      if one.tag.rpartition("}")[2] == "mergeCell"]  # fmt: skip
            if sum(CellRange(ref).size["rows"] * CellRange(ref).size["columns"] for ref in merges) > MAX_CELLS:
                raise NotAForm(f"{name or '文件'}里合并的单元格太多，不像一份自评报告，没有读取")


def _loaded(data: bytes, *, values: bool) -> Any:
    reader = _Reader(io.BytesIO(data), data_only=values, keep_links=False)
    reader.read()
    return reader.wb


class _Reader(ExcelReader):  # type: ignore[misc]  # openpyxl has no types
    """Refuses a workbook that names one part as many sheets: what is small when unpacked would take for ever."""

    def read_worksheets(self) -> None:
        """Read the sheets. Raises ValueError where two are one."""
        targets = [part.target for _, part in self.parser.find_sheets()]
        if len(set(targets)) < len(targets):
            message = "two sheets are one part"
            raise ValueError(message)
        super().read_worksheets()


def _cells(sheet: Any, name: str) -> Iterable[Any]:
    """The cells that the file has; those that it has not are never made."""
    cells = sheet._cells
    if len(cells) > MAX_CELLS:
        raise NotAForm(f"{name or '文件'}的工作表“{sheet.title}”有 {len(cells)} 格，不像一份自评报告，没有读取")
    found: Iterable[Any] = cells.values()
    return found


def _document(formulas: Any, values: Any, name: str) -> Document:
    document = Document([], merges_known=True)
    blocks: list[Block] = []
    for table, (sheet, shown) in enumerate(zip(formulas.worksheets, values.worksheets, strict=True), start=1):
        if sheet.sheet_state != "visible":
            if any(cell.value is not None for cell in _cells(sheet, name)):
                document.doubt("", str(sheet.title), "隐藏的工作表没有读取；其中若有内容，请取消隐藏后再导入")
            continue
        blocks += _rows(sheet, shown, table, name, document)
    document.blocks = blocks
    return document


def _rows(sheet: Any, shown: Any, table: int, name: str, document: Document) -> Iterator[Row]:
    areas = {place: area for area in sheet.merged_cells.ranges for place in area.cells}
    by_row: dict[int, list[Any]] = {}
    hidden = _Hidden(sheet)
    for cell in _cells(sheet, name):
        if not hidden.covers(cell):
            by_row.setdefault(cell.row, []).append(cell)
    hidden.doubt(document)
    begun: dict[Any, Box] = {}
    """The boxes of merged areas, by the place where they begin."""
    for number in sorted(by_row):
        found: list[Box] = []
        for cell in sorted(by_row[number], key=lambda one: int(one.column)):
            area = areas.get((number, cell.column))
            if area is not None and cell.column > area.min_col:
                continue
            origin = begun.get(area.coord) if area is not None else None
            text = "" if origin is not None else _text(cell, shown, document)
            right = area.max_col if area is not None else cell.column
            box = Box(text, f"工作表“{sheet.title}” {cell.coordinate}", cell.column - 1, right, origin)
            if area is not None:
                begun.setdefault(area.coord, box)
            found.append(box)
        if any(box.whole.key for box in found):
            yield Row(found, table)


class _Hidden:
    """The rows and columns of a sheet that nobody sees: what is in them is not read, and that is told."""

    def __init__(self, sheet: Any) -> None:
        self._title = sheet.title
        self._rows = {number for number, one in sheet.row_dimensions.items() if one.hidden}
        self._columns = [(one.min, one.max) for one in sheet.column_dimensions.values() if one.hidden]
        self._found: list[str] = []

    def covers(self, cell: Any) -> bool:
        """Whether a cell is hidden."""
        hidden = cell.row in self._rows or any(first <= cell.column <= last for first, last in self._columns)
        if hidden and cell.value is not None:
            self._found.append(cell.coordinate)
        return bool(hidden)

    def doubt(self, document: Document) -> None:
        """Tell where something is hidden."""
        if self._found:
            document.doubt("", hidden_places(self._found), HIDDEN.format(self._title))


def _text(cell: Any, shown: Any, document: Document) -> str:
    """What the cell shows; a formula whose result the file has not is given itself, so that it is doubted."""
    value = cell.value
    if cell.data_type == "f":
        value = shown[cell.coordinate].value
        if value is None:
            return str(getattr(cell.value, "text", cell.value))
    text, exact = printed(value, str(cell.number_format))
    if exact != text:
        document.doubt("", exact, f"单元格里是 {exact}，按显示的 {text} 读取（{cell.coordinate}），请核对")
    return text
