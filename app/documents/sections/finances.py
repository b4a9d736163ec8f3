"""二、部门（单位）收支情况: four tables, each with a heading of one row or several, then a row an institution.

A table is known by its headings, so it may stand beside another, be divided over pages, or have its columns in any
order; a column that is none of the form's stays behind as a doubt.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import takewhile
from typing import Any, Final, Literal

from app.documents.blocks import Box, Document, Line, Row, lone
from app.documents.columns import Column, Heading, heading_at, under
from app.documents.labels import (
    AMOUNTS,
    COVER,
    FINANCES,
    GROUPS,
    INSTITUTION,
    OBJECTIVES,
    OVERALL,
    PROFILE,
    SUBTOTALS,
    TOTAL,
    unit_in,
)
from app.documents.pairs import pairs_in, parts_of
from app.domain.decimals import plain
from app.domain.form.cells import Cell, Unread, read_cell
from app.domain.form.finances import (
    ExpenditureRow,
    FixedAssetsRow,
    InstitutionRow,
    RevenueRow,
    Table,
    ThreePublicRow,
)

TableName = Literal["revenue", "expenditure", "three_public", "fixed_assets"]

_ROWS: Final[Mapping[TableName, type[InstitutionRow]]] = {
    "revenue": RevenueRow,
    "expenditure": ExpenditureRow,
    "three_public": ThreePublicRow,
    "fixed_assets": FixedAssetsRow,
}
_EVERY: Final = frozenset(name for labels in FINANCES.values() for name in labels)
_SHARED: Final = frozenset({"其他", "其他收入", "其他资金"})
"""Names that do not tell which table it is."""
_ELSEWHERE: Final = frozenset({*PROFILE, *OVERALL, *OBJECTIVES, "姓名"})
"""Names that begin something else."""
_ACTUAL: Final = re.compile(r"(执行|决算|实际|完成)(数|金额|支出)")
_YUAN_IN_WAN: Final = 10_000


@dataclass
class _Gathered:
    """What is read of one table."""

    rows: list[InstitutionRow] = field(default_factory=list)
    total: InstitutionRow | None = None


@dataclass(frozen=True)
class _Sheet:
    """A heading, and which of its columns are whose."""

    heading: Heading
    fields: Mapping[TableName, Mapping[Column, str]]
    institution: Column | None
    unit: str


def read_finances(document: Document) -> dict[TableName, Table[Any]]:
    """The four tables; an empty one where the document has none."""
    gathered: dict[TableName, _Gathered] = {name: _Gathered() for name in _ROWS}
    place = 0
    while (start := next((at for at, row in document.rows(place) if _begins(row)), None)) is not None:
        sheet = _sheet(document, start)
        place = start + 1
        if sheet is not None:
            sheet.heading.take()
            place = _read_rows(document, sheet, gathered)
    for name, one in gathered.items():
        if not one.rows and one.total is None:
            _read_beside(document, name, one)
    return {name: _table(name)(rows=tuple(one.rows), total=one.total) for name, one in gathered.items()}


def _table(name: TableName) -> type[Table[Any]]:
    model = _ROWS[name]
    return Table[model]  # type: ignore[valid-type]


def _begins(row: Row) -> bool:
    """Whether a row may be the first of a heading: it names, and has no figure."""
    names = [name for name in row.labels if name]
    known = [name for name in names if name in _EVERY]
    held = bool(set(names) & INSTITUTION) and bool(known or set(names) & GROUPS)
    return (held or len(known) > 1) and not any(_is_figure(box) for box in row.filled)


def _is_figure(box: Box) -> bool:
    cell = read_cell(box.text, "万元")
    return cell is not None and not isinstance(cell, Unread)


def _sheet(document: Document, start: int) -> _Sheet | None:
    heading = heading_at(document, start, lambda name: name in _EVERY or name in GROUPS)
    fields = {name: _fields(heading, FINANCES[name]) for name in _ROWS}
    own = {name: {one for one in found if one.path[-1].strip() not in _SHARED} for name, found in fields.items()}
    best = max(own, key=lambda name: len(own[name]))
    held = {name: found for name, found in fields.items() if name == best or len(own[name]) > 1}
    if not own[best]:
        return None
    _add_total(heading, held[best])
    institution = next((one for one in heading.columns if one.field(dict.fromkeys(INSTITUTION, "it"))), None)
    return _Sheet(heading, held, institution, _unit_above(document, start))


def _add_total(heading: Heading, fields: dict[Column, str]) -> None:
    """Let a plain 合计 be the total of the table, where no column is called so in full."""
    plain_total = [one for one in heading.columns if one not in fields and one.names[0] in SUBTOTALS]
    if len(plain_total) == 1 and "total" not in fields.values():
        fields[plain_total[0]] = "total"


def _fields(heading: Heading, labels: Mapping[str, str]) -> dict[Column, str]:
    """The columns of one table; of two with one name the first."""
    found: dict[Column, str] = {}
    for column in heading.columns:
        name = column.field(labels)
        if name and name not in found.values():
            found[column] = name
    return found


def _unit_above(document: Document, start: int) -> str:
    """The unit that the title above a table names; the title is understood then."""
    unit = ""
    for block in reversed(document.blocks[max(0, start - 3) : start]):
        piece = lone(block)
        if piece is None or piece.taken or len(piece.key) > 60:
            break
        unit = unit or unit_in(piece.text)
        if not parts_of(piece, COVER) and (
            unit_in(piece.text) or piece.key.endswith(("情况", "情况表", "经费", "资产", "表"))
        ):
            piece.taken = True
    return unit


def _read_rows(document: Document, sheet: _Sheet, gathered: Mapping[TableName, _Gathered]) -> int:
    """Read the rows under a heading; the place after them."""
    end = sheet.heading.end
    for place, row in document.following(sheet.heading.end):
        cells = under(sheet.heading, row)
        if not _is_data(document, sheet, place, row, cells):
            break
        for name in sheet.fields:
            _read(document, sheet, name, row, cells, gathered[name])
        end = place + 1
    return end


def _is_data(
    document: Document, sheet: _Sheet, place: int, row: Row, cells: list[tuple[Column | None, Box]] | None
) -> bool:
    """Whether a row is an institution's; a title between two tables is not, though it may look like a name."""
    few = len(row.cells) < 3 and len(sheet.heading.columns) > 2
    if _begins(row) or (few and not _names_and_counts(sheet, row, cells)) or set(row.labels) & _ELSEWHERE:
        return False
    if any(_is_figure(box) for box in row.filled):
        return True
    piece = lone(row)
    if piece is None:
        return row.cells[0].label not in _EVERY
    named = any(column is not None and column == sheet.institution and box is piece for column, box in cells or [])
    before_heading = next((_begins(one) for _, one in document.following(place + 1)), False)
    return named and not before_heading and len(piece.key) <= 30 and "、" not in piece.key[:3]


