"""A1: a total that is not the sum of its parts, beyond what the printed precision allows."""

from collections.abc import Iterator
from typing import Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.sums import BASIC, SOURCES, SPENT, left_empty, unequal


def find(report: Examined) -> Iterator[Found]:
    """Row by row; a row without its total or without any part says nothing to be compared."""
    for one in (SOURCES, BASIC, SPENT):
        for pointer, row in report.rows(one.table):
            if one is SPENT and left_empty(BASIC, row):
                continue  # 基本支出 that was left out is A5's
            yield from unequal(one, pointer, row)


CHECK: Final = Check(
    id="A1",
    title="合计与各项之和不等",
    reason="合计应等于各项之和，否则无法判断哪个数是真的，据此计算的得分也不可信",
    source="自评报告表式第二部分：收入合计为各项来源之和，支出＝基本支出＋项目支出，基本支出＝人员支出＋公用支出",
    severity=ERROR,
    find=find,
    passing=Example(
        "各数取两位小数后相差 0.01，属于四舍五入",
        {"/form/expenditure/rows/0/personnel": "360.01"},
    ),
    failing=Example("支出合计比两项之和多 2 万元", {"/form/expenditure/rows/0/total": "782.00"}),
)
