"""The same reports under two schemes: points, ratings and ranks that change, and indicators that tell nobody apart.

Pure: the caller brings the reports. Every figure is the engine's own, so a row here is what scoring that report gives.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from app.domain.decimals import EXACT
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.evidence import evidence_of, read_inputs
from app.domain.scoring.scorecard import PointsComputed
from app.domain.scoring.settling import Settled, computed_total, ranges_before, settle


@dataclass(frozen=True, slots=True)
class Filed:
    """A report to be scored again: how to call it, and its content."""

    id: str
    title: str
    form: Form
    supplement: Supplement


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
class WhatIf:
    """Every report in the order of its change, the greatest loss first."""

    reports: tuple[Rescored, ...]
    indicators: tuple[IndicatorShift, ...]
    ratings: tuple[tuple[str, str, int], ...]
    """(old, new, how many) of ratings that stand under both schemes and differ."""

    @property
    def gained(self) -> int:
        """How many reports gain points."""
        return sum(one.change > 0 for one in self.reports)

    @property
    def lost(self) -> int:
        """How many reports lose points."""
        return sum(one.change < 0 for one in self.reports)


def what_if(old: CompiledScheme, new: CompiledScheme, reports: Iterable[Filed]) -> WhatIf:
    """Score `reports` under both schemes. Memory is a few numbers a report and indicator."""
    heads: list[tuple[str, str]] = []
    totals: list[tuple[PointsComputed, PointsComputed]] = []
    seen: tuple[_Seen, _Seen] = ({}, {})
    for report in reports:
        heads.append((report.id, report.title))
        totals.append((_total(old, report, seen[0]), _total(new, report, seen[1])))
    ranks = [_ranks([pair[side].low for pair in totals]) for side in (0, 1)]
    rows = [
        Rescored(name, title, pair[0], pair[1], ranks[0][at], ranks[1][at])
        for at, ((name, title), pair) in enumerate(zip(heads, totals, strict=True))
    ]
    moved = Counter(
        (one.old.rating, one.new.rating)
        for one in rows
        if one.old.rating is not None and one.new.rating is not None and one.old.rating != one.new.rating
    )
    return WhatIf(
        tuple(sorted(rows, key=lambda one: (one.change, one.title))),
        _shifts(old, new, seen),
        tuple((before, after, count) for (before, after), count in moved.most_common()),
    )


_Seen = dict[str, set[Decimal]]


def _total(scheme: CompiledScheme, report: Filed, seen: _Seen) -> PointsComputed:
    evidence = evidence_of(scheme.scheme, report.form, report.supplement)
    with localcontext(EXACT):
        settled = settle(scheme, evidence, read_inputs(scheme.scheme.evidence, evidence))
        _note(settled, seen)
        return computed_total(scheme, settled, ranges_before(scheme, settled))


def _note(settled: Sequence[Settled], seen: _Seen) -> None:
    for one in settled:
        points = seen.setdefault(one.indicator.id, set())
        if one.points is not None:
            points.add(one.points)


def _shifts(old: CompiledScheme, new: CompiledScheme, seen: tuple[_Seen, _Seen]) -> tuple[IndicatorShift, ...]:
    titles = {one.id: one.title for scheme in (old, new) for one in scheme.indicators}
    return tuple(
        IndicatorShift(name, title, len(seen[0].get(name, ())), len(seen[1].get(name, ())))
        for name, title in titles.items()
    )


def _ranks(points: Sequence[Decimal]) -> list[int]:
    """1 for the most points; as many as are ahead, and one."""
    place: dict[Decimal, int] = {}
    for at, one in enumerate(sorted(points, reverse=True), start=1):
        place.setdefault(one, at)
    return [place[one] for one in points]
