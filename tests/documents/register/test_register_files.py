"""Files that are no lists, too big, broken or hostile: a problem or a refusal in words, never a crash."""

import io
import re
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.documents.envelope import NotAForm
from app.documents.register.departments import read_departments
from tests.documents.register.files import excel, text, with_part

HEADER = ["区划代码", "预算编码", "部门名称"]
ROW = ["110001", "01", "水利局"]
SHEET = "xl/worksheets/sheet1.xml"
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def message_of(typed: object) -> str:
    (problem,) = read_departments(excel([HEADER, ["110001", typed, "水利局"]])).problems
    assert (problem.row, problem.column) == (2, "预算编码")
    return problem.message


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "没有表格"),
        ("只有一段文字\n没有分列".encode(), "没有表格"),
        ("区划代码，预算编码，部门名称".encode(), "用英文逗号"),
        (excel([[]]), "没有表格"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "另存为"),
        (b"PK\x03\x04" + b"\0" * 100, "已损坏"),
        (text([HEADER, ["110001", "0\x001", "水利局"]]), "不是文本文件，也不是能读取的"),
        (text([HEADER, ROW], "utf-16"), "不是文本文件"),
        (b"," * 5_000_001, "不像一份名单"),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(NotAForm, match=said):
        read_departments(data, "名单")


def test_a_word_file_is_no_list() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(NotAForm, match="不是 Excel 文件"):
        read_departments(out.getvalue())


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(NotAForm, match="太大"):
        read_departments(with_part(excel([HEADER]), SHEET, "0" * 50_000_000))


@pytest.mark.parametrize(
    "sheet",
    [
        "<worksheet",
        f"<worksheet {SPACE}><sheetData><row><c t='s'><v>99</v></c></row></sheetData></worksheet>",
        f"<worksheet {SPACE}><sheetData><row><c><v>x</v></c></row></sheetData></worksheet>",
        f"<worksheet {SPACE}><sheetData><row><c t='inlineStr'><is><t>\0</t></is></c></row></sheetData></worksheet>",
        f"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet {SPACE}><sheetData>&b;</sheetData></worksheet>",
    ],
)
def test_a_broken_sheet_is_refused(sheet: str) -> None:
    with pytest.raises(NotAForm, match="已损坏"):
        read_departments(with_part(excel([HEADER]), SHEET, sheet))


def test_one_part_as_many_sheets_is_refused() -> None:
    data = excel([HEADER], [])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        path = "xl/_rels/workbook.xml.rels"
        links = archive.read(path).decode().replace("sheet2.xml", "sheet1.xml")
    with pytest.raises(NotAForm, match="已损坏"):
        read_departments(with_part(data, path, links))


def test_a_row_beyond_the_end_of_every_sheet_is_not_counted_to() -> None:
    cells = "".join(f"<c t='inlineStr'><is><t>{label}</t></is></c>" for label in HEADER)
    rows = f"<row>{cells}</row><row r='99999999999'>{cells}</row>"
    read = read_departments(
        with_part(excel([HEADER]), SHEET, f"<worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>")
    )
    assert (read.lines, read.problems) == ((), ())


def test_what_a_sheet_says_of_its_own_size_is_not_believed() -> None:
    data = excel([HEADER, ROW])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:A1"', archive.read(SHEET).decode())
    assert len(read_departments(with_part(data, SHEET, sheet)).lines) == 1


@pytest.mark.parametrize("made", [excel, text])
def test_of_six_thousand_rows_five_thousand_are_read_and_the_rest_is_told(made: object) -> None:
    rows: list[Sequence[object]] = [HEADER, *(["110001", f"{at:04}", "局"] for at in range(6_000))]
    read = read_departments(excel(rows) if made is excel else text(rows))
    assert len(read.lines) == 5_000
    assert [(one.row, one.column) for one in read.problems] == [(5_002, "")]
    assert len(read_departments(text(rows[:5_001])).problems) == 0


@pytest.mark.parametrize("typed", ["=1+1", '=HYPERLINK("x")', "＝A1", " =A1"])
def test_formulas_are_refused(typed: str) -> None:
    assert "不能填公式" in message_of(typed)
    (problem,) = read_departments(text([HEADER, ["110001", typed, "水利局"]])).problems
    assert "不能填公式" in problem.message


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("x" * 501, "最多 500 个字"),
        ("01\n02", "不能有换行"),
        ("01\u200b", "看不见的字符"),
        ("\u202e01", "看不见的字符"),
        (datetime(2021, 1, 2, tzinfo=UTC).replace(tzinfo=None), "当成了日期"),
        (1234567890123456, "15 位"),
        (1.5e300, "15 位"),
        ("1.1E+11", "15 位"),
        ("#N/A", "出错标记"),
    ],
)
def test_what_no_cell_may_hold_is_told_with_what_to_do(typed: object, said: str) -> None:
    assert said in message_of(typed)


def test_a_long_cell_is_cut_where_it_is_told() -> None:
    (problem,) = read_departments(text([HEADER, ["110001", "x" * 100_000, "水利局"]])).problems
    assert problem.value == "x" * 500


def test_a_quote_that_never_ends_is_told_at_its_row() -> None:
    data = text([HEADER, ROW]) + b'110001,02,"' + b"x\n" * 100_000
    read = read_departments(data)
    assert [one.row for one in read.problems] == [3]
    assert "引号没有成对" in read.problems[0].message
    assert len(read.lines) == 1


def test_a_formula_in_a_column_that_is_not_read_is_no_problem() -> None:
    read = read_departments(excel([[*HEADER, "序号"], [*ROW, "=ROW()"], [None, None, None, "=ROW()"]]))
    assert (len(read.lines), read.problems, read.ignored_columns) == (1, (), ("序号",))


def test_a_second_sheet_with_such_a_header_is_not_dropped_in_silence() -> None:
    read = read_departments(excel([HEADER, ROW], [HEADER, ROW]))
    assert len(read.lines) == 1
    assert [(one.row, one.value) for one in read.problems] == [(1, "Sheet1")]


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.lists(st.lists(st.text(max_size=20), max_size=5), max_size=6))
def test_whatever_stands_in_a_table_every_row_is_a_line_or_told(rows: list[list[str]]) -> None:
    assume(not any("\0" in cell for row in rows for cell in row))
    read = read_departments(text([HEADER, *rows]))
    typed = [number for number, row in enumerate(rows, start=2) if any(cell.strip() for cell in row[:3])]
    assert sorted({one.row for one in read.lines} | {one.row for one in read.problems}) == typed
    assert not {one.row for one in read.lines} & {one.row for one in read.problems}


@pytest.mark.filterwarnings("ignore")
@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.data())
def test_a_workbook_with_any_character_of_its_parts_changed_is_read_or_refused(data: st.DataObject) -> None:
    book = excel([HEADER, ROW])
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        path = data.draw(st.sampled_from(archive.namelist()))
        part = archive.read(path).decode()
    at = data.draw(st.integers(0, len(part) - 1))
    character = data.draw(st.sampled_from('0919<>"/ax-.'))
    with suppress(NotAForm):
        read_departments(with_part(book, path, part[:at] + character + part[at + 1 :]))
