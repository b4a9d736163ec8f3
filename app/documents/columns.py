"""Which column of a table is which cell of the form: headings of one row or several, and the cells under them.

Where the edges of cells are known, a heading holds whatever stands below it, so columns may come in any order and
with others between them. In plain text only the order is known, and headings that hold others are told by their names.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from app.documents.blocks import Box, Document, Row
from app.documents.labels import GROUPS, NUMBERING, SUBTOTALS, label, unit_in
from app.domain.form.cells import Unread, folded, read_cell

_HALF: Final = 0.5
_MAX_HEADING_ROWS: Final = 5


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its headings from the top, and where it stands (in plain text, its number)."""

    path: tuple[str, ...]
    left: float
    right: float
    names: list[str] = field(init=False, compare=False)
    """The headings as the maps of labels have them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", [label(one) for one in self.path])

    @property
    def heading(self) -> str:
        """Its headings as a person would say them."""
        return "／".join("".join(one.split()) for one in self.path)

    @property
    def unit(self) -> str:
        """The unit that its headings name, the lowest first."""
        return next((unit for one in reversed(self.path) if (unit := unit_in(one))), "")

    def field(self, labels: Mapping[str, str]) -> str:
        """What it is in `labels`; empty where it is nothing there."""
        return _field(self.names, labels)

    def is_numbering(self) -> bool:
        """Whether it only counts the rows."""
        return self.names[-1] in NUMBERING


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a table: its rows, its columns from the left, and the place of what follows it."""

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    end: int

    @property
    def table(self) -> int:
        """The table it stands in."""
        return self.rows[0].table

    def take(self) -> None:
        """Take every row of it."""
        for row in self.rows:
            row.take()


def _field(names: list[str], labels: Mapping[str, str]) -> str:
    while names:
        last, above = names[-1], names[-2] if len(names) > 1 else ""
        for name in (above + last, last + above, last) if above not in ("", "其中") else (last,):
            if name in labels:
                return labels[name]
        if last not in SUBTOTALS and not _says_nothing(last):
            return ""
        names = names[:-1]
    return ""


def _says_nothing(name: str) -> bool:
    """A heading that only gives a unit or the number of its column."""
    return folded(name) in ("", "万元", "元") or name.strip("()栏=+-,").isdigit()


def heading_at(
    document: Document, start: int, known: Callable[[str], bool], deepest: int = _MAX_HEADING_ROWS
) -> Heading:
    """The heading that begins at `start`: further rows belong to it that are held by its first cell, or only name."""
    first = document.blocks[start]
    assert isinstance(first, Row)  # noqa: S101 - `rows` gives rows
    rows, end = [first], start + 1
    for place, row in document.following(start + 1):
        if len(rows) == deepest or row.table != first.table or not _goes_on(rows, row, known):
            break
        rows.append(row)
        end = place + 1
    placed = all(row.placed for row in rows)
    columns = _columns(rows, document.merges_known) if placed else _columns_in_order(rows)
    return Heading(tuple(rows), tuple(columns), end)


def _goes_on(rows: Sequence[Row], row: Row, known: Callable[[str], bool]) -> bool:
    if any(_is_figure(box) for box in row.filled):
        return all(box.label.strip("()栏=+-,").isdigit() for box in row.filled) and len(row.filled) > 2
    if row.cells[0].origin is not None and any(row.cells[0].origin in above.cells for above in rows):
        return True
    if _divides_heading(rows, row, known):
        return True
    return not row.cells[0].key and any(known(name) or name in SUBTOTALS for name in row.labels)


def _divides_heading(rows: Sequence[Row], row: Row, known: Callable[[str], bool]) -> bool:
    """Whether a row only names, and begins with what its unmerged heading above holds: 一级指标 under 评价指标."""
    above = {name for one in rows for name in one.labels if name}
    named = [box.label for box in row.filled]
    holds = rows[-1].cells[0].label in GROUPS
    return holds and len(named) > 1 and all(known(name) for name in named) and not above & set(named)


def _is_figure(box: Box) -> bool:
    cell = read_cell(box.text, "万元")
    return cell is not None and not isinstance(cell, Unread)


def _columns(rows: Sequence[Row], merges_known: bool) -> list[Column]:  # noqa: FBT001 - of the document
    """The columns by the edges of their headings."""
    extents = [[(box, *_extent(rows, depth, box, merges_known)) for box in row.cells] for depth, row in enumerate(rows)]
    found: list[Column] = []
    for depth, row in enumerate(extents):
        below = [one for later in extents[depth + 1 :] for one in later if one[0].key]
        for box, left, right in row:
            above = [one for earlier in extents[:depth] for one in earlier if one[0].key and _holds(one, left, right)]
            if box.origin is not None or any(_holds((box, left, right), *one[1:]) for one in below):
                continue
            path = [one[0].text for one in above] + ([box.text] if box.key else [])
            if box.key or (path and label(path[-1]) not in GROUPS and _divided(above[-1], extents)):
                found.append(Column(tuple(path), left, right))
    return sorted(found, key=lambda column: column.left)


