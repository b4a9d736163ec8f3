"""The same reports under two schemes: points, ratings and ranks that change, and indicators that tell nobody apart.

Pure: the caller brings the reports. Every figure is the engine's own, so a row here is what scoring that report gives.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, localcontext
from itertools import count
from typing import Final

import numpy as np

from app.domain.decimals import EXACT, ExactDecimal
from app.domain.scoring.compiled import CompiledScheme, rating_of
from app.domain.scoring.scorecard import PointsComputed
from app.whatif.scored import Content, Grains, Scored

BARS: Final = 24
"""About how many bars the spread of changes has at most."""


@dataclass(frozen=True, slots=True)
class Name:
    """How to call a report."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Rescored:
    """One report under both schemes. Ranks count from 1 by the lower end; equal points share a rank."""

    id: str
    title: str
    old: PointsComputed
    new: PointsComputed
    old_rank: int
    new_rank: int

    @property
    def change(self) -> Decimal:
        """What the proven points gain or lose."""
        return self.new.low - self.old.low


@dataclass(frozen=True, slots=True)
class IndicatorShift:
    """How many different points an indicator gives the reports; 1 or none tells them apart no more than chance."""

    id: str
    title: str
    old_points: int
    new_points: int

    @property
    def stops(self) -> bool:
        """It told reports apart and no longer does."""
        return self.old_points > 1 >= self.new_points

    @property
    def starts(self) -> bool:
        """It tells reports apart and did not before."""
        return self.new_points > 1 >= self.old_points


@dataclass(frozen=True, slots=True)
class Bar:
    """How many reports change by `least` or more and less than `below` (points)."""

    least: ExactDecimal
    below: ExactDecimal
    reports: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What another scheme would do to the reports of a year."""

    total: int
    gained: int
    lost: int
    reranked: int
    """Reports whose rank changes."""
    reports: tuple[Rescored, ...]
    """In the order of their change, the greatest loss first: all of them, or those that were asked for."""
    indicators: tuple[IndicatorShift, ...]
    ratings: tuple[tuple[str, str, int], ...]
    """(old, new, how many) of ratings that stand under both schemes and differ."""
    spread: tuple[Bar, ...]
    """The changes, counted in stretches of equal width; empty where nothing changes."""


Filed = tuple[Name, Content]


def what_if(
    old: CompiledScheme,
    new: CompiledScheme,
    reports: Sequence[Filed],
    watched: Callable[[Sequence[Filed]], Iterable[Filed]] = iter,
) -> WhatIf:
    """Score `reports` under both schemes, one by one; `watched` may look on."""
    pair = Scored.of(old, len(reports)), Scored.of(new, len(reports))
    for report, (_, content) in enumerate(watched(reports)):
        for scored in pair:
            scored.score_exactly(report, content)
    return compared(*pair, {report: name for report, (name, _) in enumerate(reports)})


def most_changed(old: Scored, new: Scored, most: int) -> list[int]:
    """The reports whose points change, those that change most first, at most so many."""
    _, before, after = _in_one_grain(old, new)
    change = np.abs(after - before)
    return [int(report) for report in np.argsort(-change, kind="stable")[: min(most, np.count_nonzero(change))]]


def _in_one_grain(old: Scored, new: Scored) -> tuple[Decimal, Grains, Grains]:
    grain = min(old.grain, new.grain)
    return grain, int(old.grain / grain) * old.low, int(new.grain / grain) * new.low


def compared(old: Scored, new: Scored, names: Mapping[int, Name]) -> WhatIf:
    """Two runs over the same reports side by side; those that have a name are listed."""
    with localcontext(EXACT):
        grain, before, after = _in_one_grain(old, new)
        change = after - before
        ranks = _ranks(before), _ranks(after)
        rows = [
            Rescored(
                name.id,
                name.title,
                _computed(old, report),
                _computed(new, report),
                int(ranks[0][report]),
                int(ranks[1][report]),
            )
            for report, name in names.items()
        ]
        return WhatIf(
            total=len(change),
            gained=int((change > 0).sum()),
            lost=int((change < 0).sum()),
            reranked=int((ranks[0] != ranks[1]).sum()),
            reports=tuple(sorted(rows, key=lambda one: (one.change, one.title))),
            indicators=_shifts(old, new),
            ratings=_moved(old, new),
            spread=_spread(change, grain),
        )


def _ranks(points: Grains) -> Grains:
    """1 for the most points; as many as are ahead, and one."""
    ahead = np.sort(points)
    return len(points) - np.searchsorted(ahead, points, "right") + 1


def _computed(scored: Scored, report: int) -> PointsComputed:
    low, high = int(scored.low[report]) * scored.grain, int(scored.high[report]) * scored.grain
    lowest, highest = (rating_of(scored.scheme.scheme.ratings, end) for end in (low, high))
    return PointsComputed(low, high, lowest if low == high else None, lowest, highest)


def _moved(old: Scored, new: Scored) -> tuple[tuple[str, str, int], ...]:
    both = (old.low == old.high) & (new.low == new.high)
    places = [_rating_places(one, one.low[both]) for one in (old, new)]
    names = [[rating.name for rating in one.scheme.scheme.ratings] for one in (old, new)]
    pairs, counts = np.unique(np.stack(places), axis=1, return_counts=True)
    moved = [
        (names[0][before], names[1][after], int(reports))
        for (before, after), reports in zip(pairs.T, counts, strict=True)
        if names[0][before] != names[1][after]
    ]
    return tuple(sorted(moved, key=lambda one: (-one[2], one[0], one[1])))


def _rating_places(scored: Scored, points: Grains) -> Grains:
    """Which rating each total earns, counted from the best."""
    ratings = scored.scheme.scheme.ratings
    edges = [int((rating.at_least / scored.grain).to_integral_value(ROUND_CEILING)) for rating in ratings[:-1]]
    found = np.zeros(len(points), np.int64)
    for edge in edges:
        found += points < edge
    return found


def _shifts(old: Scored, new: Scored) -> tuple[IndicatorShift, ...]:
    titles = {one.id: one.title for scored in (old, new) for one in scored.scheme.indicators}
    return tuple(
        IndicatorShift(name, title, len(old.told.get(name, ())), len(new.told.get(name, ())))
        for name, title in titles.items()
    )


def _spread(change: Grains, grain: Decimal) -> tuple[Bar, ...]:
    """Stretches of 1, 2 or 5 × 10^n grains, so that there are not more than some BARS of them."""
    if not change.any():
        return ()
    low, high = int(change.min()), int(change.max())
    width = next(step for step in _widths() if (high - low) / step <= BARS)
    places, counts = np.unique(change // width, return_counts=True)
    by_place = dict(zip(places.tolist(), counts.tolist(), strict=True))
    return tuple(
        Bar(place * width * grain, (place + 1) * width * grain, by_place.get(place, 0))
        for place in range(low // width, high // width + 1)
    )


def _widths() -> Iterator[int]:
    return (step * 10**power for power in count() for step in (1, 2, 5))
