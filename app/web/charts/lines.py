"""Lines over years: one for each series, broken where a year has nothing of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from app.web.charts.scale import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Scale, Tick, place, rounded_out, ticks

MARK: Final = 4.5


@dataclass(frozen=True, slots=True)
class Mark:
    """A value of a year: a circle, a square or a triangle by its series, so that colour alone tells nothing."""

    kind: str
    shape: str
    x: str
    y: str
    told: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """From one year to the next."""

    kind: str
    ends: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Lines:
    """Years from the left to the right."""

    strokes: tuple[Stroke, ...]
    marks: tuple[Mark, ...]
    below: tuple[Tick, ...]
    beside: tuple[Tick, ...]


def lines(
    years: Sequence[int], series: Mapping[str, Sequence[Decimal | None]], words: Mapping[str, str]
) -> Lines | None:
    """`series` has a value or None for each of `years`, which ascend; None where there is no value at all."""
    known = [value for values in series.values() for value in values if value is not None]
    if not known:
        return None
    low, high, step = rounded_out(known, 5)
    across = Scale(-0.5, len(years) - 0.5, LEFT, WIDTH - RIGHT)
    up = Scale(low, high, HEIGHT - BOTTOM, TOP)
    strokes, marks = [], []
    for kind, values in series.items():
        points = [
            None if value is None else (across.at(at), up.at(value), year, value)
            for at, (year, value) in enumerate(zip(years, values, strict=True))
        ]
        for one, other in pairwise(points):
            if one is not None and other is not None:
                strokes.append(Stroke(kind, (place(one[0]), place(one[1]), place(other[0]), place(other[1]))))
        for point in points:
            if point is not None:
                x, y, year, value = point
                told = f"{year} 年{words[kind]}平均 {value:f} 分"
                marks.append(Mark(kind, _shape(kind, x, y), place(x), place(y), told))
    below = tuple(Tick(place(across.at(at)), str(year)) for at, year in enumerate(years))
    return Lines(tuple(strokes), tuple(marks), below, ticks(up, step))


def _shape(kind: str, x: float, y: float) -> str:
    """The points of the mark's polygon; a circle has none."""
    if kind == "computed":
        corners = [(x - MARK, y - MARK), (x + MARK, y - MARK), (x + MARK, y + MARK), (x - MARK, y + MARK)]
    elif kind == "confirmed":
        corners = [(x, y - MARK * 1.3), (x + MARK * 1.2, y + MARK), (x - MARK * 1.2, y + MARK)]
    else:
        return ""
    return " ".join(f"{place(across)},{place(down)}" for across, down in corners)