def _extent(rows: Sequence[Row], depth: int, box: Box, merges_known: bool) -> tuple[float, float]:  # noqa: FBT001
    """The edges of a heading; where merges are not known, it reaches over the blanks that have headings below."""
    if merges_known or not box.key:
        return box.left, box.right
    row = rows[depth].cells
    blanks = takewhile(lambda one: not one.key, row[row.index(box) + 1 :])
    below = [one for later in rows[depth + 1 :] for one in later.cells if one.key]
    right = box.right
    for blank in blanks:
        if not any(one.overlap(blank.left, blank.right) for one in below):
            break
        right = blank.right
    return box.left, right


def _holds(upper: tuple[Box, float, float], left: float, right: float) -> bool:
    """Whether a heading stands above at least half of what is between two edges."""
    return min(upper[2], right) - max(upper[1], left) > (right - left) * _HALF


def _divided(upper: tuple[Box, float, float], extents: Sequence[Sequence[tuple[Box, float, float]]]) -> bool:
    """Whether a heading has other headings below it: then a blank beside them is what the heading itself says."""
    after = next(at for at, row in enumerate(extents) if upper in row) + 1
    return any(_holds(upper, one[1], one[2]) for row in extents[after:] for one in row if one[0].key)


def _columns_in_order(rows: Sequence[Row]) -> list[Column]:
    """The columns of plain text: a blank goes on with the heading above it, names stand below one that holds them."""
    paths: list[tuple[str, ...]] = [(box.text,) for box in rows[0].cells if box.key]
    for row in rows[1:]:
        paths = _divided_by(paths, [box.text if box.key else "" for box in row.cells])
    return [Column(path, at, at + 1) for at, path in enumerate(paths)]


def _divided_by(paths: Sequence[tuple[str, ...]], cells: list[str]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for at, path in enumerate(paths):
        names = list(takewhile(bool, cells))
        if names and (label(path[-1]) in GROUPS or not any(label(one[-1]) in GROUPS for one in paths[at:])):
            found += [(*path, name) for name in names]
            cells = cells[len(names) :]
        elif label(path[-1]) not in GROUPS or (cells and not cells[0]):
            found.append(path)
            cells = cells[1:] if cells and not cells[0] else cells
    return found


def under(heading: Heading, row: Row) -> list[tuple[Column | None, Box]] | None:
    """The cells of a row with their columns, None for a cell that is under none; None where nobody can tell."""
    columns = heading.columns
    if row.placed and heading.rows[0].placed and row.table == heading.table:
        return _by_edges(columns, row)
    if len(row.cells) == len(columns):
        return list(zip(columns, row.cells, strict=True))
    return _by_edges(columns, row) if row.placed and heading.rows[0].placed and _as_wide(heading, row) else None


def _as_wide(heading: Heading, row: Row) -> bool:
    """Whether a row of another table can go on with a heading: it begins and ends at the same edges."""
    first, last = row.cells[0], row.cells[-1]
    edges = [(one.cells[0].left, one.cells[-1].right) for one in heading.rows]
    most = max(right - left for left, right in edges) / 50
    return any(abs(first.left - left) <= most and abs(last.right - right) <= most for left, right in edges)


def _most_shared(columns: Sequence[Column], box: Box) -> tuple[float, int]:
    """How much a cell shares with the column that it shares most with, and minus the place of that column."""
    most, place = 0.0, 0
    for at, one in enumerate(columns):
        shared = min(box.right, one.right) - max(box.left, one.left)
        if shared > most:
            most, place = shared, at
    return most, -place


def _by_edges(columns: Sequence[Column], row: Row) -> list[tuple[Column | None, Box]]:
    """Each cell under the column that it shares most with; of two under one, the one that has text or shares more."""
    best = [_most_shared(columns, box) for box in row.cells]
    order = sorted(range(len(best)), key=lambda at: (not row.cells[at].whole.key, -best[at][0]))
    held: dict[int, int] = {}
    for at in order:
        shared, column = best[at][0], -best[at][1]
        if shared > 0 and column not in held.values():
            held[at] = column
    return [(columns[held[at]] if at in held else None, box) for at, box in enumerate(row.cells)]
