"""What Word and Excel do beside plain tables: notes, lists, boxes, nested tables, hidden and computed cells."""

import io
import zipfile

import pytest
import xlwt
from openpyxl import Workbook

from app.documents.files import read_any
from tests.support.excel_files import as_numbers, as_xlsx
from tests.support.forms import (
    COVER,
    EXPENDITURE,
    HEADINGS,
    OBJECTIVES,
    OFFICIAL,
    OTHERS,
    PANEL,
    PREPARER,
    PROFILE,
    REVENUE,
    TOTAL,
    a_form,
    scoring,
)
from tests.support.papers import C, Paper
from tests.support.word_files import W, as_docx, body, docx, paragraph, run, table, text_box

LIST = (
    '<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>'
    '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'


def numbered(text: str, level: int) -> str:
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr>'
    return paragraph(text, properties=properties)


def a_part(kind: str, *lines: str) -> str:
    return f'<w:{kind} xmlns:w="{W}">{"".join(paragraph(one) for one in lines)}</w:{kind}>'


def test_numbers_that_word_writes_stand_before_sections_and_in_their_texts() -> None:
    words = "".join(
        [
            body(("五、评价报告综述（文字部分）", "2023年部门整体支出绩效评价报告")),
            numbered("部门概况", 0), numbered("基本情况", 1), numbered("编制45人", 2), numbered("实有43人", 2),
            numbered("支出情况", 0), paragraph("全年支出1284.50万元。"), numbered("管理", 1), numbered("制度", 2),
        ]
    )  # fmt: skip
    found = read_any(docx(body(COVER) + words, {"word/numbering.xml": LIST})).form.narrative
    assert [(one.number, one.title, one.text) for one in found.sections] == [
        ("一", "部门概况", "（一）基本情况\n1.编制45人\n2.实有43人"),
        ("二", "支出情况", "全年支出1284.50万元。\n（一）管理\n1.制度"),
    ]


def test_a_footnote_is_no_part_of_its_figure_and_is_told() -> None:
    content = body(OFFICIAL).replace(run("1250.00"), run("1250.00") + NOTE)
    notes = a_part("footnotes", "", "含上年结转支出20.10万元")
    envelope = read_any(docx(content, {"word/footnotes.xml": notes}))
    assert envelope.form == a_form()
    assert [one.found for one in envelope.doubts] == ["含上年结转支出20.10万元"]


def test_headers_and_footers_give_what_the_body_does_not_say() -> None:
    paper = tuple(one for one in OFFICIAL if not (isinstance(one, str) and ("预 算 编 码" in one or one == PREPARER)))
    parts = {
        "word/header1.xml": a_part("hdr", "示范区政务服务局2023年度自评报告", "预算编码：118002"),
        "word/footer1.xml": a_part("ftr", "第 1 页 共 9 页", PREPARER),
    }
    envelope = read_any(docx(body(paper), parts))
    assert envelope.form == a_form()
    assert envelope.doubts == ()


def test_opinions_in_text_boxes_and_a_table_in_a_cell() -> None:
    inner = table(((C("人员编制"), "45"), ("实有人数", "43")))
    profile = table((*PROFILE[:2], (C("人员情况", 2), C("INNER", 6)), *PROFILE[3:]))
    profile = profile.replace(paragraph("INNER"), f"{inner}<w:p/>")
    boxes = text_box("部门（单位）意见：同意自评结果。\n部门（单位）负责人（签章）：赵六\n2024年3月12日")
    panel = (*PANEL[:6], *PANEL[7:])
    content = [
        body(COVER), profile, table(REVENUE), table(EXPENDITURE), table(OTHERS), table((*OBJECTIVES, *panel)), boxes,
        body(OFFICIAL[OFFICIAL.index(PREPARER) :]),
    ]  # fmt: skip
    envelope = read_any(docx("".join(content)))
    assert envelope.form == a_form()
    assert {one.found for one in envelope.doubts} <= {"人员情况"}


def test_a_scoring_table_cut_by_hand_where_a_category_goes_on_without_its_name() -> None:
    rows = scoring(merged=())
    blank = [C("") if column < 2 else cell for column, cell in enumerate(rows[1])]
    pages: Paper = ((HEADINGS, rows[0]), "（续表）", (HEADINGS, blank, *rows[2:], TOTAL))
    envelope = read_any(as_docx((*OFFICIAL[:-1], *pages)))
    assert envelope.form == a_form()


SHEET = (
    ("机构名称", "收入合计", "上年结转", "备查"),
    ("局机关", "10", "1", "7"),
    ("撤销", "9", "9", "8"),
    ("中心", "3"),
)


def hidden_xlsx() -> bytes:
    book = Workbook()
    for row in SHEET:
        book.active.append(list(row))
    book.active.row_dimensions[3].hidden = book.active.column_dimensions["D"].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hidden_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet")
    for at, row in enumerate(SHEET):
        for column, text in enumerate(row):
            sheet.write(at, column, text)
    sheet.row(2).hidden = sheet.col(3).hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("data", [hidden_xlsx(), hidden_xls()], ids=["xlsx", "xls"])
def test_hidden_rows_and_columns_are_not_read_and_told(data: bytes) -> None:
    envelope = read_any(data)
    assert [(one.institution, one.total) for one in envelope.form.revenue.rows] == [("局机关", "10"), ("中心", "3")]
    (doubt,) = envelope.doubts
    assert set(doubt.found.split("、")) == {"D1", "D2", "A3", "B3", "C3", "D3"}
    assert "取消隐藏" in doubt.reason


def with_formula(data: bytes, value: str) -> bytes:
    """A workbook whose figure of that value is computed, the result kept as Excel keeps it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for path in old.namelist():
            part = old.read(path)
            if path.endswith("sheet1.xml"):
                assert part.count(f"<v>{value}</v>".encode()) == 1
                part = part.replace(f"<v>{value}</v>".encode(), f"<f>SUM(B30:B31)</f><v>{value}</v>".encode())
            new.writestr(path, part)
    return out.getvalue()


def test_of_a_formula_the_result_is_read_that_the_file_keeps() -> None:
    envelope = read_any(with_formula(as_xlsx(OFFICIAL, as_numbers), "800.5"))
    assert envelope.form == a_form()
    assert envelope.doubts == ()
