"""Own points against computed ones, with the diagonal on which they are alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from app.web.charts.scale import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Scale, Tick, place, rounded_out, ticks

ONE: Final = 3.5
LARGEST: Final = 12.0
"""The radius of one report, and the largest; where that is passed, all are smaller alike."""


@dataclass(frozen=True, slots=True)
class Dot:
    """Reports in one place; its area grows with their number."""

    kind: str
    x: str
    y: str
    radius: str
    told: str


@dataclass(frozen=True, slots=True)
class Scatter:
    """Both axes have the same values, so that the diagonal runs from corner to corner."""

    dots: tuple[Dot, ...]
    below: tuple[Tick, ...]
    beside: tuple[Tick, ...]
    diagonal: tuple[str, str, str, str]


def scatter(pairs: Sequence[tuple[int, int, int]]) -> Scatter | None:
    """`pairs` are (computed, own, reports); None where there are none."""
    if not pairs:
        return None
    low, high, step = rounded_out([value for one in pairs for value in one[:2]], 6)
    across, up = Scale(low, high, LEFT, WIDTH - RIGHT), Scale(low, high, HEIGHT - BOTTOM, TOP)
    most = max(reports for _, _, reports in pairs)
    unit = min(ONE, LARGEST / sqrt(most))
    dots = []
    for computed, own, reports in pairs:
        size = unit * sqrt(reports)
        kind = "over" if own > computed else "under"
        told = f"复算 {computed} 分、自评 {own} 分：{reports} 份"
        dots.append(Dot(kind, place(across.at(computed)), place(up.at(own)), place(size), told))
    ends = (across.at(low), up.at(low), across.at(high), up.at(high))
    return Scatter(tuple(dots), ticks(across, step), ticks(up, step), (*map(place, ends),))  # type: ignore[arg-type]
