"""Templates (.xlsx) of the lists, for download: a header, an invented row, and the rules in words."""

import io
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.documents.register import cell, departments, people, table
from app.documents.register.column import REGION, Column

Kind = Literal["departments", "people"]

EXAMPLE: Final = "第 2 行是虚构的示例，填写前请删去"
DEFAULT_REGION: Final = f"“{REGION.name}”空白的，按导入时选定的区划；没有选定的必须填写"

_LISTS: Final[dict[Kind, tuple[str, Sequence[Column], Sequence[str]]]] = {
    "departments": ("部门名单", departments.COLUMNS, departments.RULES),
    "people": ("人员名单", people.COLUMNS, people.RULES),
}


def template(kind: Kind) -> bytes:
    """The workbook; read back it gives its example and no problem."""
    title, columns, rules = _LISTS[kind]
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = title
    sheet.append([column.name for column in columns])
    sheet.append([column.example or None for column in columns])
    sheet.freeze_panes = "A2"
    for place, _ in enumerate(columns, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = 22
        sheet.column_dimensions[letter].number_format = "@"  # text, so that Excel keeps 0110 as it is typed
    for row in sheet.iter_rows():
        for one in row:
            one.number_format = "@"
            one.font = Font(bold=one.row == 1)
    _explain(workbook.create_sheet("说明"), columns, rules)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _explain(sheet: Worksheet, columns: Sequence[Column], rules: Sequence[str]) -> None:
    sheet.column_dimensions["A"].width = 100
    for text in _explanations(columns, rules):
        sheet.append([text])
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")


def _explanations(columns: Sequence[Column], rules: Sequence[str]) -> Iterator[str]:
    yield EXAMPLE
    for column in columns:
        yield f"{column.rule}（{'必填' if column.required else '可空'}）"
    yield DEFAULT_REGION
    yield from table.ROWS
    yield from cell.RULES
    yield from rules
