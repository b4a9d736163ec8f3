"""Small files of every kind, made here byte by byte so that nothing binary is kept in the repository."""

import io
import struct
import zipfile
from collections.abc import Mapping
from typing import Final

PDF: Final = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"
PNG: Final = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 17 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG: Final = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x11" * 64 + b"\xff\xd9"
TEXT: Final = "会议纪要\n一、关于预算执行".encode()
OFFICE: Final = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<Relationships/>"}


def a_zip(files: Mapping[str, bytes], comment: bytes = b"") -> bytes:
    """An archive with these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = comment
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def an_office_file(part: str, **more: bytes) -> bytes:
    """An Office file by its main part: `word/document.xml`; `more` are further parts by their names."""
    return a_zip({**OFFICE, part: b"<x/>", **more})


DOCX: Final = an_office_file("word/document.xml")
XLSX: Final = an_office_file("xl/workbook.xml")
PPTX: Final = an_office_file("ppt/presentation.xml")
OFD: Final = a_zip({"OFD.xml": b"<OFD/>", "Doc_0/Document.xml": b"<Document/>"})


def an_ole_file(*streams: str) -> bytes:
    """A compound file whose directory has these streams."""
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HB", 2 * len(name) + 2, 2) + b"\0" * 61
        for name in ("Root Entry", *streams)
    )
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    return header + entries + b"\0" * (-len(entries) % 512)


DOC: Final = an_ole_file("WordDocument", "1Table")
XLS: Final = an_ole_file("Workbook")
PPT: Final = an_ole_file("PowerPoint Document", "Current User")


def a_pdf(size: int, mark: str = "") -> bytes:
    """A PDF of just so many bytes; another `mark` makes another content."""
    return PDF[:9] + mark.encode().ljust(size - len(PDF), b"%") + PDF[9:]
