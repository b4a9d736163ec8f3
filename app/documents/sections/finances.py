"""二、部门（单位）收支情况: four tables alike, each with a heading of one to three rows, then a row an institution.

The columns stand in the order of the form; where one heading row has its labels in another order, so have they.
"""

from typing import Any, Literal

from app.documents.blocks import Document, Row
from app.documents.labels import FINANCES, GROUPS, INSTITUTION, TOTAL, label
from app.domain.form.finances import (
    ExpenditureRow,
    FixedAssetsRow,
    InstitutionRow,
    RevenueRow,
    Table,
    ThreePublicRow,
)

TableName = Literal["revenue", "expenditure", "three_public", "fixed_assets"]

_ROWS: dict[TableName, type[InstitutionRow]] = {
    "revenue": RevenueRow,
    "expenditure": ExpenditureRow,
    "three_public": ThreePublicRow,
    "fixed_assets": FixedAssetsRow,
}


def read_finances(document: Document, name: TableName) -> Table[Any]:
    """One of the four tables; an empty one where the document has none."""
    labels, model = FINANCES[name], _ROWS[name]
    table: type[Table[Any]] = Table[model]  # type: ignore[valid-type]
    start = document.find_row(lambda keys: _begins(keys, labels))
    if start is None:
        return table()
    headings, place = _headings(document, start, labels)
    columns = _columns(headings, labels, model)
    rows: list[InstitutionRow] = []
    total: InstitutionRow | None = None
    while place < len(document.blocks):
        row = document.blocks[place]
        if not isinstance(row, Row) or row.taken or not _is_data(row):
            break
        at = f"/form/{name}/total" if _is_total(row) else f"/form/{name}/rows/{len(rows)}"
        read = _read(document, row, columns, model, at)
        if _is_total(row):
            total = read
        else:
            rows.append(read)
        place += 1
    return table(rows=tuple(rows), total=total)


def _begins(keys: list[str], labels: Any) -> bool:
    found = {labels.get(label(key)) for key in keys[1:]}
    return bool(keys) and label(keys[0]) in INSTITUTION and "total" in found


def _headings(document: Document, start: int, labels: Any) -> tuple[list[list[str]], int]:
    """The heading rows from `start`, and the place after them."""
    headings, place = [], start
    while place < len(document.blocks):
        row = document.blocks[place]
        if not isinstance(row, Row):
            break
        known = [label(key) for key in row.keys if key]
        if place > start and (not known or any(one not in labels and one not in GROUPS for one in known)):
            break
        headings.append(known)
        row.taken = True
        place += 1
    return headings, place


def _columns(headings: list[list[str]], labels: Any, model: type[InstitutionRow]) -> list[str]:
    """The fields of the columns after the institution's."""
    by_row = [[labels[one] for one in heading if one in labels] for heading in headings]
    present = {field for row in by_row for field in row}
    columns = [field for field in model.model_fields if field in present]
    for row in by_row:
        slots = sorted(columns.index(field) for field in row)
        for slot, field in zip(slots, list(row), strict=True):
            columns[slot] = field
    return columns


def _is_data(row: Row) -> bool:
    return len(row.cells) > 2 and any(row.keys) and label(row.keys[0]) not in INSTITUTION


def _is_total(row: Row) -> bool:
    return row.keys[0] in TOTAL


def _read(document: Document, row: Row, columns: list[str], model: type[InstitutionRow], at: str) -> InstitutionRow:
    row.taken = True
    figures = row.cells[1:]
    if len(figures) != len(columns):
        found = " | ".join(row.cells)
        document.doubt(at, found, f"这一行有 {len(figures)} 个数字格，表头有 {len(columns)} 列，请逐格核对")
    cells = {
        field: document.figure(text, "万元", f"{at}/{field}") for field, text in zip(columns, figures, strict=False)
    }
    for text in figures[len(columns) :]:
        if text.strip():
            document.doubt("", text, "多出的一格，没有对应的列，请核对后手工填入")
    return model(institution="".join(row.cells[0].split()), **cells)
