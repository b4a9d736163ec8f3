"""A1: a total that is not the sum of its parts, beyond what the printed precision allows."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import Examined, interval_in
from app.domain.checks.finding import Fix
from app.domain.checks.interval import Interval, total
from app.domain.checks.wording import amount, figure, sum_of
from app.domain.places import title_at


@dataclass(frozen=True, slots=True)
class Sum:
    """A column of a finance table that is the sum of others."""

    table: str
    whole: str
    parts: tuple[str, ...]


SUMS: Final = (
    Sum(
        "revenue",
        "total",
        (
            "prior_year_carryover",
            "general_budget_appropriation",
            "government_fund_appropriation",
            "special_account_non_tax_revenue",
            "other",
        ),
    ),
    Sum("expenditure", "basic", ("personnel", "operating")),
    Sum("expenditure", "total", ("basic", "project")),
)


def find(report: Examined) -> Iterator[Found]:
    """Row by row; a row without its total or without any part says nothing to be compared."""
    for one in SUMS:
        for pointer, row in report.rows(one.table):
            yield from unequal(one, pointer, row)


def unequal(one: Sum, pointer: str, row: Any) -> Iterator[Found]:
    """The finding of one row, where its whole is stated and cannot be the sum of its parts; blank parts count 0."""
    stated = interval_in(getattr(row, one.whole))
    parts = [(name, interval_in(getattr(row, name))) for name in one.parts]
    known = [(name, value) for name, value in parts if value is not None]
    if (
        stated is None
        or not known
        or (not row_number(row, one.whole) and any(row_number(row, name) for name, _ in known))
    ):
        return  # a total of 0 beside parts is A5's
    added = _sum(known)
    if stated.meets(added):
        return
    table = f"{one.table}/rows/0"
    label = title_at(f"{table}/{one.whole}")
    whole, numbers = row_number(row, one.whole), [(name, row_number(row, name)) for name, _ in known]
    exact = sum((number for _, number in numbers), start=Decimal(0))
    told = sum_of([(title_at(f"{table}/{name}"), number) for name, number in numbers], exact, "万元")
    repairs: dict[str, Interval | None] = {f"{pointer}/{one.whole}": added}
    for name, _ in known:
        rest = total(other for which, other in known if which != name)
        repairs[f"{pointer}/{name}"] = stated - rest
    yield Found(
        at=f"{pointer}/{one.whole}",
        amount=f"{label}为 {amount(whole, '万元')}，而{told}，相差 {amount(abs(whole - exact), '万元')}",
        fixes=(
            Fix(f"把{label}改为 {figure(exact)}", f"{pointer}/{one.whole}", figure(exact)),
            Fix(f"核对{'、'.join(title_at(f'{table}/{name}') for name, _ in numbers)}，改正其中填错的一格"),
        ),
        repairs=repairs,
    )


def row_number(row: Any, name: str) -> Decimal:
    """A figure of a row that is known to be one."""
    cell = getattr(row, name)
    return Decimal(cell) if isinstance(cell, str) else Decimal(0)


def _sum(known: list[tuple[str, Interval]]) -> Interval:
    return total(value for _, value in known)


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
