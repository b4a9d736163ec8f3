"""Templates for download: they read back, and say the rules in the words of the messages."""

import io

from openpyxl import load_workbook

from app.documents.register.departments import DepartmentLine, read_departments
from app.documents.register.people import PersonLine, read_people
from app.documents.register.template import Kind, template
from app.domain.people.role import Role
from tests.documents.register.files import excel


def rules(kind: Kind) -> str:
    sheet = load_workbook(io.BytesIO(template(kind)))["说明"]
    return "\n".join(str(row[0]) for row in sheet.iter_rows(values_only=True))


def test_the_template_of_departments_reads_back_as_its_example() -> None:
    read = read_departments(template("departments"))
    assert (read.problems, read.ignored_columns) == ((), ())
    assert read.lines == (DepartmentLine(2, "110001", "001002", "示例县水文站", "001001", "农业科"),)


def test_the_template_of_people_reads_back_as_its_example() -> None:
    read = read_people(template("people"))
    assert (read.problems, read.ignored_columns) == ((), ())
    roles = (Role.PREPARER, Role.PANEL_LEAD)
    assert read.lines == (PersonLine(2, "zhang.shili", "张示例", "办公室科员", roles, "110001", "001002", None),)


def test_codes_are_text_in_a_template_so_that_excel_keeps_leading_zeros() -> None:
    sheet = load_workbook(io.BytesIO(template("departments"))).worksheets[0]
    assert {cell.number_format for cell in sheet[2]} == {"@"}
    assert sheet.column_dimensions["B"].number_format == "@"


def test_the_template_says_what_a_problem_says() -> None:
    header = ["登录名", "姓名", "职务", "角色", "部门预算编码", "科室", "区划代码"]
    rows = [
        ["X", "甲", None, "局长", "=1", None, "11"],
        ["abc", "甲", None, "填报人、部门负责人", "01", None, "110001"],
        ["abd", "甲", None, "财政归口业务科室审核人", None, None, "110001"],
    ]
    said = rules("people")
    problems = read_people(excel([header, *rows])).problems
    assert len(problems) == 6
    for problem in problems:
        assert any(part in said for part in (problem.message, *problem.message.split("；")[1:])), problem
