"""Figures as the intervals that their printed precision implies, so that rounding is never called an error.

775.66 says anything from 775.655 to 775.665, and 776 anything from 775.5 to 776.5. A plain 0 says that there is none
and is exact; 0.00 is rounded like any figure. A statement about figures fails only where no values inside their
intervals can satisfy it.
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from app.domain.decimals import ZERO, plain

HALF: Final = Decimal("0.5")


class Interval(NamedTuple):
    """Every value from `low` to `high`, both included."""

    low: Decimal
    high: Decimal

    def __add__(self, other: object) -> "Interval":
        """Sums of a value in each."""
        if not isinstance(other, Interval):
            return NotImplemented
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: object) -> "Interval":
        """Differences of a value in each."""
        if not isinstance(other, Interval):
            return NotImplemented
        return Interval(self.low - other.high, self.high - other.low)

    def times(self, factor: Decimal) -> "Interval":
        """Its values times a positive factor: 元 of 万元."""
        return Interval(self.low * factor, self.high * factor)

    def widened(self, by: Decimal) -> "Interval":
        """The same with `by` more on either side."""
        return Interval(self.low - by, self.high + by)

    def meets(self, other: "Interval") -> bool:
        """Whether one value can be in both."""
        return self.low <= other.high and other.low <= self.high

    def __str__(self) -> str:
        """775.655 至 775.665."""
        return plain(self.low) if self.low == self.high else f"{plain(self.low)} 至 {plain(self.high)}"


NONE: Final = Interval(ZERO, ZERO)


def exactly(value: Decimal) -> Interval:
    """That value and no other."""
    return Interval(value, value)


@lru_cache(maxsize=4096)
def printed(figure: str) -> Interval:
    """What a printed figure says."""
    value = Decimal(figure)
    if not value and "." not in figure:
        return NONE
    _, _, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 - a figure is finite
    half = HALF.scaleb(exponent)
    return Interval(value - half, value + half)


def total(parts: Iterable[Interval]) -> Interval:
    """Sums of a value in each; none sum to exactly 0."""
    low = high = ZERO
    for part in parts:
        low += part.low
        high += part.high
    return Interval(low, high)
