"""The XML parts of an office file, refused where they would unpack to too much or name entities."""

import re
import zipfile
from typing import Any, Final
from xml.etree import ElementTree as ET

from defusedxml.ElementTree import fromstring

from app.documents.envelope import NotAForm

MAX_PART: Final = 16_000_000
MAX_TAGS: Final = 1_500_000
_PLAIN: Final = re.compile(rb"(\xef\xbb\xbf)?\s*<(\?xml [^>]{0,100}?(encoding=[\"'](?i:utf-8)[\"'][^>]{0,50})?\?>)?")


def part(archive: zipfile.ZipFile, path: str, name: str) -> bytes:
    """A part of the archive. Raises NotAForm where it is too large for a form."""
    if archive.getinfo(path).file_size > MAX_PART:
        raise NotAForm(f"{name or '文件'}解压后太大，不像一份自评报告，没有读取")
    data = archive.read(path)
    if data.count(b"<") > MAX_TAGS:
        raise NotAForm(f"{name or '文件'}的内容太多，不像一份自评报告，没有读取")
    return data


def element(data: bytes) -> Any:
    """The root of an XML text; one that declares entities is refused with what defusedxml raises.

    Without a DOCTYPE there is nothing to defuse, so the fast parser may read it; only UTF-8 shows that there is none.
    """
    begin = _PLAIN.match(data)
    encoded_plainly = begin is not None and (b"encoding" not in data[:200] or begin[3] is not None)
    if encoded_plainly and b"<!DOCTYPE" not in data and b"\0" not in data[:200]:
        return ET.fromstring(data)  # noqa: S314 - see above
    return fromstring(data)
