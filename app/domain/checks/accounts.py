"""Income beside expenditure, an institution at a time."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from app.domain.checks.check import Found
from app.domain.checks.examined import Examined, interval_in
from app.domain.checks.interval import NONE, Interval
from app.domain.checks.sums import SOURCES, added_up, known_parts
from app.domain.form.cells import Unread

OTHER_FUNDS: Final = re.compile(
    r"(动用|使用|弥补|盘活).{0,12}(结余|结转|事业基金|存量)|(收回|上缴|缴回|交回|上交).{0,12}(结余|结转|存量|指标)"
    r"|(结余|结转|指标).{0,12}(收回|上缴|缴回|交回|上交)|结余分配|收支差额|垫付|垫支|借款|赊欠|挂账|赤字"
)
"""Where a narrative says where the difference comes from or went to."""


@dataclass(frozen=True, slots=True)
class Account:
    """The two rows of one institution, or the two total rows, with what both totals say."""

    revenue: str
    income: Any
    expenditure: str
    spending: Any
    received: Interval
    """收入合计: it has the carry-over in it."""
    spent: Interval
    carryover: Interval
    """上年结转; a blank is none."""

    @property
    def carryover_is_apart(self) -> bool:
        """Whether 收入合计 is plainly stated without the carry-over."""
        known = known_parts(SOURCES, self.income) or []
        rest = [(name, value) for name, value in known if name != "prior_year_carryover"]
        return self.carryover != NONE and bool(rest) and self.received.meets(added_up(rest))


def faults(report: Examined, judge: Callable[[Account], Iterator[Found]]) -> Iterator[Found]:
    """What `judge` finds of each institution; of the total rows only where it finds nothing there."""
    found = [one for account in _institutions(report) for one in judge(account)]
    if not found and (whole := _whole(report)) is not None:
        found = list(judge(whole))
    if found and not explained(report):
        yield from found


def explained(report: Examined) -> bool:
    """Whether the narrative says what other money made up for it, or where the rest went."""
    return any(OTHER_FUNDS.search(text) for _, text in report.narrative)


def _institutions(report: Examined) -> Iterator[Account]:
    revenue, expenditure = report.form.revenue.rows, report.form.expenditure.rows
    if len(revenue) == len(expenditure) == 1:
        pairs = [(0, 0)]
    else:
        places = {row.institution: at for at, row in enumerate(expenditure) if row.institution}
        named = [row.institution for row in revenue]
        pairs = [(at, places[name]) for at, name in enumerate(named) if name in places and named.count(name) == 1]
        if len(places) < len(expenditure):
            pairs = []
    for left, right in pairs:
        yield from _account(
            f"/form/revenue/rows/{left}", revenue[left], f"/form/expenditure/rows/{right}", expenditure[right]
        )


def _whole(report: Examined) -> Account | None:
    if report.form.revenue.total is None and report.form.expenditure.total is None:
        return None
    income, spending = report.total_row("revenue"), report.total_row("expenditure")
    return next(_account(*income, *spending), None) if income and spending else None


def _account(revenue: str, income: Any, expenditure: str, spending: Any) -> Iterator[Account]:
    received, spent = interval_in(income.total), interval_in(spending.total)
    if received is None or spent is None or isinstance(income.prior_year_carryover, Unread):
        return
    carryover = interval_in(income.prior_year_carryover) or NONE
    yield Account(revenue, income, expenditure, spending, received, spent, carryover)
