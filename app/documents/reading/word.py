"""Word's .docx as blocks: what a person sees on paper, in reading order.

Text in content controls, fields, hyperlinks, text boxes and tracked insertions counts; tracked deletions and hidden
text do not. Numbers that Word writes before paragraphs by itself are written out.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any, Final

from app.documents.blocks import Block, Box, Document, Line, Row
from app.documents.envelope import NotAForm
from app.documents.office import opened
from app.documents.reading.archive import element, part
from app.documents.reading.numbering import Numbering

BODY: Final = "word/document.xml"
_ANY_SIZE: Final = 2_000_000_000
"""Pictures may be large: they are never unpacked."""

_DECORATION: Final = re.compile(
    rb"<w:(?:rFonts|sz|szCs|color|kern|lang|spacing|jc|ind|b|bCs|i|iCs|u|shd|highlight|widowControl|snapToGrid|adjustRightInd"
    rb"|autoSpaceDE|autoSpaceDN|vAlign|noProof|keepNext|top|left|bottom|right|insideH|insideV)(?: [^<>]*)?/>"
)
"""How text looks says nothing here, and is half of a document's XML: taken out before it is parsed."""
_BESIDE: Final = re.compile(r"word/(?P<kind>header|footer|footnotes|endnotes)[0-9]*\.xml")
_PLACES: Final = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_GONE: Final = frozenset({"del", "moveFrom", "instrText", "delText", "rPr", "pPr", "rt", "tcPr", "trPr", "tblPr"})
_SPACES: Final = {"tab": "\t", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_HOLDERS: Final = frozenset({"sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"})
_SYMBOLS: Final = {
    ("wingdings", 0xFE): "☑", ("wingdings", 0xFD): "☒", ("wingdings", 0xFC): "✓", ("wingdings", 0xA8): "□",
    ("wingdings", 0x6F): "□", ("wingdings", 0x71): "□", ("wingdings", 0x6E): "■", ("wingdings", 0xFB): "✗",
    ("wingdings 2", 0x52): "☑", ("wingdings 2", 0x50): "✓", ("wingdings 2", 0x54): "☒", ("wingdings 2", 0x53): "☒",
    ("wingdings 2", 0xA3): "□", ("wingdings 2", 0x2A): "□", ("wingdings 2", 0x30): "□",
}  # fmt: skip
"""Tick boxes that are drawn with symbol fonts."""


def read_word(data: bytes, name: str = "") -> Document:
    """The blocks of a .docx. Raises NotAForm."""
    with opened(data, name, "自评报告", _ANY_SIZE) as archive:
        names = set(archive.namelist())
        if "word/vbaProject.bin" in names:
            raise NotAForm(f"{name or '文件'}含有宏，没有读取；请另存为不带宏的 .docx 后再导入")
        if BODY not in names:
            raise NotAForm(f"{name or '文件'}不是 Word 文件，请导入 .docx、.xlsx、.csv、.pdf 或文本")
        styles = [element(part(archive, f"word/{one}.xml", name)) if f"word/{one}.xml" in names else None
                  for one in ("numbering", "styles")]  # fmt: skip
        content = part(archive, BODY, name)
        body = element(content if b"<![CDATA[" in content else _DECORATION.sub(b"", content))
        reader = _Word(Numbering(*styles))
        for child in body:
            reader.read(child)
        for path in sorted(names):
            if found := _BESIDE.fullmatch(path):
                reader.beside(element(part(archive, path, name)), _PLACES[found["kind"]])
    return Document(reader.blocks, merges_known=True)


@lru_cache(maxsize=1024)
def _name(tag: str) -> str:
    return tag[tag.rfind("}") + 1 :]


def _local(node: Any) -> str:
    return _name(node.tag)


def _value(node: Any, attribute: str = "val") -> str:
    return next((text for name, text in node.attrib.items() if name.rpartition("}")[2] == attribute), "")


def _child(node: Any, *path: str) -> Any:
    for wanted in path:
        if node is None:
            return None
        for one in node:
            if _name(one.tag) == wanted:
                node = one
                break
        else:
            return None
    return node


def _number(node: Any, attribute: str = "val", otherwise: int = 1) -> int:
    text = _value(node, attribute) if node is not None else ""
    return int(text) if text.isdigit() else otherwise


def _chosen(node: Any) -> Any:
    """Of what is there twice, for newer and older programs, the first."""
    return node[0] if len(node) else node


def _is_on(node: Any) -> bool:
    return node is not None and _value(node) not in ("0", "false", "off")


@dataclass
class _Cell:
    """A cell as it is written: its text, how it merges, how wide it is, and tables inside it."""

    text: str
    span: int
    merge: str
    width: int
    inner: list[Any]


@dataclass
class _Word:
    """Blocks as they are read."""

    numbering: Numbering
    blocks: list[Block] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0

    def read(self, node: Any) -> None:
        """Read what stands in the body, or in a text box."""
        kind = _local(node)
        if kind == "p":
            self._paragraph(node)
        elif kind == "tbl":
            self._table(node)
        elif kind == "AlternateContent":
            self.read(_chosen(node))
        elif kind not in _GONE:
            for child in node:
                self.read(child)

    def beside(self, node: Any, place: str) -> None:
        """Read what stands at the edges of pages: notes, and of headers and footers what has a label and is new."""
        said = {block.key for block in self.blocks if isinstance(block, Line)}
        own = _Word(Numbering(None, None))
        for child in node:
            own.read(child)
        for line in (block for block in own.blocks if isinstance(block, Line)):
            if line.key not in said and (place.endswith("注") or ":" in line.key):
                self.blocks.append(Line(line.text, place))

    def _paragraph(self, node: Any) -> None:
        inner: list[Any] = []
        text = self._text(node, inner)
        self.paragraphs += 1
        place = f"第 {self.paragraphs} 段"
        self.blocks += [Line(line, place) for line in text.splitlines() if line.strip()]
        for one in inner:
            for child in one:
                self.read(child)

    def _text(self, paragraph: Any, inner: list[Any]) -> str:
        """The text of a paragraph with its number; text boxes in it go to `inner`."""
        parts: list[str] = []
        _gather(paragraph, parts, inner)
        text = "".join(parts)
        return f"{self.numbering.before(paragraph)}{text}" if text.strip() else text

    def _table(self, node: Any) -> None:
        self.tables += 1
        table = self.tables
        grid = _child(node, "tblGrid")
        widths = [max(_number(one, "w"), 1) for one in grid] if grid is not None else []
        rows = [(row, list(self._cells(row))) for row in _held(node, "tr") if _child(row, "trPr", "del") is None]
        edges = _Edges(widths, [(row, cells) for row, cells in rows])
        open_merges: dict[int, Box] = {}
        for number, (row, cells) in enumerate(rows, start=1):
            place = f"表 {table} 第 {number} 行"
            self.blocks.append(Row(_boxes(edges.of(row, cells), cells, place, open_merges), table))
            for cell in cells:
                for inner in cell.inner:
                    self.read(inner)

    def _cells(self, row: Any) -> Iterator[_Cell]:
        for node in _held(row, "tc"):
            properties = _child(node, "tcPr")
            if _child(properties, "cellDel") is not None:
                continue
            merge = _child(properties, "vMerge")
            inner: list[Any] = []
            yield _Cell(
                self._cell_text(node, inner),
                _number(_child(properties, "gridSpan")),
                "" if merge is None else _value(merge) or "continue",
                _number(_child(properties, "tcW"), "w", 0) if _value_is_width(properties) else 0,
                inner,
            )

    def _cell_text(self, node: Any, inner: list[Any]) -> str:
        lines: list[str] = []
        for child in node:
            kind = _local(child)
            if kind == "p":
                boxes: list[Any] = []
                lines.append(self._text(child, boxes))
                lines += [self._cell_text(box, inner) for box in boxes]
            elif kind == "tbl":
                inner.append(child)
            elif kind in _HOLDERS:
                lines.append(self._cell_text(child, inner))
        return "\n".join(lines).strip("\n")


def _value_is_width(properties: Any) -> bool:
    width = _child(properties, "tcW")
    return width is not None and _value(width, "type") in ("", "dxa")


def _held(node: Any, wanted: str) -> Iterator[Any]:
    """Children of that kind, also inside content controls and insertions, and not in what was deleted."""
    for child in node:
        kind = _local(child)
        if kind == wanted:
            yield child
        elif kind in _HOLDERS:
            yield from _held(child, wanted)


def _gather(node: Any, parts: list[str], inner: list[Any]) -> None:
    """The text of runs, in reading order."""
    for child in node:
        kind = _local(child)
        if kind == "t":
            parts.append(child.text or "")
        elif kind == "r":
            if not _is_on(_child(child, "rPr", "vanish")):
                _gather(child, parts, inner)
        elif kind in _SPACES:
            parts.append(_SPACES[kind])
        elif kind in _DRAWN:
            parts.append(_DRAWN[kind](child))
        elif kind == "txbxContent":
            inner.append(child)
        elif kind == "AlternateContent":
            _gather([_chosen(child)], parts, inner)
        elif kind not in _GONE:
            _gather(child, parts, inner)


def _symbol(node: Any) -> str:
    code = _value(node, "char")
    try:
        return _SYMBOLS.get((_value(node, "font").lower(), int(code, 16) & 0xFF), "")
    except ValueError:
        return ""


def _check_box(node: Any) -> str:
    checked = _child(node, "checked")
    return "☑" if _is_on(checked if checked is not None else _child(node, "default")) else "□"


_DRAWN: Final[Mapping[str, Callable[[Any], str]]] = {"sym": _symbol, "checkBox": _check_box}


class _Edges:
    """The edges of the cells of a table: by its grid where its rows keep to it, else by the widths of the cells."""

    def __init__(self, widths: Sequence[int], rows: Sequence[tuple[Any, list[_Cell]]]) -> None:
        spans = [_before(row) + sum(cell.span for cell in cells) for row, cells in rows]
        kept = bool(widths) and max(spans, default=0) <= len(widths) and min(spans, default=0) > len(widths) // 2
        ragged = len(set(spans)) > 1 and all(cell.span == 1 for _, cells in rows for cell in cells)
        self._by_width = (not kept or ragged) and all(cell.width > 0 for _, cells in rows for cell in cells)
        self._grid = [0, *accumulate(widths)] if kept else None

    def of(self, row: Any, cells: Sequence[_Cell]) -> list[tuple[int, float, float]]:
        """(grid column, left, right) of each cell of a row."""
        at, left = _before(row), float(_number(_child(row, "trPr", "wBefore"), "w", 0))
        found: list[tuple[int, float, float]] = []
        for cell in cells:
            if self._by_width:
                found.append((round(left / 50), left, left + cell.width))
            elif self._grid is not None:
                found.append((at, self._grid[at], self._grid[at + cell.span]))
            else:
                found.append((at, at, at + cell.span))
            at, left = at + cell.span, left + cell.width
        return found


def _before(row: Any) -> int:
    return _number(_child(row, "trPr", "gridBefore"), "val", 0)


def _boxes(
    edges: Sequence[tuple[int, float, float]], cells: Sequence[_Cell], place: str, open_merges: dict[int, Box]
) -> list[Box]:
    """The cells of a row; a cell that goes on a merge names the one above where it begins."""
    found = []
    for number, ((column, left, right), cell) in enumerate(zip(edges, cells, strict=True), start=1):
        origin = open_merges.get(column) if cell.merge == "continue" else None
        box = Box(cell.text, f"{place} 第 {number} 格", left, right, origin)
        if cell.merge != "continue":
            open_merges.pop(column, None)
        if cell.merge == "restart":
            open_merges[column] = box
        found.append(box)
    return found
