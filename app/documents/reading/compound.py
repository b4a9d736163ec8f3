"""The binary formats before .docx and .xlsx (.doc, .xls, .wps, .et): what such a file is, by the streams in it."""

from typing import Final, Literal

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Kind = Literal["word", "excel", "locked", "unknown"]
_STREAMS: Final[tuple[tuple[Kind, tuple[str, ...]], ...]] = (
    ("locked", ("EncryptedPackage", "EncryptionInfo")),
    ("word", ("WordDocument",)),
    ("excel", ("Workbook", "Book")),
)


def kind_of(data: bytes) -> Kind:
    """What a compound file holds: its directory has the names of its streams in UTF-16, each in an entry of its own."""
    for kind, names in _STREAMS:
        if any(_entry(name) in data for name in names):
            return kind
    return "unknown"


def _entry(name: str) -> bytes:
    """How the directory writes a name: in full, with a zero after it."""
    return f"{name}\0".encode("utf-16-le")
