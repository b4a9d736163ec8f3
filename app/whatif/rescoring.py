"""A scheme compiled a second time: for many reports at once, from columns of facts, with the exact engine's results."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cache
from typing import Final

import numpy as np

from app.domain.decimals import EXACT
from app.domain.scoring.compiled import CompiledScheme, Indicator, Node
from app.domain.scoring.rules import Converted
from app.domain.scoring.scheme import Item
from app.whatif.answers import kernel_of
from app.whatif.columns import Columns, Mask, Stretch
from app.whatif.facts import Layout
from app.whatif.kernels import Grains, Kernel, Points
from app.whatif.quotients import NotCarried, Surroundings

NONE: Final = -1
"""What stands for an indicator without points."""


@dataclass(slots=True)
class ColumnScores:
    """Reports scored from columns, in grains of points. `low` and `high` are not yet cut to the scheme's cap."""

    low: Points
    high: Points
    """The same array as `low` where no report misses anything."""
    aside: Mask
    """Reports with figures too large for binary64, whose numbers mean nothing."""
    points: dict[str, Points]
    """By indicator, where they were asked for: its points, or NONE."""


@dataclass(frozen=True, slots=True)
class ColumnIndicator:
    """One indicator as a kernel; `most` is what a report without points can still come to."""

    id: str
    kernel: Kernel
    most: int
    same_as: object
    """Two indicators with equal values here score alike."""


@dataclass(frozen=True, slots=True)
class ColumnScheme:
    """A scheme over columns of one unit: its indicators by pool (None: by themselves), each pool with its points."""

    grains: Grains
    groups: tuple[tuple[int | None, tuple[ColumnIndicator, ...]], ...]
    cap: int

    @property
    def indicators(self) -> tuple[ColumnIndicator, ...]:
        """All of them, in order."""
        return tuple(one for _, group in self.groups for one in group)

    def score(self, columns: Columns, *, keep: bool = False) -> ColumnScores:
        """Every report of `columns`; with `keep`, the points of each indicator too."""
        count, dtype = columns.values.shape[1], self.grains.dtype
        names = [one.id for one in self.indicators] if keep else []
        kept = {name: np.empty(count, dtype) for name in names}
        low = np.zeros(count, dtype)

        def stretch_scored(stretch: Stretch) -> Points | None:
            return _score(stretch, self.groups, low[stretch.rows], kept)

        return ColumnScores(low, *_gathered(columns, low, stretch_scored), kept)

    def patched(self, columns: Columns, before: "ColumnScheme", scores: ColumnScores) -> ColumnScores:
        """As `score` with `keep`, from what `before` gave: only indicators that differ are computed.

        Where the two cannot be told apart indicator by indicator, or something is missing anywhere, everything is.
        """
        own, theirs = ({one.id: one for one in scheme.indicators} for scheme in (self, before))
        pools = any(pool is not None for pool, _ in (*self.groups, *before.groups))
        if pools or self.grains != before.grains or scores.high is not scores.low:
            return self.score(columns, keep=True)
        same = {name for name in own.keys() & theirs.keys() if own[name].same_as == theirs[name].same_as}
        kept = {name: scores.points[name] if name in same else np.empty_like(scores.low) for name in own}
        groups = ((None, tuple(one for name, one in own.items() if name not in same)),)
        low = np.empty_like(scores.low)
        gone = [scores.points[name] for name in theirs if name not in same]

        def stretch_scored(stretch: Stretch) -> Points | None:
            part = low[stretch.rows]
            part[:] = scores.low[stretch.rows]
            for points in gone:
                part -= points[stretch.rows]
            return _score(stretch, groups, part, kept)

        high, aside = _gathered(columns, low, stretch_scored)
        return ColumnScores(low, high, scores.aside | aside if aside.any() else scores.aside, kept)


Group = tuple[int | None, tuple[ColumnIndicator, ...]]


@cache
def _processors() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="whatif")


def _gathered(columns: Columns, low: Points, stretch_scored: Callable[[Stretch], Points | None]) -> tuple[Points, Mask]:
    """Score stretch by stretch, on every processor (the arithmetic runs outside the interpreter's lock).

    Returns the highest totals (`low` itself where nothing is missing), and the reports set aside.
    """
    stretches = list(columns.stretches())
    missing = list((_processors().map if len(stretches) > 1 else map)(stretch_scored, stretches))
    high, aside = low, np.zeros(len(low), bool)
    for stretch, gap in zip(stretches, missing, strict=True):
        if gap is not None:
            high = low.copy() if high is low else high
            high[stretch.rows] += gap
        if stretch.too_large is not None:
            aside[stretch.rows] = stretch.too_large
    return high, aside


