"""What is taken in together: names as they were meant, limits that are said, and no bomb that is unpacked."""

import io
import struct
import zipfile

import pytest

from app.domain.attachment import MAX_SIZE
from app.domain.imports.upload import MAX_FILES, MAX_UNPACKED, UploadRefused, UploadTooLarge, unpacked
from tests.support.files import DOCX, an_office_file
from tests.support.filled_forms import an_archive, an_unmarked_archive


def names(*sent: tuple[str, bytes]) -> list[str]:
    return [one.name for one in unpacked(sent)]


def told(name: str, data: bytes) -> str:
    """Why the only file is refused."""
    (one,) = unpacked([(name, data)])
    assert one.content == b""
    return one.refused


def test_files_and_those_in_archives_come_in_their_order_and_documents_stay_whole() -> None:
    sent = [("a.txt", b"a"), ("b.zip", an_archive({"x/b.txt": b"b", "c.docx": DOCX})), ("d.docx", DOCX)]
    assert names(*sent) == ["a.txt", "x/b.txt", "c.docx", "d.docx"]
    assert [one.content for one in unpacked(sent)] == [b"a", b"b", DOCX, DOCX]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_names_without_a_mark_are_read_as_utf_8_or_gbk(encoding: str) -> None:
    assert names(("a.zip", an_unmarked_archive("县教育局.txt".encode(encoding), b"a"))) == ["县教育局.txt"]


def test_what_systems_leave_in_archives_is_no_file() -> None:
    left = ("__MACOSX/._a.txt", ".DS_Store", "x/Thumbs.db", "~$a.docx", "x/")
    assert names(("a.zip", an_archive({**dict.fromkeys(left, b""), "a.txt": b"a"}))) == ["a.txt"]


def test_control_characters_are_left_out_of_names() -> None:
    assert names(("a\u202e\x00txt.exe", b"a")) == ["atxt.exe"]


def test_more_files_than_may_be_are_refused_with_the_limits() -> None:
    many = {f"{at}.txt": b"a" for at in range(MAX_FILES + 1)}
    with pytest.raises(UploadTooLarge, match=f"超过了 {MAX_FILES} 个.*一次最多 {MAX_FILES} 个文件.*100 MB"):
        unpacked([("a.zip", an_archive(many))])
    assert len(unpacked([("a.zip", an_archive(dict(list(many.items())[:MAX_FILES])))])) == MAX_FILES


def test_an_archive_that_unpacks_to_too_much_is_refused_unpacked_by_nobody() -> None:
    half = bytes(MAX_UNPACKED // 2 + 1)
    with pytest.raises(UploadTooLarge, match="解压后合计超过了 100 MB"):
        unpacked([("a.zip", an_archive({"1": half})), ("b.zip", an_archive({"1": half}))])


def test_an_entry_that_gives_more_than_it_claims_gives_nothing() -> None:
    data = bytearray(an_archive({"a.txt": bytes(1_000_000)}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.rfind(mark) + place, 10)
    assert "损坏" in told("a.zip", bytes(data)) or "不完整" in told("a.zip", bytes(data))


def test_a_large_file_is_refused_for_itself_and_the_others_are_read() -> None:
    large, small = unpacked([("a.zip", an_archive({"a.txt": bytes(MAX_SIZE + 1), "b.txt": b"b"}))])
    assert ("超过了 10 MB" in large.refused, small.refused) == (True, "")


def test_an_archive_in_an_archive_stays_packed() -> None:
    assert "压缩包里的压缩包" in told("a.zip", an_archive({"b.zip": an_archive({"c.txt": b"c"})}))


def test_a_way_of_packing_without_bounds_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", b"a")
    assert "压缩方式" in told("a.zip", made.getvalue())


def test_an_encrypted_entry_says_so() -> None:
    data = bytearray(an_archive({"a.txt": b"a"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", data, data.rfind(mark) + place, 1)
    assert "加了密码" in told("a.zip", bytes(data))


WHOLE = an_archive({"a.txt": b"a"})
LARGER = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 9, 9, 0, 0, 0)


@pytest.mark.parametrize(
    "data", [WHOLE[:-3], WHOLE + b"x", b"PK\x03\x04" + WHOLE, WHOLE[:-2] + b"\x16\0" + LARGER + b"y"]
)
def test_an_archive_with_another_directory_or_anything_around_it_is_refused(data: bytes) -> None:
    with pytest.raises(UploadRefused, match="zip 压缩包"):
        unpacked([("a.zip", data)])


def test_an_archive_without_files_is_refused() -> None:
    with pytest.raises(UploadRefused, match="没有文件"):
        unpacked([("a.zip", an_archive({}))])
    with pytest.raises(UploadRefused, match="没有文件"):
        unpacked([])


def test_a_document_with_many_parts_is_no_archive() -> None:
    parts = {f"word/media/{at}.png": b"x" for at in range(MAX_FILES + 5)}
    assert names(("a.docx", an_office_file("word/document.xml", **parts))) == ["a.docx"]
