"""Forms laid out and worded quite unlike the official one: every value is read, whatever format they come in."""

from collections.abc import Callable
from typing import Any

import pytest

from app.documents.files import read_any
from app.domain.changes import differences
from app.domain.form.form import Form
from tests.support.excel_files import as_numbers, as_xls, as_xlsx
from tests.support.papers import Paper, as_csv, as_text
from tests.support.pdf_files import as_pdf
from tests.support.unlike_forms import UNLIKE, expected
from tests.support.word_files import as_docx

FORMATS: dict[str, Callable[[Paper], bytes]] = {
    "docx": as_docx,
    "xlsx": lambda paper: as_xlsx(paper, as_numbers),
    "xls": as_xls,
    "pdf": as_pdf,
    "csv": lambda paper: as_csv(paper).encode("gb18030"),
    "text": lambda paper: as_text(paper).encode(),
}
SHARED_POINTS = "/form/self_scoring/rows/6/max_points"
WIDE = "the report first, one wide table"
TRIED = [(form, one) for form in UNLIKE for one in FORMATS if (form, one) not in {(WIDE, "text"), (WIDE, "pdf")}]
"""As text, nobody can tell which of fifteen columns a heading of three rows means; the PDF needs a wider page."""


@pytest.mark.parametrize(("form", "format_"), TRIED)
def test_every_value_is_read_and_only_what_is_not_sure_is_doubted(form: str, format_: str) -> None:
    paper, changes = UNLIKE[form]
    envelope = read_any(FORMATS[format_](paper))
    assert envelope.form.model_dump() == expected(changes)
    doubts = [one for one in envelope.doubts if "换算成万元" not in one.reason]
    assert {one.pointer for one in doubts} <= {SHARED_POINTS}


def test_of_a_wide_table_in_plain_text_whatever_is_read_wrongly_is_doubted() -> None:
    paper, changes = UNLIKE[WIDE]
    envelope = read_any(as_text(paper).encode())
    wrong = differences(
        Form.model_validate(expected(changes)).model_dump(mode="json"), envelope.form.model_dump(mode="json")
    )
    pointers = [one.pointer for one in envelope.doubts if one.pointer]
    texts = "\n".join(one.found.replace(",", "") for one in envelope.doubts)
    silent = [
        one.pointer
        for one in wrong
        if not any(f"/form{one.pointer}".startswith(pointer) for pointer in pointers)
        and not all(text in texts for text in _texts(one.old))
    ]
    assert silent == []


def _texts(value: Any) -> list[str]:
    """The texts in a value."""
    return [text for text in value.values() if text] if isinstance(value, dict) else [str(value)]