def _names_and_counts(sheet: _Sheet, row: Row, cells: list[tuple[Column | None, Box]] | None) -> bool:
    """Whether a row of two cells is an institution's: workbooks leave blank cells out."""
    known = {column for found in sheet.fields.values() for column in found}
    named = any(column is not None and column == sheet.institution and box.key for column, box in cells or [])
    return row.placed and named and any(column in known and _is_figure(box) for column, box in cells or [])


def _read(
    document: Document,
    sheet: _Sheet,
    name: TableName,
    row: Row,
    cells: list[tuple[Column | None, Box]] | None,
    into: _Gathered,
) -> None:
    own = sheet.fields[name]
    first = row.cells[0] if cells is None else _institution(sheet, cells)
    is_total = first is not None and first.label in TOTAL
    at = f"/form/{name}/total" if is_total else f"/form/{name}/rows/{len(into.rows)}"
    if cells is None:
        cells = _in_order(document, sheet, row, at)
    of_row = unit_in(first.text) if first is not None else ""
    figures = {own[column]: _figure(document, sheet, column, box, f"{at}/{own[column]}", of_row)
               for column, box in cells if column is not None and column in own}  # fmt: skip
    institution = document.name(first.whole, f"{at}/institution") if first is not None else ""
    if first is not None and first.whole.label in AMOUNTS:
        institution = ""
    _leave_hints(sheet, cells)
    read = _ROWS[name](institution=institution, **figures)
    if not is_total:
        into.rows.append(read)
    elif into.total is None or (first is not None and first.label != "小计"):
        into.total = read


def _institution(sheet: _Sheet, cells: list[tuple[Column | None, Box]]) -> Box | None:
    """The cell of the institution's name; in a total row it may be merged with the number of the row."""
    its = sheet.institution
    if its is None:
        return None
    own = next((box for column, box in cells if column == its and box.whole.key), None)
    beside = next((box for _, box in cells if box.key and box.overlap(its.left, its.right) > 0), None)
    return own or beside or next((box for _, box in cells if box.label in TOTAL), None)


def _in_order(document: Document, sheet: _Sheet, row: Row, at: str) -> list[tuple[Column | None, Box]]:
    """The cells of a row of plain text whose number is not that of the columns, one after another."""
    columns = sheet.heading.columns
    short = len(columns) - len(row.cells)
    if short > 0 and row.cells[0].label in TOTAL and columns[0].is_numbering():
        row = Row([row.cells[0], *(Box() for _ in range(short)), *row.cells[1:]])  # it is merged over the numbers
        return list(zip(columns, row.cells, strict=True))
    found = " | ".join(box.text for box in row.cells)
    document.doubt(at, found, f"这一行有 {len(row.cells)} 格，表头有 {len(columns)} 列，请逐格核对")
    padded = [*columns, *[None] * len(row.cells)]
    return list(zip(padded, row.cells, strict=False))


