"""B6: points that were multiplied by their weights once more, so that the total cannot reach the scheme's."""

from collections.abc import Iterator
from typing import Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.decimals import ZERO, shortest


def find(report: Examined) -> Iterator[Found]:
    """One finding for the whole table, with its plainest row."""
    if not report.weighted_twice:
        return
    marks, total = report.marks, report.scheme.scheme.total_points
    plain = max(
        (mark for mark in marks if (mark.given or ZERO) * total == (mark.stated or ZERO) ** 2),
        key=lambda mark: mark.stated or ZERO,
    )
    weight, given = shortest(plain.stated or ZERO), shortest(plain.given or ZERO)
    most = sum(((mark.stated or ZERO) ** 2 / total for mark in marks), start=ZERO)
    yield Found(
        at=plain.cell("self_assessed_points"),
        amount=(
            f"“{plain.title}”分值 {weight} 分，自评 {given} 分，正好是 {weight} × {weight} ÷ {shortest(total)}，"
            f"其他各行也是如此；照此各行全部满分也只有 {shortest(most)} 分，达不到 {shortest(total)} 分"
        ),
        fixes=(Fix("按评分标准在 0 至分值之间直接计分，不再乘以权重"),),
        repairs={cell: None for mark in marks for cell in mark.cells("self_assessed_points")},
    )


_ONCE_MORE: Final = ("1", "0.25", "4", "0.7", "1", "2.25", "1", "0.95", "1")

CHECK: Final = Check(
    id="B6",
    title="得分重复乘以权重",
    reason="分值本身就是权重，得分再乘一次权重，总分就失去意义",
    source="部门整体支出绩效评价评分表：分值栏即各项指标的权重，得分在 0 至分值之间",
    severity=ERROR,
    find=find,
    passing=Example(
        "办结率 15%，15 分得 2.25 分，恰为 15 × 15 ÷ 100",
        {
            "/form/self_scoring/rows/5/self_assessed_points": "2.25",
            "/form/self_scoring/rows/5/deduction_reason": "受理系统改造，多数事项跨年办结，扣12.75分",
            "/form/self_scoring/self_assessed_points_total": "83.75",
            "/form/self_scoring/overall_points": "83.75",
            "/form/self_scoring/rating": "良好",
            "/form/narrative/sections/2/text": "接收档案3,200卷，查档群众满意率96.2%，自评得分83.75分。",
            "/form/narrative/sections/3/text": (
                "一是管理制度健全性有差距，执行检查没有书面记录；二是社会效益在边远乡镇不明显；三是办结率低。"
            ),
            "/supplement/cases": "15",
        },
    ),
    failing=Example(
        "各行得分都又乘了一次分值",
        {
            **{f"/form/self_scoring/rows/{at}/self_assessed_points": points for at, points in enumerate(_ONCE_MORE)},
            "/form/self_scoring/self_assessed_points_total": "12.15",
            "/form/self_scoring/overall_points": "12.15",
            "/form/self_scoring/rating": "差",
            "/form/narrative/sections/2/text": "接收档案3,200卷，查档群众满意率96.2%，自评得分12.15分。",
        },
    ),
    follows=("B2",),
)
