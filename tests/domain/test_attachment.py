"""What may be attached: told by content, whatever the name says; nothing is unpacked."""

import hashlib
import struct
import tracemalloc

import pytest

from app.domain import attachment as kinds
from app.domain.attachment import (
    MAX_NAME,
    MAX_SIZE,
    MOST,
    Attachment,
    AttachmentRefused,
    AttachmentTooLarge,
    TooManyAttachments,
    clean_name,
    examined,
    kind_of,
    require_room,
)
from tests.support import files
from tests.support.files import OFFICE, a_pdf, a_zip, an_office_file, an_ole_file

KNOWN = [
    (files.PDF, "pdf"), (files.PNG, "png"), (files.JPEG, "jpg"), (files.DOCX, "docx"), (files.XLSX, "xlsx"),
    (files.PPTX, "pptx"), (files.OFD, "ofd"), (files.DOC, "doc"), (files.XLS, "xls"), (files.PPT, "ppt"),
    (files.TEXT, "txt"), ("名称,金额\n甲,1".encode("gb18030"), "txt"), ("甲\t乙".encode("utf-16"), "txt"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "extension"), KNOWN, ids=lambda one: one if isinstance(one, str) else "")
def test_each_kind_is_known_by_its_content_under_any_name(data: bytes, extension: str) -> None:
    for name in (f"证明.{extension}", "证明", "证明.exe"):
        found = examined(data, name)
        assert found.name.endswith(f".{extension}")
        assert (found.size, found.digest) == (len(data), hashlib.sha256(data).hexdigest())
    assert examined(data, f"证明.{extension}").name == f"证明.{extension}"
    assert examined(data, "证明.exe").name == f"证明.exe.{extension}"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "空的"),
        (b"MZ\x90\x00\x03", "这种文件"),
        (b"\x7fELF\x02\x01\x01\x00", "这种文件"),
        (b"GIF89a\x01\x00\x01\x00", "这种文件"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "这种文件"),
        (b"\xef\xbb\xbf  <svg xmlns='x' onload='y'/>", "这种文件"),
        (b"#!/bin/sh\nrm -rf /", "这种文件"),
        (b"{\\rtf1 x}", "这种文件"),
        (a_zip({"a.txt": b"x"}), "压缩包"),
        (a_zip({"word/document.xml": b"x"}), "压缩包"),
        (a_zip({"mimetype": b"application/vnd.oasis.opendocument.text"}), "压缩包"),
        (an_office_file("xl/workbook.bin"), "压缩包"),
        (an_office_file("word/document.xml", **{"xl/workbook.xml": b"x"}), "压缩包"),
        (an_ole_file("__substg1.0_0037001F"), "这种文件"),
        (an_ole_file("EncryptionInfo", "EncryptedPackage"), "密码"),
    ],
)
def test_what_is_none_of_the_kinds_is_refused_with_what_to_do(data: bytes, why: str) -> None:
    with pytest.raises(AttachmentRefused, match=why):
        kind_of(data, "报告.pdf")


@pytest.mark.parametrize(
    "data",
    [
        an_office_file("word/document.xml", **{"word/vbaProject.bin": b"x"}),
        an_office_file("xl/workbook.xml", **{"XL/VBAPROJECT.BIN": b"x"}),
        an_office_file("xl/workbook.xml", **{"xl/macrosheets/sheet1.xml": b"x"}),
        an_ole_file("WordDocument", "_VBA_PROJECT"),
        an_ole_file("Workbook", "_VBA_PROJECT_CUR"),
        files.PPT + struct.pack("<HHIIII", 2, 0x0400, 12, 7, 1, 2),
    ],
)
def test_macros_are_refused_in_every_kind_of_office_file(data: bytes) -> None:
    with pytest.raises(AttachmentRefused, match="宏"):
        kind_of(data)


