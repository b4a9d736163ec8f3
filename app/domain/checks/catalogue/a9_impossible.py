"""A9: figures that cannot be: an amount below zero where none can be, a number of people that is not whole."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.interval import Interval
from app.domain.checks.sums import ASSETS, THREE_PUBLIC, label
from app.domain.checks.wording import amount
from app.domain.decimals import ONE, ZERO
from app.domain.places import title_at

NEVER_NEGATIVE: Final = {
    "revenue": ("total", "general_budget_appropriation"),
    "expenditure": ("total", "basic", "personnel", "operating", "project"),
    "three_public": (THREE_PUBLIC.whole, *THREE_PUBLIC.parts),
    "fixed_assets": (ASSETS.whole, *ASSETS.parts),
}
"""Not so what is carried over or left over, and other income: there an adjusted amount can be negative."""
NOT_NEGATIVE: Final = Interval(ZERO, Decimal(10) ** 20)


def find(report: Examined) -> Iterator[Found]:
    """Each row of the tables, then the two headcounts."""
    for table, names in NEVER_NEGATIVE.items():
        for pointer, row in report.rows(table):
            negative = [name for name in names if _below_zero(getattr(row, name))]
            if negative:
                yield _negative(table, pointer, {name: Decimal(getattr(row, name)) for name in negative})
    for name in ("established_posts", "staff_in_post"):
        cell = getattr(report.form.profile, name)
        if isinstance(cell, str) and ("." in cell or cell.startswith("-")):
            yield from _headcount(name, Decimal(cell))


def _below_zero(cell: object) -> bool:
    return isinstance(cell, str) and cell.startswith("-") and Decimal(cell) < ZERO


def _negative(table: str, pointer: str, negative: dict[str, Decimal]) -> Found:
    told = "、".join(f"{label(table, name)} {amount(value, '万元')}" for name, value in negative.items())
    first = next(iter(negative))
    return Found(
        at=f"{pointer}/{first}",
        amount=f"{told}，是负数",
        fixes=(
            Fix(f"核对“{label(table, first)}”，改为实际发生的数"),
            Fix("属于冲销以前年度的，在综述中写明，本表填本年发生数"),
        ),
        repairs={f"{pointer}/{name}": NOT_NEGATIVE for name in negative},
    )


def _headcount(name: str, people: Decimal) -> Iterator[Found]:
    whole = people % ONE == ZERO
    if whole and people >= ZERO:
        return
    title, place = title_at(f"profile/{name}"), f"/form/profile/{name}"
    yield Found(
        at=place,
        amount=f"{title}为 {amount(people)} 人，{'是负数' if whole else '不是整数'}",
        fixes=(Fix(f"把{title}改为年末实际的整数人数"),),
        repairs={place: None},
        why="人数只能是不小于 0 的整数，财政供养人员控制率由它算出",
    )


CHECK: Final = Check(
    id="A9",
    title="不可能有的数",
    reason="支出、“三公”经费和资产的全年数不会小于零，多半是符号或格子填错",
    source="自评报告表式第一、二部分各栏的含义",
    severity=ERROR,
    find=find,
    passing=Example(
        "其他收入是冲减以前年度的负数",
        {
            "/form/revenue/rows/0/other": "-30.00",
            "/form/revenue/rows/0/general_budget_appropriation": "760.00",
        },
    ),
    failing=Example(
        "其他固定资产为负 10 万元",
        {"/form/fixed_assets/rows/0/other": "-10.00", "/form/fixed_assets/rows/0/total": "480.00"},
    ),
    follows=("A1", "A3", "A7", "A8"),
)
