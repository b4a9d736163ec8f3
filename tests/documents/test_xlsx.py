"""The form and lists as Excel workbooks: figures that count, texts that do not compute, and nothing lost on the way."""

import csv
import io
import random
import zipfile

import pytest

from app.cli.demo import REPORT
from app.documents.text import read_text
from app.documents.writing.results import COLUMNS, Result, ResultsWorkbook, results_csv
from app.documents.writing.text_table import csv_of_form
from app.documents.writing.xlsx import FINDING_COLUMNS, xlsx
from app.domain.checks.examine import examine
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.schemes.loader import shipped_schemes
from tests.support.odd_forms import an_odd_form
from tests.support.workbook import opened, read_workbook_back, shown

DEMO = read_text(REPORT.read_text("utf-8")).form
FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)")


def test_a_workbook_has_a_sheet_for_each_part() -> None:
    assert opened(xlsx(DEMO)).sheetnames == ["基本情况", "收支", "绩效目标", "评分表", "综述"]


@pytest.mark.parametrize("part", range(4))
def test_a_form_comes_back_from_its_workbook_as_it_went_out(part: int) -> None:
    for seed in range(part * 10, part * 10 + 10):
        form = an_odd_form(random.Random(seed))
        assert read_workbook_back(xlsx(form)).form.model_dump() == form.model_dump(), seed


def test_a_figure_is_a_number_that_shows_the_decimals_it_was_typed_with() -> None:
    sheet = opened(xlsx(DEMO))["收支"]
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value == 429.2]
    assert [(shown(one), one.data_type) for one in found] == [("429.20", "n")]


def test_a_figure_with_more_digits_than_excel_holds_stays_a_text() -> None:
    form = Form.model_validate({"fixed_assets": {"rows": [{"institution": "甲", "total": "12345678901234.123456"}]}})
    cells = [cell for row in opened(xlsx(form))["收支"].iter_rows() for cell in row]
    assert [one.data_type for one in cells if one.value == "12345678901234.123456"] == ["s"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_computed(text: str) -> None:
    form = Form.model_validate({"profile": {"duties": text}, "cover": {"department_name": text}})
    cells = [cell for sheet in opened(xlsx(form)) for row in sheet.iter_rows() for cell in row]
    assert all(one.data_type != "f" for one in cells)
    assert [one.quotePrefix for one in cells if one.value == text] == [True]


def test_findings_have_a_sheet_of_their_own() -> None:
    findings = examine(shipped_schemes()[0], DEMO, Supplement())
    sheet = opened(xlsx(DEMO, findings))["核对结果"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == [title for title, _ in FINDING_COLUMNS]
    assert [row[0] for row in rows[1:]] == [one.check for one in findings]
    assert rows[1][3].startswith(findings[0].title)


RESULT = Result("110001", "=某局", 2021, "填报中", "某方案@1", "98.50", "优", "75", "92", 3)


def test_a_list_has_a_row_a_report_and_points_that_count() -> None:
    workbook = ResultsWorkbook()
    workbook.add([RESULT] * 3)
    sheet = opened(workbook.data())["自评结果"]
    assert (sheet.max_row, sheet.max_column) == (4, len(COLUMNS))
    assert (sheet["F2"].value, shown(sheet["F2"]), sheet["A2"].value) == (98.5, "98.50", "110001")
    assert (sheet["B2"].data_type, sheet["B2"].quotePrefix) == ("s", True)


def test_a_list_as_text_begins_with_the_mark_and_no_cell_of_it_like_a_formula() -> None:
    data = results_csv([RESULT])
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[1][:2] == ["110001", "'=某局"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_form_as_text_keeps_figures_and_quotes_formulas(text: str) -> None:
    table = {"rows": [{"institution": text, "total": "-3.10"}]}
    rows = csv.reader(io.StringIO(csv_of_form(Form.model_validate({"revenue": table})).decode("utf-8-sig")))
    assert [row[2] for row in rows][1:] == [f"'{text}", "-3.10"]


def test_a_workbook_carries_no_time_so_that_the_same_form_is_the_same_bytes() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx(DEMO))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml")
    assert (b"core-properties" in core, b"dcterms:W3CDTF" in core) == (True, False)
