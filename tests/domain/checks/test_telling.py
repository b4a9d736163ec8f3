"""What of a finding is kept from whoever may not see all of it, and what stays."""

from dataclasses import replace
from typing import Final

from app.domain.checks.finding import Cited, Finding, Fix, Linked, Severity
from app.domain.checks.telling import without_names, without_passages
from app.domain.personal import maskings

FOUND: Final = Finding(
    check="X1",
    title="重名",
    severity=Severity.WARNING,
    pointer="/form/profile/contact",
    span=None,
    where="联系人",
    amount="“王建国”写了 2 处",
    why="王建国不能兼任",
    fixes=(Fix("把王建国改为别人", "/form/profile/contact", "王建国"),),
    source="表式",
    linked=(Linked("X2", "联系", "13907301234 写了 2 处"),),
    cited=(Cited("区网信办2021年度报告·职能职责概述", "王建国负责网络安全"), Cited("2020年度报告", "本部门原文")),
    key="k",
    message="联系人：“王建国”写了 2 处。",
)
FORM: Final = {"profile": {"contact": "王建国", "phone": "13907301234"}, "preparer": {"name": "王"}}


def test_a_name_and_a_phone_are_masked_wherever_a_finding_quotes_them() -> None:
    (told,) = without_names([FOUND], maskings(FORM))
    assert "王建国" not in repr(told)
    assert "13907301234" not in repr(told)
    assert (told.amount, told.fixes[0].value) == ("“王＊＊”写了 2 处", "王＊＊")


def test_masking_leaves_place_severity_and_key_as_they_are() -> None:
    (told,) = without_names([FOUND], maskings(FORM))
    assert (told.key, told.pointer, told.severity) == (FOUND.key, FOUND.pointer, FOUND.severity)


def test_a_name_within_a_longer_one_does_not_leave_the_rest_of_it() -> None:
    longer = replace(FOUND, amount="王建国庆 1 处")
    (told,) = without_names([longer], {"王建国": "王＊＊", "王建国庆": "王＊＊＊"})
    assert told.amount == "王＊＊＊ 1 处"


def test_a_single_character_is_no_name() -> None:
    assert maskings({"preparer": {"name": "王"}}) == {}


def test_what_another_department_wrote_is_left_out_and_where_it_stands_is_said() -> None:
    (told,) = without_passages([FOUND], {"区网信办", ""})
    assert [one.text for one in told.cited] == ["", "本部门原文"]
    assert [one.source for one in told.cited] == [one.source for one in FOUND.cited]
