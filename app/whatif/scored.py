"""Many reports scored under one scheme: from their documents one by one, or from columns of facts, with one result."""

import os
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import accumulate, pairwise

import numpy as np
import numpy.typing as npt

from app.domain.decimals import EXACT
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.evidence import evidence_of, read_inputs
from app.domain.scoring.settling import computed_total, ranges_before, settle
from app.whatif.columns import BLOCK, Block, Floats, Mask, Places, by_unit, facts_of
from app.whatif.facts import UNITS, Layout
from app.whatif.kernels import Given
from app.whatif.quotients import NotCarried, either
from app.whatif.rescoring import ColumnScheme, Patch, compile_columns

Grains = npt.NDArray[np.int64]

Content = tuple[Form, Supplement]
"""What people filled in."""


@dataclass(slots=True)
class Scored:
    """Totals of all reports in whole numbers of the scheme's grain, and the points that each indicator gave anybody."""

    scheme: CompiledScheme
    low: Grains
    high: Grains
    told: dict[str, set[int]]

    @classmethod
    def of(cls, scheme: CompiledScheme, reports: int) -> "Scored":
        """Room for so many reports, none scored yet."""
        told: dict[str, set[int]] = {one.id: set() for one in scheme.indicators}
        return cls(scheme, np.zeros(reports, np.int64), np.zeros(reports, np.int64), told)

    @property
    def grain(self) -> Decimal:
        """What points are rounded to."""
        return self.scheme.scheme.rounding.points

    def score_exactly(self, report: int, content: Content) -> None:
        """Score one report from its document, with exact decimals."""
        scheme = self.scheme
        evidence = evidence_of(scheme.scheme, *content)
        with localcontext(EXACT):
            settled = settle(scheme, evidence, read_inputs(scheme.scheme.evidence, evidence))
            total = computed_total(scheme, settled, ranges_before(scheme, settled))
            self.low[report], self.high[report] = int(total.low / self.grain), int(total.high / self.grain)
            for one in settled:
                if one.points is not None:
                    self.told[one.indicator.id].add(int(one.points / self.grain))


@dataclass(frozen=True, slots=True)
class _Part:
    """A block's outcome: for each scheme lows, highs and the points that were given; and the reports left out."""

    scores: tuple[tuple[Grains, Grains, dict[str, set[int]]], ...]
    left: Places


class Rescoring:
    """Reports scored under several schemes as their facts come in, block by block, on every processor.

    (The arithmetic runs outside the interpreter's lock.) Memory is a few blocks, and two numbers a report and scheme.
    """

    def __init__(self, schemes: Sequence[CompiledScheme], layout: Layout) -> None:
        self._schemes, self._layout = schemes, layout
        self._compiled = {unit: _compiled(schemes, layout, unit) for unit in UNITS}
        self._processors = os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(self._processors, thread_name_prefix="rescoring")
        self._running: deque[tuple[Future[_Part], Floats]] = deque()
        self._parts: list[_Part] = []
        self._open, self._count = self._room(), 0

    def add(self, rows: Sequence[bytes]) -> None:
        """Some reports more, packed."""
        facts = facts_of(rows, self._layout)
        while facts.shape[1]:
            fitting = facts[:, : BLOCK - self._count]
            self._open[:, self._count : self._count + fitting.shape[1]] = fitting
            self._count, facts = self._count + fitting.shape[1], facts[:, fitting.shape[1] :]
            if self._count == BLOCK:
                self._begin()

    def finish(self) -> tuple[list[Scored], list[int]]:
        """Every report under each scheme, and those that are left to their documents."""
        if self._count:
            self._begin()
        while self._running:
            self._end_oldest()
        self._pool.shutdown()
        sizes = [len(part.scores[0][0]) for part in self._parts]
        begins = list(accumulate(sizes, initial=0))
        left = [int(place) + begin for part, begin in zip(self._parts, begins, strict=False) for place in part.left]
        return [self._scored(number, scheme) for number, scheme in enumerate(self._schemes)], left

    def _scored(self, number: int, scheme: CompiledScheme) -> Scored:
        empty = np.zeros(0, np.int64)
        found = Scored.of(scheme, 0)
        found.low = np.concatenate([empty, *(part.scores[number][0] for part in self._parts)])
        found.high = np.concatenate([empty, *(part.scores[number][1] for part in self._parts)])
        for part in self._parts:
            for name, points in part.scores[number][2].items():
                found.told[name] |= points
        return found

    def _room(self) -> Floats:
        return np.empty((len(self._layout.places) + 1, BLOCK))

    def _begin(self) -> None:
        """Score the open block, and go on with another array: a new one, or one that is done with."""
        self._running.append((self._pool.submit(self._score, self._open[:, : self._count]), self._open))
        self._open = self._room() if len(self._running) <= self._processors else self._end_oldest()
        self._count = 0

    def _end_oldest(self) -> Floats:
        future, array = self._running.popleft()
        self._parts.append(future.result())
        return array

    def _score(self, facts: Floats) -> _Part:
        blocks, uncarried = by_unit(self._layout, facts)
        count, left = facts.shape[1], [uncarried]
        scores = tuple(
            (np.zeros(count, np.int64), np.zeros(count, np.int64), dict[str, set[int]]()) for _ in self._schemes
        )
        for places, block in blocks:
            compiled = self._compiled[block.unit]
            left.append(places if compiled is None else places[_score_block(compiled, block, places, scores)])
        return _Part(scores, np.concatenate(left))


@dataclass(frozen=True, slots=True)
class _Compiled:
    """Schemes over columns, each with what it says differently from the one before it."""

    schemes: tuple[ColumnScheme, ...]
    patches: tuple[Patch | None, ...]


def _compiled(schemes: Sequence[CompiledScheme], layout: Layout, unit: int) -> _Compiled | None:
    try:
        found = tuple(compile_columns(scheme, layout, unit) for scheme in schemes)
    except NotCarried:
        return None
    return _Compiled(found, (None, *(Patch.between(before, after) for before, after in pairwise(found))))


def _score_block(
    compiled: _Compiled,
    block: Block,
    places: Places,
    scores: Sequence[tuple[Grains, Grains, dict[str, set[int]]]],
) -> Mask:
    """Score a block under each scheme, one patched into what the other gave; says which reports it had to set aside."""
    totals, given = None, dict[str, Given]()
    for scheme, patch, (low, high, told) in zip(compiled.schemes, compiled.patches, scores, strict=True):
        new: dict[str, Given] = {}
        if totals is None or patch is None:
            totals = scheme.score(block, new.__setitem__)
        else:
            totals = patch.apply(block, totals, given, new.__setitem__)
            new |= {name: given[name] for name in patch.same}
        given = new
        low[places], high[places] = np.minimum(totals.low, scheme.cap), np.minimum(totals.high, scheme.cap)
        for name, one in given.items():
            told.setdefault(name, set()).update(_told(one, block.too_large))
    return np.zeros(len(block), bool) if block.too_large is None else block.too_large


def _told(given: Given, aside: Mask | None) -> list[int]:
    """The different points that an indicator gave."""
    points, left = given.points, either(given.hole, aside)
    if left is not None:
        points = points[~left]
    found: list[int] = np.flatnonzero(np.bincount(points)).tolist()
    return found
