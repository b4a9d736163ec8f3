"""How values are spread: quantiles and means of values that are counted, in exact decimals."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.domain.decimals import ZERO


@dataclass(frozen=True, slots=True)
class Spread:
    """Values in ascending order, each with how often it occurs."""

    counts: tuple[tuple[Decimal, int], ...]

    @classmethod
    def of(cls, counted: Iterable[tuple[Decimal, int]]) -> "Spread":
        """The spread of (value, how often) in any order; the same value may come several times."""
        found: dict[Decimal, int] = {}
        for value, count in counted:
            if count:
                found[value] = found.get(value, 0) + count
        return cls(tuple(sorted(found.items())))

    @property
    def total(self) -> int:
        """How many values there are."""
        return sum(count for _, count in self.counts)

    @property
    def same(self) -> bool:
        """Whether there are several, all alike."""
        return len(self.counts) == 1 and self.total > 1

    def quantile(self, part: Decimal) -> Decimal:
        """The least value that at least this part (0 to 1) of all do not exceed: always one that occurs.

        Raises ValueError where there are no values.
        """
        wanted, seen = part * self.total, 0
        for value, count in self.counts:
            seen += count
            if seen >= wanted:
                return value
        raise ValueError("no values")

    def mean(self, grain: Decimal) -> Decimal | None:
        """The mean, half up to `grain`; None where there are no values."""
        total = self.total
        if not total:
            return None
        summed = sum((value * count for value, count in self.counts), start=ZERO)
        return (summed / total).quantize(grain, ROUND_HALF_UP)


def percent(part: int, whole: int) -> Decimal:
    """A share in percent, half up to one digit; 0 of nothing is 0."""
    return (Decimal(part * 100) / whole if whole else ZERO).quantize(Decimal("0.1"), ROUND_HALF_UP)
