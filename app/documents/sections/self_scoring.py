"""部门整体支出绩效评价评分表, and the points and rating that the form states.

The table may go on over pages with its heading repeated or not, and its categories may be merged, repeated or left
blank. Of a merged 分值 the first row has the points; where a document does not show merges, that is doubted.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from app.documents.blocks import Box, Document, Row
from app.documents.columns import Heading, heading_at, under
from app.documents.labels import GROUPS, OVERALL, SCORING, TOTAL, WHOLE, label
from app.documents.marks import ticked
from app.documents.pairs import Pair, pairs_in, parts_of
from app.domain.form.cells import folded
from app.domain.form.self_scoring import ScoringRow, SelfScoring

_POINTS: Final = ("max_points", "self_assessed_points")
_TITLES: Final = ("category", "group", "indicator")
_POINTS_AFTER: Final = re.compile(r"\([0-9.]+分?\)$|(?<=[^0-9.])[0-9.]+分$")
_NO_HEADING: Final = frozenset({"-", "--", "—", "——", "–", "/", "\\"})
_TABLE: Final = "/form/self_scoring"


@dataclass
class _Gathered:
    """The rows so far, the totals, and the rows whose 分值 a merge covers."""

    rows: list[ScoringRow] = field(default_factory=list)
    totals: dict[str, Any] = field(default_factory=dict)
    covered: set[int] = field(default_factory=set)


def read_self_scoring(document: Document) -> SelfScoring:
    """The scoring table, and the stated overall points and rating."""
    gathered = _Gathered()
    heading: Heading | None = None
    pending: list[Box] = []
    for place, row in document.rows():
        if row.taken:
            continue
        if _begins(row):
            heading, pending = heading_at(document, place, lambda name: name in SCORING or name in GROUPS), []
            heading.take()
        elif heading is not None:
            whole, pending = _joined(heading, row, pending)
            if whole is not None and not _read(document, heading, whole, gathered):
                break
    if any(box.key for box in pending):
        found = " | ".join(box.text for box in pending)
        document.doubt(_TABLE, found, "这一行的格数与评分表的表头不符，请核对后手工填入")
    _doubt_shared_points(document, gathered)
    return SelfScoring(rows=tuple(gathered.rows), **gathered.totals, **_overall(document))


def _begins(row: Row) -> bool:
    fields = {SCORING.get(name, "") for name in row.labels}
    points = fields & set(_POINTS)
    return bool(points) and bool(fields & set(_TITLES) or set(row.labels) & GROUPS) and len(row.filled) > 2


def _joined(heading: Heading, row: Row, pending: list[Box]) -> tuple[Row | None, list[Box]]:
    """The row, whole; of plain text a blank line inside a cell cuts it, and its parts are put together again."""
    short = len(heading.columns) - len(row.cells)
    if not row.placed and not pending and short > 0 and row.filled and row.filled[0].label in WHOLE:
        blanks = [Box() for _ in range(short)]  # what adds up is merged over the columns before its figures
        return Row([row.cells[0], *blanks, *row.cells[1:]], row.table), []
    if row.placed or len(row.cells) + len(pending) == len(heading.columns):
        return Row([*pending, *row.cells], row.table), []
    if len(row.cells) + len(pending) > len(heading.columns):
        return Row([*pending, *row.cells], row.table), []
    row.take()
    return None, [*pending, *row.cells]


def _read(document: Document, heading: Heading, row: Row, into: _Gathered) -> bool:
    """Read a row; False where the table has ended."""
    cells = under(heading, row)
    if cells is None or {*row.labels} & {*OVERALL, "姓名"} or (row.placed and len(row.cells) < 3):
        return False
    fields: dict[str, Box] = {}
    for column, box in cells:
        name = column.field(SCORING) if column is not None else ""
        if name and name not in fields:
            fields[name] = box
        elif column is not None and column.is_numbering():
            box.taken = True
        else:
            where = f"“{column.heading}”一列" if column is not None else "一格"
            box.hint = f"评分表中多出的{where}，请核对后手工填入"
    if not any(box.whole.key for box in fields.values()):
        return not row.filled
    if _is_total(document, row, fields, into):
        return True
    if len(row.filled) == 1 and row.filled[0] is fields.get("category") and not _spans_rows(document, row):
        return False
    if _goes_on(document, fields, into):
        return True
    _add(document, fields, into)
    return True


def _spans_rows(document: Document, row: Row) -> bool:
    """Whether a row with nothing but a category can be one of the table: where merges are known it cannot."""
    return not document.merges_known and not row.placed


def _is_total(document: Document, row: Row, fields: dict[str, Box], into: _Gathered) -> bool:
    """Take a row that adds up, which its first text says; what adds up the whole table is kept."""
    leading = next(iter(row.filled), None)
    named = _title(leading.text) if leading is not None else ""
    if not (label(named) in TOTAL or named.endswith(("小计", "合计"))):
        return False
    if label(named) in WHOLE:
        for name in _POINTS:
            if name in fields:
                into.totals[f"{name}_total"] = document.figure(fields[name], "分", f"{_TABLE}/{name}_total")
    for box in (*(fields[name] for name in (*_POINTS, *_TITLES) if name in fields), row.filled[0]):
        box.taken = True
    return True


def _goes_on(document: Document, fields: dict[str, Box], into: _Gathered) -> bool:
    """Put what a page break has cut off back to the row above it: wording without an indicator and points."""
    named = any(fields[name].whole.key for name in ("indicator", *_POINTS) if name in fields)
    if named or not into.rows or document.merges_known is True or not any(box.key for box in fields.values()):
        return False
    if any(fields[name].key for name in ("category", "group") if name in fields):
        return False
    at = len(into.rows) - 1
    joined = {
        name: f"{getattr(into.rows[at], name)}\n{box.text.strip()}".strip() for name, box in fields.items() if box.key
    }
    for name, box in fields.items():
        if box.key:
            box.taken = True
            document.doubt(f"{_TABLE}/rows/{at}/{name}", box.text, "这一行没有指标名称和分值，已并入上一行，请核对")
    into.rows[at] = into.rows[at].model_copy(update=joined)
    return True


def _add(document: Document, fields: dict[str, Box], into: _Gathered) -> None:
    at = f"{_TABLE}/rows/{len(into.rows)}"
    above = into.rows[-1] if into.rows else None
    found: dict[str, Any] = {}
    for name, box in fields.items():
        pointer = f"{at}/{name}"
        if name in _POINTS:
            found[name] = document.figure(box, "分", pointer)
            if box.origin is not None and name == "max_points":
                into.covered.add(len(into.rows))
        elif name in _TITLES:
            document.note(pointer, box.whole)
            found[name] = None if box.whole.key in _NO_HEADING else _title(box.whole.text)
        else:
            found[name] = document.words(box.whole if name == "criterion" else box, pointer)
        box.taken = True
    into.rows.append(ScoringRow(**_carried(found, above, blank_is_blank=document.merges_known)))


def _carried(found: dict[str, Any], above: ScoringRow | None, *, blank_is_blank: bool) -> dict[str, Any]:
    """A row with the labels above it that were left blank; and the criterion, where a blank may be a merge.

    A heading of None is said to be none, and stays so.
    """
    none = {name for name in _TITLES if name in found and found[name] is None}
    found |= dict.fromkeys(none, "")
    if above is None:
        return found
    if not found.get("category") and "category" not in none:
        found["category"] = above.category
        found["group"] = found.get("group") or ("" if "group" in none else above.group)
    same = (found["category"], found.get("group") or above.group) == (above.category, above.group)
    if same and "group" not in none:
        found["group"] = above.group
        if not found.get("criterion") and not blank_is_blank:
            found["criterion"] = above.criterion
    return found


def _title(text: str) -> str:
    """A title without the white space of its column and the points that some forms print after it."""
    plain = re.sub(r"\s+", "", text)
    if not _POINTS_AFTER.search(folded(text)):
        return plain
    return _POINTS_AFTER.sub("", folded(text)) if "(" in plain or "（" in plain else _POINTS_AFTER.sub("", plain)


def _doubt_shared_points(document: Document, gathered: _Gathered) -> None:
    """A 分值 that may cover several rows is told, where the document does not show that it does."""
    rows = gathered.rows
    for at, row in enumerate(rows):
        covered = 0
        for place, below in enumerate(rows[at + 1 :], at + 1):
            blank = below.max_points is None and below.self_assessed_points is not None
            if not blank or place in gathered.covered:
                break
            covered += 1
        if row.max_points is not None and covered:
            found = "、".join(one.indicator for one in rows[at : at + covered + 1])
            document.doubt(f"{_TABLE}/rows/{at}/max_points", found, f"{covered + 1} 个指标共用一个分值，请核对")


def _overall(document: Document) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for block in document.blocks:
        if block.taken:
            continue
        pairs = pairs_in(block, OVERALL) if isinstance(block, Row) else parts_of(block, OVERALL)
        for pair in [one for one in pairs if not one.piece.taken]:
            if pair.field not in found and pair.value is not None and not pair.value.taken:
                found[pair.field] = _stated(document, pair, pair.value)
    return found


def _stated(document: Document, pair: Pair, value: Box) -> Any:
    pair.take_label()
    pointer = f"{_TABLE}/{pair.field}"
    if pair.field == "overall_points":
        return document.figure(value, "分", pointer)
    boxes = [value, *pair.extra]
    for box in reversed(boxes):
        document.note(pointer, box)
    plain = "".join("".join(box.text.split()) for box in boxes)
    chosen = ticked(plain)
    if chosen == "":
        document.doubt(pointer, plain, "没有勾选任何一个等次，请补填")
    return plain if chosen is None else chosen
