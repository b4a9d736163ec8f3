"""The same content gives the same form, whatever file it comes in."""

import pytest

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
