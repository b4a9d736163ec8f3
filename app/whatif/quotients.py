"""Measures over columns: exact quotients of whole numbers held in binary64, for many reports at once.

A value is `scale` × numerator ÷ denominator + `offset`, with the constants kept apart as exact fractions, so that what
is computed for each report is whole and stays whole. The exact engine (`app/domain/scoring/measures`) says what each
measure means; what this one cannot carry it refuses (`NotCarried`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import lcm

import numpy as np

from app.domain.decimals import HUNDRED
from app.domain.scoring.measures import (
    Change,
    Deviation,
    Measure,
    Operand,
    Ratio,
    Sum,
    ValueMeasure,
    WorkingDaysLate,
)
from app.domain.scoring.measures.base import FixedValue, Policy, ZeroBase, ZeroBasePolicy
from app.domain.scoring.scheme import Scheme
from app.whatif.columns import Block, Floats, Mask, Quotients


class NotCarried(Exception):
    """Columns cannot carry this part of a scheme: its reports are scored one by one."""


@dataclass(frozen=True, slots=True)
class ColumnMeasure:
    """A measure, compiled. Figures of `limit` or more are set aside by `evaluate`, which then stays within `bound`."""

    evaluate: Callable[[Block, float], Quotients]
    bound: Callable[[float], tuple[float, float]]
    """How large numerators and denominators can be when figures are below a limit."""
    scale: Fraction
    offset: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a measure is compiled within."""

    scheme: Scheme
    unit: int

    def measure(self, measure: Measure) -> ColumnMeasure:
        """`measure` over columns. Raises NotCarried."""
        if isinstance(measure, ValueMeasure):
            return self.operand(measure.value)
        if isinstance(measure, Ratio):
            return _divided(self._operands(measure.ratio), _percent(measure.as_), measure.zero_base)
        if isinstance(measure, Change):
            by, scale = self._operands(measure.change), _percent(measure.as_)
            return _divided(by, scale, measure.zero_base, offset=-scale)
        if isinstance(measure, Deviation):
            return _divided(self._operands(measure.deviation), _percent(measure.as_), measure.zero_base, apart=True)
        if isinstance(measure, Sum):
            return _added([_signed(self, term) for term in measure.sum])
        if isinstance(measure, WorkingDaysLate):
            return self._late(measure)
        raise NotCarried(type(measure).__name__)

    def operand(self, operand: Operand) -> ColumnMeasure:
        """An input, or a nested measure."""
        if not isinstance(operand, str):
            return self.measure(operand)
        spec = self.scheme.evidence[operand]

        def evaluate(block: Block, limit: float) -> Quotients:
            return block.column(operand, spec, limit)

        return ColumnMeasure(evaluate, lambda limit: (limit, 1.0), Fraction(1, self.unit))

    def _operands(self, pair: tuple[Operand, Operand]) -> tuple[ColumnMeasure, ColumnMeasure]:
        return without_offset(self.operand(pair[0])), without_offset(self.operand(pair[1]))

    def _late(self, measure: WorkingDaysLate) -> ColumnMeasure:
        calendar = self.scheme.calendars[measure.calendar].compile()
        days = np.array([day.toordinal() for day in calendar.days], np.float64)
        first, last = calendar.first.toordinal(), calendar.last.toordinal()
        due, done = measure.working_days_late

        def evaluate(block: Block, limit: float) -> Quotients:  # noqa: ARG001 - no day is large
            on, late = block.day(due), block.day(done)
            hole = np.isnan(on) | np.isnan(late)
            hole |= (late > on) & ((on < first) | (on > last) | (late < first) | (late > last))
            count = np.searchsorted(days, late, "right") - np.searchsorted(days, on, "right")
            return Quotients(np.maximum(count, 0).astype(np.float64), None, hole)

        return ColumnMeasure(evaluate, lambda _: (len(days) + 1.0, 1.0), Fraction(1))


def either(*masks: Mask | None) -> Mask | None:
    """Where any of the masks holds."""
    given = [mask for mask in masks if mask is not None]
    return list(accumulate(given, np.logical_or))[-1] if given else None


def _percent(as_: str) -> Fraction:
    return Fraction(HUNDRED) if as_ == "percent" else Fraction(1)


def _signed(around: Surroundings, term: Operand) -> ColumnMeasure:
    if isinstance(term, str) and term.startswith("-"):
        return _scaled(around.operand(term[1:].strip()), -1)
    return around.operand(term)


def _scaled(measure: ColumnMeasure, factor: int) -> ColumnMeasure:
    """The numerators `factor` times: for signs, and for bringing terms to one scale."""
    if factor == 1:
        return measure

    def evaluate(block: Block, limit: float) -> Quotients:
        found = measure.evaluate(block, limit)
        return Quotients(found.top * factor, found.base, found.hole)

    def bound(limit: float) -> tuple[float, float]:
        top, base = measure.bound(limit)
        return top * abs(factor), base

    return ColumnMeasure(evaluate, bound, measure.scale, measure.offset)


