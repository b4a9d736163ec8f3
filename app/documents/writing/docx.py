"""A paper as a Word document (.docx): own WordprocessingML, since every merge has to be just what the form has.

The same paper gives the same bytes. Fonts are named and never embedded: 宋体, 仿宋 and 黑体 are on the machines of
those who open it, and are nobody's to give away.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from typing import Final
from xml.sax.saxutils import escape

from app.documents.writing.sheet import Box, Line, Look, Paper, Row, Table, spans
from app.documents.writing.word_parts import CONTENT_TYPES, DOCUMENT_RELATIONS, RELATIONS, SETTINGS, STYLES, W

_ILLEGAL: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END: Final = re.compile(r"\r\n?|\n")
_NEVER_CHANGES: Final = (1980, 1, 1, 0, 0, 0)
_ROW_HEIGHT: Final = 454

_MARGINS: Final = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1418" w:right="1134" w:bottom="1247" w:left="1134" w:header="851" w:footer="737" w:gutter="0"/>'
)
_BORDERS: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx(paper: Paper) -> bytes:
    """The file."""
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS,
        "docProps/core.xml": _core(paper),
        "word/_rels/document.xml.rels": DOCUMENT_RELATIONS,
        "word/document.xml": _document(paper),
        "word/footer1.xml": _footer(paper),
        "word/settings.xml": SETTINGS,
        "word/styles.xml": STYLES,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, _NEVER_CHANGES)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, part)
    return out.getvalue()


def _core(paper: Paper) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_plain(paper.title)}</dc:title><dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


def _footer(paper: Paper) -> str:
    note = f"{_plain(paper.note)}　" if paper.note else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:ftr xmlns:w="{W}"><w:p>'
        f'<w:pPr><w:pStyle w:val="Foot"/></w:pPr><w:r><w:t xml:space="preserve">{note}第 </w:t></w:r>'
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        '<w:r><w:t xml:space="preserve"> 页</w:t></w:r></w:p></w:ftr>'
    )


def _document(paper: Paper) -> str:
    return "".join(
        (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
            f'<w:document xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">',
            "<w:body>",
            *(_paragraph(line.text, line.look) for line in paper.cover),
            f"<w:p><w:pPr><w:sectPr>{_MARGINS}</w:sectPr></w:pPr></w:p>",
            *(piece for block in paper.body for piece in _block(block)),
            # Without a paragraph after the last table some programs lose that table.
            '<w:p><w:pPr><w:pStyle w:val="Last"/></w:pPr></w:p>',
            f'<w:sectPr><w:footerReference w:type="default" r:id="rId3"/>{_MARGINS}',
            '<w:pgNumType w:start="1"/></w:sectPr>',
            "</w:body></w:document>",
        )
    )


def _block(block: Line | Table) -> Iterator[str]:
    if isinstance(block, Line):
        yield _paragraph(block.text, block.look, "<w:pageBreakBefore/>" if block.new_page else "")
        return
    edges = block.edges()
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{edges[-1]}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblCaption w:val="{_attribute(block.title)}"/></w:tblPr><w:tblGrid>'
    )
    yield "".join(f'<w:gridCol w:w="{right - left}"/>' for left, right in pairwise(edges))
    yield "</w:tblGrid>"
    for row in block.rows:
        yield from _row(row, edges)
    yield "</w:tbl>"


def _row(row: Row, edges: list[int]) -> Iterator[str]:
    whole = "<w:cantSplit/>" if row.kept_whole else ""
    repeated = "<w:tblHeader/>" if row.repeated else ""
    height = f'<w:trHeight w:val="{row.height or _ROW_HEIGHT}" w:hRule="atLeast"/>'
    yield f"<w:tr><w:trPr>{whole}{height}{repeated}</w:trPr>"
    for box, span in zip(row.boxes, spans(row, edges), strict=True):
        yield _cell(box, span, "<w:keepNext/>" if row.heading else "")
    yield "</w:tr>"


def _cell(box: Box, span: int, extra: str) -> str:
    across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    down = "" if box.rows == 1 else '<w:vMerge w:val="restart"/>' if box.rows else "<w:vMerge/>"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{box.width}" w:type="dxa"/>{across}{down}<w:vAlign w:val="center"/></w:tcPr>'
        f"{_text(box, extra)}</w:tc>"
    )


def _text(box: Box, extra: str) -> str:
    """The paragraphs of a cell, of which it has one at least."""
    lines = _LINE_END.split(box.text)
    if box.look is not Look.SIGNED:
        return "".join(_paragraph(line, box.look, extra) for line in lines)
    right = '<w:jc w:val="right"/>'
    return "".join(
        _paragraph(line, box.look, "", right if at >= len(lines) - 2 else "") for at, line in enumerate(lines)
    )


def _paragraph(text: str, look: Look, before: str = "", after: str = "") -> str:
    """A paragraph; `before` and `after` stand at their places among its properties."""
    properties = f'<w:pPr><w:pStyle w:val="{look}"/>{before}{after}</w:pPr>'
    if not text:
        return f"<w:p>{properties}</w:p>"
    pieces = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{_plain(piece)}</w:t>' if piece else "" for piece in text.split("\t")
    )
    return f"<w:p>{properties}<w:r>{pieces}</w:r></w:p>"


def _plain(text: str) -> str:
    """Text inside an element; characters that no XML may hold are replaced by the sign for that."""
    return escape(_ILLEGAL.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return escape(_ILLEGAL.sub("\ufffd", text), {'"': "&quot;"})
