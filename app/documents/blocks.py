"""A document as its readers see it, whatever its format: rows of cells and lines of text, in reading order.

A merged cell stands in the row where it begins; in the rows below, a covered cell names it as its `origin`. Whoever
understands a piece takes it; what nobody has taken in the end is a doubt, so that nothing is dropped in silence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.documents.envelope import Doubt, Found
from app.documents.headings import divides
from app.documents.labels import is_furniture, label
from app.domain.form.cells import Cell, DateCell, Unread, folded, read_cell, read_date


@dataclass(eq=False)
class Box:
    """A cell of a table: its text, where a person finds it, and between which edges of the table it stands.

    Where the format does not tell edges, both are 0.
    """

    text: str = ""
    place: str = ""
    left: float = 0
    right: float = 0
    origin: "Box | None" = None
    """The cell above whose merge covers this one."""
    taken: bool = False
    hint: str = ""
    """What a reader knows of a cell that it leaves."""

    @cached_property
    def key(self) -> str:
        """The text as it is compared: half-width, without white space."""
        return folded(self.text) if self.text else ""

    @cached_property
    def label(self) -> str:
        """The text as the maps of labels have it; a long text is none."""
        return label(self.text) if 0 < len(self.text) <= 80 else ""

    @property
    def whole(self) -> "Box":
        """The cell that one sees here: itself, or the one whose merge covers it."""
        return self.origin or self

    def overlap(self, left: float, right: float) -> float:
        """How much of this cell stands between two edges."""
        return max(0.0, min(self.right, right) - max(self.left, left))


@dataclass(eq=False)
class Row:
    """A row of a table; `table` numbers the tables of a document, 0 where the format does not tell them apart."""

    cells: list[Box]
    table: int = 0

    @property
    def filled(self) -> list[Box]:
        """The cells that have text."""
        return [box for box in self.cells if box.key]

    @property
    def taken(self) -> bool:
        """Whether nothing is left in it."""
        return all(box.taken for box in self.cells if box.key)

    @property
    def placed(self) -> bool:
        """Whether the edges of its cells are known."""
        return bool(self.cells) and self.cells[-1].right > 0

    @property
    def labels(self) -> list[str]:
        """The cells as the maps of labels have them."""
        return [box.label for box in self.cells]

    @property
    def text(self) -> str:
        """All of it, a line a cell."""
        return "\n".join(box.text.strip() for box in self.filled)

    @property
    def place(self) -> str:
        """Where it is: the place of its first filled cell."""
        return next((box.place for box in self.filled), "")

    def take(self) -> None:
        """Take every cell."""
        for box in self.cells:
            box.taken = True


@dataclass(eq=False)
class Line:
    """A line of text outside tables."""

    text: str
    place: str = ""
    taken: bool = False

    @cached_property
    def key(self) -> str:
        """The text as it is compared."""
        return folded(self.text)

    def take(self) -> None:
        """Take it."""
        self.taken = True


Block = Row | Line


def lone(block: Block) -> Box | Line | None:
    """A line, or the one filled cell of a row: what a person sees as a line of text."""
    if isinstance(block, Line):
        return block
    filled = block.filled
    return filled[0] if len(filled) == 1 else None


@dataclass
class Document:
    """The blocks in reading order, what has been found where, and the doubts so far."""

    blocks: Sequence[Block]
    merges_known: bool = False
    """Whether the format tells a blank cell from one that a merge covers."""
    doubts: list[Doubt] = field(default_factory=list)
    found: dict[str, Found] = field(default_factory=dict)

    def rows(self, start: int = 0) -> Iterator[tuple[int, Row]]:
        """The rows from `start` on of which something is left, with their places."""
        for place in range(start, len(self.blocks)):
            block = self.blocks[place]
            if isinstance(block, Row) and not block.taken:
                yield place, block

    def following(self, start: int) -> Iterator[tuple[int, Row]]:
        """The rows from `start` on up to the next text, over blank rows and what stands at the edges of pages."""
        for place in range(start, len(self.blocks)):
            block = self.blocks[place]
            alone = lone(block)
            if isinstance(block, Row):
                if block.filled and (block.taken or (alone is not None and divides(alone.key))):
                    return
                if block.filled:
                    yield place, block
            elif alone is not None and not is_furniture(alone.key):
                return

    def doubt(self, pointer: str, found: str, reason: str) -> None:
        """Tell of something that is not sure."""
        self.doubts.append(Doubt(pointer=pointer, found=found.strip(), reason=reason))

    def note(self, pointer: str, piece: Box | Line, *, sure: bool = True) -> None:
        """Take a piece, and keep that the value at `pointer` was found there."""
        piece.taken = True
        if piece.key and pointer not in self.found:
            self.found[pointer] = Found(place=piece.place, original=piece.text.strip(), sure=sure)

    def words(self, piece: Box | Line, pointer: str, *, sure: bool = True) -> str:
        """The text of a piece."""
        self.note(pointer, piece, sure=sure)
        return piece.text.strip()

    def name(self, piece: Box | Line, pointer: str) -> str:
        """The text of a piece without the white space that spreads names and labels: 张　三 is 张三."""
        return "".join(self.words(piece, pointer).split())

    def figure(self, piece: Box | Line, unit: str, pointer: str) -> Cell:
        """The figure in a piece; an unreadable one is kept as it is, and doubted."""
        self.note(pointer, piece)
        cell = read_cell(piece.text, unit)
        if isinstance(cell, Unread):
            self.doubt(pointer, piece.text, f"不是以{unit}为单位的数字，已按原样保留，请改正")
        return cell

    def date(self, piece: Box | Line, pointer: str) -> DateCell:
        """The date in a piece; an unreadable one is kept as it is, and doubted."""
        self.note(pointer, piece)
        cell = read_date(piece.text)
        if isinstance(cell, Unread):
            self.doubt(pointer, piece.text, "不是日期，已按原样保留，请改正")
        return cell

    def leftovers(self) -> None:
        """Doubt whatever nobody has taken."""
        for block in self.blocks:
            for pieces in _left(block):
                hint = next((one.hint for one in pieces if isinstance(one, Box) and one.hint), "")
                reason = hint or "没有认出这是表中的哪一处，请核对后手工填入"
                place = f"（{pieces[0].place}）" if pieces[0].place else ""
                self.doubt("", " | ".join(one.text.strip() for one in pieces), f"{reason}{place}")

    def sources(self) -> dict[str, Found]:
        """Where each value was found; what a doubt points at, or at something around it, is not sure."""
        doubted = {one.pointer for one in self.doubts if one.pointer}
        return {
            pointer: found.model_copy(update={"sure": False}) if _within(pointer, doubted) else found
            for pointer, found in self.found.items()
        }


def _left(block: Block) -> Iterator[list[Box | Line]]:
    """What is left of a block: a row as a whole, or those cells of it that have a hint one by one."""
    if isinstance(block, Line):
        if block.key and not block.taken:
            yield [block]
        return
    left: list[Box | Line] = [box for box in block.cells if box.key and not box.taken]
    hinted = [box for box in left if isinstance(box, Box) and box.hint]
    if plain := [box for box in left if box not in hinted]:
        yield plain
    for box in hinted:
        yield [box]


def _within(pointer: str, doubted: set[str]) -> bool:
    while pointer:
        if pointer in doubted:
            return True
        pointer = pointer.rpartition("/")[0]
    return False
