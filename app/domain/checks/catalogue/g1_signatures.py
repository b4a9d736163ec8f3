"""G1: signatures that are missing on paper, or whose dates contradict their order.

A report that is kept in the system is signed there: what is missing on paper says nothing then.
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Final

from app.domain.checks.check import ERROR_AT_SUBMISSION, Check, Example, Found
from app.domain.checks.context import Context
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix, Severity

REPORT_DATE: Final = "/form/cover/report_date"
PANEL: Final = "/form/panel"


def find(report: Examined) -> Iterator[Found]:
    """组长 → 部门 → 财政科室, none before 报告日期. The finance section's opinion is not the department's to have."""
    yield from _out_of_order(report)
    if report.context.signed is None:
        yield from _missing(report)


def _out_of_order(report: Examined) -> Iterator[Found]:
    panel = report.form.panel
    dated = [
        (title, place, cell)
        for title, place, cell in (
            ("报告日期", REPORT_DATE, report.form.cover.report_date),
            ("评价组组长签字日期", f"{PANEL}/panel_lead/date", panel.panel_lead.date),
            ("部门（单位）意见签章日期", f"{PANEL}/department_opinion/date", panel.department_opinion.date),
            ("财政部门归口业务科室意见签章日期", f"{PANEL}/finance_opinion/date", panel.finance_opinion.date),
        )
        if isinstance(cell, str)
    ]
    for (before, first, earlier), (after, second, later) in pairwise(dated):
        if later < earlier:
            days = (date.fromisoformat(earlier) - date.fromisoformat(later)).days
            yield Found(
                at=second,
                amount=f"{after} {later} 早于{before} {earlier}，早 {days} 天",
                fixes=(Fix(f"核对{after}"), Fix(f"核对{before}")),
                repairs={second: None, first: None},
            )


def _missing(report: Examined) -> Iterator[Found]:
    """One finding that names them all."""
    panel, lacking = report.form.panel, dict[str, str]()
    unsigned = sum(not one.signature.strip() for one in panel.evaluators)
    if unsigned:
        lacking[f"{PANEL}/evaluators"] = f"评价人员签字（{unsigned} 人）"
    for title, place, slot in (
        ("评价组组长签字", "panel_lead", panel.panel_lead),
        ("部门（单位）负责人签章", "department_opinion", panel.department_opinion),
    ):
        if not slot.signature.strip():
            lacking[f"{PANEL}/{place}/signature"] = title
        if slot.date is None:
            lacking[f"{PANEL}/{place}/date"] = f"{title}的日期"
    if lacking:
        yield Found(
            at=next(iter(lacking)) if len(lacking) == 1 else PANEL,
            amount=f"缺少 {len(lacking)} 处：{'、'.join(lacking.values())}",
            fixes=(Fix("按组长、部门的顺序签字盖章并填写日期后再送审"),),
            repairs=dict.fromkeys(lacking),
            why="没有签字和日期的报告不能证明已由评价组和部门负责人审定",
            severity=Severity.WARNING,
        )


CHECK: Final = Check(
    id="G1",
    title="签字不全或先后颠倒",
    reason="评价组先定稿，部门后签署意见，日期颠倒说明签字或日期有误",
    source="自评报告表式第四部分：评价组组长、部门（单位）意见、财政部门归口业务科室意见",
    severity=ERROR_AT_SUBMISSION,
    find=find,
    passing=Example(
        "当天定稿、签字，财政科室还没有签署意见",
        {
            "/form/panel/panel_lead/date": "2022-05-10",
            "/form/panel/department_opinion/date": "2022-05-10",
            "/form/panel/finance_opinion": {},
        },
    ),
    failing=Example("组长签字晚于部门意见", {"/form/panel/panel_lead/date": "2022-05-15"}, Context()),
)
