"""A row of the results: two sides measured in turn, and the median of the ratios of their rounds."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: `measure` is one round's figure."""

    name: str
    measure: Callable[[], float]


@dataclass(slots=True)
class Comparison:
    """`ratio` is ours ÷ theirs; `floor` its least (or, with `at_most`, its greatest) value."""

    row: str
    title: str
    unit: str
    ours: Side
    theirs: Side
    floor: float | None = None
    at_most: bool = False
    our_rounds: list[float] = field(default_factory=list)
    their_rounds: list[float] = field(default_factory=list)

    def run(self, rounds: int) -> "Comparison":
        """Measure both sides in turn, so that a noisy moment strikes both."""
        for _ in range(rounds):
            self.their_rounds.append(self.theirs.measure())
            self.our_rounds.append(self.ours.measure())
        return self

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios."""
        return statistics.median(a / b for a, b in zip(self.our_rounds, self.their_rounds, strict=True))

    @property
    def holds(self) -> bool | None:
        """Whether the floor holds; None where there is none."""
        if self.floor is None:
            return None
        return self.ratio <= self.floor if self.at_most else self.ratio >= self.floor

    def cells(self) -> list[str]:
        """The row as it is printed."""
        sign = "≤" if self.at_most else "≥"
        floor = f"{sign} {self.floor:g}" if self.floor is not None else "—"
        verdict = {True: "yes", False: "**no**", None: "—"}[self.holds]
        ours, theirs = statistics.median(self.our_rounds), statistics.median(self.their_rounds)
        return [
            self.row, self.title, f"{_said(ours)} {self.unit}",
            f"{self.theirs.name}: {_said(theirs)} {self.unit}", f"{self.ratio:.3g}", floor, verdict,
        ]  # fmt: skip


def _said(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
