"""The plain text of a form: a tab begins a cell, a blank line ends a row, other lines are text.

Continuing lines belong to their cell. That is how word processors and public portals give a form's text.
"""

from app.documents.blocks import Block, Box, Document, Line, Row
from app.documents.encoding import decoded
from app.documents.envelope import Envelope
from app.documents.reader import read_document


def read_bytes(data: bytes, name: str = "") -> Envelope:
    """The form in a text file: UTF-8, else GB18030. Raises NotAForm."""
    return read_text(decoded(data, name))


def read_text(text: str) -> Envelope:
    """The form in `text`. Raises NotAForm where there is nothing of one."""
    return read_document(Document(blocks_of(text)))


def blocks_of(text: str) -> list[Block]:
    """Rows and lines in reading order."""
    blocks: list[Block] = []
    row: Row | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("\t"):
            if row is None:
                row = Row([])
                blocks.append(row)
            row.cells.extend(Box(cell, f"第 {number} 行") for cell in line[1:].split("\t"))
        elif not line.strip():
            row = None
        elif row is not None:
            row.cells[-1].text += f"\n{line}"
        else:
            blocks.append(Line(line, f"第 {number} 行"))
    return blocks
