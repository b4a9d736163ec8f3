"""What a cell of the form says on paper: just what it holds, so that reading it back gives the same cell."""

from typing import Final

from app.domain.form.cells import Cell, DateCell, NotApplicable, Nothing, Unread

NO_DATE: Final = "    年    月    日"
"""The place for a date, to be filled in by hand."""


def written(cell: Cell) -> str:
    """A figure as it was typed, 无, 不适用：原因, what could not be read verbatim, or nothing."""
    if isinstance(cell, Nothing):
        return cell.none
    if isinstance(cell, NotApplicable):
        return f"不适用：{cell.not_applicable}"
    return cell.unread if isinstance(cell, Unread) else cell or ""


def written_date(cell: DateCell) -> str:
    """2022年5月10日; the place for it where it is blank."""
    if isinstance(cell, Unread):
        return cell.unread
    if cell is None:
        return NO_DATE
    year, month, day = cell.split("-")
    return f"{year}年{int(month)}月{int(day)}日"
