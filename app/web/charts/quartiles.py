"""Shares of points by indicator: the range, the middle half, and the median, a row each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.web.charts.scale import RIGHT, WIDTH, Scale, Tick, place

NAMES: Final = 176
"""Room for the names, left of the bars."""
ROW: Final = 22
HEAD: Final = 24
LONGEST: Final = 13
"""Characters of a name that fit there."""


@dataclass(frozen=True, slots=True)
class Five:
    """An indicator's points in percent of the full marks."""

    name: str
    lowest: Decimal
    first: Decimal
    median: Decimal
    third: Decimal
    highest: Decimal


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: a line from the lowest to the highest, a box for the middle half, a mark at the median."""

    name: str
    y: str
    middle: str
    top: str
    foot: str
    lowest: str
    highest: str
    box: str
    width: str
    median: str
    told: str


@dataclass(frozen=True, slots=True)
class Quartiles:
    """The rows, and how tall they are together."""

    bars: tuple[Bar, ...]
    above: tuple[Tick, ...]
    height: int


def quartiles(rows: Sequence[Five]) -> Quartiles | None:
    """None where there are no rows. More than full marks (bonus points) end at the edge."""
    if not rows:
        return None
    across = Scale(0, 100, NAMES, WIDTH - RIGHT)
    bars = []
    for at, one in enumerate(rows):
        lowest, first, median, third, highest = (
            across.at(min(value, Decimal(100))) for value in (one.lowest, one.first, one.median, one.third, one.highest)
        )
        top = HEAD + at * ROW
        told = (
            f"{one.name}：最低 {one.lowest:f}%，中间一半 {one.first:f}% 至 {one.third:f}%，"
            f"中位数 {one.median:f}%，最高 {one.highest:f}%"
        )
        name = one.name if len(one.name) <= LONGEST else f"{one.name[: LONGEST - 1]}…"
        bars.append(
            Bar(
                name=name,
                y=place(top + ROW * 0.7),
                middle=place(top + ROW / 2),
                top=place(top + 4),
                foot=place(top + ROW - 4),
                lowest=place(lowest),
                highest=place(highest),
                box=place(first - 1),
                width=place(third - first + 2),
                median=place(median),
                told=told,
            )
        )
    ticks = tuple(Tick(place(across.at(value)), f"{value}%") for value in (0, 25, 50, 75, 100))
    return Quartiles(tuple(bars), ticks, HEAD + len(rows) * ROW + 6)
