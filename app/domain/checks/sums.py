"""The sums that the finance tables are built of, and the finding where one does not add up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from app.domain.checks.check import Found
from app.domain.checks.examined import interval_in
from app.domain.checks.finding import Fix
from app.domain.checks.interval import NONE, Interval, total
from app.domain.checks.wording import amount, figure, sum_of
from app.domain.decimals import ZERO
from app.domain.form.cells import Unread, number_in
from app.domain.places import title_at


@dataclass(frozen=True, slots=True)
class Sum:
    """A column of a finance table that is the sum of others."""

    table: str
    whole: str
    parts: tuple[str, ...]

    @property
    def label(self) -> str:
        """What the form calls the whole: 支出合计."""
        return label(self.table, self.whole)


SOURCES: Final = Sum(
    "revenue",
    "total",
    (
        "prior_year_carryover",
        "general_budget_appropriation",
        "government_fund_appropriation",
        "special_account_non_tax_revenue",
        "other",
    ),
)
BASIC: Final = Sum("expenditure", "basic", ("personnel", "operating"))
SPENT: Final = Sum("expenditure", "total", ("basic", "project"))
THREE_PUBLIC: Final = Sum(
    "three_public",
    "total",
    ("official_hospitality", "vehicle_running_costs", "vehicle_purchases", "overseas_travel"),
)
ASSETS: Final = Sum("fixed_assets", "total", ("in_use", "leased_out", "other"))
ALL_SUMS: Final = (SOURCES, BASIC, SPENT, THREE_PUBLIC, ASSETS)

Known = list[tuple[str, Interval]]


def known_parts(one: Sum, row: Any) -> Known | None:
    """The parts that a row states; None where one of them could not be read, so that their sum is not known."""
    known = []
    for name in one.parts:
        cell = getattr(row, name)
        if isinstance(cell, Unread):
            return None
        value = interval_in(cell)
        if value is not None:
            known.append((name, value))
    return known


def is_empty(cell: Any) -> bool:
    """Whether a cell says that there is nothing, or says nothing."""
    return cell is None or number_in(cell) == ZERO


def left_empty(one: Sum, row: Any) -> Known | None:
    """The parts of a whole that is empty although they come to an amount; None where it is not."""
    if not is_empty(getattr(row, one.whole)):
        return None
    known = known_parts(one, row)
    return known if known and not added_up(known).meets(NONE) else None


def unequal(one: Sum, pointer: str, row: Any) -> Iterator[Found]:
    """The finding of one row, where its whole is stated and cannot be the sum of its parts; blank parts count 0."""
    if _equal_as_printed(one, row):
        return
    stated = interval_in(getattr(row, one.whole))
    known = known_parts(one, row)
    if stated is None or not known:
        return
    added = added_up(known)
    if stated.meets(added) or is_empty(getattr(row, one.whole)):
        return  # a total of 0 beside parts is A5's
    whole, exact = row_number(row, one.whole), exact_sum(row, known)
    repairs: dict[str, Interval | None] = {f"{pointer}/{one.whole}": added}
    for name, _ in known:
        rest = total(other for which, other in known if which != name)
        repairs[f"{pointer}/{name}"] = stated - rest
    told, difference = told_sum(one.table, row, known), amount(abs(whole - exact), "万元")
    yield Found(
        at=f"{pointer}/{one.whole}",
        amount=f"{one.label}为 {amount(whole, '万元')}，而{told}，相差 {difference}",
        fixes=(
            Fix(f"把{one.label}改为 {figure(exact)}", f"{pointer}/{one.whole}", figure(exact)),
            Fix(f"核对{'、'.join(label(one.table, name) for name, _ in known)}，改正其中填错的一格"),
        ),
        repairs=repairs,
    )


def _equal_as_printed(one: Sum, row: Any) -> bool:
    """The cheap question: most rows add up to the last digit."""
    whole = getattr(row, one.whole)
    if not isinstance(whole, str):
        return False
    rest = Decimal(whole)
    for name in one.parts:
        cell = getattr(row, name)
        if isinstance(cell, str):
            rest -= Decimal(cell)
        elif isinstance(cell, Unread):
            return False
    return not rest


def told_sum(table: str, row: Any, known: Sequence[tuple[str, Interval]]) -> str:
    """基本支出 480.00 ＋ 项目支出 300.00 ＝ 780.00 万元."""
    parts = [(label(table, name), row_number(row, name)) for name, _ in known]
    return sum_of(parts, exact_sum(row, known), "万元")


def added_up(known: Sequence[tuple[str, Interval]]) -> Interval:
    """What the parts can sum to."""
    return total(value for _, value in known)


def exact_sum(row: Any, known: Sequence[tuple[str, Interval]]) -> Decimal:
    """What the parts sum to as printed."""
    return sum((row_number(row, name) for name, _ in known), start=ZERO)


def row_number(row: Any, name: str) -> Decimal:
    """A figure of a row; 0 where it states none."""
    return number_in(getattr(row, name)) or ZERO


def label(table: str, name: str) -> str:
    """What the form calls a column of a finance table."""
    return title_at(f"{table}/rows/0/{name}")
