"""The same content gives the same form, whatever file it comes in."""

import re

import pytest

from app.documents.envelope import NotAForm
from app.documents.files import read_any
from tests.support.excel_files import as_numbers, as_xls, as_xlsx
from tests.support.forms import OFFICIAL, a_form
from tests.support.papers import as_csv, as_text
from tests.support.pdf_files import as_pdf
from tests.support.word_files import as_docx, controlled, cut_runs, inserted

SHARED_POINTS = "/form/self_scoring/rows/6/max_points"

SURE = {
    "docx": as_docx(OFFICIAL),
    "docx in many runs": as_docx(OFFICIAL, cut_runs),
    "docx with content controls": as_docx(OFFICIAL, controlled),
    "docx with tracked changes": as_docx(OFFICIAL, inserted),
    "xlsx": as_xlsx(OFFICIAL),
    "xlsx with numbers": as_xlsx(OFFICIAL, as_numbers),
    "xlsx of several sheets": as_xlsx({"封面": OFFICIAL[:9], "收支": OFFICIAL[9:11], "其他": OFFICIAL[11:]}),
    "xls": as_xls(OFFICIAL),
    "pdf": as_pdf(OFFICIAL),
    "xls with numbers": as_xls(OFFICIAL, as_numbers),
}
UNSURE = {
    "text": as_text(OFFICIAL).encode(),
    "text in GB18030": as_text(OFFICIAL).encode("gb18030"),
    "csv": as_csv(OFFICIAL).encode("utf-8-sig"),
    "csv in GB18030": as_csv(OFFICIAL).encode("gb18030"),
}


@pytest.mark.parametrize("data", SURE.values(), ids=SURE)
def test_where_merges_are_known_every_value_is_read_without_a_doubt(data: bytes) -> None:
    envelope = read_any(data)
    assert envelope.form.model_dump() == a_form().model_dump()
    assert envelope.doubts == ()


@pytest.mark.parametrize("data", UNSURE.values(), ids=UNSURE)
def test_where_merges_are_not_to_be_seen_only_shared_points_are_doubted(data: bytes) -> None:
    envelope = read_any(data)
    assert envelope.form.model_dump() == a_form().model_dump()
    assert [one.pointer for one in envelope.doubts] == [SHARED_POINTS]


@pytest.mark.parametrize("data", {**SURE, **UNSURE}.values(), ids=[*SURE, *UNSURE])
def test_a_wrong_ending_changes_nothing_since_the_content_says_what_a_file_is(data: bytes) -> None:
    wrong = "form.docx" if data.startswith(b"%PDF") else "form.pdf"
    assert read_any(data, wrong).form == a_form()


@pytest.mark.parametrize("name", ["表.docx", "表.xlsx", "表.pdf"])
@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xd8\xff\xe0\0\x10JFIF\0", b"MZ\x90\0\3\0\0\0"],
    ids=["png", "jpeg", "exe"],
)
def test_what_is_no_document_is_refused_by_its_name_whatever_its_ending(data: bytes, name: str) -> None:
    with pytest.raises(NotAForm, match=rf"^{re.escape(name)}不是文本文件"):
        read_any(data, name)
