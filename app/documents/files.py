"""The one way in: a file of any format as the form in it. What a file is, its bytes tell; its name is only said."""

from collections.abc import Callable
from functools import partial
from typing import Final

from app.documents.blocks import Document
from app.documents.encoding import decoded
from app.documents.envelope import Envelope, NotAForm
from app.documents.office import opened
from app.documents.reader import read_document
from app.documents.reading.child import read_in_child
from app.documents.reading.compound import MAGIC, kind_of
from app.documents.reading.old_word import read_old_word
from app.documents.reading.separated import is_separated, read_separated
from app.documents.reading.word import BODY, read_word
from app.documents.reading.workbook import BOOK, read_workbook
from app.documents.text import blocks_of

MAX_BYTES: Final = 50_000_000
FORMATS: Final = "Word（.docx、.doc）、WPS（.wps、.et）、Excel（.xlsx、.xls）、.csv、有文字的 PDF、纯文本"

Reader = Callable[[bytes, str], Document]


def read_any(data: bytes, name: str = "") -> Envelope:
    """The form in a file. Raises NotAForm with what is wrong with the file and what to do."""
    return read_document(document_of(data, name))


def document_of(data: bytes, name: str = "") -> Document:
    """The blocks of a file. Raises NotAForm."""
    if len(data) > MAX_BYTES:
        raise NotAForm(f"{name or '文件'}有 {len(data) // 1_000_000} MB，超过了 {MAX_BYTES // 1_000_000} MB，没有读取")
    return _reader_of(data, name)(data, name)


def _reader_of(data: bytes, name: str) -> Reader:
    if data[:4] == b"PK\x03\x04":
        return _of_archive(data, name)
    if data[:8] == MAGIC:
        return _of_compound(data, name)
    if b"%PDF-" in data[:1024]:
        return partial(read_in_child, "pdf")
    return _read_text


def _of_compound(data: bytes, name: str) -> Reader:
    kind = kind_of(data)
    if kind == "word":
        return read_old_word
    if kind == "excel":
        return partial(read_in_child, "xls")
    if kind == "locked":
        raise NotAForm(f"{name or '文件'}加了密码，无法读取；请去掉密码后再导入")
    raise NotAForm(f"{name or '文件'}不是 Word、WPS 或 Excel 文件；请导入 {FORMATS}")


def _of_archive(data: bytes, name: str) -> Reader:
    with opened(data, name, "自评报告", 2_000_000_000) as archive:
        names = set(archive.namelist())
    if BODY in names:
        return read_word
    if BOOK in names:
        return read_workbook
    raise NotAForm(f"{name or '文件'}是压缩包或其他程序的文件，不是表式；请导入 {FORMATS}")


def _read_text(data: bytes, name: str) -> Document:
    text = decoded(data, name)
    return read_separated(text, name) if is_separated(text) else Document(blocks_of(text))
