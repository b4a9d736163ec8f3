"""Scales and ticks: which values an axis shows, and where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10
from typing import Final

Number = Decimal | int | float
WIDTH: Final = 480
HEIGHT: Final = 280
LEFT: Final = 44
RIGHT: Final = 14
TOP: Final = 28
BOTTOM: Final = 36
"""The chart in its own units, and what is left free around the plot for the axes."""
STEPS: Final = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Tick:
    """A value of an axis: where it stands, and in words."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high`, put from `start` to `end`; an SVG counts downwards, so `end` may be the less."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: Number) -> float:
        """Where a value stands."""
        part = (float(value) - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)


def step_for(low: Number, high: Number, about: int) -> float:
    """1, 2 or 5 times a power of ten, so that no more than `about` steps reach from `low` to `high`; 1 for none."""
    span = float(high) - float(low)
    if span <= 0:
        return 1
    raw = span / about
    power: float = 10 ** floor(log10(raw))
    return next(step * power for step in STEPS if step * power >= raw * (1 - 1e-9))


def rounded_out(values: Sequence[Number], about: int, *, least: float = 1) -> tuple[float, float, float]:
    """(low, high, step): whole steps, of `least` at the least, that hold all values; 0 to `least` where there are none.

    One value alone gets a step on either side of it, so that it stands in the middle.
    """
    if not values:
        return 0, least, least
    low, high = float(min(values)), float(max(values))
    step = max(step_for(low, high, about), least)
    low, high = floor(low / step) * step, ceil(high / step) * step
    if low == high:
        low, high = max(low - step, 0), high + step
    return low, high, step


def ticks(scale: Scale, step: float) -> tuple[Tick, ...]:
    """A tick at each step of a scale."""
    count = round((scale.high - scale.low) / step)
    values = (scale.low + step * number for number in range(count + 1))
    return tuple(Tick(place(scale.at(value)), f"{value:g}") for value in values)


def place(value: float) -> str:
    """A coordinate as it is written: to a tenth, which is finer than a screen."""
    return f"{value:.1f}"
