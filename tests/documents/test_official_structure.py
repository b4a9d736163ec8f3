"""The written document is built as the official one: the same rows in the same order, cell by cell, label by label."""

import re
from collections.abc import Iterator
from pathlib import Path

from app.cli.demo import REPORT
from app.documents.blocks import Row
from app.documents.text import blocks_of, read_text
from app.documents.writing.docx import docx
from app.documents.writing.official import official_paper
from app.domain.form.cells import folded
from tests.support.word import Cell, W, body_of, cells_of, tables_of

SKELETON = Path(__file__).with_name("official_form.txt")
"""The official form without what departments fill in: a line a paragraph or row; `…` is filled in, `v` begins a cell
over several rows, `^` is covered by it."""
TYPED = {"Section", "Body", "NarrativeTitle"}
SIGNS = {"restart": "v", "continue": "^", "": ""}


def lines_of(data: bytes) -> Iterator[list[str]]:
    """Paragraphs and rows as the skeleton has them; of the narrative only its heading."""
    for child in body_of(data):
        if child.tag == f"{W}p":
            style = child.find(f"{W}pPr/{W}pStyle")
            text = folded("".join(one.text or "" for one in child.iter(f"{W}t")))
            if text and (style is None or style.get(f"{W}val") not in TYPED):
                yield [text]
        for row in child.findall(f"{W}tr"):
            yield [drawn(cell) for cell in cells_of(row)]


def drawn(cell: Cell) -> str:
    return f"{cell.key}{SIGNS[cell.merge]}"


def test_the_written_form_is_the_official_one_label_by_label_with_its_merges() -> None:
    form = read_text(REPORT.read_text("utf-8")).form
    skeleton = [line.split(" | ") for line in SKELETON.read_text("utf-8").splitlines()]
    found = list(lines_of(docx(official_paper(form))))
    assert len(found) == len(skeleton)
    for expected, line in zip(skeleton, found, strict=True):
        assert len(line) == len(expected), (expected, line)
        assert all(is_like(cell, label) for cell, label in zip(line, expected, strict=True)), (expected, line)


def is_like(cell: str, label: str) -> bool:
    """Whether a cell has the label, and anything where the label leaves room."""
    return re.fullmatch(re.escape(label).replace("…", ".*"), cell) is not None


def test_every_row_of_the_seed_is_written_in_its_order_with_its_cells(seed_text: str) -> None:
    seed = [[folded(box.text) for box in block.cells] for block in blocks_of(seed_text) if isinstance(block, Row)]
    written = [
        [cell.key for cell in row]
        for table in tables_of(docx(official_paper(read_text(seed_text).form)))
        for row in table
    ]
    assert list(without_pages(seed)) == written


def without_pages(rows: list[list[str]]) -> Iterator[list[str]]:
    """The rows of the seed as one table each, without what pages and a blank line inside a cell have done to them."""
    again = False
    for at, row in enumerate(rows):
        if again:
            yield ["", "", *row[2:]]  # the first row of a page names its categories once more
        elif row[0] == "一级指标" and row in rows[:at]:
            again = True
            continue
        elif any(row) and row != ["100%"] and not row[0].startswith("五、"):
            yield [*row, "100%"] if rows[at + 1 : at + 2] == [["100%"]] else row
        again = False
