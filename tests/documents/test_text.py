"""Forms as departments type them: other labels, several institutions, odd figures, and nothing dropped in silence."""

import pytest

from app.cli.demo import REPORT
from app.documents.envelope import NotAForm
from app.documents.text import read_bytes, read_text

DEMO = REPORT.read_text("utf-8")

SEVERAL = """\t机构名称\n\t收入合计\n\t其中：\n
\t\n\t\n\t上年结转\n\t一般公共预算财政拨款\n
\t局机关\n\t１,２00.50\n\t20.5\n\t1180.00\n
\t二级单位\n\t－\n\t无\n\t300万元\n
\t合 计\n\t1200.50\n\t20.5\n\t1180.00\n"""


def test_the_demo_form_is_read_without_a_doubt_but_the_shared_points() -> None:
    envelope = read_text(DEMO)
    assert len(envelope.form.self_scoring.rows) == 25
    assert len(envelope.form.objectives.quantitative) == 14
    assert envelope.form.cover.department_name == "岳阳楼区示范服务局"
    assert [one.pointer for one in envelope.doubts] == ["/form/self_scoring/rows/21/max_points"]


def test_several_institutions_and_the_total_row_are_kept_apart() -> None:
    revenue = read_text(SEVERAL).form.revenue
    assert [row.institution for row in revenue.rows] == ["局机关", "二级单位"]
    assert revenue.total is not None
    assert (revenue.total.total, revenue.rows[0].total) == ("1200.50", "1200.50")
    assert revenue.rows[1].total is None
    assert revenue.rows[1].prior_year_carryover is not None
    assert revenue.rows[1].general_budget_appropriation == "300"


def test_an_unreadable_figure_is_kept_as_typed_and_doubted_at_its_place() -> None:
    envelope = read_text(DEMO.replace("\t人员编制\n\t18", "\t人员编制\n\t约18人"))
    assert envelope.form.profile.model_dump()["established_posts"] == {"unread": "约18人"}
    assert "/form/profile/established_posts" in [one.pointer for one in envelope.doubts]


def test_another_unit_is_not_read_as_ten_thousand_yuan() -> None:
    envelope = read_text(DEMO.replace("\t58.92\n\t58.92", "\t589200元\n\t58.92"))
    assert envelope.form.fixed_assets.rows[0].model_dump()["total"] == {"unread": "589200元"}


def test_what_is_not_understood_is_told_and_never_dropped() -> None:
    odd = DEMO.replace(
        "二、部门（单位）收支情况", "二、部门（单位）收支情况\n\n\t另附说明\n\t见附件三\n\n一行没有来由的话"
    )
    found = " ".join(one.found for one in read_text(odd).doubts)
    assert "另附说明" in found
    assert "见附件三" in found
    assert "一行没有来由的话" in found


def test_a_form_in_gb18030_reads_like_one_in_utf8() -> None:
    assert (
        read_bytes(DEMO.encode("gb18030")) == read_bytes(DEMO.encode()) == read_bytes(b"\xef\xbb\xbf" + DEMO.encode())
    )


@pytest.mark.parametrize("data", [b"", b"hello\nworld\n", b"\x00\xff\xfe\x01", b"PK\x03\x04" + bytes(40)])
def test_a_file_that_is_no_form_is_refused(data: bytes) -> None:
    with pytest.raises(NotAForm):
        read_bytes(data)


def test_a_scoring_table_of_four_columns_without_categories_is_read() -> None:
    rows = ["三级指标 评分标准 分值 自评得分", "甲 规则一 5 4.5", "小计  5 4.5", "乙 规则二 3 3", "总分  8 7.5"]
    text = "\n\n".join("\n".join(f"\t{cell}" for cell in row.split(" ")) for row in rows)
    table = read_text(text).form.self_scoring
    assert [(row.indicator, row.max_points, row.self_assessed_points) for row in table.rows] == [
        ("甲", "5", "4.5"),
        ("乙", "3", "3"),
    ]
    assert (table.max_points_total, table.self_assessed_points_total) == ("8", "7.5")