def _score(stretch: Stretch, groups: Sequence[Group], low: Points, kept: dict[str, Points]) -> Points | None:
    """Add the points of a stretch to `low`; returns what indicators without points could add."""
    missing: Points | None = None
    for pool, group in groups:
        total = low if pool is None else np.zeros_like(low)
        gap = _together(stretch, group, total, kept)
        if pool is not None:
            most = total if gap is None else total + gap
            total = np.minimum(total, pool)
            gap = None if gap is None else np.minimum(most, pool) - total
            low += total
        if gap is not None:
            missing = gap if missing is None else missing + gap
    return missing


def _together(
    stretch: Stretch, group: Sequence[ColumnIndicator], total: Points, kept: dict[str, Points]
) -> Points | None:
    """Add the points of a group to `total`; returns what its indicators without points could add."""
    gap: Points | None = None
    for one in group:
        given = one.kernel(stretch)
        total += given.points
        if kept:
            place = kept[one.id][stretch.rows]
            place[:] = given.points
            if given.hole is not None:
                place[given.hole] = NONE
        if given.hole is not None:
            open_ = given.hole * given.points.dtype.type(one.most)
            gap = open_ if gap is None else gap + open_
    return gap


def compile_columns(scheme: CompiledScheme, layout: Layout, unit: int) -> ColumnScheme:
    """`scheme` over facts laid out so, in that unit. Raises NotCarried where only documents say what it asks."""
    for name, spec in scheme.scheme.evidence.items():
        if not layout.carries(name, spec):
            raise NotCarried(name)
    with localcontext(EXACT):
        return _Compiling(scheme, Surroundings(scheme.scheme, unit)).scheme_over_columns()


@dataclass(frozen=True, slots=True)
class _Compiling:
    scheme: CompiledScheme
    around: Surroundings

    def scheme_over_columns(self) -> ColumnScheme:
        scheme = self.scheme.scheme
        grain = scheme.rounding.points
        reach = sum((_most(one) for one in self.scheme.indicators), start=scheme.total_points) / grain
        grains = Grains(grain, self.scheme.mode, np.int16 if reach <= _NARROW else np.int32)
        items = list(_leaves(scheme.items))
        found = [self._indicator(item, one, grains) for item, one in zip(items, self.scheme.indicators, strict=True)]
        cap = scheme.total_points if scheme.total_cap is None else scheme.total_cap
        return ColumnScheme(grains, tuple(_grouped(self.scheme.nodes, found, grains)), grains.count(cap))

    def _indicator(self, item: Item, indicator: Indicator, grains: Grains) -> ColumnIndicator:
        rule = indicator.rule
        assert item.rule is not None  # noqa: S101 - leaves have one
        kernel = kernel_of(item.measure, item.rule, rule, self.around, grains)
        specs = [self.scheme.scheme.evidence[name] for name in indicator.inputs]
        same = (item.points, item.measure, item.rule, specs, self.scheme.scheme.calendars, indicator.pool_points)
        most = grains.count(_most(indicator))
        return ColumnIndicator(indicator.id, kernel, most, object() if isinstance(item.rule, Converted) else same)


_NARROW: Final = Decimal(15_000)
"""Grains that fit into 16 bits also where they are doubled on the way."""


def _most(indicator: Indicator) -> Decimal:
    points = indicator.pool_points if indicator.max_points is None else indicator.max_points
    return points + indicator.rule.bonus_cap


def _leaves(items: Iterable[Item]) -> Iterable[Item]:
    for item in items:
        if item.rule is not None:
            yield item
        yield from _leaves(item.items)


def _grouped(
    nodes: Sequence[Node], indicators: Sequence[ColumnIndicator], grains: Grains
) -> Iterable[tuple[int | None, tuple[ColumnIndicator, ...]]]:
    """Pools as they are, everything between them together."""
    at = 0
    for node in sorted((node for node in nodes if node.pool), key=lambda node: node.first):
        if node.first > at:
            yield None, tuple(indicators[at : node.first])
        yield grains.count(node.points), tuple(indicators[node.first : node.last])
        at = node.last
    if at < len(indicators):
        yield None, tuple(indicators[at:])
