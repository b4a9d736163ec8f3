"""Evidence files (佐证材料): what may be attached to a report, told by content and never by name.

Pure functions over bytes; archives are looked at and never unpacked (`container.py`).
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from app.domain.container import OLE, ZIP, ends_as_archive, has_stream, zip_entries
from app.domain.errors import DomainError

MB: Final = 1024 * 1024
MAX_SIZE: Final = 10 * MB
"""Bytes of one file."""
MOST: Final = 50
"""Files of one report."""
MOST_BYTES: Final = 100 * MB
"""Bytes of all files of one report."""
MAX_NAME: Final = 120
"""Characters of a file's name."""
MAX_ENTRIES: Final = 10_000
MAX_UNPACKED: Final = 300 * MB
"""What an Office or OFD file may claim to unpack to: whoever reviews it unpacks it by opening it."""

ALLOWED: Final = "PDF、OFD、图片（PNG、JPEG）、Word、Excel、PowerPoint、WPS、文本或 CSV"


class AttachmentTooLarge(DomainError):
    """The file is larger than MAX_SIZE."""

    code: ClassVar[str] = "too_large"

    def __init__(self) -> None:
        super().__init__(f"附件超过了 {MAX_SIZE // MB} MB，没有保存；请压缩图片或拆成几个文件后再上传")


class AttachmentRefused(DomainError):
    """What the file holds may not be attached; the message says why and what to do."""

    code: ClassVar[str] = "attachment_refused"


class TooManyAttachments(DomainError):
    """The report has as many files, or as many bytes of files, as it may have."""

    code: ClassVar[str] = "too_many_attachments"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. The first extension is given to files that have none that fits."""

    media_type: str
    extensions: tuple[str, ...]


PDF: Final = Kind("application/pdf", ("pdf",))
OFD: Final = Kind("application/ofd", ("ofd",))
PNG: Final = Kind("image/png", ("png",))
JPEG: Final = Kind("image/jpeg", ("jpg", "jpeg"))
_OPEN_XML: Final = "application/vnd.openxmlformats-officedocument."
DOCX: Final = Kind(f"{_OPEN_XML}wordprocessingml.document", ("docx",))
XLSX: Final = Kind(f"{_OPEN_XML}spreadsheetml.sheet", ("xlsx",))
PPTX: Final = Kind(f"{_OPEN_XML}presentationml.presentation", ("pptx",))
DOC: Final = Kind("application/msword", ("doc", "wps"))
XLS: Final = Kind("application/vnd.ms-excel", ("xls", "et"))
PPT: Final = Kind("application/vnd.ms-powerpoint", ("ppt", "dps"))
TEXT: Final = Kind("text/plain", ("txt",))
CSV: Final = Kind("text/csv", ("csv",))
KINDS: Final = (PDF, OFD, PNG, JPEG, DOCX, XLSX, PPTX, DOC, XLS, PPT, TEXT, CSV)

_PACKAGES: Final = (
    (re.compile(r"word/document[0-9]*\.xml"), DOCX),
    (re.compile(r"xl/workbook[0-9]*\.xml"), XLSX),
    (re.compile(r"ppt/presentation[0-9]*\.xml"), PPTX),
    (re.compile(r"ofd\.xml"), OFD),
)
"""The part that makes an archive a document of its kind; names are compared in lower case."""
_MACROS: Final = re.compile(r"(.*/)?(vbaproject\.bin|vbaprojectsignature.*\.bin|macrosheets/.*)")
_STREAMS: Final = (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS), ("PowerPoint Document", PPT))
_MACRO_STREAMS: Final = ("_VBA_PROJECT", "_VBA_PROJECT_CUR")
_SLIDE_MACROS: Final = re.compile(rb"\x02\x00\x00\x04\x0c\x00\x00\x00.{4}\x01\x00\x00\x00", re.DOTALL)
"""VBAInfoAtom with fHasMacros ([MS-PPT] 2.4.11): slides keep their macros packed inside their one stream."""
_PNG_BEGINS: Final = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_PNG_ENDS: Final = b"\x00\x00\x00\x00IEND\xaeB`\x82"
_BINARY: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_OTHER_LANGUAGE: Final = re.compile(r"\s*(<[!?/a-zA-Z]|\{\\rtf|%!PS|#!)")
"""Texts that programs run or render: HTML, SVG and other markup, RTF, PostScript, scripts."""
_NOT_IN_NAMES: Final = re.compile(r'[<>:"|?*]')
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class File:
    """A file that may be attached: its clean name, and its content by its SHA-256."""

    name: str
    media_type: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Attachment(File):
    """A file on a report; `indicator` is empty where it is for the whole of it. An id of 0 is not stored yet."""

    id: int
    report_id: int
    indicator: str
    added_by: str
    added_at: str


def examined(data: bytes, name: str) -> File:
    """What `data` is, under a clean name. Raises AttachmentTooLarge and AttachmentRefused."""
    if len(data) > MAX_SIZE:
        raise AttachmentTooLarge
    kind = kind_of(data, name)
    return File(clean_name(name, kind), kind.media_type, len(data), hashlib.sha256(data).hexdigest())


def require_room(there: Collection[Attachment], size: int) -> None:
    """Raise TooManyAttachments unless a report with these files may have one more of `size` bytes."""
    if len(there) >= MOST:
        raise TooManyAttachments(f"一份报告最多 {MOST} 个附件，现有 {len(there)} 个；请先删除不再需要的")
    if (total := sum(one.size for one in there)) + size > MOST_BYTES:
        left = (MOST_BYTES - total) / MB
        raise TooManyAttachments(f"一份报告的附件合计最多 {MOST_BYTES // MB} MB，还剩 {left:.1f} MB；请先删除或压缩")


def kind_of(data: bytes, name: str = "") -> Kind:
    """The kind of `data`; the name decides only between kinds that look the same. Raises AttachmentRefused."""
    if not data:
        raise AttachmentRefused("文件是空的，没有内容可以保存；请核对后重新选择")
    for begins, read in _READERS:
        if data.startswith(begins):
            return read(data, name)
    return _text(data, name)


def clean_name(name: str, kind: Kind) -> str:
    """`name` without path, control and bidirectional characters, of at most MAX_NAME, with an extension of `kind`."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # C: controls, formatting (where the bidirectional ones are), surrogates, private use.
    seen = "".join(one for one in last if unicodedata.category(one)[0] != "C")
    plain = _NOT_IN_NAMES.sub("_", " ".join(seen.split())).strip(". ")
    if not plain:
        plain = "附件"
    if _DEVICES.fullmatch(plain):
        plain = f"_{plain}"
    stem, dot, extension = plain.rpartition(".")
    if not (dot and stem and extension.lower() in kind.extensions):
        stem, extension = plain, kind.extensions[0]
    return f"{stem[: MAX_NAME - len(extension) - 1].rstrip('. ')}.{extension}"


