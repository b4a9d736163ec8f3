"""A histogram of several series: how many reports have how many points."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.web.charts.scale import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Scale, Tick, place, rounded_out, ticks

MOST_BINS: Final = 12
WIDTHS: Final = (1, 2, 5, 10, 20, 50, 100)
"""How many points a bin may be wide."""


@dataclass(frozen=True, slots=True)
class Column:
    """One series in one bin."""

    kind: str
    x: str
    y: str
    width: str
    height: str
    told: str


@dataclass(frozen=True, slots=True)
class Bin:
    """A row of the table: the points, and how many reports of each series."""

    text: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bins beside each other, the series beside each other in each."""

    columns: tuple[Column, ...]
    bins: tuple[Bin, ...]
    below: tuple[Tick, ...]
    beside: tuple[Tick, ...]


def bin_width(least: int, most: int) -> int:
    """How many points wide bins are, so that there are no more than MOST_BINS; they begin at multiples of it."""
    return next((wide for wide in WIDTHS if most // wide - least // wide < MOST_BINS), WIDTHS[-1])


def binned(series: Mapping[str, Mapping[int, int]]) -> list[tuple[int, int, dict[str, int]]]:
    """(first, last whole points, how many of each series) of every bin, the empty ones between others too.

    The last bin ends with the highest points there are, so that nobody seems to have more than full marks.
    """
    points = [value for counted in series.values() for value in counted]
    if not points:
        return []
    least, most = min(points), max(points)
    wide = bin_width(least, most)
    found = []
    for first in range(least // wide * wide, most + 1, wide):
        inside = range(first, first + wide)
        counts = {kind: sum(counted.get(value, 0) for value in inside) for kind, counted in series.items()}
        found.append((first, min(first + wide - 1, most), counts))
    return found


def histogram(series: Mapping[str, Mapping[int, int]], words: Mapping[str, str]) -> Histogram | None:
    """`series` counts reports by whole points; `words` says what each is called. None where there is nothing."""
    bins = binned(series)
    if not bins:
        return None
    _, high, step = rounded_out([0, *(count for _, _, counts in bins for count in counts.values())], 5)
    across = Scale(0, len(bins), LEFT, WIDTH - RIGHT)
    up = Scale(0, high, HEIGHT - BOTTOM, TOP)
    wide = (across.at(1) - across.at(0)) * 0.84 / len(series)
    columns, rows, below = [], [], []
    for at, (first, last, counts) in enumerate(bins):
        text = f"{first}" if first == last else f"{first}–{last}"
        begin = across.at(at + 0.08)
        rows.append(Bin(text, tuple(counts.values())))
        below.append(Tick(place(across.at(at + 0.5)), text))
        for number, (kind, count) in enumerate(counts.items()):
            y = up.at(count)
            told = f"{text} 分：{words[kind]} {count} 份"
            size = place(wide), place(HEIGHT - BOTTOM - y)
            columns.append(Column(kind, place(begin + number * wide), place(y), *size, told))
    return Histogram(tuple(columns), tuple(rows), _thinned(below), ticks(up, step))


def _thinned(labels: list[Tick]) -> tuple[Tick, ...]:
    """As many labels as there is room for: long ones stand at every second bin."""
    every = 1 if sum(len(one.text) + 1 for one in labels) <= 48 else 2
    return tuple(labels[::every])
