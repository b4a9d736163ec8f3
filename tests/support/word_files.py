"""Papers as Word's .docx, with the traps of real files: runs, content controls, tracked changes, text boxes."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape

from tests.support.papers import Paper, Placed, Table, grid, width

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
Runs = Callable[[str], str]


def run(text: str) -> str:
    """One run."""
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def cut_runs(text: str) -> str:
    """A run a character, as Word leaves them after editing."""
    return "".join(run(one) for one in text)


def as_word_saves(text: str) -> str:
    """Runs of two characters with their properties and revision marks, as an edited form has them."""
    fonts = '<w:rFonts w:ascii="SimSun" w:hAnsi="SimSun" w:eastAsia="SimSun" w:cs="SimSun" w:hint="eastAsia"/>'
    properties = (
        f'<w:rPr>{fonts}<w:color w:val="000000"/><w:kern w:val="0"/><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr>'
    )
    parts = (text[at : at + 2] for at in range(0, len(text), 2))
    return "".join(run(part).replace("<w:r>", f'<w:r w:rsidR="00A11B22">{properties}') for part in parts)


def controlled(text: str) -> str:
    """In a content control."""
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


def inserted(text: str) -> str:
    """Inserted with changes tracked, beside something that was deleted and something hidden."""
    gone = "<w:del><w:r><w:delText>999</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>888</w:t></w:r></w:moveFrom>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>777</w:t></w:r>"
    return f"{gone}<w:ins>{run(text)}</w:ins>{hidden}"


def paragraph(text: str, runs: Runs = run, properties: str = "") -> str:
    return f"<w:p>{properties}{runs(text)}</w:p>"


def text_box(text: str) -> str:
    """A paragraph with a text box, which Word writes twice: for itself and for its old versions."""
    content = f"<w:txbxContent>{''.join(paragraph(line) for line in text.splitlines())}</w:txbxContent>"
    return (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice>'
        f"<w:drawing>{content}</w:drawing></mc:Choice><mc:Fallback><w:pict>{content}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )


def table(rows: Table, runs: Runs = run, widths: Sequence[int] = ()) -> str:
    """A table by its grid, merges as Word writes them."""
    placed = grid(rows)
    columns = list(widths) or [1000] * width(placed)
    grid_xml = "".join(f'<w:gridCol w:w="{one}"/>' for one in columns)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid_xml}</w:tblGrid>{''.join(_row(row, runs) for row in placed)}</w:tbl>"


def _row(row: Sequence[Placed], runs: Runs) -> str:
    return f"<w:tr>{''.join(_cell(one, runs) for one in row)}</w:tr>"


def _cell(one: Placed, runs: Runs) -> str:
    span = f'<w:gridSpan w:val="{one.cell.across}"/>' if one.cell.across > 1 else ""
    merge = ('<w:vMerge w:val="restart"/>' if one.begins else "<w:vMerge/>") if one.cell.down > 1 else ""
    lines = one.cell.text.split("\n") if one.begins else [""]
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{''.join(paragraph(line, runs) for line in lines)}</w:tc>"


def body(paper: Paper, runs: Runs = run) -> str:
    return "".join(paragraph(one, runs) if isinstance(one, str) else table(one, runs) for one in paper)


def docx(content: str, parts: Mapping[str, bytes | str] | None = None) -> bytes:
    """A file whose body is `content`."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{content}<w:p/></w:body></w:document>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", document)
        for path, data in (parts or {}).items():
            archive.writestr(path, data)
    return out.getvalue()


def as_docx(paper: Paper, runs: Runs = run) -> bytes:
    """A paper as .docx."""
    return docx(body(paper, runs))


def saved_by_word(paper: Paper) -> bytes:
    """A paper as Word itself saves it: every paragraph, run and cell with its properties."""
    sides = "".join(
        f'<w:{one} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for one in ("top", "left", "bottom")
    )
    cell = f'<w:tcPr><w:tcW w:w="1000" w:type="dxa"/><w:tcBorders>{sides}</w:tcBorders><w:vAlign w:val="center"/>'
    layout = '<w:widowControl/><w:spacing w:line="280" w:lineRule="exact"/><w:jc w:val="center"/>'
    mark = '<w:rPr><w:rFonts w:ascii="SimSun" w:hAnsi="SimSun"/><w:kern w:val="0"/><w:sz w:val="21"/></w:rPr>'
    begin = f'<w:p w:rsidR="00A11B22" w:rsidRDefault="00A11B22"><w:pPr>{layout}{mark}</w:pPr>'
    return docx(body(paper, as_word_saves).replace("<w:p>", begin).replace("<w:tcPr>", cell))
