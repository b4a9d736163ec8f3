"""Forms as further departments make them in Word: merged, split and typed differently, and every value compared."""

from collections.abc import Sequence

from app.documents.envelope import Envelope
from app.documents.files import read_any
from app.domain.form.form import Form
from tests.support.forms import (
    COVER,
    EXPENDITURE,
    HEADINGS,
    NARRATIVE,
    OBJECTIVES,
    OFFICIAL,
    OTHERS,
    PANEL,
    PREPARER,
    PROFILE,
    REVENUE,
    SCORING,
    SCORING_TABLE,
    TOTAL,
    WORDS,
    a_form,
    scoring,
)
from tests.support.papers import C, Paper, Table
from tests.support.word_files import as_docx, body, docx, paragraph, table, text_box

ANNEX: Paper = ("附件2-2", "部门整体支出绩效评价评分表", SCORING_TABLE)
REST: Paper = (EXPENDITURE, OTHERS, (*OBJECTIVES, *PANEL), PREPARER, *WORDS)


def with_scoring(*tables: Table | str) -> Envelope:
    return read_any(as_docx((*COVER, (*PROFILE, *REVENUE), *REST, "附件2-2", *tables)))


def test_the_whole_form_in_one_table_with_the_cover_as_a_table() -> None:
    cover: Table = (
        (C("示范区2023年度部门（单位）整体支出\n绩效评价自评报告", 8),),
        (C("部门（单位）\n名称", 2), C("示范区政务服务局", 6)),
        (C("预算编码：", 2), C("１１８００２", 2), C("报告日期", 2), C("二〇二四年三月十五日", 2)),
        (C("评价方式", 2), C("☑部门（单位）绩效自评　□财政评价", 6)),
        (C("评价机构", 2), C("部门（单位）评价组", 6)),
        (C("示范区财政局（制）", 8),),
    )
    rows = (*cover, *PROFILE, *REVENUE, *EXPENDITURE, *OTHERS, *OBJECTIVES, *PANEL)
    envelope = read_any(as_docx((rows, PREPARER, *WORDS, *ANNEX)))
    assert envelope.form.model_dump() == a_form().model_dump()
    assert envelope.doubts == ()


def test_a_form_in_many_tables_with_other_headings_and_units() -> None:
    profile: Table = (
        ("联 系 人：", "张三", "联系电话", "0730-5550101"),
        ("编制人数（人）", "４５人", "在职人数：", "43 人"),
        ("部门职能职责", C("贯彻落实政务服务工作的方针政策。", 3)),
        ("主要工作内容", C("1、推进集中审批。\n2、热线管理。", 3)),
        ("总体运行情况及取得的成绩", C("（一）规范审批。\n（二）优化服务。", 3)),
    )
    revenue: Table = (
        (C("序号", 1, 2), C("单位名称", 1, 2), C("总收入\n（万元）", 1, 2), C("其中：", 5)),
        ("一般公共预算财政拨款", "上年结转和结余", "政府性基金预算拨款", "其他收入", "非税收入拨款"),
        ("1", "局机关", "1,284.50万元", "1200.00", "20.10", "无", "64.40", "0"),
        ("2", "政务服务中心", "300.00", "300.00", "", "", "", ""),
        (C("合计", 2), "1584.50", "1500.00", "20.10", "", "64.40", ""),
    )
    papers = (
        *COVER,
        "一、部门基本概况",
        profile,
        "二、部门收支情况",
        "年度收入情况（单位：万元）",
        revenue,
        *REST,
        *ANNEX,
    )
    envelope = read_any(as_docx(papers))
    assert envelope.form.model_dump() == a_form().model_dump()
    assert envelope.doubts == ()


def test_headings_with_their_own_subtotals_and_further_columns() -> None:
    expenditure: Table = (
        (C("预算单位", 1, 2), C("支出", 8), C("年末结转和结余", 2)),
        (
            "合计",
            "项目支出",
            C("基本支出"),
            "人员经费",
            "公用经费",
            "对附属单位补助",
            C("其中：专项", 2),
            "当年结余",
            "累计结余",
        ),
        ("局机关", "1250.00", "449.5", "800.5", "600.25", "200.25", "7.77", C("", 2), "34.50", "40"),
        ("政务服务中心", "300.00", "200.00", "100.00", "80.00", "20.00", "", C("", 2), "0", ""),
        ("合计", "1550.00", "649.5", "900.5", "", "", "", C("", 2), "", ""),
    )
    envelope = read_any(as_docx((*COVER, (*PROFILE, *REVENUE), expenditure, *REST[1:], *ANNEX)))
    assert envelope.form.model_dump() == a_form().model_dump()
    assert [(one.found, "对附属单位补助" in one.reason) for one in envelope.doubts] == [("7.77", True)]


def test_a_scoring_table_over_pages_with_repeated_headings_and_subtotals() -> None:
    rows = scoring()
    subtotal = ("小计", "", "", "", "15", "14.5", "")
    tables = ((HEADINGS, *rows[:3], subtotal), (HEADINGS, *rows[3:6], HEADINGS, *rows[6:], TOTAL))
    envelope = with_scoring(*tables)
    assert envelope.form.model_dump() == a_form().model_dump()
    assert envelope.doubts == ()


def test_categories_that_are_left_blank_or_repeated_or_cut_by_a_page() -> None:
    plain = [
        ["" if at and column < 2 and text == SCORING[at - 1][column] else text for column, text in enumerate(row)]
        for at, row in enumerate(SCORING)
    ]
    cut = (HEADINGS, *plain[:4]), "— 3 —", (*plain[4:], TOTAL)
    repeated = (HEADINGS, *(list(row) for row in SCORING), TOTAL)
    shared = "/form/self_scoring/rows/6/max_points"
    for tables in (cut, (repeated,)):
        envelope = with_scoring(*tables)
        assert envelope.form.model_dump() == a_form().model_dump()
        assert [one.pointer for one in envelope.doubts] == [shared], "blank cells that are not merged may be anything"


