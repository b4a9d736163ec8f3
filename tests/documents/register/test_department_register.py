"""Lists of departments: what is read, and each problem at its row and column."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pytest

from app.documents.register.departments import DepartmentLine, read_departments
from tests.documents.register.files import Rows, excel, text

HEADER = ["区划代码", "预算编码", "部门名称", "上级预算编码", "归口科室"]
ROWS = [
    HEADER,
    ["110001", "0110", "示例县水利局", "", "农业科"],
    ["110001", "011001", "示例县水文站（本级）", "0110", ""],
]
LINES = (
    DepartmentLine(2, "110001", "0110", "示例县水利局", None, "农业科"),
    DepartmentLine(3, "110001", "011001", "示例县水文站（本级）", "0110", None),
)


def told(*rows: Sequence[object], header: Sequence[object] = HEADER) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in read_departments(excel([header, *rows])).problems]


@pytest.mark.parametrize(
    "made",
    [
        excel,
        text,
        partial(text, encoding="utf-8-sig"),
        partial(text, encoding="gb18030"),
        partial(text, delimiter=";"),
        partial(text, delimiter="\t", encoding="gb18030"),
    ],
)
def test_the_same_list_reads_the_same_from_every_format_and_encoding(made: Callable[[Any], bytes]) -> None:
    read = read_departments(made(ROWS))
    assert (read.lines, read.problems, read.ignored_columns) == (LINES, (), ())


def test_the_header_is_found_by_its_labels_in_any_order_below_a_title() -> None:
    header = ["备注", "部门（单位）名称 *", " 预算 编码", "行政区划代码", "电话"]
    read = read_departments(excel([["示例县部门名单"], [], header, ["x", "示例县水利局", "0110", "110001", None]]))
    assert read.lines == (DepartmentLine(4, "110001", "0110", "示例县水利局", None, None),)
    assert read.ignored_columns == ("备注", "电话")


def test_a_region_that_is_not_given_is_the_callers() -> None:
    rows: Rows = [["预算编码", "部门名称", "区划代码"], ["0110", "水利局", None], ["0111", "林业局", "110002"]]
    assert [one.region for one in read_departments(excel(rows), default_region="110001").lines] == ["110001", "110002"]
    assert [(one.row, one.column) for one in read_departments(excel(rows)).problems] == [(2, "区划代码")]


def test_a_missing_header_is_told_at_its_row_and_the_other_cells_are_still_checked() -> None:
    read = read_departments(excel([["区划代码", "预算编码"], ["11", "0110"], ["110001", "0111"]]))
    assert [(one.row, one.column) for one in read.problems] == [(1, "部门名称"), (2, "区划代码")]
    assert "第 1 行的表头缺少“部门名称”一栏，请补上" in read.problems[0].message
    assert read.lines == ()


def test_a_file_without_any_known_header_is_told_all_that_are_required() -> None:
    assert told(["1", "2"], header=["甲", "乙"]) == [(1, "区划代码"), (1, "预算编码"), (1, "部门名称")]


def test_a_header_that_comes_twice_is_a_problem() -> None:
    assert told(["110001", "1", "水利局", "2"], header=["区划代码", "预算编码", "部门名称", "预算编码"]) == [
        (1, "预算编码")
    ]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (110001, "110001"),
        (110001.0, "110001"),
        ("１１０００１", "110001"),
        (" 110001\u3000", "110001"),
        ("110001999", "110001999"),
    ],
)
def test_a_code_comes_out_as_its_digits_however_it_was_typed(typed: object, read: str) -> None:
    assert read_departments(excel([HEADER, [typed, "1", "水利局"]])).lines[0].region == read


@pytest.mark.parametrize("typed", ["1100", "11000X", 110001.5, "1100011", "１１０００", True])
def test_a_region_is_six_or_nine_digits(typed: object) -> None:
    assert told([typed, "1", "水利局"]) == [(2, "区划代码")]


def test_names_keep_their_chinese_brackets_and_lose_full_width_letters() -> None:
    assert read_departments(excel([HEADER, ["110001", "1", "水利局（Ａ１）"]])).lines[0].name == "水利局（A1）"


def test_limits_of_length_hold_on_both_sides() -> None:
    assert told(["110001", "x" * 40, "局" * 200, None, "科" * 60]) == []
    assert told(["110001", "x" * 41, "局" * 201, None, "科" * 61]) == [
        (2, "预算编码"),
        (2, "部门名称"),
        (2, "归口科室"),
    ]


def test_blank_required_cells_are_told_and_wholly_empty_rows_are_skipped() -> None:
    assert told([], ["110001", None, "  "], [None, "  ", None]) == [(3, "预算编码"), (3, "部门名称")]


def test_a_code_twice_in_a_region_names_both_rows() -> None:
    rows = [HEADER, ["110001", "01", "甲"], ["110002", "01", "乙"], ["110001", "０１", "丙"]]
    read = read_departments(excel(rows))
    (problem,) = read.problems
    assert (problem.row, problem.column, problem.value) == (4, "预算编码", "０１")
    assert "第 2 行和第 4 行" in problem.message
    assert [one.row for one in read.lines] == [2, 3]


def test_there_are_only_two_levels() -> None:
    department, unit = ["110001", "01", "局"], ["110001", "0101", "站", "01"]
    assert told(department, unit, ["110001", "010101", "点", "0101"]) == [(4, "上级预算编码")]
    assert told(department, ["110001", "02", "局", "02"]) == [(3, "上级预算编码")]
    assert told(unit, department) == []
    assert told(["110001", "01", "甲", "02"], ["110001", "02", "乙", "01"]) == [
        (2, "上级预算编码"),
        (3, "上级预算编码"),
    ]


def test_a_unit_of_another_region_is_no_parent_of_this_one() -> None:
    assert told(["110002", "0101", "站", "01"], ["110001", "010101", "点", "0101"]) == []


def test_every_problem_of_a_file_is_told_in_the_order_of_its_rows() -> None:
    rows = (["1", "01", "甲"], ["110001", "02", "乙", "02"], ["110001", "=A1", None], ["110001", "02", "丁"])
    assert told(*rows) == [(2, "区划代码"), (3, "上级预算编码"), (4, "预算编码"), (4, "部门名称"), (5, "预算编码")]
