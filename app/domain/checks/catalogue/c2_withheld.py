"""C2: points withheld without a reason although the target is fully met."""

from collections.abc import Iterator
from typing import Final

from app.domain.checks.check import WARNING_AT_SUBMISSION, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.interval import exactly
from app.domain.checks.marks import NO_REASON
from app.domain.checks.reckoning import clause
from app.domain.decimals import shortest
from app.domain.form.cells import folded


def find(report: Examined) -> Iterator[Found]:
    """Rows whose computed points are all that there are, but not the self-assessed ones."""
    if report.weighted_twice:
        return  # B6's: every row would be told
    for indicator, pointer, row, given in report.scored():
        one = report.settled[indicator.id]
        if given is None or one.points is None or one.maximum is None or given >= one.points:
            continue
        if one.points < one.maximum or one.status not in ("computed", "judged"):
            continue
        if folded(row.deduction_reason) in NO_REASON:
            at, full = f"{pointer}/self_assessed_points", shortest(one.points)
            yield Found(
                at=at,
                amount=(
                    f"“{indicator.title}”已达到满分条件（{clause(report, one)}，{full} 分），"
                    f"自评 {shortest(given)} 分，少 {shortest(one.points - given)} 分，没有写明原因"
                ),
                fixes=(
                    Fix(f"把自评得分改为 {full}", at, full),
                    Fix("另有扣分事由的，在扣分原因栏写明", f"{pointer}/deduction_reason"),
                ),
                repairs={at: exactly(one.points), f"{pointer}/deduction_reason": None},
            )


_ALONE: Final = {"/scheme/checks": {"B4": {"off": "由评审人复算"}, "C1": {"off": "扣分原因另表填报"}}}

CHECK: Final = Check(
    id="C2",
    title="目标已达到却没有得满分",
    reason="达到满分条件而少计分又不说明，或是漏写了问题，或是得分算错",
    source="部门整体支出绩效评价评分表：评分标准栏、“扣分原因和其他说明”栏",
    severity=WARNING_AT_SUBMISSION,
    find=find,
    passing=Example(
        "办结率 100%，少计 1 分并写明原因",
        {
            **_ALONE,
            "/form/self_scoring/rows/5/self_assessed_points": "14",
            "/form/self_scoring/rows/5/deduction_reason": "办结质量抽查有2件材料不全，自扣1分",
            "/form/self_scoring/self_assessed_points_total": "95.5",
            "/form/self_scoring/overall_points": "95.5",
            "/form/narrative/sections/2/text": "接收档案3,200卷，查档群众满意率96.2%，自评得分95.5分。",
            "/form/narrative/sections/3/text": "制度健全性、社会效益和办结率三项还有差距，抽查有2件材料不全。",
        },
    ),
    failing=Example(
        "办结率 100%，少计 1 分，没有原因（B4、C1 由方案停用，否则并入它们的提示）",
        {
            **_ALONE,
            "/form/self_scoring/rows/5/self_assessed_points": "14",
            "/form/self_scoring/self_assessed_points_total": "95.5",
            "/form/self_scoring/overall_points": "95.5",
            "/form/narrative/sections/2/text": "接收档案3,200卷，查档群众满意率96.2%，自评得分95.5分。",
            "/form/narrative/sections/3/text": "制度健全性、社会效益和办结率三项还有差距。",
        },
    ),
    follows=("B2", "B4", "C1"),
)
