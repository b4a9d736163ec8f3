"""A3: 三公经费合计 or 固定资产合计 that is not the sum of its parts, beyond what the printed precision allows."""

from collections.abc import Iterator
from typing import Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.sums import ASSETS, THREE_PUBLIC, unequal


def find(report: Examined) -> Iterator[Found]:
    """Row by row, as A1 does for income and expenditure."""
    for one in (THREE_PUBLIC, ASSETS):
        for pointer, row in report.rows(one.table):
            yield from unequal(one, pointer, row)


CHECK: Final = Check(
    id="A3",
    title="“三公”经费或固定资产合计与各项之和不等",
    reason="合计应等于各项之和，“三公”经费的控制率、变动率和固定资产利用率都由合计算出",
    source="自评报告表式第二部分：三公经费合计为四项之和，固定资产合计＝在用＋出租＋其他",
    severity=ERROR,
    find=find,
    passing=Example("各数取两位小数后相差 0.01，属于四舍五入", {"/form/fixed_assets/rows/0/in_use": "460.01"}),
    failing=Example("固定资产合计比三项之和多 5 万元", {"/form/fixed_assets/rows/0/total": "505.00"}),
)