def _figure(document: Document, sheet: _Sheet, column: Column, box: Box, pointer: str, of_row: str) -> Cell:
    """The figure of a cell in 万元, whatever the unit of its table, column or row."""
    reach = [one for one in sheet.heading.columns if box.overlap(one.left, one.right) > (one.right - one.left) / 2]
    if box.key and len(reach) > 1:
        document.doubt(pointer, box.text, f"这一格合并了 {len(reach)} 列，请核对它是哪一列的数")
    return _money(document, box.whole if box.origin else box, column.unit or of_row or sheet.unit or "万元", pointer)


def _money(document: Document, box: Box, unit: str, pointer: str) -> Cell:
    """A figure in 万元; one in 元 is converted and doubted, one in another unit is kept as it was typed."""
    cell = document.figure(box, unit, pointer)
    if unit == "万元" or not isinstance(cell, str):
        return cell
    if unit == "元" and (converted := _in_wan_yuan(cell)) is not None:
        if Decimal(cell):
            document.doubt(pointer, box.text, "表中以元为单位，已换算成万元，请核对")
        return converted
    document.doubt(pointer, box.text, f"表中以{unit}为单位，没有换算，请以万元填写")
    return Unread(unread=f"{box.text.strip().removesuffix(unit)}{unit}")


def _in_wan_yuan(figure: str) -> str | None:
    """元 as 万元, exactly; None where it has more places than 万元 can."""
    places = len(figure.partition(".")[2])
    return plain(Decimal(figure) / _YUAN_IN_WAN) if places <= 2 else None


def _leave_hints(sheet: _Sheet, cells: list[tuple[Column | None, Box]]) -> None:
    known = {column for found in sheet.fields.values() for column in found}
    for column, box in cells:
        if column is not None and column.is_numbering():
            box.taken = True
        elif column is None:
            box.hint = "多出的一格，没有对应的列，请核对后手工填入"
        elif column not in known and column != sheet.institution:
            box.hint = f"“{column.heading}”一列在官方表式里没有，请核对后手工填入"


def _read_beside(document: Document, name: TableName, into: _Gathered) -> None:
    """A table that is given as labels with their figures beside them."""
    figures: dict[str, Cell] = {}
    at = f"/form/{name}/rows/0"
    for place, row in document.rows():
        for pair in pairs_in(row, FINANCES[name]):
            if pair.field not in figures and pair.value is not None and _is_figure(pair.value):
                pair.take_label()
                pointer = f"{at}/{pair.field}"
                further = list(takewhile(_is_figure, pair.extra))
                value = _actual(document, place, [pair.value, *further])
                unit = unit_in(pair.piece.text) or _unit_of(row, pair.piece) or _unit_over(document, place) or "万元"
                figures[pair.field] = _money(document, value, unit, pointer)
                if further:
                    all_of_them = " | ".join(box.text.strip() for box in (pair.value, *further))
                    told = f"这一行有几个数，取了 {value.text.strip()}，请核对它是哪一列的数"
                    document.doubt(pointer, all_of_them, told)
    if figures:
        into.rows.append(_ROWS[name](**figures))


def _actual(document: Document, place: int, boxes: list[Box]) -> Box:
    """Of several figures the one below a heading that says it is what was spent; else the first."""
    above = takewhile(lambda block: isinstance(block, Row) and block.placed, reversed(document.blocks[:place]))
    heads = (head for block in above if isinstance(block, Row) for head in block.filled if _ACTUAL.search(head.key))
    below = (box for head in heads for box in boxes if box.overlap(head.left, head.right) > 0)
    return next(below, boxes[0]) if len(boxes) > 1 else boxes[0]


def _unit_of(row: Row, piece: Box | Line) -> str:
    """The unit that a label at the side names, which is merged over the rows."""
    before = takewhile(lambda box: box is not piece, row.cells)
    return next((unit for box in before if (unit := unit_in(box.whole.text))), "")


def _unit_over(document: Document, place: int) -> str:
    """The unit that a heading or title above a row names, in its own table or just before it."""
    row = document.blocks[place]
    for block in reversed(document.blocks[:place]):
        if isinstance(block, Row) and isinstance(row, Row) and block.table == row.table:
            texts = [box.text for box in block.filled if len(box.key) <= 40]
        else:
            texts = [block.text] if isinstance(block, Line) and len(block.key) <= 60 else []
        if unit := next((unit for text in texts if (unit := unit_in(text))), ""):
            return unit
        if not isinstance(block, Row):
            return ""
    return ""
