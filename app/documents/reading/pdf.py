"""A PDF with text as blocks: tables by their ruling lines, and lines of text outside them.

Lines that the page's width has broken are put together again, and so is a row that a page break has cut. What a merge
covers on the next page cannot be told from a blank, so merges count as not known.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Any, Final

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from app.documents.blocks import Block, Box, Document, Line, Row
from app.documents.envelope import NotAForm
from app.documents.labels import is_furniture

MAX_PAGES: Final = 100
MAX_CHARACTERS: Final = 300_000
_FEW: Final = 20
"""A page of a scan may have a stamp of characters, never a form's worth."""
_INSET: Final = 6.0
"""Points between a cell's edge and its text, at most."""
_CLOSING: Final = "，。；：、！？）》】”’％%"
_OPENING: Final = "（《【〔“‘≤≥＜＞<>±＝"
"""Marks that may not end a line."""
_ITEM: Final = re.compile(
    r"\s*([①-⑳]|[0-9]{1,2}([、．]|\.(?![0-9]))|[（(][一二三四五六七八九十0-9]+[）)]|[一二三四五六七八九十]+、|(目标|指标)[0-9一二三四五六七八九])"
)
"""How a paragraph begins, even after a full line."""
_NEAR: Final = 4.0
"""Points within which two edges are one."""


def read_pdf(data: bytes) -> Document:
    """The blocks of a PDF. Raises NotAForm without the file's name."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as file:
            return _read(file.pages)
    except PdfminerException as error:
        locked = any(isinstance(one, PDFPasswordIncorrect) for one in error.args)
        message = "加了密码，无法读取；请去掉密码后再导入" if locked else "已损坏，无法读取；请重新导出 PDF 后再导入"
        raise NotAForm(message) from error
    except NotAForm:
        raise
    except Exception as error:
        raise NotAForm("已损坏，无法读取；请重新导出 PDF 后再导入") from error


def _read(pages: Sequence[Any]) -> Document:
    if len(pages) > MAX_PAGES:
        raise NotAForm(f"有 {len(pages)} 页，不像一份自评报告，没有读取")
    pdf = _Pdf()
    counted = 0
    for page in pages:
        counted += len(page.chars)
        if counted > MAX_CHARACTERS:
            raise NotAForm("文字太多，不像一份自评报告，没有读取")
        pdf.read(page)
        page.close()
    if counted < _FEW * len(pages):
        raise NotAForm("是扫描件（里面只有图片，没有文字），无法读取；请导入原来的 Word 或 Excel 文件")
    return Document(pdf.blocks)


@dataclass(frozen=True, slots=True)
class _Written:
    """A text, and whether its last line reaches the right edge, so that it may go on on the next page."""

    text: str
    full: bool


@dataclass
class _Pdf:
    """Blocks as the pages are read."""

    blocks: list[Block] = field(default_factory=list)
    tables: int = 0
    full: set[int] = field(default_factory=set)
    """The cells whose last line is full, by identity."""

    def read(self, page: Any) -> None:
        """Read a page from its top."""
        tables = page.find_tables()
        inside = [table.bbox for table in tables]
        chars = [one for one in page.chars if one["text"].strip()]
        outside = [one for one in chars if not any(_within(one, box) for box in inside)]
        left = min([one["x0"] for one in outside] + [box[0] for box in inside], default=0)
        right = page.width - left  # the margins of a page are alike
        pieces: list[tuple[float, Any]] = [(table.bbox[1], table) for table in tables]
        pieces += [(line[0]["top"], line) for line in _lines(outside)]
        begun = False
        going_on = ""
        """A line that the page's width has broken."""
        for _, piece in sorted(pieces, key=lambda one: one[0]):
            if isinstance(piece, list):
                text = _text(piece)
                if _ITEM.match(text):
                    self._flush(going_on, page)
                    going_on = ""
                text, full = going_on + text, _is_full(piece, right)
                going_on = text if full and len(piece) > 15 else ""
                self._flush("" if going_on else text, page)
            else:
                self._flush(going_on, page)
                going_on = ""
                self._table(page, piece, chars, first=not begun)
                begun = True
        self._flush(going_on, page)

    def _flush(self, text: str, page: Any) -> None:
        if text:
            self.blocks.append(Line(text, f"第 {page.page_number} 页"))

    def _table(self, page: Any, table: Any, chars: Sequence[Any], *, first: bool) -> None:
        above = self._last_row() if first else None
        self.tables += 1
        begun: list[tuple[Any, Box]] = []
        for number, row in enumerate(table.rows, start=1):
            place = f"第 {page.page_number} 页 表 {self.tables} 第 {number} 行"
            top, own = row.bbox[1], [cell for cell in row.cells if cell is not None]
            found = [Box("", place, box.left, box.right, box.whole) for cell, box in begun
                     if cell[1] < top - _NEAR and cell[3] > top + _NEAR]  # fmt: skip
            in_row = [one for one in chars if any(_within(one, cell) for cell in own)]
            for cell in own:
                written = _written([one for one in in_row if _within(one, cell)], cell[0], cell[2])
                box = Box(written.text, "", cell[0], cell[2])
                begun.append((cell, box))
                found.append(box)
                if written.full:
                    self.full.add(id(box))
            cells = sorted(found, key=lambda box: box.left)
            for at, box in enumerate(cells, start=1):
                box.place = f"{place} 第 {at} 格"
            whole = Row(cells, self.tables)
            if number == 1 and above is not None and self._goes_on(above, whole):
                self._join(above, whole)
            else:
                self.blocks.append(whole)

    def _last_row(self) -> Row | None:
        """The last row of the page before, where only the edges of pages stand between."""
        for block in reversed(self.blocks):
            if isinstance(block, Row):
                return block
            if not is_furniture(block.key):
                return None
        return None

    def _goes_on(self, above: Row, row: Row) -> bool:
        """Whether a page break has cut a row: all that is written below goes on full lines in the same columns."""
        pairs = [(_above(above, box), box) for box in row.filled]
        if len(pairs) == 1 and len(row.cells) > 1 and not row.cells[0].key and pairs[0][0] is not None:
            return bool(pairs[0][0].key)
        aligned = len(above.cells) == len(row.cells) or len(row.filled) < len(row.cells)
        return aligned and bool(pairs) and all(
            upper is not None and id(upper) in self.full and upper.key for upper, _ in pairs
        ) and len(row.filled) < len(above.cells)  # fmt: skip

    def _join(self, above: Row, row: Row) -> None:
        for box in row.filled:
            upper = _above(above, box)
            if upper is not None:
                upper.text += ("" if id(upper) in self.full and not _ITEM.match(box.text) else "\n") + box.text
                self.full.discard(id(upper))
                upper.__dict__.pop("key", None)
                upper.__dict__.pop("label", None)


