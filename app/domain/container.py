"""Files that hold other files, by what their directories say: ZIP archives and OLE compound files.

Nothing is ever unpacked: a bomb stays packed, and what a file is can be told from the names in it.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END: Final = b"PK\x05\x06"
_ENTRY: Final = b"PK\x01\x02"
_END_SIZE: Final = 22
_ENTRY_SIZE: Final = 46
_LONGEST_TAIL: Final = _END_SIZE + 65_535
"""The end record of an archive with the longest comment."""
_STORAGE_ENTRY: Final = 128


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """A file in an archive, as the archive's directory has it; `size` is that of the unpacked bytes, as it claims."""

    name: str
    size: int
    encrypted: bool


def zip_entries(data: bytes, most: int) -> list[ZipEntry] | None:
    """The directory of an archive that is the whole of `data`, up to `most` + 1 entries.

    None where it is damaged, cut off, or has anything before or after it.
    """
    at = next((one for one in _end_records(data) if one + _END_SIZE + _short(data, one + 20) == len(data)), None)
    if at is None or not data.startswith(ZIP):
        return None
    count, size, start = struct.unpack_from("<HII", data, at + 10)
    found: list[ZipEntry] = []
    place = start
    while len(found) <= most and place < start + size:
        if start + size > at or place + _ENTRY_SIZE > at or not data.startswith(_ENTRY, place):
            return None
        flags, unpacked = _short(data, place + 8), struct.unpack_from("<I", data, place + 24)[0]
        name_size, extra, comment = struct.unpack_from("<HHH", data, place + 28)
        name = data[place + _ENTRY_SIZE : place + _ENTRY_SIZE + name_size].decode("latin-1")
        found.append(ZipEntry(name, unpacked, bool(flags & 1)))
        place += _ENTRY_SIZE + name_size + extra + comment
    whole = len(found) > most or (place == start + size and len(found) == count)
    return found if whole else None


def ends_as_archive(data: bytes, *, exactly: bool = False) -> bool:
    """Whether a program for archives would open `data` as one, whatever it begins with.

    `exactly`: only where the archive ends with the last byte, for files that hold other documents by right.
    """
    for at in _end_records(data):
        size = struct.unpack_from("<I", data, at + 12)[0]
        ends = not exactly or at + _END_SIZE + _short(data, at + 20) == len(data)
        if ends and 0 < size <= at and data.startswith(_ENTRY, at - size):
            return True
    return False


def has_stream(data: bytes, name: str) -> bool:
    """Whether the directory of a compound file has a stream or storage of that name.

    Directory entries are never packed and stand on multiples of 128 bytes, so that none is overlooked.
    """
    sought = name.encode("utf-16-le") + b"\0\0"
    at = data.find(sought, len(OLE))
    while at >= 0:
        if at % _STORAGE_ENTRY == 0 and len(data) >= at + _STORAGE_ENTRY and _short(data, at + 64) == len(sought):
            return True
        at = data.find(sought, at + 1)
    return False


def _end_records(data: bytes) -> Iterator[int]:
    """Where end records of archives are, from the back."""
    lowest = max(0, len(data) - _LONGEST_TAIL)
    at = data.rfind(_END, lowest)
    while at >= 0:
        if at + _END_SIZE <= len(data):
            yield at
        at = data.rfind(_END, lowest, at + len(_END) - 1)


def _short(data: bytes, at: int) -> int:
    value: int = struct.unpack_from("<H", data, at)[0]
    return value
