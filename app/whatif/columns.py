"""Facts of many reports as columns, and how a stretch of them is read: with what is missing, and how large it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from app.domain.scoring.scheme import EvidenceSpec
from app.whatif.facts import BLANK, EXACT_BELOW, NOT_CARRIED, NOTHING, TRUE, UNITS, Layout

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

STRETCH: Final = 131_072
"""Reports at a time: few enough for what is computed of them to stay in the processor's caches, enough for the cost of
a call to vanish."""


@dataclass(slots=True)
class Quotients:
    """Numerators over positive denominators (none: all 1). In a hole there is no value, and the numbers mean nothing.

    `forced` are reports whose points a zero base decides, whatever the rule. Arrays may be views: never written to.
    """

    top: Floats
    base: Floats | None
    hole: Mask | None
    forced: tuple[tuple[Mask, Literal["full", "zero"]], ...] = ()
    low: float | None = None
    """A lower bound of the numerators, where it is known without looking."""


@dataclass(slots=True)
class Columns:
    """Facts of reports that share a unit: `values[fact, report]`, and the least and greatest of each stretch of a fact.

    The extremes are not a number where something is missing from the stretch.
    """

    layout: Layout
    unit: int
    reports: Places
    """Which of all the reports these are."""
    values: Floats
    low: list[list[float]]
    high: list[list[float]]

    def stretches(self) -> "Iterator[Stretch]":
        """The reports, so many at a time."""
        for number in range(len(self.low[0])):
            yield Stretch(self, number)


@dataclass(frozen=True, slots=True)
class Filing:
    """Everything that was read: columns by unit, and the reports that only their documents say."""

    columns: tuple[Columns, ...]
    uncarried: Places
    reports: int


def filing(layout: Layout, packed: Iterable[Sequence[bytes]]) -> Filing:
    """Rows of facts, in batches, as columns."""
    width = len(layout.places) + 1
    batches = [np.frombuffer(b"".join(rows), "<f8").reshape(-1, width) for rows in packed]
    rows = batches[0] if len(batches) == 1 else np.concatenate([np.empty((0, width)), *batches])
    units = rows[:, 0]
    columns = []
    for unit in UNITS:
        places = np.flatnonzero(units == unit)
        if len(places):
            chosen = rows if len(places) == len(rows) else rows[places]
            columns.append(_columns(layout, unit, places, chosen))
    return Filing(tuple(columns), np.flatnonzero(units == NOT_CARRIED), len(rows))


def _columns(layout: Layout, unit: int, places: Places, rows: Floats) -> Columns:
    count, width = rows.shape
    values = np.empty((width, count))
    stretches = range(0, count, STRETCH)
    low, high = np.empty((width, len(stretches))), np.empty((width, len(stretches)))
    for number, begin in enumerate(stretches):
        stretch = values[:, begin : begin + STRETCH]
        stretch[:] = rows[begin : begin + STRETCH].T
        stretch.min(axis=1, out=low[:, number])
        stretch.max(axis=1, out=high[:, number])
    return Columns(layout, unit, places, values, low.tolist(), high.tolist())


class Stretch:
    """Some reports, and which of them have figures too large for exact work in binary64."""

    __slots__ = ("columns", "number", "rows", "too_large", "unit")

    def __init__(self, columns: Columns, number: int) -> None:
        self.columns, self.number, self.unit = columns, number, columns.unit
        self.rows = slice(number * STRETCH, min((number + 1) * STRETCH, columns.values.shape[1]))
        self.too_large: Mask | None = None

    def __len__(self) -> int:
        return int(self.rows.stop - self.rows.start)

    def column(self, name: str, spec: EvidenceSpec, limit: float) -> Quotients:
        """Figures as `spec` reads them: 无 is 0, a blank what the scheme says; those of `limit` or more set aside."""
        place = self.columns.layout.places.get(spec.source or name)
        if place is None:
            return self._nowhere()
        low, high = self.columns.low[place][self.number], self.columns.high[place][self.number]
        numbers = self.columns.values[place, self.rows]
        if low > -limit and high < limit:
            return Quotients(numbers, None, None, (), low)
        return self._read(numbers, spec, limit)

    def _read(self, numbers: Floats, spec: EvidenceSpec, limit: float) -> Quotients:
        blank = None if spec.blank_as is None else spec.blank_as * self.unit
        numbers = numbers.copy()
        if spec.unit != "%":
            numbers[numbers == NOTHING] = 0.0
        if blank is not None and blank == blank.to_integral_value() and abs(blank) < limit:
            numbers[numbers == BLANK] = float(blank)
        elif blank is not None:
            self.set_aside(numbers == BLANK)
        hole = ~(np.abs(numbers) < EXACT_BELOW)  # also what is not a number
        numbers[hole] = 1.0
        large = np.abs(numbers) >= limit
        if large.any():
            self.set_aside(large)
            numbers[large] = 1.0
        return Quotients(numbers, None, hole if hole.any() else None, low=float(numbers.min()))

    def set_aside(self, reports: Mask) -> None:
        """Leave reports to the exact engine."""
        self.too_large = reports if self.too_large is None else self.too_large | reports

    def _nowhere(self) -> Quotients:
        return Quotients(np.ones(len(self)), None, np.ones(len(self), bool), low=1.0)

    def raw(self, name: str) -> Floats | None:
        """A fact as it is packed; None where the reports' scheme does not ask for it."""
        place = self.columns.layout.places.get(name)
        return None if place is None else self.columns.values[place, self.rows]

    def day(self, name: str) -> Floats:
        """Days by their ordinal: of a date of the scheme's own for all, or of an answer, not a number where missing."""
        if name[0].isdigit():
            return np.full(len(self), float(date.fromisoformat(name).toordinal()))
        raw = self.raw(name)
        return np.full(len(self), np.nan) if raw is None else raw

    def says(self, name: str) -> Mask:
        """Which reports say true."""
        raw = self.raw(name)
        return np.zeros(len(self), bool) if raw is None else raw == TRUE
