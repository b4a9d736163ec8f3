"""A form as our own flat list of its cells (.csv, or that file saved as a workbook): pointer, name, content.

Every cell that is listed comes back as it was; a row of the form in which every cell is blank is not listed.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.documents.blocks import Box, Document, Row
from app.documents.labels import TARGETS
from app.domain.form.cells import DateCell
from app.domain.form.form import Form
from app.domain.form.objectives import TargetKind
from app.domain.pointer import field_at, tokens_of, unit_of

HEADING: Final = ("位置", "名称", "内容")
_MOST_ROWS: Final = 500
_ROW: Final = re.compile(r"/[0-9]+(?=/|$)")
_QUOTED: Final = re.compile("'+[=+\\-@\t\r]")
_QUOTABLE: Final = re.compile("'*[=+\\-@\t\r]")
_KIND: Final = re.compile("/form/objectives/quantitative/([0-9]+)/kind")
_YEAR: Final = re.compile("(19[0-9]{2}|20[0-9]{2})年?度?")
_NO_YEAR: Final = "评价年度应为四位数字，例如 2021，请核对后手工填入"
_NO_KIND: Final = "没有选“评价内容”，不知道是哪一类目标，请核对后手工填入"
_UNKNOWN: Final = "官方表式里没有这个位置，请核对“位置”一栏后手工填入"


def is_listed(document: Document) -> bool:
    """Whether a document begins with the heading of such a list."""
    first = document.blocks[0] if document.blocks else None
    return isinstance(first, Row) and tuple(box.text.strip() for box in first.cells[: len(HEADING)]) == HEADING


def listed(pointer: str, text: str, place: str) -> Row:
    """A row of such a list, made of a cell that was found elsewhere."""
    quoted = f"'{text}" if _QUOTABLE.match(text) else text
    return Row([Box(pointer), Box(), Box(quoted, place)])


def heading() -> Row:
    """The first row."""
    return Row([Box(text) for text in HEADING])


def read_listed(document: Document) -> dict[str, Any]:
    """The form's content, to be validated; what has no place in the form is left to be doubted."""
    content: dict[str, Any] = {}
    kinds = dict(_kinds(document))
    for at, (_, row) in enumerate(document.rows()):
        if at == 0:
            row.take()
        elif len(row.cells) >= len(HEADING):
            _read(document, row, content, kinds)
    return content


def _kinds(document: Document) -> Iterator[tuple[str, TargetKind]]:
    """The kind of each quantitative target: a target without one that is known cannot be kept in the form."""
    for _, row in document.rows():
        found = _KIND.fullmatch(row.cells[0].text.strip())
        if found and len(row.cells) >= len(HEADING):
            text = row.cells[2].text.strip()
            kind = TARGETS.get(row.cells[2].label) or next((one for one in TargetKind if one == text), None)
            if kind is not None:
                yield found[1], kind


def _read(document: Document, row: Row, content: dict[str, Any], kinds: Mapping[str, TargetKind]) -> None:
    pointer, box = row.cells[0].text.strip(), row.cells[2]
    part, *tokens = tokens_of(pointer) or ("",)
    field = field_at(Form, _ROW.sub("/0", pointer.removeprefix("/form"))) if part == "form" else None
    if field is None or any(token.isdigit() and int(token) >= _MOST_ROWS for token in tokens):
        box.hint = _UNKNOWN
        return
    row.take()
    if tokens[:2] == ["objectives", "quantitative"] and tokens[2] not in kinds:
        box.hint, box.taken = _NO_KIND, False
        return
    if tokens == ["cover", "fiscal_year"] and not _YEAR.fullmatch(box.key):
        box.hint, box.taken = _NO_YEAR, False
        return
    text = Box(box.text[1:] if _QUOTED.match(box.text) else box.text, box.place)
    unit = unit_of(field)
    if unit is not None:
        _put(content, tokens, document.figure(text, unit, pointer))
    elif field.annotation == DateCell:
        _put(content, tokens, document.date(text, pointer))
    elif tokens[-1] == "kind":
        _put(content, tokens, kinds[tokens[2]])
    elif tokens[-1] == "fiscal_year":
        document.note(pointer, text)
        _put(content, tokens, int(text.key[:4]))
    else:
        document.note(pointer, text)
        _put(content, tokens, text.text)


def _put(content: dict[str, Any], tokens: list[str], value: Any) -> None:
    """Write a value at its place, with blank rows before a row that is the first to be listed."""
    here: Any = content
    for token, after in zip(tokens, [*tokens[1:], ""], strict=True):
        key: Any = token
        if isinstance(here, list):
            key = int(token)
            here += [{} for _ in range(key + 1 - len(here))]
        if not after:
            here[key] = value
        elif isinstance(here, list):
            here = here[key]
        else:
            here = here.setdefault(key, [] if after.isdigit() else {})
