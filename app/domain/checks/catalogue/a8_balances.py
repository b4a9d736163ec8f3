"""A8: 当年结余 or 累计结余 that no way of reckoning it from income and expenditure allows.

Departments read the two columns differently: with the carry-over in this year's income or without it. Every reading is
tried, and what the narrative explains (结余上缴财政, 动用以前年度结余) is let be.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from app.domain.checks.accounts import Account, faults
from app.domain.checks.check import ERROR, Check, Example, Found, Repair
from app.domain.checks.examined import Examined, interval_in
from app.domain.checks.finding import Fix, Severity
from app.domain.checks.interval import NONE, Interval
from app.domain.checks.sums import row_number
from app.domain.checks.wording import amount, figure

Readings = Mapping[str, tuple[Interval, Decimal]]
"""What a balance may be, by how it is reckoned: as an interval and as printed."""


def find(report: Examined) -> Iterator[Found]:
    """Both columns of each account."""
    form = report.form.expenditure
    rows = form.rows if form.total is None else (*form.rows, form.total)
    if any(row.year_end_balance is not None or row.cumulative_balance is not None for row in rows):
        yield from faults(report, _unbalanced)


def _unbalanced(one: Account) -> Iterator[Found]:
    year_end = interval_in(one.spending.year_end_balance)
    cumulative = interval_in(one.spending.cumulative_balance)
    if year_end is not None and not _allowed(year_end, readings := _of_the_year(one)):
        yield _found(one, "year_end_balance", year_end, readings)
    if cumulative is None or _allowed(cumulative, readings := _of_all_years(one, year_end)):
        return
    if cumulative.high < min(value.low for value, _ in readings.values()):
        yield _found(one, "cumulative_balance", cumulative, readings)
    elif one.carryover != NONE:  # earlier balances that were not carried over into the budget are rare, but allowed
        yield _found(one, "cumulative_balance", cumulative, readings, Severity.WARNING)


def _of_the_year(one: Account) -> Readings:
    """当年结余, with the carry-over in this year's income and without it."""
    found = {"收入合计－支出合计": _less(one)}
    if one.carryover != NONE:
        value, number = found["收入合计－支出合计"]
        carryover = row_number(one.income, "prior_year_carryover")
        found["收入合计－上年结转－支出合计"] = value - one.carryover, number - carryover
        if one.carryover_is_apart:
            found["上年结转＋收入合计－支出合计"] = value + one.carryover, number + carryover
    return found


def _of_all_years(one: Account, year_end: Interval | None) -> Readings:
    """累计结余: what is left of everything, or what was carried over with what this year added."""
    found = {"收入合计－支出合计": _less(one)}
    carryover = row_number(one.income, "prior_year_carryover")
    if year_end is not None:
        added = carryover + row_number(one.spending, "year_end_balance")
        found["上年结转＋当年结余"] = one.carryover + year_end, added
    if one.carryover_is_apart:
        value, number = found["收入合计－支出合计"]
        found["上年结转＋收入合计－支出合计"] = value + one.carryover, number + carryover
    return found


def _less(one: Account) -> tuple[Interval, Decimal]:
    return one.received - one.spent, row_number(one.income, "total") - row_number(one.spending, "total")


def _allowed(stated: Interval, readings: Readings) -> bool:
    return any(stated.meets(value) for value, _ in readings.values())


def _found(one: Account, name: str, stated: Interval, readings: Readings, severity: Severity | None = None) -> Found:
    place, number = f"{one.expenditure}/{name}", row_number(one.spending, name)
    title = "当年结余" if name == "year_end_balance" else "累计结余"
    nearest = min((exact for _, exact in readings.values()), key=lambda exact: abs(exact - number))
    told = "；".join(f"{way}＝{amount(exact, '万元')}" for way, (_, exact) in readings.items())
    earlier = Fix("累计结余中另有以前年度结余的，在综述中写明来源和数额")
    return Found(
        at=place,
        amount=f"{title}为 {amount(number, '万元')}，而{told}，最少也相差 {amount(abs(nearest - number), '万元')}",
        fixes=(
            Fix(f"把{title}改为 {figure(nearest)}", place, figure(nearest)),
            earlier if severity is Severity.WARNING else Fix("核对收入合计、上年结转和支出合计，改正其中填错的一格"),
        ),
        repairs=_repairs(one, place, stated, readings),
        severity=severity,
    )


def _repairs(one: Account, place: str, stated: Interval, readings: Readings) -> dict[str, Repair]:
    """What each reading wants."""
    values = [value for value, _ in readings.values()]
    return {
        place: values,
        f"{one.expenditure}/total": [one.spent + value - stated for value in values],
        f"{one.revenue}/total": [one.received - (value - stated) for value in values],
        f"{one.revenue}/prior_year_carryover": [
            one.carryover + short for value in values for short in (value - stated, stated - value)
        ],
    }


_DEFICIT: Final[Mapping[str, Any]] = {
    "/form/expenditure/rows/0/total": "785.00",
    "/form/expenditure/rows/0/project": "305.00",
    "/form/expenditure/rows/0/year_end_balance": "-5.00",
    "/form/expenditure/rows/0/cumulative_balance": "15.00",
    "/form/narrative/sections/1/text": (
        "全年收入800.00万元，支出785.00万元，其中：基本支出480.00万元（人员支出360.00万元，公用支出120.00万元），"
        "项目支出305.00万元。三公经费支出8.00万元。"
    ),
}


CHECK: Final = Check(
    id="A8",
    title="结余与收支不符",
    reason="结余由收入、结转和支出算出，并决定资金结余一项的得分",
    source="自评报告表式第二部分：当年结余、累计结余；评分表“资金结余”",
    severity=ERROR,
    find=find,
    passing=Example("当年结余按不含上年结转的收入计算，为负 5 万元", _DEFICIT),
    failing=Example(
        "当年结余 10 万元，两种算法分别是 20 万元和 0", {"/form/expenditure/rows/0/year_end_balance": "10.00"}
    ),
    follows=("A1", "A2"),
)
