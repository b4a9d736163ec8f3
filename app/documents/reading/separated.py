"""Text with separators (.csv) as blocks: every line a row, its columns by their number; merges are not to be seen."""

import csv
import io
from typing import Final

from app.documents.blocks import Block, Box, Document, Row
from app.documents.envelope import NotAForm
from app.documents.listed import HEADING

_SEPARATORS: Final = ",;\t"
_MOST_FIELDS: Final = 200


def is_separated(text: str) -> bool:
    """Whether a text is a table with separators, and not the plain text of a form: most lines have several.

    Our own list of cells is one by its heading: the texts in it may have any number of lines.
    """
    separator = _separator(text)
    if text.startswith(separator.join(HEADING)):
        return True
    lines = [line for line in text.splitlines() if line.strip()][:200]
    if any(line.startswith("\t") for line in lines) and separator == "\t":
        return False
    return sum(line.count(separator) > 1 for line in lines) * 2 > len(lines)


def read_separated(text: str, name: str = "") -> Document:
    """The blocks of a .csv. Raises NotAForm where its quotes do not match."""
    blocks: list[Block] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        for number, fields in enumerate(reader, start=1):
            if any(field.strip() for field in fields):
                blocks.append(Row([_box(field, number, at) for at, field in enumerate(fields[:_MOST_FIELDS])], 1))
    except csv.Error as error:
        message = (
            f"{name or '文件'}第 {reader.line_num} 行起无法读取，多半是引号没有成对；请用 Excel 另存为 .xlsx 再导入"
        )
        raise NotAForm(message) from error
    return Document(blocks)


def _box(text: str, number: int, at: int) -> Box:
    return Box(text, f"第 {number} 行 第 {at + 1} 列", at, at + 1)


def _separator(text: str) -> str:
    head = text[:20_000]
    listed = next((one for one in _SEPARATORS if text.startswith(one.join(HEADING))), None)
    return listed or max(_SEPARATORS, key=head.count)
