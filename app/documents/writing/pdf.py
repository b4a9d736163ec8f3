"""A paper as a PDF by typst: tagged, for archives (PDF/A-2b), with the digest of its data as text and as a QR code.

Where a font lacks a character, which names can have, an archive's PDF cannot be made: then it is a plain one that says
so at its end.
"""

import io
import json
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any, Final

import segno
from typst import Compiler, TypstError

from app.documents.writing.fonts import Typefaces, typefaces
from app.documents.writing.sheet import Line, Paper, Row, Table, spans

_TEMPLATE: Final = Path(__file__).with_name("form.typ")
_LACKING: Final = "本机字体缺少文中的个别字，缺的字显示为方框，请以 Word 版为准；本文件因此不是存档格式（PDF/A）"
_NEVER_CHANGES: Final = 0
"""The moment of making that is written into the file, so that the same report gives the same bytes."""


def pdf(paper: Paper, digest: str, font_folder: str = "") -> bytes:
    """The file. Raises NoChineseFont."""
    return _press(font_folder).printed(paper, digest)


@lru_cache(maxsize=4)
def _press(font_folder: str) -> "_Press":
    return _Press(typefaces(font_folder))


class _Press:
    """Looks through the fonts once, and compiles one document at a time."""

    def __init__(self, faces: Typefaces) -> None:
        self._faces, self._lock = faces, Lock()
        self._compiler = Compiler(_TEMPLATE, font_paths=faces.fonts)

    def printed(self, paper: Paper, digest: str) -> bytes:
        data = self._data(paper, digest)
        with self._lock:
            try:
                return self._compiled(data, ["a-2b"])
            except TypstError:
                return self._compiled(data | {"warning": _LACKING}, [])

    def _compiled(self, data: dict[str, Any], standards: Any) -> bytes:
        inputs = {"data": json.dumps(data, ensure_ascii=False)}
        made = self._compiler.compile(
            format="pdf", sys_inputs=inputs, pdf_standards=standards, timestamp=_NEVER_CHANGES
        )
        assert isinstance(made, bytes)  # noqa: S101 - without a path it answers with the file
        return made

    def _data(self, paper: Paper, digest: str) -> dict[str, Any]:
        return {
            "title": paper.title,
            "fonts": {name: getattr(self._faces, name) for name in ("song", "fangsong", "hei")},
            "cover": [_line(one) for one in paper.cover],
            "body": [_table(one) if isinstance(one, Table) else _line(one) for one in paper.body],
            "note": paper.note,
            "digest": digest,
            "qr": _qr(digest),
            "date": [int(part) for part in paper.date.split("-")],
            "warning": "",
        }


def _line(line: Line) -> dict[str, Any]:
    return {"kind": "line", "text": line.text, "look": line.look.value, "new_page": line.new_page}


def _table(table: Table) -> dict[str, Any]:
    edges = table.edges()
    return {
        "kind": "table",
        "columns": [right - left for left, right in pairwise(edges)],
        "rows": [_row(row, edges) for row in table.rows],
    }


def _row(row: Row, edges: list[int]) -> dict[str, Any]:
    cells = [
        {"text": box.text, "look": box.look.value, "span": span, "rows": box.rows}
        for box, span in zip(row.boxes, spans(row, edges), strict=True)
        if box.rows
    ]
    return {"cells": cells, "repeated": row.repeated, "whole": row.kept_whole, "height": row.height}


def _qr(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()
