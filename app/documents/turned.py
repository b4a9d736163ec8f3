"""Tables of figures that stand on their side, items down and institutions across, turned upright for their readers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.documents.blocks import Block, Box, Line, Row
from app.documents.labels import AMOUNTS, FINANCES, GROUPS, INSTITUTION, SUBTOTALS, TOTAL, is_furniture
from app.domain.form.cells import Unread, read_cell

_ITEMS: Final = (
    frozenset({"项目", "指标", "内容", "科目", "类别", "收入项目", "支出项目", "项目名称", "名称"}) | INSTITUTION
)
_FIELDS: Final = frozenset(name for labels in FINANCES.values() for name in labels)
_BESIDE: Final = _FIELDS | GROUPS | SUBTOTALS
_NO_HEADS: Final = _BESIDE - AMOUNTS - TOTAL
_MOST_LABELS: Final = 3
_NEAR: Final = 4.0
"""Points or twips within which two edges are one."""


@dataclass(frozen=True)
class _Side:
    """A row of such a table: its labels, and its figures under the heads of the columns."""

    labels: list[Box]
    values: list[Box]


def upright(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with every such table turned; the cells are the same, at other edges."""
    found: list[Block] = []
    number = max((block.table for block in blocks if isinstance(block, Row)), default=0)
    place = 0
    while place < len(blocks):
        heads = _heads(blocks[place])
        sides, end = _sides(blocks, place, heads) if heads else ([], place)
        if sum(bool({one.label for one in side.labels} & _FIELDS) for side in sides) > 1:
            number += 1
            found += _turned(heads, sides, number)
            place = end
        else:
            found.append(blocks[place])
            place += 1
    return found


def _heads(block: Block) -> list[Box]:
    """The heads of the columns, institutions or one amount; empty where a row is no such heading."""
    filled = block.filled if isinstance(block, Row) else []
    if len(filled) < 2 or filled[0].label not in _ITEMS or any(box.label in _NO_HEADS for box in filled[1:]):
        return []
    amounts = [box for box in filled[1:] if box.label in AMOUNTS or any(one.isdigit() for one in box.key)]
    return [] if amounts and len(filled) > 2 else filled[1:]  # years or kinds of figures are no institutions


def _sides(blocks: Sequence[Block], start: int, heads: Sequence[Box]) -> tuple[list[_Side], int]:
    """The rows under the heads, also over the edge of a page, and the place after them."""
    heading, end = blocks[start], start + 1
    found: list[_Side] = []
    for place, block in enumerate(blocks[start + 1 :], start + 1):
        if isinstance(block, Line) and is_furniture(block.key):
            continue
        if not isinstance(block, Row) or not isinstance(heading, Row) or not _goes_on(heading, block):
            break
        side = _side(block, heads)
        if side is None:
            break
        found.append(side)
        end = place + 1
    return found, end


def _goes_on(heading: Row, row: Row) -> bool:
    """Whether a row is of the same table, or of what goes on with it on the next page: it has the same edges."""
    if row.table == heading.table:
        return True
    ends = zip((heading.cells[0].left, heading.cells[-1].right), (row.cells[0].left, row.cells[-1].right), strict=True)
    return row.placed and heading.placed and all(abs(one - other) < _NEAR for one, other in ends)


def _side(row: Row, heads: Sequence[Box]) -> _Side | None:
    if row.placed and heads[0].right > 0:
        labels = [box for box in row.cells if box.left < heads[0].left and box.whole.key]
        values = [next((box for box in row.cells if box.overlap(one.left, one.right) > 0), Box()) for one in heads]
    else:
        labels, values = row.cells[: -len(heads)], row.cells[-len(heads) :]
    named = [box.whole.label for box in labels if box.whole.key]
    known = named and all(name in _BESIDE for name in named) and len(labels) <= _MOST_LABELS
    return _Side(labels, values) if known and all(_is_value(box) for box in values) else None


def _is_value(box: Box) -> bool:
    return not isinstance(read_cell(box.whole.text, "万元"), Unread) or any(one.isdigit() for one in box.key)


def _turned(heads: Sequence[Box], sides: Sequence[_Side], table: int) -> Iterator[Row]:
    depth = max(len(side.labels) for side in sides)
    corner = Box("机构名称", heads[0].place, 0, 1, taken=True)
    levels: list[list[Box]] = [[corner], *([Box("", "", 0, 1, corner)] for _ in range(depth - 1))]
    for at, side in enumerate(sides, start=1):
        for level, box in enumerate(side.labels):
            if box.origin is None:
                box.left, box.right = at, at + 1
                levels[level].append(box)
            else:
                box.origin.right = at + 1
        for level in range(len(side.labels), depth):
            levels[level].append(Box("", "", at, at + 1, side.labels[-1]))
    yield from (Row(cells, table) for cells in levels)
    for column, head in enumerate(heads):
        head.left, head.right = 0, 1
        yield Row([head, *_figures(sides, column)], table)


def _figures(sides: Sequence[_Side], column: int) -> Iterator[Box]:
    for at, side in enumerate(sides, start=1):
        side.values[column].left, side.values[column].right = at, at + 1
        yield side.values[column]