def _above(row: Row, box: Box) -> Box | None:
    same = (one for one in row.cells if abs(one.left - box.left) < _NEAR and abs(one.right - box.right) < _NEAR)
    found = next(same, None)
    return found.whole if found is not None else None


def _within(char: Any, box: Any) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _lines(chars: Sequence[Any]) -> Iterator[list[Any]]:
    """The characters line by line, each from the left."""
    line: list[Any] = []
    for one in sorted(chars, key=lambda char: (char["top"] + char["bottom"]) / 2):
        if line and _middle(one) - _middle(line[-1]) > one["size"] / 2:
            yield sorted(line, key=lambda char: char["x0"])
            line = []
        line.append(one)
    if line:
        yield sorted(line, key=lambda char: char["x0"])


def _middle(char: Any) -> float:
    return float(char["top"] + char["bottom"]) / 2


def _text(line: Sequence[Any]) -> str:
    """The characters of a line; a gap as wide as half a character is a space."""
    parts = [line[0]["text"]]
    for before, one in pairwise(line):
        latin = before["text"].isascii() and one["text"].isascii()
        parts.append(" " if one["x0"] - before["x1"] > one["size"] * (0.2 if latin else 0.5) else "")
        parts.append(one["text"])
    return "".join(parts)


def _is_full(line: Sequence[Any], right: float, word: float = 0) -> bool:
    """Whether a line reaches the right edge, or would with a word that wide."""
    last = line[-1]
    return bool(last["x1"] + max(word, last["size"]) > right - 0.7 * last["size"])


def _written(chars: Sequence[Any], left: float, right: float) -> _Written:
    """The text of a cell: a line that is full goes on in the next without a break."""
    text, before = "", None
    inset = min(max(min((one["x0"] for one in chars), default=left) - left, 0), _INSET)
    for line in _lines(chars):
        begins = _text(line)
        goes_on = before is not None and _is_full(before, right - inset, _word(line)) and not _ITEM.match(begins)
        text += ("" if goes_on or not text else "\n") + begins
        before = line
    return _Written(text, before is not None and _is_full(before, right - inset))


def _word(line: Sequence[Any]) -> float:
    """How wide the first word of a line is: a Chinese character or a number, with marks that may not begin a line."""
    word = list(takewhile(lambda one: one["text"] in _OPENING, line))
    rest = line[len(word) :]
    word += list(takewhile(lambda one: one["text"].isascii(), rest)) or list(rest[:1])
    word += takewhile(lambda one: one["text"] in _CLOSING, line[len(word) :])
    return float(word[-1]["x1"] - word[0]["x0"])
