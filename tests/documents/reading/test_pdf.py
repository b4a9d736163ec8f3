"""A PDF's rows and lines that pages and widths have broken are put together again."""

from app.documents.files import read_any
from tests.support.forms import (
    COVER,
    EXPENDITURE,
    HEADINGS,
    OBJECTIVES,
    OTHERS,
    PANEL,
    PREPARER,
    PROFILE,
    REVENUE,
    TOTAL,
    WORDS,
    a_form,
    scoring,
)
from tests.support.papers import C
from tests.support.pdf_files import as_pdf

WORK = "\n".join(f"{at}、推进集中审批和政务服务事项标准化建设，持续优化办事流程，压减办理时限。" for at in range(1, 60))
CRITERION = "每超过一个百分点扣0.5分，扣完为止；"
LONG = [
    (
        f"类别{at // 12}",
        f"分组{at // 4}",
        f"第{at}项控制率指标",
        CRITERION * (at % 7 + 1),
        "2",
        "1.5",
        "逐条核对" * (at % 4),
    )
    for at in range(48)
]


def test_a_form_of_many_pages_is_read_like_one_of_a_single_page() -> None:
    profile = [[C(WORK, 6) if "热线管理" in getattr(one, "text", "") else one for one in row] for row in PROFILE]
    table = (HEADINGS, *scoring(LONG, merged=(0, 1)), TOTAL)
    rest = (EXPENDITURE, OTHERS, (*OBJECTIVES, *PANEL), PREPARER, *WORDS, "附件2-2", table)
    envelope = read_any(as_pdf((*COVER, (*profile, *REVENUE), *rest)))
    rows = envelope.form.self_scoring.rows
    assert envelope.form.profile.main_work == WORK
    assert [(row.category, row.group, row.indicator, row.criterion) for row in rows] == [row[:4] for row in LONG]
    assert [(row.max_points, row.self_assessed_points, row.deduction_reason) for row in rows] == [
        row[4:] for row in LONG
    ]
    assert envelope.form.expenditure.model_dump() == a_form().expenditure.model_dump()
    assert envelope.doubts == ()
