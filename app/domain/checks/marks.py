"""The scoring table as marks: 分值 and 自评得分 of a row, or of the rows that share one merged 分值."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from app.domain.decimals import ZERO
from app.domain.form.cells import folded, number_in
from app.domain.form.self_scoring import ScoringRow
from app.domain.scoring.compiled import Indicator

SUBTOTALS: Final = frozenset({"小计", "合计", "总计", "总分", "得分", "得分合计", "总得分"})
"""Titles of rows that only add up others."""

NO_REASON: Final = frozenset({"", "无", "-", "--", "—", "——", "/", "\\"})
"""What stands in 扣分原因 where there is none."""

MOST_OF_NO_REASON: Final = 8
"""Longer texts say something."""

MERGED: Final = 2
"""So many rows share a cell at least."""

ALIKE: Final = 3
"""So many rows at least make a pattern."""


class Mark(NamedTuple):
    """What can be had, what is given, and what is said of it."""

    rows: tuple[int, ...]
    title: str
    indicators: tuple[Indicator, ...]
    """Of the scheme, in the order of the rows; fewer where it has no such row."""
    stated: Decimal | None
    """分值 as the form has it."""
    expected: Decimal | None
    """分值 as the scheme has it; None where the scheme leaves it to the department."""
    given: Decimal | None
    reason: str
    """扣分原因和其他说明; empty where that only says 无."""
    deducted: Decimal
    """What was withheld of the scheme's 分值, else of the form's; 0 where that is not known."""

    @property
    def maximum(self) -> Decimal | None:
        """分值: the scheme's, else the form's."""
        return self.stated if self.expected is None else self.expected

    def cell(self, name: str) -> str:
        """The pointer of a column in the first row."""
        return f"/form/self_scoring/rows/{self.rows[0]}/{name}"

    def cells(self, name: str) -> tuple[str, ...]:
        """The pointers of a column in every row."""
        return tuple(f"/form/self_scoring/rows/{at}/{name}" for at in self.rows)


def is_subtotal(row: ScoringRow) -> bool:
    """Whether a row only adds up others (小计)."""
    return _adds_up(row.indicator) or _adds_up(row.group) or _adds_up(row.category)


@lru_cache(maxsize=4096)
def _adds_up(text: str) -> bool:
    return folded(text) in SUBTOTALS


def is_free(indicator: Indicator) -> bool:
    """Whether departments set this row by themselves: its share of a pool, or rows of their own in its place."""
    return indicator.pool is not None or indicator.rule.takes == "own" or "个性化指标" in indicator.criterion


def marks_of(
    rows: Sequence[ScoringRow], given: Sequence[Decimal | None], named: Mapping[int, Indicator]
) -> tuple[Mark, ...]:
    """The marks of a table; `given` are its points, and `named` is the scheme's indicator of a row, by its place."""
    return tuple(_mark(rows, given, block, named) for block in _blocks(rows, named))


def _blocks(rows: Sequence[ScoringRow], named: Mapping[int, Indicator]) -> Iterator[list[int]]:
    """Rows by 分值: one that is blank belongs to the cell above, unless that is all that the row above has."""
    block: list[int] = []
    for at, row in enumerate(rows):
        if is_subtotal(row):
            continue
        if block and row.max_points is None and _goes_on(rows, block, row, named):
            block.append(at)
            continue
        if block:
            yield block
        block = [at]
    if block:
        yield block


def _goes_on(rows: Sequence[ScoringRow], block: list[int], row: ScoringRow, named: Mapping[int, Indicator]) -> bool:
    first = rows[block[0]]
    stated, indicator = number_in(first.max_points), named.get(block[0])
    if stated is None or (row.category, row.group) != (first.category, first.group):
        return False
    return indicator is None or indicator.max_points is None or indicator.max_points != stated


def _mark(
    rows: Sequence[ScoringRow], points: Sequence[Decimal | None], block: list[int], named: Mapping[int, Indicator]
) -> Mark:
    first = rows[block[0]]
    if len(block) < MERGED:
        one = named.get(block[0])
        indicators: tuple[Indicator, ...] = () if one is None else (one,)
        title, given, reason = first.indicator, points[block[0]], first.deduction_reason
        expected = one.max_points if one is not None and not is_free(one) else None
    else:
        indicators = tuple([named[at] for at in block if at in named])
        title = "、".join(rows[at].indicator for at in block)
        given = _given_together([points[at] for at in block])
        reason = "；".join(text for at in block if (text := rows[at].deduction_reason))
        expected = _expected_together(indicators) if len(indicators) == len(block) else None
    said = "" if reason in NO_REASON or (len(reason) <= MOST_OF_NO_REASON and folded(reason) in NO_REASON) else reason
    stated = number_in(first.max_points)
    most = stated if expected is None else expected
    deducted = ZERO if most is None or given is None or most == given else most - given
    return Mark(tuple(block), title, indicators, stated, expected, given, said, deducted)


def _given_together(given: list[Decimal | None]) -> Decimal | None:
    """Their sum; the first one's where that is merged as well; None where some are simply missing."""
    if all(one is not None for one in given):
        return sum((one for one in given if one is not None), start=ZERO)
    return given[0] if all(one is None for one in given[1:]) else None


def _expected_together(indicators: Sequence[Indicator]) -> Decimal | None:
    """The scheme's points of all of them: a whole pool's, or their sum."""
    if len({one.pool for one in indicators}) > 1:
        return None
    if indicators[0].pool is not None:
        return indicators[0].pool_points
    return sum((one.max_points or ZERO for one in indicators), start=ZERO)


def weighted_twice(marks: Sequence[Mark], total: Decimal) -> bool:
    """Whether every mark is at most weight × weight ÷ total, and most are exactly that.

    It cannot be chance: nobody who scores 0 … weight arrives at 0.25 of 5, 1 of 10 and 4 of 20 row after row.
    """
    exact = 0
    for mark in marks:
        if mark.stated is None or mark.given is None or ZERO < total <= mark.stated:
            return False
        scaled, weighted = mark.given * total, mark.stated * mark.stated
        if scaled > weighted:
            return False
        exact += scaled == weighted
    return len(marks) >= ALIKE and exact * 2 > len(marks)