def _pdf(data: bytes, _: str) -> Kind:
    if b"%%EOF" not in data[-1024:]:
        raise _damaged("PDF")
    return _alone(data, PDF)


def _png(data: bytes, _: str) -> Kind:
    if not data.startswith(_PNG_BEGINS) or not data.endswith(_PNG_ENDS):
        raise _damaged("PNG 图片")
    return PNG


def _jpeg(data: bytes, _: str) -> Kind:
    if b"\xff\xd9" not in data:
        raise _damaged("JPEG 图片")
    return _alone(data, JPEG)


def _alone(data: bytes, kind: Kind, *, exactly: bool = False) -> Kind:
    if ends_as_archive(data, exactly=exactly):
        raise AttachmentRefused("这个文件里还藏着一个压缩包，不能作附件；请用软件打开后另存一份再上传")
    return kind


def _package(data: bytes, _: str) -> Kind:
    entries = zip_entries(data, MAX_ENTRIES)
    if entries is None:
        raise _damaged("Office 或 OFD 文件")
    names = [one.name.lower() for one in entries]
    if any(one.encrypted for one in entries):
        raise _locked()
    if any(_MACROS.fullmatch(one) for one in names):
        raise _macros()
    if len(entries) > MAX_ENTRIES or sum(one.size for one in entries) > MAX_UNPACKED:
        raise AttachmentRefused(f"文件解开后超过 {MAX_UNPACKED // MB} MB，审核人无法打开；请精简后再上传")
    kinds = _found(names)
    if len(kinds) != 1:
        message = f"压缩包不能作附件，请解压后逐个上传；可以上传 {ALLOWED}"
        raise AttachmentRefused(message)
    return kinds[0]


def _found(names: Iterable[str]) -> list[Kind]:
    listed = list(names)
    office = "[content_types].xml" in listed
    return [
        kind
        for part, kind in _PACKAGES
        if (office or kind is OFD) and any(part.fullmatch(one) for one in listed)
    ]  # fmt: skip


def _compound(data: bytes, name: str) -> Kind:
    if has_stream(data, "EncryptedPackage"):
        raise _locked()
    if any(has_stream(data, one) for one in _MACRO_STREAMS) or _SLIDE_MACROS.search(data):
        raise _macros()
    kinds = [kind for stream, kind in _STREAMS if has_stream(data, stream)]
    if not kinds:
        raise _unknown()
    # A table that has a text embedded has the streams of both; its name then says which it is.
    kind = next((one for one in kinds if _extension(name) in one.extensions), kinds[0])
    return _alone(data, kind, exactly=True)


def _text(data: bytes, name: str) -> Kind:
    text = _decoded(data)
    if text is None or _BINARY.search(text) or _OTHER_LANGUAGE.match(text):
        raise _unknown()
    return CSV if _extension(name) in CSV.extensions else TEXT


def _decoded(data: bytes) -> str | None:
    """Text in UTF-8, in UTF-16 where it says so at its beginning, or in GB18030; None where it is none of these."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _extension(name: str) -> str:
    return name.rpartition(".")[2].strip().lower()


def _damaged(what: str) -> AttachmentRefused:
    return AttachmentRefused(f"这个{what}不完整，或前后附加了别的内容；请用软件打开后另存一份再上传")


def _locked() -> AttachmentRefused:
    return AttachmentRefused("文件加了密码，审核人打不开；请去掉密码后另存一份再上传")


def _macros() -> AttachmentRefused:
    return AttachmentRefused("文件带有宏，不能作附件；请另存为不带宏的格式（如 .docx、.xlsx）或 PDF 后再上传")


def _unknown() -> AttachmentRefused:
    return AttachmentRefused(f"这种文件不能作附件；可以上传 {ALLOWED}，请另存为其中一种")


_READERS: Final[tuple[tuple[bytes, Callable[[bytes, str], Kind]], ...]] = (
    (b"%PDF-", _pdf),
    (b"\x89PNG", _png),
    (b"\xff\xd8\xff", _jpeg),
    (ZIP, _package),
    (OLE, _compound),
)
