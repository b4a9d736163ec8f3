"""Facts of many reports as columns, and how they are read: with what is missing, and how large it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from app.domain.scoring.scheme import EvidenceSpec
from app.whatif.facts import (
    BLANK,
    EXACT_BELOW,
    NARROW,
    NARROW_ABSENT,
    NOT_CARRIED,
    NOTHING,
    SMALLEST,
    TRUE,
    UNITS,
    Layout,
)

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

BLOCK: Final = 131_072
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


class Block:
    """Facts of some reports that share a unit: `values[fact, report]`."""

    __slots__ = ("high", "low", "places", "too_large", "unit", "values")

    def __init__(self, layout: Layout, unit: int, values: Floats) -> None:
        self.places, self.unit, self.values = layout.places, unit, values
        # Not a number where something is missing.
        self.low: list[float] = values.min(axis=1).tolist()
        self.high: list[float] = values.max(axis=1).tolist()
        self.too_large: Mask | None = None
        """Reports with figures too large for exact work in binary64, once a kernel has come upon them."""

    def __len__(self) -> int:
        return int(self.values.shape[1])

    def column(self, name: str, spec: EvidenceSpec, limit: float) -> Quotients:
        """Figures as `spec` reads them: 无 is 0, a blank what the scheme says; those of `limit` or more set aside."""
        place = self.places.get(spec.source or name)
        if place is None:
            return self._nowhere()
        low, high, numbers = self.low[place], self.high[place], self.values[place]
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
        place = self.places.get(name)
        return None if place is None else self.values[place]

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


def by_unit(layout: Layout, facts: Floats) -> tuple[list[tuple[Places, Block]], Places]:
    """Facts as blocks of one unit each with the places of their reports, and the reports that no facts carry."""
    units, found = facts[0], []
    for unit in UNITS:
        places = np.flatnonzero(units == unit)
        if len(places):
            own = facts if len(places) == len(units) else facts[:, places]
            found.append((places, Block(layout, unit, own)))
    return found, np.flatnonzero(units == NOT_CARRIED)


def facts_of(rows: Sequence[bytes], layout: Layout, *, narrow: bool) -> npt.NDArray[Any]:
    """Facts of one width as they come from disk, a column a report."""
    return np.frombuffer(b"".join(rows), "<i4" if narrow else "<f8").reshape(-1, len(layout.places) + 1).T


def widen(facts: Floats) -> None:
    """Put what narrow facts stand for in their places."""
    meant = np.array([np.nan, *NARROW.values()])
    for column, low, high in zip(facts, facts.min(axis=1), facts.max(axis=1), strict=True):
        if high < SMALLEST and low == high:  # nobody was asked, or everybody answered alike
            column.fill(meant[int(low - NARROW_ABSENT)])
        elif low < SMALLEST:
            special = column < SMALLEST
            column[special] = meant[(column[special] - NARROW_ABSENT).astype(np.intp)]
