"""G3: a report that was dated before its year was over, or after it was due."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.context import Context
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix, Severity
from app.domain.form.cells import IsoDate

REPORT_DATE: Final = "/form/cover/report_date"


def find(report: Examined) -> Iterator[Found]:
    """报告日期 against the end of the evaluated year and the deadline, where these are known."""
    dated, year, deadline = report.form.cover.report_date, report.fiscal_year, report.context.deadline
    if not isinstance(dated, str):
        return
    if year is not None and dated < f"{year}-12-31":
        yield _early(dated, year)
    elif deadline is not None and (late := (date.fromisoformat(dated) - deadline).days) > 0:
        yield Found(
            at=REPORT_DATE,
            amount=f"报告日期为 {dated}，晚于规定的 {deadline.isoformat()}，晚 {late} 天",
            fixes=(Fix("核对报告日期"), Fix("确已逾期的，向财政部门说明原因")),
            repairs={REPORT_DATE: None},
            severity=Severity.WARNING,
            why="逾期报送影响财政部门汇总和公开的时间",
        )


def _early(dated: IsoDate, year: int) -> Found:
    return Found(
        at=REPORT_DATE,
        amount=f"报告日期为 {dated}，而评价年度 {year} 年到 12 月 31 日才结束",
        fixes=(Fix("核对报告日期的年份，改为实际完成报告的日期"), Fix("核对评价年度")),
        repairs={REPORT_DATE: None, "/form/cover/fiscal_year": None},
    )


CHECK: Final = Check(
    id="G3",
    title="报告日期不合理",
    reason="年度没有结束就没有全年的收支和成效可以评价",
    source="自评报告表式封面：评价年度、报告日期；自评通知规定的报送期限",
    severity=ERROR,
    find=find,
    passing=Example(
        "年度结束后的第四天完成，早于期限",
        {"/form/cover/report_date": "2022-01-04"},
        Context(deadline=date(2022, 5, 31)),
    ),
    failing=Example("报告日期写成了评价年度的 5 月", {"/form/cover/report_date": "2021-05-10"}),
    follows=("D6", "G1"),
)
