"""Excel's .xls and WPS's .et as blocks: every row of every sheet that is shown, as it is printed."""

from collections.abc import Iterator
from typing import Any, Final

import xlrd
from xlrd.xldate import XLDateError, xldate_as_datetime

from app.documents.blocks import Block, Box, Document, Row
from app.documents.envelope import NotAForm
from app.documents.reading.printed import HIDDEN, hidden_places, printed

MAX_CELLS: Final = 60_000


def read_old_workbook(data: bytes) -> Document:
    """The blocks of an .xls. Raises NotAForm without the file's name."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True)
        return _document(book)
    except NotAForm:
        raise
    except xlrd.XLRDError as error:
        locked = "encrypted" in str(error)
        message = "加了密码，无法读取；请去掉密码后再导入" if locked else "已损坏，无法读取；请另存为 .xlsx 后再导入"
        raise NotAForm(message) from error
    except Exception as error:
        raise NotAForm("已损坏，无法读取；请另存为 .xlsx 后再导入") from error


def _document(book: Any) -> Document:
    document = Document([], merges_known=True)
    blocks: list[Block] = []
    cells = 0
    for table, sheet in enumerate(book.sheets(), start=1):
        cells += sum(sheet.row_len(row) for row in range(sheet.nrows))
        if cells > MAX_CELLS:
            raise NotAForm(f"的工作表“{sheet.name}”太大，不像一份自评报告，没有读取")
        if sheet.visibility:
            if sheet.nrows:
                document.doubt("", sheet.name, "隐藏的工作表没有读取；其中若有内容，请取消隐藏后再导入")
            continue
        blocks += _rows(book, sheet, table, document)
    document.blocks = blocks
    return document


def _rows(book: Any, sheet: Any, table: int, document: Document) -> Iterator[Row]:
    merges = sheet.merged_cells[:MAX_CELLS]
    begun: dict[tuple[int, int], Box] = {}
    hidden: list[str] = []
    """The cells that nobody sees."""
    for number in range(sheet.nrows):
        areas = {area[2]: area for area in merges if area[0] <= number < area[1]}
        found: list[Box] = []
        reached = 0
        for column in range(sheet.row_len(number)):
            area = areas.get(column)
            if column < reached:
                continue
            if _is_hidden(sheet, number, column):
                hidden += [xlrd.cellname(number, column)] if sheet.cell_value(number, column) != "" else []
                continue
            reached = area[3] if area is not None else column + 1
            origin = begun.get((area[0], area[2])) if area is not None else None
            text = "" if origin is not None else _text(book, sheet, number, column, document)
            box = Box(text, f"工作表“{sheet.name}” {xlrd.cellname(number, column)}", column, reached, origin)
            if area is not None:
                begun.setdefault((area[0], area[2]), box)
            found.append(box)
        if any(box.whole.key for box in found):
            yield Row(found, table)
    if hidden:
        document.doubt("", hidden_places(hidden), HIDDEN.format(sheet.name))


def _is_hidden(sheet: Any, row: int, column: int) -> bool:
    rows, columns = sheet.rowinfo_map.get(row), sheet.colinfo_map.get(column)
    return bool((rows is not None and rows.hidden) or (columns is not None and columns.hidden))


def _text(book: Any, sheet: Any, row: int, column: int, document: Document) -> str:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#?"))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return printed(bool(value))[0]
    if kind == xlrd.XL_CELL_DATE:
        try:
            return printed(xldate_as_datetime(value, book.datemode))[0]
        except XLDateError:
            return str(value)
    form = book.format_map[book.xf_list[sheet.cell_xf_index(row, column)].format_key].format_str
    text, exact = printed(value, form) if kind == xlrd.XL_CELL_NUMBER else (str(value), str(value))
    if text != exact:
        place = xlrd.cellname(row, column)
        document.doubt("", exact, f"单元格里是 {exact}，按显示的 {text} 读取（{place}），请核对")
    return text
