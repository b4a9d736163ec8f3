"""A2: more was spent than came in and was carried over, and nothing says what it was paid from."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.domain.checks.accounts import Account, faults
from app.domain.checks.check import WARNING, Check, Example, Found
from app.domain.checks.examined import Examined, interval_in
from app.domain.checks.finding import Fix
from app.domain.checks.interval import NONE, Interval
from app.domain.checks.sums import SOURCES, added_up, known_parts, row_number
from app.domain.checks.wording import amount
from app.domain.decimals import ZERO

MOST: Final = Decimal(10) ** 20
"""More than any amount of the form."""


def find(report: Examined) -> Iterator[Found]:
    """收入合计 already has 上年结转 in it; where a row states it without, the carry-over is added."""
    yield from faults(report, _overspent)


def _overspent(one: Account) -> Iterator[Found]:
    if one.spent.low <= one.received.high:
        return
    sources = added_up(known_parts(SOURCES, one.income) or [])
    available = max(one.received.high, sources.high)
    if one.spent.low <= available or _paid_from_balance(one):
        return
    received, spent = row_number(one.income, "total"), row_number(one.spending, "total")
    carried = "（含上年结转）" if one.carryover != NONE else "（没有上年结转）"
    yield Found(
        at=f"{one.expenditure}/total",
        amount=(
            f"支出合计 {amount(spent, '万元')}，收入合计{carried} {amount(received, '万元')}，"
            f"支出多出 {amount(spent - received, '万元')}，表中也没有可以弥补的结余"
        ),
        fixes=(
            Fix("核对收入合计和支出合计，改正其中填错的一格"),
            Fix("补填上年结转，或在综述中写明多出的支出由什么资金弥补"),
        ),
        repairs={
            f"{one.expenditure}/total": Interval(ZERO, available),
            f"{one.revenue}/total": Interval(one.spent.low, MOST),
            f"{one.revenue}/prior_year_carryover": Interval(one.spent.low - available, MOST),
        },
    )


def _paid_from_balance(one: Account) -> bool:
    """Whether the row declares a deficit, or a balance that is left over after it."""
    year_end, cumulative = interval_in(one.spending.year_end_balance), interval_in(one.spending.cumulative_balance)
    return (year_end is not None and year_end.high < ZERO) or (cumulative is not None and cumulative.low > ZERO)


_SPENT: Final = (
    "全年收入800.00万元，支出{total}万元，其中：基本支出480.00万元（人员支出360.00万元，公用支出120.00万元），"
    "项目支出{project}万元。三公经费支出8.00万元。"
)


CHECK: Final = Check(
    id="A2",
    title="支出大于收入和结转",
    reason="没有资金来源的支出不可能发生，应是收入、结转或支出中有一个数填错或漏填",
    source="自评报告表式第二部分：收入合计（含上年结转）、支出合计、结余",
    severity=WARNING,
    find=find,
    passing=Example(
        "支出大于本年收入，正好用完上年结转",
        {
            "/form/expenditure/rows/0/total": "800.00",
            "/form/expenditure/rows/0/project": "320.00",
            "/form/expenditure/rows/0/cumulative_balance": "0.00",
            "/form/narrative/sections/1/text": _SPENT.format(total="800.00", project="320.00"),
        },
    ),
    failing=Example(
        "支出比收入合计多 30 万元，结余空着",
        {
            "/form/expenditure/rows/0/total": "830.00",
            "/form/expenditure/rows/0/project": "350.00",
            "/form/expenditure/rows/0/year_end_balance": None,
            "/form/expenditure/rows/0/cumulative_balance": None,
            "/form/narrative/sections/1/text": _SPENT.format(total="830.00", project="350.00"),
        },
    ),
    follows=("A1",),
)
