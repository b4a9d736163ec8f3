"""Files that are uploaded together, single ones and archives (zip), unpacked within stated limits.

Pure functions over bytes. What an archive claims is looked at before anything is unpacked, and no file gives more bytes
than it claims.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from app.domain.attachment import MAX_SIZE, MB
from app.domain.container import ZIP, zip_entries
from app.domain.errors import DomainError

MAX_FILES: Final = 500
"""Files of one import, those in archives counted one by one."""
MAX_UPLOAD: Final = 50 * MB
"""Bytes that are sent."""
MAX_UNPACKED: Final = 100 * MB
"""Bytes of all files together, those in archives unpacked."""
MAX_NAME: Final = 200

LIMITS: Final = (
    f"一次最多 {MAX_FILES} 个文件，上传合计不超过 {MAX_UPLOAD // MB} MB，解压后合计不超过 {MAX_UNPACKED // MB} MB，"
    f"每个文件不超过 {MAX_SIZE // MB} MB"
)

_END: Final = b"PK\x05\x06"
_END_64: Final = b"PK\x06\x07"
_END_SIZE, _END_64_SIZE = 22, 20
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Others unpack without a bound on their memory."""
_DOCUMENTS: Final = frozenset({"[content_types].xml", "ofd.xml", "mimetype"})
"""What only documents have in them: Office files, OFD and OpenDocument are archives too."""
_NOT_FILES: Final = frozenset({"thumbs.db", "desktop.ini"})
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError)


class UploadRefused(DomainError):
    """What was sent cannot be taken in; nothing was stored. The message says why and names the limits."""

    code: ClassVar[str] = "upload_refused"


class UploadTooLarge(DomainError):
    """Too many files or bytes; nothing was stored."""

    code: ClassVar[str] = "too_large"

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}，没有导入；{LIMITS}，请分几次上传")


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file under its own name. One that cannot be read says why (`refused`), and may have no content."""

    name: str
    content: bytes
    refused: str = ""


def unpacked(sent: Iterable[tuple[str, bytes]]) -> list[UploadedFile]:
    """Every file of what was sent, archives unpacked, in order. Raises UploadRefused and UploadTooLarge."""
    given = list(sent)
    if sum(len(data) for _, data in given) > MAX_UPLOAD:
        raise UploadTooLarge(f"上传的文件合计超过了 {MAX_UPLOAD // MB} MB")
    archives = [(name, _directory(name, data)) if is_archive(name, data) else None for name, data in given]
    entries = [one for archive in archives if archive for one in archive[1]]
    plain = [data for (_, data), archive in zip(given, archives, strict=True) if archive is None]
    if len(entries) + len(plain) > MAX_FILES:
        raise UploadTooLarge(f"文件超过了 {MAX_FILES} 个")
    if sum(one.file_size for one in entries) + sum(map(len, plain)) > MAX_UNPACKED:
        raise UploadTooLarge(f"解压后合计超过了 {MAX_UNPACKED // MB} MB")
    found: list[UploadedFile] = []
    for (name, data), archive in zip(given, archives, strict=True):
        found += _files(data, archive[1]) if archive else [_file(name, data)]
    if not found:
        raise UploadRefused(f"里面没有文件，没有导入；请选择填好的表式，或装有表式的 zip 压缩包（{LIMITS}）")
    return found


def is_archive(name: str, data: bytes) -> bool:
    """Whether `data` is an archive of files, and not a document that is packed like one."""
    if not data.startswith((ZIP, _END)):
        return False
    entries = zip_entries(data, MAX_FILES) or []
    names = {one.name.lower() for one in entries}
    return not names & _DOCUMENTS and (bool(entries) or name.lower().endswith(".zip"))


def _directory(name: str, data: bytes) -> Sequence[zipfile.ZipInfo]:
    """The files that an archive claims to hold; nothing is unpacked. Raises UploadRefused and UploadTooLarge."""
    at = data.rfind(_END)
    whole = at >= 0 and len(data) >= at + _END_SIZE
    if whole:
        (comment,) = struct.unpack_from("<H", data, at + 20)
        # Only the end that `zip_entries` counts by, so that the library finds no other and larger directory.
        whole = at + _END_SIZE + comment == len(data) and not data.startswith(_END_64, max(0, at - _END_64_SIZE))
    # Beside the files there are folders and what systems leave in archives; all are counted before they are looked at.
    entries = zip_entries(data, 4 * MAX_FILES) if whole and data.startswith(ZIP) else ([] if whole else None)
    if entries is None:
        raise UploadRefused(f"{_clean(name)}不是完整的 zip 压缩包，没有导入；请重新压缩后再上传")
    if len(entries) > 4 * MAX_FILES:
        raise UploadTooLarge(f"{_clean(name)}里的文件超过了 {MAX_FILES} 个")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [one for one in archive.infolist() if _is_file(one)]
    except _DAMAGED as error:
        raise UploadRefused(f"{_clean(name)}已损坏，没有导入；请重新压缩后再上传") from error


def _is_file(entry: zipfile.ZipInfo) -> bool:
    """Not a folder, and none of the files that systems and word processors leave behind unasked."""
    path = entry_name(entry)
    last = path.rstrip("/").rpartition("/")[2]
    left = path.startswith("__MACOSX/") or last.startswith((".", "~$")) or last.lower() in _NOT_FILES
    return not entry.is_dir() and not left


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry: as UTF-8 where it says so or is so, else as GBK, which Chinese systems write."""
    if entry.flag_bits & 0x800:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _files(data: bytes, entries: Iterable[zipfile.ZipInfo]) -> Iterator[UploadedFile]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in entries:
            yield _unpacked(archive, entry)


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> UploadedFile:
    name = entry_name(entry)
    if entry.flag_bits & 1:
        return _refused(name, "文件加了密码，无法读取；请去掉密码后再上传")
    if entry.compress_type not in _METHODS:
        return _refused(name, "压缩方式不常用，没有解开；请用系统自带的方式重新压缩为 zip")
    if entry.file_size > MAX_SIZE:
        return _refused(name, _TOO_LARGE)
    try:
        with archive.open(entry) as packed:
            content = packed.read(entry.file_size + 1)
    except _DAMAGED:
        return _refused(name, "压缩包里的这个文件已损坏；请重新压缩后再上传")
    if len(content) != entry.file_size:
        return _refused(name, "压缩包里的这个文件不完整；请重新压缩后再上传")
    return _file(name, content)


_TOO_LARGE: Final = f"文件超过了 {MAX_SIZE // MB} MB，没有读取；请压缩其中的图片后再上传"


def _file(name: str, content: bytes) -> UploadedFile:
    if len(content) > MAX_SIZE:
        return _refused(name, _TOO_LARGE)
    if not content:
        return _refused(name, "文件是空的；请核对后重新上传")
    if is_archive(name, content):
        return _refused(name, "压缩包里的压缩包不再解开；请解压后上传里面的文件")
    return UploadedFile(_clean(name), content)


def _refused(name: str, why: str) -> UploadedFile:
    return UploadedFile(_clean(name), b"", why)


def _clean(name: str) -> str:
    """A name that can be shown: without control characters, its end where it is too long."""
    shown = "".join(one for one in name.replace("\\", "/") if one.isprintable()).strip("/ ")
    return shown[-MAX_NAME:] or "（没有文件名）"
