"""Lists of people: roles by their words, places by their roles, and what one person cannot be."""

from collections.abc import Sequence

import pytest

from app.documents.register.people import PersonLine, read_people
from app.documents.register.problem import CellProblem
from app.domain.people.role import Role
from tests.documents.register.files import Rows, excel, text

HEADER = ["登录名", "姓名", "职务", "角色", "部门预算编码", "科室", "区划代码"]


def problems(*rows: Sequence[object]) -> tuple[CellProblem, ...]:
    return read_people(excel([HEADER, *rows]), default_region="110001").problems


def told(*rows: Sequence[object]) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in problems(*rows)]


def test_a_person_is_read_with_roles_and_place() -> None:
    rows: Rows = [HEADER, ["zhang.shili", "张示例", "科员", "填报人、评价组组长", "0110", None, 110001.0]]
    roles = (Role.PREPARER, Role.PANEL_LEAD)
    assert read_people(excel(rows)).lines == (
        PersonLine(2, "zhang.shili", "张示例", "科员", roles, "110001", "0110", None),
    )
    assert read_people(text(rows, "gb18030")).lines == ()
    assert read_people(text(rows, "gb18030")).problems[0].value == "110001.0"


@pytest.mark.parametrize(
    "words",
    [
        "填报人、评价组组长",
        "填报人,评价组组长",
        "填报人，评价组组长",
        "填报人;评价组组长；",
        "填报人 评价组组长",
        "preparer panel_lead",
        "填报人、填报人、panel_lead",
    ],
)
def test_roles_are_separated_in_every_usual_way_and_named_by_label_or_identifier(words: str) -> None:
    (line,) = read_people(excel([HEADER, ["abc", "甲", None, words, "01"]]), default_region="110001").lines
    assert line.roles == (Role.PREPARER, Role.PANEL_LEAD)


@pytest.mark.parametrize("role", Role)
def test_every_role_is_known_by_its_official_word(role: Role) -> None:
    (line,) = read_people(excel([HEADER, ["abc", "甲", None, role.label, "01", "农业科", "110001"]])).lines
    assert line.roles == (role,)


def test_an_unknown_role_is_told_with_those_that_are_allowed() -> None:
    (problem,) = problems(["abc", "甲", None, "填报人、局长", "01"])
    assert (problem.row, problem.column, problem.value) == (2, "角色", "填报人、局长")
    assert "“局长”不是角色" in problem.message
    assert all(role.label in problem.message for role in Role)


def test_roles_that_one_person_cannot_have_are_told_in_the_domains_words() -> None:
    (problem,) = problems(["abc", "甲", None, "填报人、部门负责人", "01"])
    assert (problem.row, problem.column) == (2, "角色")
    assert problem.message.startswith("“填报人”和“部门负责人”不能是同一个人")
    assert told(["abc", "甲", None, "评价组组长、部门负责人", "01"]) == []


@pytest.mark.parametrize("role", ["填报人", "评价组组长", "部门负责人"])
def test_a_role_of_a_department_wants_its_budget_code(role: str) -> None:
    assert told(["abc", "甲", None, role, None, "农业科"]) == [(2, "部门预算编码")]


def test_a_reviewer_wants_a_section() -> None:
    (problem,) = problems(["abc", "甲", None, "财政归口业务科室审核人", "01"])
    assert (problem.row, problem.column) == (2, "科室")
    assert "角色“财政归口业务科室审核人”要填“科室”" in problem.message


@pytest.mark.parametrize("role", ["财政绩效科", "抽查复核人", "系统管理员", "安全管理员", "审计管理员"])
def test_other_roles_want_a_region_which_the_caller_may_give(role: str) -> None:
    row = ["abc", "甲", None, role]
    assert told(row) == []
    assert [(one.row, one.column) for one in read_people(excel([HEADER, row])).problems] == [(2, "区划代码")]


@pytest.mark.parametrize("login", ["ab", "Abc", "张三李", "a b c", "a" * 41, "abc/d", "abc@x"])
def test_a_login_is_three_to_forty_small_letters_digits_and_marks(login: str) -> None:
    assert told([login, "甲", None, "填报人", "01"]) == [(2, "登录名")]


def test_full_width_logins_are_folded_before_they_are_compared() -> None:
    (problem,) = problems(["ａｂｃ．1", "甲", None, "填报人", "01"], [], ["abc.1", "乙", None, "填报人", "02"])
    assert (problem.row, problem.column) == (4, "登录名")
    assert "第 2 行和第 4 行" in problem.message


def test_limits_of_length_hold_on_both_sides() -> None:
    assert told(["a" * 40, "甲" * 40, "科" * 60, "填报人", "0" * 40]) == []
    assert told(["abc", "甲" * 41, "科" * 61, "填报人", "0" * 41]) == [
        (2, "姓名"),
        (2, "职务"),
        (2, "部门预算编码"),
    ]


def test_a_place_that_is_wrong_is_told_once() -> None:
    assert told(["abc", "甲", None, "填报人", "=A1"]) == [(2, "部门预算编码")]
