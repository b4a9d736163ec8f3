"""Many reports scored under one scheme: from their documents one by one, or from columns of facts, with one result."""

import os
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.decimals import EXACT
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.evidence import evidence_of, read_inputs
from app.domain.scoring.settling import computed_total, ranges_before, settle
from app.whatif.columns import BLOCK, Block, Mask, Places, by_unit, facts_of, widen
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


class _Gathered:
    """A block that is being filled: facts of one width, and which reports they are of."""

    __slots__ = ("count", "facts", "narrow", "reports")

    def __init__(self, width: int, *, narrow: bool) -> None:
        self.facts, self.reports = np.empty((width, BLOCK)), np.empty(BLOCK, np.intp)
        self.narrow, self.count = narrow, 0

    def take(self, facts: npt.NDArray[Any], reports: Places) -> int:
        """As many as there is room for; says how many."""
        taken = min(BLOCK - self.count, len(reports))
        self.facts[:, self.count : self.count + taken] = facts[:, :taken]
        self.reports[self.count : self.count + taken] = reports[:taken]
        self.count += taken
        return taken


@dataclass(frozen=True, slots=True)
class _Part:
    """A block's outcome: its reports; for each scheme lows, highs and the points that were given; and what is left."""

    reports: Places
    scores: tuple[tuple[Grains, Grains, dict[str, set[int]]], ...]
    left: Places


class Rescoring:
    """Reports scored under several schemes as their facts come in, block by block, on every processor.

    (The arithmetic runs outside the interpreter's lock.) Memory is a few blocks, and two numbers a report and scheme.
    """

    def __init__(self, schemes: Sequence[CompiledScheme], layout: Layout) -> None:
        self._schemes, self._layout, self._width = schemes, layout, len(layout.places) + 1
        self._compiled = {unit: _compiled(schemes, layout, unit) for unit in UNITS}
        self._processors = os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(self._processors, thread_name_prefix="rescoring")
        self._running: deque[tuple[Future[_Part], _Gathered]] = deque()
        self._parts: list[_Part] = []
        self._open = {narrow: self._room(narrow=narrow) for narrow in (True, False)}
        self._reports = 0

    def add(self, rows: Sequence[bytes]) -> None:
        """Some reports more, packed."""
        numbers = range(self._reports, self._reports + len(rows))
        self._reports += len(rows)
        lengths = set(map(len, rows))
        for length in lengths:
            chosen, of = rows, np.array(numbers, np.intp)
            if len(lengths) > 1:
                of = np.array([at for at, row in zip(numbers, rows, strict=True) if len(row) == length], np.intp)
                chosen = [row for row in rows if len(row) == length]
            self._gather(chosen, of, narrow=length == 4 * self._width)

    def _gather(self, rows: Sequence[bytes], reports: Places, *, narrow: bool) -> None:
        facts = facts_of(rows, self._layout, narrow=narrow)
        while len(reports):
            taken = self._open[narrow].take(facts, reports)
            facts, reports = facts[:, taken:], reports[taken:]
            if self._open[narrow].count == BLOCK:
                self._begin(narrow=narrow)

    def finish(self) -> tuple[list[Scored], list[int]]:
        """Every report under each scheme, and those that are left to their documents."""
        for narrow, block in self._open.items():
            if block.count:
                self._begin(narrow=narrow)
        while self._running:
            self._end_oldest()
        self._pool.shutdown()
        found = [Scored.of(scheme, self._reports) for scheme in self._schemes]
        for part in self._parts:
            for one, (low, high, told) in zip(found, part.scores, strict=True):
                one.low[part.reports], one.high[part.reports] = low, high
                for name, points in told.items():
                    one.told[name] |= points
        return found, sorted(int(report) for part in self._parts for report in part.left)

    def _room(self, *, narrow: bool) -> _Gathered:
        return _Gathered(self._width, narrow=narrow)

    def _begin(self, *, narrow: bool) -> None:
        """Score the open block, and go on with another: a new one, or one that is done with."""
        full = self._open[narrow]
        self._running.append((self._pool.submit(self._score, full), full))
        again = self._room(narrow=narrow) if len(self._running) <= self._processors else self._end_oldest()
        again.narrow, again.count = narrow, 0
        self._open[narrow] = again

    def _end_oldest(self) -> _Gathered:
        future, block = self._running.popleft()
        self._parts.append(future.result())
        return block

    def _score(self, gathered: _Gathered) -> _Part:
        facts, reports = gathered.facts[:, : gathered.count], gathered.reports[: gathered.count].copy()
        if gathered.narrow:
            widen(facts)
        blocks, uncarried = by_unit(self._layout, facts)
        count, left = len(reports), [uncarried]
        scores = tuple(
            (np.zeros(count, np.int64), np.zeros(count, np.int64), dict[str, set[int]]()) for _ in self._schemes
        )
        for places, block in blocks:
            compiled = self._compiled[block.unit]
            left.append(places if compiled is None else places[_score_block(compiled, block, places, scores)])
        return _Part(reports, scores, reports[np.concatenate(left)])


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
    totals, given, before = None, dict[str, Given](), dict[str, set[int]]()
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
            if patch is None or name not in patch.same:
                told.setdefault(name, set()).update(_told(one, block.too_large))
            else:
                told.setdefault(name, set()).update(before[name])
        before = told
    return np.zeros(len(block), bool) if block.too_large is None else block.too_large


def _told(given: Given, aside: Mask | None) -> list[int]:
    """The different points that an indicator gave."""
    points, left = given.points, either(given.hole, aside)
    if left is not None:
        points = points[~left]
    found: list[int] = np.flatnonzero(np.bincount(points)).tolist()
    return found
