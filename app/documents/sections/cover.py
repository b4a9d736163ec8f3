"""封面: the title lines, and labels with their values after a colon or in the cell beside."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

from app.documents.blocks import Block, Box, Document, Line, Row, lone
from app.documents.labels import COVER, is_furniture
from app.documents.marks import ticked
from app.documents.pairs import Pair, pairs_in, parts_of
from app.domain.form.cells import folded
from app.domain.form.cover import Cover

_ISSUER: Final = re.compile(r"(?P<issuer>[^:]{2,40}(局|厅|部|委|办公室))(\(?(印)?制\)?|监制|\(章\))")
_YEAR: Final = re.compile(r"(?P<year>(19|20)[0-9]{2})年")
_CHINESE_YEAR: Final = re.compile(r"(?P<year>二[〇零○O0][〇零○O0一二三四五六七八九]{2})年")
_DIGITS: Final = {**{digit: str(at) for at, digit in enumerate("〇一二三四五六七八九")}, "零": "0", "○": "0", "O": "0"}
_MAX_TITLE: Final = 60


def read_cover(document: Document) -> Cover:
    """The cover; its year is the one in the title, or that of its own label."""
    found: dict[str, Any] = {}
    titles: list[Box | Line] = []
    alone: list[Box | Line] = []
    """What stands by itself before the first table."""
    begun = False
    for block in document.blocks:
        begun = begun or (isinstance(block, Row) and len(block.filled) > 1)
        pairs = [] if block.taken else _pairs(block)
        for pair in pairs:
            _read(document, pair, found)
        piece = lone(block)
        if pairs or piece is None or piece.taken or is_furniture(piece.key):
            continue
        if issuer := _ISSUER.fullmatch(piece.key):
            document.note("/form/cover/issuer", piece)
            found.setdefault("issuer", issuer["issuer"].rstrip("("))
        elif not (found or begun) and len(piece.key) <= _MAX_TITLE and _is_title(piece.key, titles):
            titles.append(piece)
            document.note("/form/cover/title", piece)
        else:
            alone += [] if begun else [piece]
    for piece in alone:  # the department says its name once more, on its title page
        piece.taken = piece.taken or "".join(piece.text.split()) == found.get("department_name")
    title = _title([piece.text for piece in titles])
    found["fiscal_year"] = year_in(folded(title)) or found.get("fiscal_year")
    return Cover(**found, title=title)


def _is_title(key: str, above: Sequence[Box | Line]) -> bool:
    """Whether a text is the title or a line of it; a table below the title has one of its own."""
    return ("绩效" in key or year_in(key) is not None) and not (above and key.endswith("表"))


def _pairs(block: Block) -> list[Pair]:
    if isinstance(block, Row):
        return pairs_in(block, COVER) if len(block.filled) <= 4 else []
    return parts_of(block, COVER)


def _read(document: Document, pair: Pair, found: dict[str, Any]) -> None:
    if pair.field in found or (pair.value is not None and pair.value.taken):
        return
    pair.take_label()
    value = pair.value or Box()
    pointer = f"/form/cover/{pair.field}"
    text = "".join(value.text.split())
    if pair.field == "report_date":
        found["report_date"] = document.date(Box(text, value.place), pointer)
        value.taken = True
    elif pair.field == "fiscal_year":
        if year := year_in(f"{folded(text).removesuffix('年度').removesuffix('年')}年"):
            document.note(pointer, value)
            found["fiscal_year"] = year
    else:
        document.note(pointer, value)
        code = unicodedata.normalize("NFKC", text) if pair.field == "budget_code" else text
        found[pair.field] = ticked(text) or code


def year_in(key: str) -> int | None:
    """The year that a folded text names, in digits or Chinese numerals."""
    if found := _YEAR.search(key):
        return int(found["year"])
    if chinese := _CHINESE_YEAR.search(key):
        return int("".join(_DIGITS.get(digit, "2" if digit == "二" else digit) for digit in chinese["year"]))
    return None


def _title(lines: list[str]) -> str:
    """The title, which forms print once as a heading and once more in larger letters over two lines."""
    joined = folded("".join(lines)).replace("::", ":")
    starts = [match.start() for match in (*_YEAR.finditer(joined), *_CHINESE_YEAR.finditer(joined))]
    if len(starts) > 1:
        half = joined[: starts[0]]
        last = joined.rfind(half, 0, starts[-1] + 1) if half else starts[-1]
        joined = joined[last:]
    return joined.replace("(", "（").replace(")", "）")
