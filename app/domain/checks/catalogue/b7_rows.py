"""B7: rows of the scoring table that the scheme does not have, and indicators of the scheme without a row."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix, Stage
from app.domain.checks.row_titles import differing_rows
from app.domain.decimals import ZERO, shortest
from app.domain.form.cells import number_in
from app.domain.scoring.compiled import Indicator

ROWS: Final = "/form/self_scoring/rows"
NAMED: Final = 6
"""So many rows are named; of more, their number is told."""


def find(report: Examined) -> Iterator[Found]:
    """One finding for all that is missing, one for all that is too much; a table without any row is G4's."""
    if not report.form.self_scoring.rows:
        return
    extra, missing = differing_rows(report)
    if missing and report.stage is not Stage.DRAFT:
        yield left_out(report, missing)
    if extra:
        yield on_top(report, extra)


def left_out(report: Examined, missing: Sequence[Indicator]) -> Found:
    """Indicators that nobody scored."""
    points = sum((one.max_points or ZERO for one in missing), start=ZERO)
    return Found(
        at=ROWS,
        amount=(
            f"评分表缺少评分方案的 {len(missing)} 项指标：{_listed([one.title for one in missing])}，"
            f"共 {shortest(points)} 分（方案共 {len(report.scheme.indicators)} 项）"
        ),
        fixes=(Fix("按评分方案补齐这些指标并评分，确实不适用的填“不适用”并写明理由"),),
        repairs={ROWS: None},
    )


def on_top(report: Examined, extra: Sequence[int]) -> Found:
    """Rows that were added to the table."""
    rows = [report.form.self_scoring.rows[at] for at in extra]
    points = sum((number_in(row.max_points) or ZERO for row in rows), start=ZERO)
    total = sum((mark.stated or ZERO for mark in report.marks), start=ZERO)
    return Found(
        at=f"{ROWS}/{extra[0]}/indicator",
        amount=(
            f"评分表有 {len(rows)} 行不在评分方案中：{_listed([row.indicator for row in rows])}，"
            f"共 {shortest(points)} 分{_sum_told(total, report.scheme.scheme.total_points)}"
        ),
        fixes=(Fix("删去方案没有的行；属于部门个性化指标的，在补充数据中申报，经财政部门审定后计分"),),
        repairs={ROWS: None, **{f"{ROWS}/{at}/indicator": None for at in extra}},
    )


def _sum_told(total: Decimal, right: Decimal) -> str:
    return f"，各行分值合计 {shortest(total)} 分，应为 {shortest(right)} 分" if total != right else ""


def _listed(titles: Sequence[str]) -> str:
    told = "、".join(f"“{title}”" for title in titles[:NAMED])
    return told if len(titles) <= NAMED else f"{told}等"


CHECK: Final = Check(
    id="B7",
    title="评分表的指标与评分方案不一致",
    reason="指标由评分方案统一规定，漏掉或另加一项都会改变总分的含义",
    source="部门整体支出绩效评价评分表：三级指标栏；执行率是方案的一项指标，不另外加分",
    severity=ERROR,
    find=find,
    passing=Example("同一指标换了说法", {"/form/self_scoring/rows/0/indicator": "在职财政供养人员控制率"}),
    failing=Example(
        "预算执行率之外，又在 100 分以上另加 10 分的一行",
        {
            "/form/self_scoring/rows/-": {
                "category": "执行情况",
                "group": "执行情况",
                "indicator": "资金支付进度",
                "max_points": "10",
                "self_assessed_points": "10",
            },
            "/form/self_scoring/max_points_total": "110",
            "/form/self_scoring/self_assessed_points_total": "106.5",
            "/form/self_scoring/overall_points": "106.5",
            "/form/narrative/sections/2/text": "接收档案3,200卷，查档群众满意率96.2%，自评得分106.5分。",
        },
    ),
    follows=("B1", "B2"),
)
