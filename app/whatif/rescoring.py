"""A scheme compiled a second time: for many reports at once, from columns of facts, with the exact engine's results."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final

import numpy as np

from app.domain.decimals import EXACT
from app.domain.scoring.compiled import CompiledScheme, Indicator, Node
from app.domain.scoring.rules import Converted
from app.domain.scoring.scheme import Item
from app.whatif.answers import kernel_of
from app.whatif.columns import Block
from app.whatif.facts import Layout
from app.whatif.kernels import Given, Grains, Kernel, Points
from app.whatif.quotients import NotCarried, Surroundings

_NOTHING: Final[Mapping[str, Given]] = {}


def _to_nobody(*_: object) -> None:
    """Keep nothing."""


@dataclass(slots=True)
class Totals:
    """The totals of a block's reports in grains of points, not yet cut to the scheme's cap."""

    low: Points
    high: Points
    """The same array as `low` where no report misses anything."""


Tell = Callable[[str, Given], object]
"""Told what each indicator gives, by its id; who does not keep it lets the memory be used again."""


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

    @property
    def pooled(self) -> bool:
        """Whether some indicators share their points."""
        return any(pool is not None for pool, _ in self.groups)

    def score(self, block: Block, tell: Tell = _to_nobody, known: Mapping[str, Given] = _NOTHING) -> Totals:
        """Every report of `block`; what is `known` of indicators is taken as it is, and not told."""
        low = np.zeros(len(block), self.grains.dtype)
        missing: Points | None = None
        for pool, group in self.groups:
            total = low if pool is None else np.zeros_like(low)
            gap: Points | None = None
            for one in group:
                given = known.get(one.id)
                if given is None:
                    given = one.kernel(block)
                    tell(one.id, given)
                total += given.points
                gap = _more(gap, given, one.most)
            if pool is not None:
                least = np.minimum(total, pool)
                gap = None if gap is None else np.minimum(total + gap, pool) - least
                low += least
            if gap is not None:
                missing = gap if missing is None else missing + gap
        return Totals(low, low if missing is None else low + missing)


@dataclass(frozen=True, slots=True)
class Patch:
    """From one scheme to another: what differs. Found once, applied to many blocks."""

    scheme: ColumnScheme
    same: frozenset[str]
    gone: tuple[str, ...]
    new: tuple[ColumnIndicator, ...]
    one_by_one: bool
    """Whether totals are the sums of the indicators', so that one can be taken away and another put in its place."""

    @classmethod
    def between(cls, before: ColumnScheme, after: ColumnScheme) -> "Patch":
        """What `after` says differently."""
        own, theirs = ({one.id: one for one in scheme.indicators} for scheme in (after, before))
        alike = own.keys() & theirs.keys() if before.grains == after.grains else set()
        same = frozenset(name for name in alike if own[name].same_as == theirs[name].same_as)
        return cls(
            after,
            same,
            tuple(theirs.keys() - same),
            tuple(one for name, one in own.items() if name not in same),
            bool(same) and not (before.pooled or after.pooled),
        )

    def apply(self, block: Block, totals: Totals, given: Mapping[str, Given], tell: Tell = _to_nobody) -> Totals:
        """`scheme.score`, from the totals and points that the scheme before gave; only what differs is computed.

        `tell` hears of what was computed; everything in `same` is as it was `given`.
        """
        if not self.one_by_one or totals.high is not totals.low:
            return self.scheme.score(block, tell, {name: given[name] for name in self.same})
        low, gap = totals.low, None
        for name in self.gone:
            low = low - given[name].points
        for one in self.new:
            found = one.kernel(block)
            tell(one.id, found)
            low = low + found.points
            gap = _more(gap, found, one.most)
        return Totals(low, low if gap is None else low + gap)


def _more(gap: Points | None, given: Given, most: int) -> Points | None:
    """`gap` with what an indicator could still add where it has no points."""
    if given.hole is None:
        return gap
    open_: Points = given.hole * given.points.dtype.type(most)
    return open_ if gap is None else gap + open_


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