@pytest.mark.parametrize("data", [files.PDF, files.PNG, files.JPEG, files.DOC, files.DOCX, files.OFD])
def test_two_files_in_one_are_refused(data: bytes) -> None:
    for both in (data + a_zip({"a.exe": b"MZ"}), data + a_zip({"a.js": b"x"}, comment=b"%%EOF")):
        with pytest.raises(AttachmentRefused):
            kind_of(both)


@pytest.mark.parametrize("data", [files.PDF, files.PNG, files.JPEG, files.DOCX])
def test_a_file_that_was_cut_off_is_refused(data: bytes) -> None:
    with pytest.raises(AttachmentRefused):
        kind_of(data[: len(data) // 2])


def test_anything_around_an_archive_is_refused() -> None:
    for data in (files.DOCX + b"x", b"x" + files.DOCX, a_zip(OFFICE)[4:], files.DOCX[:-1]):
        with pytest.raises(AttachmentRefused):
            kind_of(data)


def test_a_bomb_is_never_unpacked_and_refused_by_what_it_claims() -> None:
    bomb = bytearray(an_office_file("word/document.xml", **{"word/media/a.xml": b"0" * 50_000_000}))
    tracemalloc.start()
    kind = kind_of(bytes(bomb))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kind == kinds.DOCX
    assert peak < 1_000_000
    struct.pack_into("<I", bomb, bomb.rindex(b"PK\x01\x02") + 24, kinds.MAX_UNPACKED + 1)
    with pytest.raises(AttachmentRefused, match="MB"):
        kind_of(bytes(bomb))


def test_a_directory_that_points_outside_the_file_is_damaged() -> None:
    end = files.DOCX.rindex(b"PK\x05\x06")
    for at, value in ((12, 0), (12, 2**31), (16, 0), (16, 2**31)):
        forged = bytearray(files.DOCX)
        struct.pack_into("<I", forged, end + at, value)
        with pytest.raises(AttachmentRefused):
            kind_of(bytes(forged))


def test_a_table_with_a_text_in_it_is_what_its_name_says() -> None:
    both = an_ole_file("Workbook", "WordDocument")
    assert [kind_of(both, name) for name in ("a.xls", "a.doc", "a.wps")] == [kinds.XLS, kinds.DOC, kinds.DOC]
    assert kind_of(files.TEXT, "表.CSV") == kinds.CSV


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("C:\\桌面\\证明.pdf", "证明.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("证明\u202efdp.exe", "证明fdp.exe.pdf"),
        ("a\x00b\r\nc\u200b.pdf", "abc.pdf"),
        (" . 证 明.PDF . ", "证 明.PDF"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("", "附件.pdf"),
        ("///", "附件.pdf"),
        (".pdf", "pdf.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("证明.docx", "证明.docx.pdf"),
    ],
)
def test_hostile_names_are_cleaned_and_get_the_extension_of_the_content(name: str, clean: str) -> None:
    assert clean_name(name, kinds.PDF) == clean


def test_a_long_name_keeps_its_extension() -> None:
    name = clean_name("长" * 300 + ".pdf", kinds.PDF)
    assert (len(name), name[-5:]) == (MAX_NAME, "长.pdf")


def test_ten_megabytes_are_the_most() -> None:
    assert examined(a_pdf(MAX_SIZE), "a.pdf").size == MAX_SIZE
    with pytest.raises(AttachmentTooLarge, match="10 MB"):
        examined(a_pdf(MAX_SIZE + 1), "a.pdf")


def test_a_report_has_room_for_fifty_files_and_a_hundred_megabytes() -> None:
    small = Attachment("a.pdf", "application/pdf", 1, "0", 1, 1, "", "", "")
    large = Attachment("a.pdf", "application/pdf", MAX_SIZE, "0", 1, 1, "", "", "")
    require_room([small] * (MOST - 1), 1)
    require_room([large] * 9, MAX_SIZE)
    for there, size in (([small] * MOST, 1), ([large] * 9, MAX_SIZE + 1)):
        with pytest.raises(TooManyAttachments, match="请先删除"):
            require_room(there, size)
