"""Papers as PDF: text in Chinese and ruled tables on A4, tables cut at the foot of a page as Word cuts them."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.support.papers import Paper, Placed, Table, grid, width

SIZE = 9
LEADING = 12
LEFT, RIGHT, TOP, FOOT = 40, 560, 800, 60


@dataclass
class _Pages:
    """Pages as they are drawn; `at` is how far down the last one is."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    at: float = TOP

    def turn(self) -> None:
        self.pages.append([])
        self.at = TOP

    def text(self, x: float, y: float, text: str) -> None:
        if text:
            code = text.encode("utf-16-be").hex()
            self.pages[-1].append(f"BT /F1 {SIZE} Tf {x:.1f} {y:.1f} Td <{code}> Tj ET")

    def box(self, left: float, top: float, right: float, bottom: float) -> None:
        self.pages[-1].append(f"{left:.1f} {bottom:.1f} {right - left:.1f} {top - bottom:.1f} re S")


def broken(text: str, room: float) -> list[str]:
    """A text in lines that fit."""
    letters = max(1, int(room // SIZE))
    lines = []
    for line in text.split("\n"):
        lines += [line[at : at + letters] for at in range(0, len(line), letters)] or [""]
    return lines


def as_pdf(paper: Paper) -> bytes:
    """The paper as a PDF."""
    pages = _Pages()
    for block in paper:
        if isinstance(block, str):
            for line in broken(block, RIGHT - LEFT):
                if pages.at - LEADING < FOOT:
                    pages.turn()
                pages.at -= LEADING
                pages.text(LEFT, pages.at + 3, line)
            pages.at -= 4
        else:
            _table(pages, block)
            pages.at -= 10
    return _file(["\n".join(page) for page in pages.pages])


def _table(pages: _Pages, table: Table) -> None:
    rows = grid(table)
    column = (RIGHT - LEFT) / width(rows)
    tops: dict[int, float] = {}
    """Where the cell that stands in a column begins on this page."""
    for row, below in zip(rows, [*rows[1:], []], strict=True):
        tops |= {one.column: pages.at for one in row if one.begins}
        lines = {one.column: broken(one.cell.text, _room(one, column)) for one in row if one.begins}
        tops = _cut(pages, row, column, tops, lines)
        bottom = pages.at - _height(row, lines) * LEADING
        for one in row:
            own = lines.get(one.column, [])
            if not any(other.column == one.column and not other.begins for other in below):
                _draw(pages, one, column, tops[one.column], bottom, own)
            elif one.begins:
                _write(pages, one, column, tops[one.column], own)
        pages.at = bottom


def _height(row: Sequence[Placed], lines: dict[int, list[str]]) -> int:
    return max([len(lines[one.column]) for one in row if one.begins and one.cell.down == 1], default=1)


def _cut(
    pages: _Pages, row: Sequence[Placed], column: float, tops: dict[int, float], lines: dict[int, list[str]]
) -> dict[int, float]:
    """Turn the page where a row does not fit: what fits of it is drawn before, and taken from `lines`."""
    fits = int((pages.at - FOOT) // LEADING)
    if fits >= _height(row, lines):
        return tops
    taken = fits if fits > 1 else 0
    for one in row:
        if taken or not one.begins:
            own = lines.get(one.column, [])
            _draw(pages, one, column, tops[one.column], pages.at - taken * LEADING, own[:taken])
            lines[one.column] = own[taken:]
    pages.turn()
    return _cut(pages, row, column, dict.fromkeys(tops, pages.at), lines)


def _room(one: Placed, column: float) -> float:
    return one.cell.across * column - 4


def _write(pages: _Pages, one: Placed, column: float, top: float, lines: Sequence[str]) -> None:
    for number, line in enumerate(lines, start=1):
        pages.text(LEFT + one.column * column + 2, top - number * LEADING + 3, line)


def _draw(pages: _Pages, one: Placed, column: float, top: float, bottom: float, lines: Sequence[str]) -> None:
    left = LEFT + one.column * column
    _write(pages, one, column, top, lines)
    pages.box(left, top, left + one.cell.across * column, bottom)


def _file(contents: Sequence[str]) -> bytes:
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(contents)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(contents)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
        "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -120 1000 880]"
        "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80>>>>",
    ]
    for at, content in enumerate(contents):
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {6 + 2 * at} 0 R>>"
        )
        objects.append(f"<</Length {len(content)}>>\nstream\n{content}\nendstream")
    return _numbered(objects)


def a_bomb(size: int = 300_000_000) -> bytes:
    """A PDF whose page unpacks to so many bytes of drawing."""
    packed = zlib.compress(b"0 0 m " * (size // 6)).decode("latin-1")
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    stream = f"<</Length {len(packed)}/Filter/FlateDecode>>\nstream\n{packed}\nendstream"
    return _numbered(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", page, stream])


def _numbered(objects: Sequence[str]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF".encode()


def a_scan(pages: int = 2) -> bytes:
    """A PDF of pages without any text."""
    return _file(["100 100 300 300 re f"] * pages)
