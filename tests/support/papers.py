"""A paper form as plain data: lines of text and tables of cells that may span columns and rows, in reading order.

From one paper the same form is written as plain text (as word processors give it), .csv, .docx and .xlsx.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class C:
    """A cell that spans `across` columns and `down` rows."""

    text: str = ""
    across: int = 1
    down: int = 1


Table = Sequence[Sequence[C | str]]
Paper = Sequence[str | Table]


@dataclass(frozen=True)
class Placed:
    """A cell in the grid of its table; `begins` is false in the rows that its merge covers."""

    cell: C
    column: int
    begins: bool


def grid(table: Table) -> list[list[Placed]]:
    """The rows of a table with every cell in its column."""
    covered: dict[tuple[int, int], C] = {}
    found = []
    for at, row in enumerate(table):
        placed, column, cells = [], 0, iter(row)
        while True:
            if (at, column) in covered:
                cell = covered[at, column]
                placed.append(Placed(cell, column, begins=False))
            else:
                given = next(cells, None)
                if given is None:
                    break
                cell = given if isinstance(given, C) else C(given)
                placed.append(Placed(cell, column, begins=True))
                covered |= {(at + below, column): cell for below in range(1, cell.down)}
            column += cell.across
        found.append(placed)
    return found


def width(rows: Sequence[Sequence[Placed]]) -> int:
    """The number of columns of a grid."""
    return max(one.column + one.cell.across for row in rows for one in row)


def as_text(paper: Paper) -> str:
    """The plain text: a tab begins a cell, a blank line ends a row."""
    return "\n".join(_text_blocks(paper))


def _text_blocks(paper: Paper) -> Iterator[str]:
    for block in paper:
        if isinstance(block, str):
            yield f"{block}\n"
        else:
            for row in grid(block):
                cells = [one.cell.text if one.begins else "" for one in row]
                yield "".join(f"\t{cell}\n" for cell in cells)


def as_csv(paper: Paper) -> str:
    """As spreadsheets save it: a merged cell's text stands in its first cell."""
    out = io.StringIO()
    writer = csv.writer(out)
    for block in paper:
        if isinstance(block, str):
            writer.writerow([block, "", "", ""])
            continue
        rows = grid(block)
        for row in rows:
            cells = [""] * width(rows)
            for one in row:
                if one.begins:
                    cells[one.column] = one.cell.text
            writer.writerow(cells)
    return out.getvalue()