def test_columns_in_another_order_with_one_of_its_own() -> None:
    order = (0, 1, 2, 4, 3, 5, 6)
    head = ("一级\n指标", "二级\n指标", "三级\n指标", "标准分", "评分细则", "自评分", "扣分原因", "佐证材料")
    rows = [[row[at] for at in order] + ["见附件"] for row in SCORING]
    rows[0][-1] = "编制文件"
    envelope = with_scoring((head, *rows, [*(TOTAL[at] for at in order), ""]))
    assert envelope.form.model_dump() == a_form().model_dump()
    assert {one.found for one in envelope.doubts if not one.pointer} == {"编制文件", "见附件"}


def test_own_indicators_are_rows_like_the_others() -> None:
    own = ("产出（25分）", "职责履行（25分）", "个性化指标：窗口延时服务", "", "4分", "３．５", "")
    expected = a_form().model_dump()
    row = expected["self_scoring"]["rows"][0] | {
        "category": "产出", "group": "职责履行", "indicator": "个性化指标：窗口延时服务", "criterion": "",
        "max_points": "4", "self_assessed_points": "3.5", "deduction_reason": "",
    }  # fmt: skip
    expected["self_scoring"]["rows"] = (*expected["self_scoring"]["rows"], row)
    envelope = with_scoring((HEADINGS, *scoring(), list(own), TOTAL))
    assert Form.model_validate(envelope.form.model_dump()).model_dump() == Form.model_validate(expected).model_dump()


def test_points_and_rating_side_by_side_with_tick_boxes() -> None:
    beside: Sequence[Sequence[C | str]] = (
        (C("绩效自评综合得分", 2), C("９４．８分", 2), C("评价等次", 2), C("☑优秀　□良好　□合格　□不合格", 2)),
    )
    envelope = read_any(
        as_docx((*COVER, (*PROFILE, *REVENUE), *REST[:2], (*OBJECTIVES[:-2], *beside, *PANEL), *REST[3:], *ANNEX))
    )
    assert envelope.form.model_dump() == a_form().model_dump()
    assert envelope.doubts == ()


def test_a_cover_in_a_text_box_a_table_in_a_table_and_numbers_that_word_writes() -> None:
    numbered = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr></w:pPr>'
    numbering = (
        '<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
    )
    words = [body(WORDS[:2])]
    for _, title, text in NARRATIVE:
        words += [paragraph(title, properties=numbered), body(text.splitlines())]
    layout = table(
        (
            (
                C(
                    "",
                ),
            ),
        )
    ).replace("</w:p></w:tc>", f"</w:p>{body(((*PROFILE, *REVENUE),))}<w:p/></w:tc>")
    content = "".join([text_box("\n".join(map(str, COVER))), layout, body(REST[:4]), *words, body(ANNEX)])
    envelope = read_any(docx(content, {"word/numbering.xml": numbering}))
    expected = a_form().model_dump()
    for at, section in enumerate(expected["narrative"]["sections"]):
        section["number"] = "一二三"[at]
    assert envelope.form.model_dump() == expected
    assert envelope.doubts == ()


def test_opinions_in_cells_of_their_own_and_below_one_another() -> None:
    panel: Table = (
        *PANEL[:5],
        (C("评价组组长（签字）", 2), C("王五", 2), C("日期", 2), C("2024.3.10", 2)),
        (C("部门（单位）意见", 2), C("同意自评结果。\n负责人（签章）：赵六\n2024 年 3 月 12 日", 6)),
        (C("财政部门归口业务科室意见：", 8),),
        (C("情况属实。\n同意上报。", 8),),
        (C("财政部门归口业务科室负责人（签章）：\n年    月   日", 8),),
    )
    envelope = read_any(as_docx((*COVER, (*PROFILE, *REVENUE), *REST[:2], (*OBJECTIVES, *panel), *REST[3:], *ANNEX)))
    assert envelope.form.model_dump() == a_form().model_dump()
    assert envelope.doubts == ()


def test_a_table_in_yuan_is_given_in_ten_thousands_exactly_and_doubted() -> None:
    assets: Table = (
        ("机构名称", "固定资产合计（元）", "在用固定资产（元）", "出租固定资产（元）", "其他（元）"),
        ("局机关", "1,589,200", "1500000.00", "89200", ""),
    )
    envelope = read_any(as_docx((*COVER, (*PROFILE, *REVENUE), EXPENDITURE, assets)))
    found = envelope.form.fixed_assets.rows[0]
    assert (found.total, found.in_use, found.leased_out, found.other) == ("158.92", "150.00", "8.92", None)
    assert len(envelope.doubts) == 3


def test_every_value_says_where_it_was_read_and_whether_that_is_sure() -> None:
    envelope = read_any(as_docx(OFFICIAL))
    total = envelope.found["/form/revenue/rows/0/total"]
    assert (total.place, total.original, total.sure) == ("表 1 第 11 行 第 2 格", "１,２84.50", True)
    assert envelope.found["/form/cover/budget_code"].place == "第 4 段"
    wrong = [[C("约5", 2) if one == C("45", 2) else one for one in row] for row in PROFILE]
    doubted = read_any(as_docx((*COVER, wrong))).found["/form/profile/established_posts"]
    assert (doubted.original, doubted.sure) == ("约5", False)
