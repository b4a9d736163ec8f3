"""Papers as Excel's .xlsx and .xls."""

import io
from collections.abc import Callable, Mapping
from typing import Any

import xlwt
from openpyxl import Workbook

from tests.support.papers import C, Paper, Placed, grid

Value = Callable[[str], tuple[object, str]]


def typed(text: str) -> tuple[object, str]:
    """As text."""
    return text, "@"


def as_numbers(text: str) -> tuple[object, str]:
    """Figures as numbers with a format that prints them as they were."""
    whole, point, part = text.partition(".")
    if whole.isdigit() and (not point or part.isdigit()) and not (len(whole) > 1 and whole[0] == "0"):
        return (float(text) if point else int(text)), f"0.{'0' * len(part)}" if point else "General"
    return text, "General"


def as_xlsx(papers: Paper | Mapping[str, Paper], value: Value = typed, *, merged: bool = True) -> bytes:
    """A paper as one sheet, or several papers a sheet each."""
    sheets = papers if isinstance(papers, Mapping) else {"Sheet1": papers}
    book = Workbook()
    book.remove(book.active)
    for title, paper in sheets.items():
        _fill(book.create_sheet(title), paper, value, merged=merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, paper: Paper, value: Value, *, merged: bool) -> None:
    at = 1
    for block in paper:
        if isinstance(block, str):
            sheet.cell(at, 1).value = block
            at += 1
            continue
        for row in grid(block):
            for one in row:
                if one.begins:
                    cell = sheet.cell(at, one.column + 1)
                    cell.value, cell.number_format = value(one.cell.text) if one.cell.text else (None, "General")
                    if merged and (one.cell.across > 1 or one.cell.down > 1):
                        last = at + one.cell.down - 1
                        sheet.merge_cells(None, at, one.column + 1, last, one.column + one.cell.across)
            at += 1


def as_xls(paper: Paper, value: Value = typed) -> bytes:
    """A paper as one sheet of a workbook of before 2007."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    at = 0
    for block in paper:
        for row in [[Placed(C(block), 0, begins=True)]] if isinstance(block, str) else grid(block):
            for one in row:
                if one.begins:
                    content, form = value(one.cell.text) if one.cell.text else (None, "General")
                    style = xlwt.easyxf(num_format_str=form)
                    right, below = one.column + one.cell.across - 1, at + one.cell.down - 1
                    sheet.write_merge(at, below, one.column, right, content, style)
            at += 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
