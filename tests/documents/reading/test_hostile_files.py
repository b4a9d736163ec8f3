"""Files that are broken, locked, huge or not what they say: each is refused with a reason, soon, in little memory."""

import io
import resource
import time
import zipfile
from collections.abc import Iterator

import pytest

from app.documents.envelope import NotAForm
from app.documents.files import read_any
from app.documents.reading.child import read_in_child
from app.documents.reading.compound import MAGIC
from tests.support.excel_files import as_xlsx
from tests.support.forms import OFFICIAL
from tests.support.pdf_files import a_bomb, a_scan, as_pdf
from tests.support.word_files import W, as_docx, docx, paragraph

SECONDS = 20
MEMORY = 400_000
"""KiB that this process may grow by; what a child takes is bounded by the child."""

LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)
)


def archive(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for path, data in parts.items():
            file.writestr(path, data)
    return out.getvalue()


def compound(*streams: str) -> bytes:
    """The beginning of a binary file with those streams in its directory."""
    return MAGIC + bytes(504) + b"".join(f"{one}\0".encode("utf-16-le").ljust(128, b"\0") for one in streams)


def word_part(content: str, head: str = "") -> bytes:
    return f'{head}<w:document xmlns:w="{W}"><w:body>{content}</w:body></w:document>'.encode()


def sheet(content: str) -> bytes:
    """A workbook whose sheet is replaced."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(as_xlsx(("封面",)))) as file:
        found = {name: file.read(name) for name in file.namelist()}
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    found["xl/worksheets/sheet1.xml"] = f"<worksheet {space}>{content}</worksheet>".encode()
    return archive(found)


def corpus() -> Iterator[tuple[str, bytes, str]]:
    """(what, the bytes, words of the reason)."""
    whole, book, pdf = as_docx(OFFICIAL), as_xlsx(OFFICIAL), as_pdf(OFFICIAL)
    yield "empty", b"", "没有认出"
    yield "a docx cut off", whole[: len(whole) // 2], "已损坏"
    yield "an xlsx cut off", book[: len(book) // 2], "已损坏"
    yield "a pdf cut off", pdf[:400], "已损坏"
    yield "a docx with a changed byte", whole[:2_000] + bytes([whole[2_000] ^ 0xFF]) + whole[2_001:], "已损坏"
    yield "a bomb of blanks", archive({"word/document.xml": word_part(" " * 200_000_000)}), "太大"
    yield "a bomb of tags", archive({"word/document.xml": word_part("<w:p/>" * 2_000_000)}), "太多"
    yield "a bomb of entities", archive({"word/document.xml": word_part("&j;", LAUGHS + "]>")}), "已损坏"
    yield (
        "an entity from a file",
        archive({"word/document.xml": word_part("&x;", '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>')}),
        "已损坏",
    )
    utf16 = word_part("&x;", '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [<!ENTITY x "y">]>').decode()
    yield "an entity in UTF-16", archive({"word/document.xml": utf16.encode("utf-16")}), "已损坏"
    yield (
        "tables in tables without end",
        docx("<w:tbl><w:tr><w:tc>" * 5_000 + "</w:tc></w:tr></w:tbl>" * 5_000),
        "已损坏",
    )
    yield "a row of ten thousand cells", as_docx(((("甲",) * 10_000,),)), "不像"
    yield "a hundred thousand rows", docx(f"<w:tbl>{'<w:tr><w:tc><w:p/></w:tc></w:tr>' * 100_000}</w:tbl>"), "不像"
    yield (
        "a cell over a billion columns",
        docx(
            f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{10**9}"/></w:tcPr>{paragraph("甲")}</w:tc></w:tr></w:tbl>'
        ),
        "没有认出",
    )
    yield "a docx with macros", docx(paragraph("甲"), {"word/vbaProject.bin": b"x"}), "宏"
    yield "a workbook with macros", archive({"xl/workbook.xml": b"<a/>", "xl/vbaProject.bin": b"x"}), "宏"
    yield (
        "a merge of a whole sheet",
        sheet(
            '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
            '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        ),
        "合并",
    )
    yield (
        "a cell in the last row",
        sheet('<sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'),
        "没有认出",
    )
    yield "an archive of pictures", archive({"a.png": b"x"}), "不是表式"
    yield "a program", b"MZ\x90\x00\x03" + bytes(100), "不是文本"
    yield "a picture called .docx", b"\x89PNG\r\n\x1a\n" + bytes(100), "不是文本"
    yield "a locked office file", compound("Root Entry", "EncryptionInfo", "EncryptedPackage"), "密码"
    yield "a binary file of another program", compound("Root Entry", "VisioDocument"), "不是 Word"
    yield "a broken xls", compound("Root Entry", "Workbook"), "已损坏"
    yield "a scan", a_scan(), "扫描件"
    yield "a pdf of nothing", b"%PDF-1.7\n" + b"\0" * 1000, "已损坏"
    yield "text that is no form", "今天天气很好。\n".encode() * 10, "没有认出"
    yield "text in one endless row", b"\ta" * 1_000_000, "不像"
    yield "a csv with an open quote", b'a,b,c\n"x,y,z\n' + b"\0", "不是文本"


CORPUS = {what: (data, words) for what, data, words in corpus()}


@pytest.mark.parametrize(("data", "words"), CORPUS.values(), ids=CORPUS)
def test_it_is_refused_with_its_reason_soon_and_in_little_memory(data: bytes, words: str) -> None:
    begin, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(NotAForm, match=words) as refused:
        read_any(data, "某局.docx")
    assert time.monotonic() - begin < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEMORY
    assert "Traceback" not in str(refused.value)


def test_a_pdf_that_would_never_end_is_ended() -> None:
    begin = time.monotonic()
    with pytest.raises(NotAForm, match=r"没有读完|已损坏"):
        read_in_child("pdf", a_bomb(), "某局.pdf", seconds=2)
    assert time.monotonic() - begin < SECONDS
