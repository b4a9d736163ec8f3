"""A form as our own flat list of its cells (.csv, or that file saved as a workbook): pointer, name, content.

Every cell that is listed comes back as it was; a row of the form in which every cell is blank is not listed.
"""

import re
from typing import Any, Final

from app.documents.blocks import Box, Document, Row
from app.domain.form.cells import DateCell
from app.domain.form.form import Form
from app.domain.pointer import field_at, tokens_of, unit_of

HEADING: Final = ("位置", "名称", "内容")
_MOST_ROWS: Final = 500
_ROW: Final = re.compile(r"/[0-9]+(?=/|$)")
_QUOTED: Final = re.compile("'+[=+\\-@\t\r]")
_UNKNOWN: Final = "官方表式里没有这个位置，请核对“位置”一栏后手工填入"


def is_listed(document: Document) -> bool:
    """Whether a document begins with the heading of such a list."""
    first = document.blocks[0] if document.blocks else None
    return isinstance(first, Row) and tuple(box.text.strip() for box in first.cells[: len(HEADING)]) == HEADING


def read_listed(document: Document) -> dict[str, Any]:
    """The form's content, to be validated; what has no place in the form is left to be doubted."""
    content: dict[str, Any] = {}
    for at, (_, row) in enumerate(document.rows()):
        if at == 0:
            row.take()
        elif len(row.cells) >= len(HEADING):
            _read(document, row, content)
    return content


def _read(document: Document, row: Row, content: dict[str, Any]) -> None:
    pointer, box = row.cells[0].text.strip(), row.cells[2]
    part, *tokens = tokens_of(pointer) or ("",)
    field = field_at(Form, _ROW.sub("/0", pointer.removeprefix("/form"))) if part == "form" else None
    if field is None or any(token.isdigit() and int(token) >= _MOST_ROWS for token in tokens):
        box.hint = _UNKNOWN
        return
    row.take()
    text = Box(box.text[1:] if _QUOTED.match(box.text) else box.text, box.place)
    unit = unit_of(field)
    if unit is not None:
        _put(content, tokens, document.figure(text, unit, pointer))
    elif field.annotation == DateCell:
        _put(content, tokens, document.date(text, pointer))
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