def without_offset(measure: ColumnMeasure) -> ColumnMeasure:
    """The same value with its offset brought into the numerators."""
    if not measure.offset:
        return measure
    share = measure.offset / measure.scale
    times, plus, scale = share.denominator, share.numerator, measure.scale / share.denominator

    def evaluate(block: Block, limit: float) -> Quotients:
        found = measure.evaluate(block, limit)
        base = np.ones(len(block)) if found.base is None else found.base
        return Quotients(found.top * times + base * plus, found.base, found.hole, found.forced)

    def bound(limit: float) -> tuple[float, float]:
        top, base = measure.bound(limit)
        return top * times + base * abs(plus), base

    return ColumnMeasure(evaluate, bound, scale)


def _added(terms: Sequence[ColumnMeasure]) -> ColumnMeasure:
    terms = [without_offset(term) for term in terms]
    scale = Fraction(1, lcm(*(one.scale.denominator for one in terms)))  # every other is a whole multiple of it
    return _pairwise([_scaled(one, int(one.scale / scale)) for one in terms], scale)


def _pairwise(terms: Sequence[ColumnMeasure], scale: Fraction) -> ColumnMeasure:
    def evaluate(block: Block, limit: float) -> Quotients:
        first, *rest = [term.evaluate(block, limit) for term in terms]
        top, base = first.top, first.base
        for one in rest:
            other = one.top if base is None else one.top * base
            top = (top if one.base is None else top * one.base) + other
            base = one.base if base is None else base if one.base is None else base * one.base
        return Quotients(top, base, either(first.hole, *(one.hole for one in rest)))

    def bound(limit: float) -> tuple[float, float]:
        top, base = 0.0, 1.0
        for one in terms:
            more, below = one.bound(limit)
            top, base = top * below + more * base, base * below
        return top, base

    return ColumnMeasure(evaluate, bound, scale)


def _divided(
    by: tuple[ColumnMeasure, ColumnMeasure],
    factor: Fraction,
    policy: ZeroBasePolicy,
    *,
    offset: Fraction = Fraction(0),
    apart: bool = False,
) -> ColumnMeasure:
    """`by[0]` ÷ `by[1]`, or how far they are apart ÷ `by[1]`; a base of 0 or less is answered by `policy`."""
    one, two = by
    if apart:
        one = _added([one, _scaled(two, -1)])
        first = by[0]
    else:
        first = one
    scale = factor * one.scale / two.scale
    zero = _ZeroBase(policy, scale, offset)

    def evaluate(block: Block, limit: float) -> Quotients:
        below, above = two.evaluate(block, limit), one.evaluate(block, limit)
        top = above.top if below.base is None else above.top * below.base
        base = below.top if above.base is None else below.top * above.base
        if apart:
            top = np.abs(top)
        found = Quotients(
            top, base, either(above.hole, below.hole), low=None if apart or below.base is not None else above.low
        )
        least = below.low if below.low is not None else float(below.top.min())
        if least > 0:
            return found
        against = above.top if first is one else first.evaluate(block, limit).top
        return zero.answered(found, below.top, against)

    def bound(limit: float) -> tuple[float, float]:
        (top, above), (base, below) = one.bound(limit), two.bound(limit)
        return max(top * below, zero.most), max(base * above, zero.most)

    return ColumnMeasure(evaluate, bound, scale, offset)


@dataclass(frozen=True, slots=True)
class _ZeroBase:
    """What the scheme says of a base of 0: a value instead, points whatever the rule, or no value."""

    policy: ZeroBasePolicy
    scale: Fraction
    offset: Fraction

    @property
    def most(self) -> float:
        """The largest number that an answer brings in."""
        sides = [self._side(nothing=nothing) for nothing in (True, False)]
        shares = [self._share(side) for side in sides if isinstance(side, FixedValue)]
        return float(max((max(abs(one.numerator), one.denominator) for one in shares), default=1))

    def _side(self, *, nothing: bool) -> Policy:
        if not isinstance(self.policy, ZeroBase):
            return self.policy
        return self.policy.zero_zero if nothing else self.policy.x_zero

    def _share(self, value: FixedValue) -> Fraction:
        return (Fraction(value.value) - self.offset) / self.scale

    def answered(self, found: Quotients, base: Floats, against: Floats) -> Quotients:
        """`found` with its zero bases answered; a negative base leaves a hole."""
        top, below = found.top.copy(), (np.ones(len(base)) if found.base is None else found.base.copy())
        hole, forced = found.hole, found.forced
        negative, zero = base < 0, base == 0
        hole = either(hole, negative)
        below[negative | zero] = 1.0
        for nothing in (True, False):
            mask = zero & ((against == 0) == nothing)
            side = self._side(nothing=nothing)
            if isinstance(side, FixedValue):
                share = self._share(side)
                top[mask], below[mask] = float(share.numerator), float(share.denominator)
            elif side == "unscored":
                hole = either(hole, mask)
            else:
                forced = (*forced, (mask, side))
        return Quotients(top, below, hole, forced)
