"""C4: full marks everywhere."""

from collections.abc import Iterator
from typing import Final

from app.domain.checks.check import WARNING, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.decimals import ZERO, shortest

FEWEST: Final = 3
"""A table of fewer rows can well be full."""


def find(report: Examined) -> Iterator[Found]:
    """Silent while any row is without points."""
    marks = report.marks
    if len(marks) < FEWEST:
        return
    total = ZERO
    for mark in marks:
        if mark.given is None or mark.maximum is None or mark.given < mark.maximum:
            return
        total += mark.given
    rows = sum(len(mark.rows) for mark in marks)
    yield Found(
        at="/form/self_scoring/self_assessed_points_total",
        amount=f"{rows} 项指标全部得满分，合计 {shortest(total)} 分",
        fixes=(Fix("对照评分标准和佐证材料逐项复核；确属满分的，在自评报告中说明依据"),),
        repairs={"/form/self_scoring/self_assessed_points_total": None},
    )


CHECK: Final = Check(
    id="C4",
    title="全部指标都是满分",
    reason="各项都没有差距的自评少见，容易被认为没有如实评价，是抽查的重点",
    source="财政部门抽查复核自评结果的惯例；自评应客观公正，不得人为抬高得分",
    severity=WARNING,
    find=find,
    passing=Example(
        "只有一项扣 0.5 分",
        {
            "/form/self_scoring/rows/3/self_assessed_points": "10",
            "/form/self_scoring/rows/3/deduction_reason": "",
            "/supplement/rules": {"exist": True, "lawful": True, "kept": True},
            "/form/self_scoring/self_assessed_points_total": "99.5",
            "/form/self_scoring/overall_points": "99.5",
            "/form/narrative/sections/2/text": "接收档案3,200卷，查档群众满意率96.2%，自评得分99.5分。",
            "/form/narrative/sections/3/text": "社会效益在边远乡镇还不明显，群众查档仍要到馆。",
        },
    ),
    failing=Example(
        "九项指标全部满分",
        {
            "/form/self_scoring/rows/3/self_assessed_points": "10",
            "/form/self_scoring/rows/3/deduction_reason": "",
            "/form/self_scoring/rows/7/self_assessed_points": "10",
            "/form/self_scoring/rows/7/deduction_reason": "",
            "/supplement/rules": {"exist": True, "lawful": True, "kept": True},
            "/supplement/social": {"points": "10", "reason": ""},
            "/form/self_scoring/self_assessed_points_total": "100",
            "/form/self_scoring/overall_points": "100",
            "/form/narrative/sections/2/text": "接收档案3,200卷，查档群众满意率96.2%，自评得分100分。",
            "/form/narrative/sections/3/text": "没有发现明显问题。",
        },
    ),
)
