"""部门整体支出绩效评价评分表, and the points and rating that the form states."""

import re
from typing import Any, Final

from app.documents.blocks import Document
from app.documents.labels import SCORING, TOTAL, label
from app.domain.form.cells import folded
from app.domain.form.self_scoring import ScoringRow, SelfScoring

_POINTS: Final = {"max_points", "self_assessed_points"}
_TEXTS: Final = {"category", "group", "indicator"}
_TICKED: Final = re.compile(r"[☑☒√✓■▣](?P<rating>[^□☐○☑☒√✓■▣]+)")
_POINTS_IN_BRACKETS: Final = re.compile(r"\([0-9.]+分\)$")


def read_self_scoring(document: Document) -> tuple[SelfScoring, dict[str, Any]]:
    """The scoring table, and the stated overall points and rating."""
    return _table(document), _overall(document)


def _overall(document: Document) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _, row in document.rows():
        if len(row.cells) != 2:
            continue
        name = label(row.cells[0])
        if name in ("绩效自评综合得分", "自评综合得分", "综合得分"):
            found["overall_points"] = document.figure(row.cells[1], "分", "/form/self_scoring/overall_points")
            row.taken = True
        elif name in ("评价等次", "评价等级", "自评等次"):
            found["rating"] = _rating(row.cells[1])
            row.taken = True
    return found


def _rating(text: str) -> str:
    """优 秀 is 优秀; of tick boxes, the ticked one."""
    plain = re.sub(r"\s+", "", text)
    ticked = _TICKED.search(plain)
    return ticked["rating"] if ticked else plain


def _table(document: Document) -> SelfScoring:
    columns: list[str] | None = None
    rows: list[ScoringRow] = []
    totals: dict[str, Any] = {}
    pending: list[str] = []
    for _, row in document.rows():
        names = [SCORING.get(label(cell)) for cell in row.cells]
        if {"indicator", "self_assessed_points"} <= set(names):
            columns = [name or "" for name in names]
            row.taken = True
        elif columns is None:
            continue
        elif len(pending) + len(row.cells) > len(columns):
            break
        elif len(pending) + len(row.cells) < len(columns):
            pending, row.taken = pending + row.cells, True  # a blank line inside a cell has cut the row
        else:
            cells = dict(zip(columns, pending + row.cells, strict=True))
            pending, row.taken = [], True
            _add(document, cells, rows, totals)
    if pending and any(cell.strip() for cell in pending):
        document.doubt("/form/self_scoring", " | ".join(pending), "这一行的格数与评分表的表头不符，请核对后手工填入")
    _doubt_shared_points(document, rows)
    return SelfScoring(rows=tuple(rows), **totals)


def _add(document: Document, cells: dict[str, str], rows: list[ScoringRow], totals: dict[str, Any]) -> None:
    leading = next(
        (folded(cells[name]) for name in ("category", "group", "indicator") if folded(cells.get(name, ""))), ""
    )
    if leading in TOTAL:
        if leading in ("总分", "合计", "总计"):
            for name in _POINTS & set(cells):
                totals[f"{name}_total"] = document.figure(cells[name], "分", f"/form/self_scoring/{name}_total")
        return
    if not any(folded(cell) for cell in cells.values()):
        return
    rows.append(_row(document, cells, rows[-1] if rows else None, f"/form/self_scoring/rows/{len(rows)}"))


def _row(document: Document, cells: dict[str, str], above: ScoringRow | None, at: str) -> ScoringRow:
    """A row with what merged cells above it cover: labels, and the criterion within one group."""
    found: dict[str, Any] = {}
    for name, text in cells.items():
        if name in _POINTS:
            found[name] = document.figure(text, "分", f"{at}/{name}")
        elif name in _TEXTS:
            found[name] = _title(text)
        elif name:
            found[name] = text.strip()
        elif text.strip():
            document.doubt("", text, "评分表中没有认出的一列，请核对后手工填入")
    if above is not None:
        if not found.get("category"):
            found["category"] = above.category
            found["group"] = found.get("group") or above.group
        same = (found["category"], found.get("group") or above.group) == (above.category, above.group)
        if same:
            found["group"] = above.group
        if same and not found.get("criterion"):
            found["criterion"] = above.criterion
    return ScoringRow(**found)


def _title(text: str) -> str:
    """A title without the white space of its column and the points that some forms print after it."""
    plain = re.sub(r"\s+", "", text)
    return _POINTS_IN_BRACKETS.sub("", plain.replace("（", "(").replace("）", ")")) if _ends_in_points(plain) else plain


def _ends_in_points(text: str) -> bool:
    return _POINTS_IN_BRACKETS.search(folded(text)) is not None


def _doubt_shared_points(document: Document, rows: list[ScoringRow]) -> None:
    """A 分值 that covers several rows is told, since the text cannot show merged cells."""
    for at, row in enumerate(rows):
        covered = 0
        for below in rows[at + 1 :]:
            if below.max_points is not None or below.self_assessed_points is None:
                break
            covered += 1
        if row.max_points is not None and covered:
            found = "、".join(one.indicator for one in rows[at : at + covered + 1])
            document.doubt(
                f"/form/self_scoring/rows/{at}/max_points", found, f"{covered + 1} 个指标共用一个分值，请核对"
            )
