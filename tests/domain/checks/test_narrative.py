"""What the numbers of a narrative are taken to speak of, and what they are not."""

import pytest

from app.domain.checks.check import Example
from app.domain.checks.examples import findings_of
from app.domain.form.form import Form
from app.domain.form.references import filled
from app.domain.prose.mentions import sentences
from app.domain.prose.numbers import half_width, quantities

TEXT = "/form/narrative/sections/1/text"


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("支出775.66万元", "775.66", "万元"),
        ("支出7,756,600元", "775.6600", "万元"),
        ("支出０．０８亿元", "800.00", "万元"),
        ("支出775.66万，", "775.66", "万元"),
        ("编制四十人", "40", "人"),
        ("编制一百二十名", "120", "人"),
        ("满意率百分之九十五点五", "95.5", "%"),
        ("自评98分", "98", "分"),
        ("支出三百二十万元", "320", "万元"),
        ("支出叁佰贰拾万元", "320", "万元"),
        ("支出三百二十万五千元", "320.5000", "万元"),
        ("支出一亿二千万元", "12000.0000", "万元"),
    ],
)
def test_numbers_are_read_with_their_unit_however_they_are_written(text: str, number: str, unit: str) -> None:
    (found,) = quantities(half_width(text))
    assert (str(found.number), found.unit) == (number, unit)


@pytest.mark.parametrize("text", ["13.6万件", "0.34元/页", "5,600人次", "第一名", "2021年", "三分之一", "100-200元"])
def test_numbers_of_something_else_are_left_alone(text: str) -> None:
    assert [one.text for one in quantities(half_width(text))] == []


@pytest.mark.parametrize(
    "text",
    [
        "上年人员支出300.00万元。",
        "2020年人员支出300.00万元。",
        "年初预算安排人员支出300.00万元。",
        "人员支出比上年增加300.00万元。",
        "机关本级人员支出300.00万元。",
        "人员支出约300万元。",
        "信息化项目预算100.00万元，全年支出80.00万元。",
        "三公经费预算10.00万元，实际支出9.00万元。",
        "培训费支出20.00万元。",
        "档案数字化项目支出100.00万元，其中人员支出20.00万元。",
        "信息化项目：人员支出20.00万元，设备购置80.00万元。",
        "一般公共预算财政拨款支出690.00万元。",
        "全年完成财政收入12.50亿元。",
        "购置固定资产支出12.00万元。",
        "投入指标满分15分，自评得分14分。",
        "预算管理自评得分14分。",
        "完成率100%的项目中，人员支出20.00万元。",
    ],
)
def test_what_is_not_plainly_the_departments_figure_of_the_year_is_not_compared(text: str) -> None:
    assert [mention for one in sentences(text, 2021) for mention in one.mentions] == []


@pytest.mark.parametrize(
    "text",
    [
        "人员支出361.00万元。",
        "全年支出780.00万元，其中：人员支出361.00万元，公用支出120.00万元。",
        "2021年，我单位人员经费支出共计3,610,000元。",
        "一是实有三十八人；二是人员支出为361.00万元。",
        "上年结转20.00万元。人员支出达到361万元。",
        "示例县档案服务中心人员支出361.00万元。",
    ],
)
def test_a_plain_restatement_that_differs_is_found_in_any_phrasing(text: str) -> None:
    (finding,) = findings_of(Example("", {TEXT: text}))
    assert finding.check == "E1"
    assert "相差 1" in finding.amount
    assert finding.others == ("/form/expenditure/rows/0/personnel",)


def test_a_part_of_the_staff_is_not_the_staff() -> None:
    text = "核定编制40人，实有人数38人，其中在职人员36人、临聘人员2人。"
    (sentence,) = sentences(text, 2021)
    assert [(one.term, one.quantity.text) for one in sentence.mentions] == [("核定编制", "40人"), ("实有人数", "38人")]


def test_a_slip_of_units_is_told_as_one() -> None:
    (finding,) = findings_of(Example("", {TEXT: "全年支出780.00元。"}))
    assert "疑把万元写成了元" in finding.amount


def test_one_wrong_part_is_one_finding_that_names_the_breakdown_and_the_common_gap() -> None:
    text = "全年支出780.00万元，其中人员支出360.00万元；一般商品服务支出200.00万元，项目支出300.00万元。"
    (finding,) = findings_of(Example("", {TEXT: text}))
    assert finding.check == "E1"
    assert "相差 80.00 万元" in finding.amount
    (linked,) = finding.linked
    assert linked.check == "E2"
    assert "多出 80.00 万元，正是一般商品服务支出比表中多出的数" in linked.amount


def test_a_wrong_cell_that_the_narrative_restates_is_one_finding() -> None:
    (finding,) = findings_of(Example("", {"/form/expenditure/rows/0/personnel": "370.00"}))
    assert (finding.check, [one.check for one in finding.linked]) == ("A1", ["E1"])


def test_a_reference_reads_as_the_cell_and_stays_true_when_it_changes() -> None:
    text = "全年支出{支出合计}，实有{实有人数}，{不认识}。"
    for total in ("780.00", "781.50"):
        form = Form.model_validate(
            {"expenditure": {"rows": [{"total": total}]}, "profile": {"staff_in_post": "38"}},
        )
        assert filled(text, form) == f"全年支出{total}万元，实有38人，{{不认识}}。"


def test_a_rate_of_money_received_instead_of_money_spent_is_named_as_such() -> None:
    less = {"/form/expenditure/rows/0/project": "290.00", "/form/expenditure/rows/0/total": "770.00"}
    stated = {"/form/narrative/sections/2/text": "全年预算执行率100%。"}
    (found,) = [one for one in findings_of(Example("", less | stated)) if one.check == "A4"]
    assert "按表中金额计算是 96.25%" in found.amount
    assert "正是用收入合计 800.00 万元（下达数）代替支出合计算出来的" in found.amount
    assert "按支出数而不是下达数计算" in found.fixes[0].text
