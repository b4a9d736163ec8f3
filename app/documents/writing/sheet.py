"""A document on paper, whatever its format: lines of text, and tables whose cells have widths and cover rows.

Widths are in twentieths of a point (twips), as Word has them. The columns of a table follow from its cells: they are
cut wherever a cell of any row ends, and a cell spans the columns between its edges.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import Final

ACROSS: Final = "<"
"""In a heading drawn as text: this place belongs to the cell at its left."""
ABOVE: Final = "^"
"""In a heading drawn as text: this place belongs to the cell above it."""


UNDATED: Final = "1970-01-01"

LONG: Final = 400
"""Characters of a cell that may be cut at the end of a page."""


class Look(StrEnum):
    """What a line or a cell is, which says how it is set."""

    COVER_TITLE = "CoverTitle"
    COVER_LINE = "CoverLine"
    COVER_FOOT = "CoverFoot"
    PART = "Part"
    LABEL = "Label"
    VALUE = "Value"
    FIGURE = "Figure"
    """The cell of a figure; what is said there instead of one (无, 不适用) is set as it is."""
    TEXT = "Text"
    SIGNED = "Signed"
    """A text whose last two lines, the signature and its date, stand at the right."""
    PREPARER = "Preparer"
    ANNEX = "Annex"
    CHAPTER = "Chapter"
    TITLE = "NarrativeTitle"
    SECTION = "Section"
    BODY = "Body"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: it covers `rows` rows; 0 where one above covers it."""

    text: str
    width: int
    look: Look
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row; a `heading` stays with what follows it, and one that is `repeated` stands on every page of its table."""

    boxes: tuple[Box, ...]
    heading: bool = False
    repeated: bool = False
    height: int = 0
    """At least; 0 for that of a usual row."""

    @property
    def kept_whole(self) -> bool:
        """Whether it is moved to the next page rather than cut: long texts fill the page that they begin on."""
        return all(len(box.text) <= LONG for box in self.boxes)


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `title` names it for those who cannot see it."""

    title: str
    rows: tuple[Row, ...]

    def edges(self) -> list[int]:
        """Where the columns end, from the left; the first is 0."""
        return sorted({0, *(edge for row in self.rows for edge in accumulate(box.width for box in row.boxes))})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, which may begin a new page."""

    text: str
    look: Look
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole document: a cover by itself, and what follows it."""

    title: str
    cover: tuple[Line, ...]
    body: tuple[Line | Table, ...]
    date: str = UNDATED
    """The document's own date, where its format wants one: never the day of its making."""
    note: str = ""
    """Stands at the foot of every page."""


def spans(row: Row, edges: Sequence[int]) -> Iterator[int]:
    """How many columns each cell of a row spans."""
    places = {edge: at for at, edge in enumerate(edges)}
    left = 0
    for box in row.boxes:
        yield places[left + box.width] - places[left]
        left += box.width


def spread(total: int, parts: int) -> tuple[int, ...]:
    """`total` in `parts` widths as even as whole numbers can be."""
    cuts = [total * at // parts for at in range(parts + 1)]
    return tuple(right - left for left, right in pairwise(cuts))


def drawn(rows: Sequence[Sequence[str]], widths: Sequence[int], *, repeated: bool = False) -> Iterator[Row]:
    """The rows of a heading that is drawn as text, ACROSS and ABOVE standing where a cell covers its neighbours."""
    for at, row in enumerate(rows):
        boxes: list[Box] = []
        for column, text in enumerate(row):
            if text == ACROSS:
                boxes[-1] = Box(boxes[-1].text, boxes[-1].width + widths[column], Look.LABEL, boxes[-1].rows)
            elif text == ABOVE:
                boxes.append(Box("", widths[column], Look.LABEL, 0))
            else:
                below = (other[column] for other in rows[at + 1 :])
                boxes.append(Box(text, widths[column], Look.LABEL, 1 + _leading(below)))
        yield Row(tuple(boxes), heading=True, repeated=repeated)


def _leading(below: Iterable[str]) -> int:
    """How many places under a cell it covers."""
    count = 0
    for text in below:
        if text != ABOVE:
            break
        count += 1
    return count


def runs(values: Sequence[object]) -> list[int]:
    """For each place, how many equal values follow from it; 0 inside such a run. None is equal to nothing."""
    found = [0] * len(values)
    start = 0
    for at, value in enumerate(values):
        if value is None or value != values[start]:
            start = at
        found[start] += 1
    return found
