"""Office files (.docx, .xlsx) opened with care: what would unpack to too much is refused before it is unpacked."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from defusedxml import DefusedXmlException
from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.formula.translate import TranslatorError

from app.documents.envelope import NotAForm

MAX_UNPACKED: Final = 40_000_000
MAX_ENTRIES: Final = 2_000

DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # what either parser of XML raises: openpyxl takes lxml where it finds it
    DefusedXmlException,
    TokenizerError,
    TranslatorError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    EOFError,
    OSError,
    RuntimeError,  # an encrypted entry, or a way of packing that is not supported
)
"""What the libraries raise, deep inside, at a file that is not what it says."""


def is_office(data: bytes, name: str = "") -> bool:
    """Whether the bytes begin like .docx and .xlsx. Raises NotAForm at those of the formats before them."""
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        message = f"{name or '文件'}是旧格式（.doc、.xls、.wps），请在软件里另存为 .docx 或 .xlsx 后再导入"
        raise NotAForm(message)
    return data[:4] == b"PK\x03\x04"


@contextmanager
def opened(data: bytes, name: str, what: str, limit: int = MAX_UNPACKED) -> Iterator[zipfile.ZipFile]:
    """The archive of a file that should be a `what`; whatever fails while it is read is a damaged file: NotAForm."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES or sum(one.file_size for one in entries) > limit:
                message = f"{name or '文件'}解压后太大，不像一份{what}，没有读取"
                raise NotAForm(message)
            yield archive
    except DAMAGED as error:
        message = f"{name or '文件'}已损坏，无法读取；请用软件打开后另存一次再导入"
        raise NotAForm(message) from error
