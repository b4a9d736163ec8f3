"""E4: broken numbering and leftovers of the template, and what only looks like them."""

from typing import Any

import pytest

from app.domain.checks.check import Example
from app.domain.checks.examples import findings_of
from app.domain.checks.finding import Finding, Stage

TEXT = "/form/narrative/sections/2/text"


def found(changes: dict[str, Any], stage: Stage = Stage.SUBMISSION) -> list[Finding]:
    return [one for one in findings_of(Example("", changes, stage=stage)) if one.check == "E4"]


def numbered(*numbers: str) -> dict[str, Any]:
    return {f"/form/narrative/sections/{at}/number": number for at, number in enumerate(numbers)}


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        (("一", "三", "四", "五", "六"), "序号“一”之后是“三”，缺少“二”"),
        (("1", "2", "2", "3", "4"), "序号“2”之后是“2”，重复了"),
        (("一、", "二、", "四、", "三、", "五、"), "序号“二、”之后是“四、”，缺少“三”"),
        (("一", "二", "三", "一", "二"), "序号“三”之后是“一”，顺序颠倒"),
        (("九", "十", "十一", "十三", "十四"), "序号“十一”之后是“十三”，缺少“十二”"),
    ],
)
def test_a_break_in_the_sections_numbers_is_told_with_the_number_that_is_wanted(
    numbers: tuple[str, ...], told: str
) -> None:
    assert [one.amount for one in found(numbered(*numbers))] == [told]


@pytest.mark.parametrize(
    "numbers",
    [
        ("二", "三", "四", "五", "六"),
        ("（一）", "（二）", "（一）", "（二）", "（三）"),
        ("一", "（一）", "（二）", "二", "三"),
        ("一", "二", "", "四", "五"),
        ("一", "二", "第三", "五", "六"),
    ],
    ids=["goes on from before", "second level alone", "two levels", "one without", "one that nobody can read"],
)
def test_numbers_that_cannot_be_compared_for_sure_raise_nothing(numbers: tuple[str, ...]) -> None:
    assert found(numbered(*numbers)) == []


def test_a_section_whose_heading_stands_in_the_text_before_is_not_missing() -> None:
    text = "核定编制40人，实有38人。\n二、整体支出管理及使用情况\n支出控制在预算之内。"
    assert found({**numbered("一", "三", "四", "五", "六"), "/form/narrative/sections/0/text": text}) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1、档案接收。\n3、查档服务。", "编号“1、”之后是“3、”，缺少“2、”"),
        ("（一）档案接收。\n1．接收。\n2．上架。\n（三）查档服务。", "编号“（一）”之后是“（三）”，缺少“（二）”"),
        ("1. 接收。\n2. 上架。\n2. 查档。", "编号“2.”之后是“2.”，重复了"),
    ],
)
def test_a_break_in_the_numbers_of_a_text_is_told_with_its_place(text: str, told: str) -> None:
    (finding,) = found({TEXT: text})
    assert finding.amount == told
    assert finding.span is not None
    assert f"”之后是“{text[slice(*finding.span)]}”" in told


@pytest.mark.parametrize(
    "text",
    [
        "1、接收；2、上架；\n3、查档。",
        "（一）接收\n1、甲\n2、乙\n（二）查档\n1、丙\n2、丁",
        "（一）接收\n1、甲\n2、乙\n（二）查档\n3、丙\n4、丁",
        "5.12 防灾减灾日开展演练。\n8.5万元用于消防。",
        "一是接收；\n三是查档。",
        "3、接续上一节的编号。\n4、查档。",
    ],
    ids=["inside a line", "begun anew", "gone on with", "no numbers of a list", "spelt out", "any first number"],
)
def test_numbering_that_holds_in_some_way_raises_nothing(text: str) -> None:
    assert found({TEXT: text}) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("（对照年度目标逐项说明完成情况，100字以内）", "（对照年度目标逐项说明完成情况，100字以内）"),
        ("根据XX局的通知开展工作。", "XX局"),
        ("完成投资××万元。", "××万元"),
        ("评价组组长：×××", "×××"),
        ("此处填写部门的主要职责。", "此处填写"),
        ("以上指标根据部门实际进行调整。", "根据部门实际进行调整"),
    ],
)
def test_what_the_template_says_is_told_where_it_was_left(text: str, told: str) -> None:
    (finding,) = found({TEXT: text})
    assert f"“{told[:40]}" in finding.amount
    assert finding.span is not None
    assert text[slice(*finding.span)] == told


@pytest.mark.parametrize(
    "text",
    [
        "对照年度目标，各项任务全部完成。",
        "张××同志获得表彰，举报电话138××××1234。",
        "举办1000字以内的微征文活动，邀请填写问卷300份。",
        "支持XXL级货架和A×B型库房改造。",
        "指导各单位根据实际情况调整档案分类。",
    ],
)
def test_sentences_that_use_the_same_words_raise_nothing(text: str) -> None:
    assert found({TEXT: text}) == []


def test_the_official_wording_of_a_criterion_is_no_leftover() -> None:
    criterion = "部门单位应根据部门实际进行调整，并将其细化成相应的个性化指标（100字以内）。"
    assert found({"/form/self_scoring/rows/6/criterion": criterion}) == []


def test_a_draft_is_left_alone() -> None:
    assert found({TEXT: "此处填写绩效情况。", **numbered("一", "三", "四", "五", "六")}, Stage.DRAFT) == []
