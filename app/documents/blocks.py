"""A document as its readers see it, whatever its format: rows of cells and lines of text, in reading order.

A merged cell stands in the row where it begins and is empty in the others. Whoever understands a piece takes it;
what nobody has taken in the end is a doubt, so that nothing is dropped in silence.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from app.documents.envelope import Doubt
from app.domain.form.cells import Cell, DateCell, Unread, folded, read_cell, read_date


@dataclass(slots=True)
class Row:
    """A row of a table."""

    cells: list[str]
    taken: bool = False

    @property
    def keys(self) -> list[str]:
        """The cells as labels are compared: half-width, without white space."""
        return [folded(cell) for cell in self.cells]


@dataclass(slots=True)
class Line:
    """A line of text outside tables."""

    text: str
    taken: bool = False


@dataclass(slots=True)
class Document:
    """The blocks in reading order, and the doubts so far."""

    blocks: list[Row | Line]
    doubts: list[Doubt] = field(default_factory=list)

    def rows(self) -> Iterator[tuple[int, Row]]:
        """The rows that nobody has taken, with their places."""
        for place, block in enumerate(self.blocks):
            if isinstance(block, Row) and not block.taken:
                yield place, block

    def find_row(self, wanted: Callable[[list[str]], bool], start: int = 0) -> int | None:
        """The place of the first row from `start` on whose keys are `wanted`."""
        return next((place for place, row in self.rows() if place >= start and wanted(row.keys)), None)

    def doubt(self, pointer: str, found: str, reason: str) -> None:
        """Tell of something that is not sure."""
        self.doubts.append(Doubt(pointer=pointer, found=found.strip(), reason=reason))

    def figure(self, text: str, unit: str, pointer: str) -> Cell:
        """The figure in a cell; an unreadable one is kept as it is, and doubted."""
        cell = read_cell(text, unit)
        if isinstance(cell, Unread):
            self.doubt(pointer, text, f"不是以{unit}为单位的数字，已按原样保留，请改正")
        return cell

    def date(self, text: str, pointer: str) -> DateCell:
        """The date in a cell; an unreadable one is kept as it is, and doubted."""
        cell = read_date(text)
        if isinstance(cell, Unread):
            self.doubt(pointer, text, "不是日期，已按原样保留，请改正")
        return cell

    def leftovers(self) -> None:
        """Doubt whatever nobody has taken."""
        for block in self.blocks:
            if not block.taken:
                text = block.text if isinstance(block, Line) else " | ".join(cell.strip() for cell in block.cells)
                if folded(text).strip("|"):
                    self.doubt("", text, "没有认出这是表中的哪一处，请核对后手工填入")
