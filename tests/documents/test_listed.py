"""Our own flat .csv of a form read back: every cell that it lists is as it was."""

import io
import random
from itertools import dropwhile
from typing import Any

import pytest
from openpyxl import Workbook

from app.documents.files import read_any
from app.documents.writing.text_table import csv_of_form
from app.domain.form.form import Form
from tests.support.odd_forms import an_odd_form


def without_last_blanks(value: Any) -> Any:
    """A form's content without the rows at the end of lists in which every cell is blank: they are not listed."""
    if isinstance(value, dict):
        return {name: without_last_blanks(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        rows = dropwhile(lambda row: not any(row.values()), reversed([without_last_blanks(one) for one in value]))
        return list(rows)[::-1]
    return value


@pytest.mark.parametrize("part", range(4))
def test_a_form_comes_back_from_its_list_of_cells_as_it_went_out(part: int) -> None:
    for seed in range(part * 10, part * 10 + 10):
        form = an_odd_form(random.Random(seed))
        read = read_any(csv_of_form(form), "a.csv").form
        assert without_last_blanks(read.model_dump()) == without_last_blanks(form.model_dump()), seed


@pytest.mark.parametrize("text", ["=1+1", "'=1+1", "'-3.10", "-3.10", "''@x", "'甲'"])
def test_a_text_that_was_quoted_against_formulas_comes_back_as_it_was_typed(text: str) -> None:
    form = Form.model_validate({"profile": {"duties": text}})
    assert read_any(csv_of_form(form), "a.csv").form == form


def test_a_list_with_any_separator_encoding_or_saved_as_a_workbook_is_read() -> None:
    form = Form.model_validate({"revenue": {"rows": [{"institution": "甲局", "total": "780.00"}]}})
    text = csv_of_form(form).decode("utf-8-sig")
    assert read_any(text.replace(",", ";").encode("gb18030"), "a.csv").form == form
    book, out = Workbook(), io.BytesIO()
    for line in text.splitlines():
        book.active.append(line.split(","))
    book.save(out)
    assert read_any(out.getvalue(), "a.xlsx").form == form


def test_a_place_that_the_form_has_not_is_doubted_with_what_it_says() -> None:
    lines = [
        "位置,名称,内容",
        "/form/profile/staff_in_post,实有人数,18",
        "/form/nix,某处,三百",
        "/form/revenue/rows/9999999/total,收入,1",
    ]
    envelope = read_any("\n".join(lines).encode(), "a.csv")
    assert envelope.form == Form.model_validate({"profile": {"staff_in_post": "18"}})
    assert [one.found for one in envelope.doubts] == [
        "/form/nix | 某处",
        "三百",
        "/form/revenue/rows/9999999/total | 收入",
        "1",
    ]
