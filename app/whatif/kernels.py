"""Rules over columns: points of many reports at once, as whole numbers of the grain that points are rounded to.

Each kernel gives what the rule of the same name gives (`app/domain/scoring/rules`), report by report; a test compares
them on random reports. Constants come from the compiled rules, so that a rule is understood in one place.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import singledispatch
from itertools import pairwise
from math import ceil, gcd
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from app.domain.decimals import ZERO
from app.domain.scoring.rules.bands import CompiledBands
from app.domain.scoring.rules.base import CompiledRule
from app.domain.scoring.rules.converted import CompiledConverted
from app.domain.scoring.rules.occurrences import CompiledOccurrences
from app.domain.scoring.rules.proportional import CompiledProportional
from app.domain.scoring.rules.steps import CompiledSteps
from app.whatif.columns import BLOCK, Block, Floats, Mask, Quotients
from app.whatif.quotients import ColumnMeasure, NotCarried, either, without_offset

Points = npt.NDArray[Any]
"""Whole numbers of grains, in 16 or 32 bits as the scheme needs."""

COMPARED_BELOW: Final = 2.0**51
"""Two quotients of whole numbers differ also when rounded to binary64 while every product of them stays below this."""

COUNTED_BELOW: Final = 2.0**52
"""Whole steps of a quotient are counted exactly while numerator and denominator together stay below this."""

FEWEST: Final = 2.0**20
"""A kernel that could take no figures above this (in units) is of no use."""


@dataclass(frozen=True, slots=True)
class Given:
    """Points of a block; in a hole there are none (and the number is 0)."""

    points: Points
    hole: Mask | None = None


Kernel = Callable[[Block], Given]


@dataclass(frozen=True, slots=True)
class Grains:
    """How points are counted: whole numbers of `grain`, in an integer wide enough for the scheme's total."""

    grain: Decimal
    mode: str
    dtype: type[np.int16] | type[np.int32]

    def count(self, points: Decimal) -> int:
        """Points as a number of grains. Raises NotCarried where they are not whole."""
        grains = points / self.grain
        if grains != grains.to_integral_value():
            raise NotCarried(f"{points} is no multiple of {self.grain}")
        return int(grains)

    def array(self, values: Any) -> Points:
        """Whole numbers as points."""
        found: Points = values.astype(self.dtype)
        return found


@dataclass(frozen=True, slots=True)
class NumberRule:
    """A rule over quotients; it is exact while `fits` says so of their bounds."""

    points: Callable[[Quotients], Given]
    fits: Callable[[float, float], bool]


def number_kernel(measure: ColumnMeasure, rule: CompiledRule[Any], grains: Grains) -> Kernel:
    """Measure and rule as one, for figures as large as both stay exact for. Raises NotCarried."""
    if not isinstance(rule, CompiledBands | CompiledSteps):
        measure = without_offset(measure)
    compiled = number_rule(rule, measure, grains)
    limit = 2.0**52
    while not compiled.fits(*measure.bound(limit)):
        limit /= 2
        if limit < FEWEST:
            raise NotCarried("too large factors")
    full = grains.count(rule.full)

    def kernel(block: Block) -> Given:
        found = measure.evaluate(block, limit)
        given = compiled.points(found)
        if not found.forced:
            return given if found.hole is None else closed(given.points, either(found.hole, given.hole))
        hole = given.hole
        for mask, side in found.forced:
            given.points[mask] = full if side == "full" else 0
            hole = None if hole is None else hole & ~mask
        return closed(given.points, either(found.hole, hole))

    return kernel


def closed(points: Points, hole: Mask | None) -> Given:
    """Points with nothing in the holes."""
    if hole is not None:
        points[hole] = 0
    return Given(points, hole)


@singledispatch
def number_rule(rule: object, measure: ColumnMeasure, grains: Grains) -> NumberRule:  # noqa: ARG001 - one shape
    """A compiled rule over quotients. Raises NotCarried where there is none."""
    raise NotCarried(type(rule).__name__)


_own = threading.local()


def scratch(length: int) -> Floats:
    """An array of this thread's own to work in, until the next is asked for: new memory costs more than arithmetic."""
    found: Floats | None = getattr(_own, "floats", None)
    if found is None or len(found) < length:
        found = _own.floats = np.empty(max(length, BLOCK))
    return found[:length]


@number_rule.register
def _bands(rule: CompiledBands, measure: ColumnMeasure, grains: Grains) -> NumberRule:
    shares = [(Fraction(edge) - measure.offset) / measure.scale for edge in rule.edges]
    edges = [float(share) for share in shares]
    level = stepped(edges, [0 if row is None else grains.count(row.points) for row in rule.stretches], grains)
    gaps = [int(row is None) for row in rule.stretches]
    gap = stepped(edges, gaps, grains) if any(gaps) else None

    def points(found: Quotients) -> Given:
        values = found.top
        if found.base is not None:
            values = np.divide(found.top, found.base, out=scratch(len(found.top)))
        return Given(level(values)) if gap is None else closed(level(values), gap(values) != 0)

    def fits(top: float, base: float) -> bool:
        return all(max(base * abs(one.numerator), top * one.denominator) < COMPARED_BELOW for one in shares)

    return NumberRule(points, fits)


def stepped(edges: Sequence[float], levels: Sequence[int], grains: Grains) -> Callable[[Floats], Points]:
    """`levels[2i]` below edge i, `levels[2i + 1]` on it: summed in single bytes where their common part allows it."""
    part = gcd(*levels) or 1
    small = [level // part for level in levels]
    rises = [after - before for before, after in pairwise(small)]
    narrow = np.int8 if max(map(abs, [*small, *rises])) < 128 else grains.dtype
    reached = [
        ((np.greater if at % 2 else np.greater_equal), edges[at // 2], narrow(rise))
        for at, rise in enumerate(rises)
        if rise
    ]
    least, times = small[0], grains.dtype(part)

    def points(values: Floats) -> Points:
        found: Points | None = np.full(len(values), least, narrow) if least or not reached else None
        for compare, edge, rise in reached:
            one = compare(values, edge).view(np.int8)
            if rise != 1:
                one = one * rise
            found = one if found is None else np.add(found, one, out=found)
        assert found is not None  # noqa: S101 - made above
        wide = grains.array(found)
        wide *= times
        return wide

    return points


@number_rule.register
def _steps(rule: CompiledSteps, measure: ColumnMeasure, grains: Grains) -> NumberRule:
    base = _deducted(rule, measure, grains)
    if rule.rule.bonus is None:
        return base
    more, each, cap = rule.rule.bonus, Fraction(rule.rule.bonus.add), grains.count(rule.bonus_cap)
    most = Fraction(more.cap) / Fraction(grains.grain)
    better = _distance(measure, rule, Fraction(more.step), turned=True)
    steps = _counted(better, more.part_step, ceil(Fraction(more.cap) / each), grains)
    if each % Fraction(grains.grain) or most.denominator != 1:
        raise NotCarried("bonus")

    def points(found: Quotients) -> Given:
        added = np.minimum(steps(found) * grains.dtype(grains.count(more.add)), cap)
        return Given(base.points(found).points + added)

    return NumberRule(points, lambda top, below: base.fits(top, below) and better.fits(top, below))


@dataclass(frozen=True, slots=True)
class _Linear:
    """(times × numerator + plus × denominator) ÷ (parts × denominator), and a whole number beside it."""

    times: int
    plus: int
    parts: int
    beside: int
    either_way: bool = False

    def of(self, found: Quotients) -> Floats:
        """The quotients without what stands beside, in a scratch array."""
        top = np.multiply(found.top, float(self.times), out=scratch(len(found.top)))
        if self.plus:
            top += float(self.plus) if found.base is None else found.base * float(self.plus)
        if found.base is not None:
            top /= found.base if self.parts == 1 else found.base * float(self.parts)
        elif self.parts != 1:
            top /= float(self.parts)
        return np.abs(top, out=top) if self.either_way else top

    def fits(self, top: float, base: float) -> bool:
        """Whether whole parts of it are counted exactly."""
        return top * abs(self.times) + base * (abs(self.plus) + self.parts) < COUNTED_BELOW


def _distance(measure: ColumnMeasure, rule: CompiledSteps, step: Fraction, *, turned: bool = False) -> _Linear:
    """How many steps a value is beyond the standard; `turned`, on its better side."""
    sign = -1 if (rule.worse == "below") != turned else 1
    begin = sign * (measure.offset - Fraction(rule.standard)) / step
    aligned = begin.denominator == 1 and rule.worse != "either"
    times, plus, parts = _whole(sign * measure.scale / step, Fraction(0) if aligned else begin)
    return _Linear(times, plus, parts, int(begin) if aligned else 0, rule.worse == "either")


def _counted(distance: _Linear, part_step: str, last: int, grains: Grains) -> Callable[[Quotients], Points]:
    """Whole or started steps, from 0 up to `last`."""
    if part_step == "proportional":
        raise NotCarried("parts of a step")
    whole = np.ceil if part_step == "started" else np.floor

    def steps(found: Quotients) -> Points:
        counted = distance.of(found)
        counted = whole(counted, out=counted)
        counted += distance.beside
        return grains.array(np.clip(counted, 0, last, out=counted))

    return steps


def _deducted(rule: CompiledSteps, measure: ColumnMeasure, grains: Grains) -> NumberRule:
    most, each = Fraction(rule.terms.max_points), Fraction(rule.rule.deduct)
    if rule.part == "proportional":
        return _deducted_in_parts(rule, measure, grains)
    distance = _distance(measure, rule, Fraction(rule.step))
    full, last = grains.count(rule.full), int(rule.last)
    if not rule.exact or full * Fraction(grains.grain) != most:
        counted = _counted(distance, rule.part, last, grains)
        inside = _parts_of_a_point(-each, most, rule, grains)
        return NumberRule(
            lambda found: inside.points(Quotients(counted(found).astype(np.float64), None, None)), distance.fits
        )
    lost = min(grains.count(rule.deduct), full)
    beside = distance.beside
    if (abs(beside) + last) * lost + full > np.iinfo(grains.dtype).max:
        steps = _counted(distance, rule.part, last, grains)
        return NumberRule(lambda found: Given(np.maximum(full - lost * steps(found), 0)), distance.fits)
    whole = np.ceil if rule.part == "started" else np.floor
    begins_below_zero = -beside < 0

    def points(found: Quotients) -> Given:
        steps = distance.of(found)
        if begins_below_zero or rule.part == "started":
            whole(steps, out=steps)
        left = grains.array(np.clip(steps, -beside, last - beside, out=steps))  # cuts parts off, as all are positive
        left *= grains.dtype(-lost)
        left += grains.dtype(full - beside * lost)
        return Given(left if last * lost == full else np.maximum(left, 0))

    return NumberRule(points, distance.fits)


def _whole(share: Fraction, plus: Fraction) -> tuple[int, int, int]:
    """(a, b, c) with share × n ÷ d + plus = (a × n + b × d) ÷ (c × d), all whole."""
    parts = share.denominator * plus.denominator // gcd(share.denominator, plus.denominator)
    return int(share * parts), int(plus * parts), parts


def _parts_of_a_point(times: Fraction, plus: Fraction, rule: CompiledRule[Any], grains: Grains) -> NumberRule:
    """Points = times × numerator ÷ denominator + plus, cut to 0 … maximum and rounded as the scheme says."""
    a, b, c = _whole(times / Fraction(grains.grain), plus / Fraction(grains.grain))
    ceiling = Fraction(rule.terms.max_points) / Fraction(grains.grain)
    full = grains.count(rule.full)

    def points(found: Quotients) -> Given:
        base = np.ones(len(found.top)) if found.base is None else found.base
        top, below = found.top * float(a) + base * float(b), base * float(c)
        met = top * float(ceiling.denominator) >= below * float(ceiling.numerator)
        top[met | (top < 0)] = 0.0
        left = grains.array(rounded(top, below, grains.mode))
        left[met] = full
        return Given(left)

    def fits(top: float, base: float) -> bool:
        most_of_all = (top * abs(a) + base * (abs(b) + c)) * max(ceiling.numerator, ceiling.denominator)
        return 4 * most_of_all < COUNTED_BELOW

    return NumberRule(points, fits)


def rounded(top: Floats, base: Floats | float, mode: str) -> Floats:
    """A quotient that is not negative, to a whole number by the decimal module's rounding `mode`."""
    if mode in ("ROUND_DOWN", "ROUND_FLOOR"):
        return np.floor(top / base)
    if mode == "ROUND_CEILING":
        return np.ceil(top / base)
    twice = 2 * top + base
    found = np.floor(twice / (2 * base))
    if mode == "ROUND_HALF_EVEN":
        found -= (twice == 2 * base * found) & (found % 2 == 1)
    return found


def _deducted_in_parts(rule: CompiledSteps, measure: ColumnMeasure, grains: Grains) -> NumberRule:
    sign, step = -1 if rule.worse == "below" else 1, Fraction(rule.step)
    times, plus, parts = _whole(sign * measure.scale / step, sign * (measure.offset - Fraction(rule.standard)) / step)
    inside = _parts_of_a_point(-Fraction(rule.rule.deduct), Fraction(rule.terms.max_points), rule, grains)

    def points(found: Quotients) -> Given:
        base = np.ones(len(found.top)) if found.base is None else found.base
        far = found.top * float(times) + base * float(plus)
        return inside.points(Quotients(np.abs(far) if rule.worse == "either" else far, base * float(parts), None))

    return NumberRule(points, lambda top, base: inside.fits(top * abs(times) + base * abs(plus), base * parts))


@number_rule.register
def _occurrences(rule: CompiledOccurrences, measure: ColumnMeasure, grains: Grains) -> NumberRule:
    full, each = grains.count(rule.full), min(grains.count(rule.deduct), grains.count(rule.full))
    if measure.scale.numerator != 1 or grains.count(rule.terms.max_points) != full:
        raise NotCarried("occurrences")
    unit, last = float(measure.scale.denominator), ceil(full / each)

    def points(found: Quotients) -> Given:
        counts = found.top / unit
        hole = (counts < 0) | (counts != np.floor(counts))
        left = full - each * grains.array(np.clip(counts, 0, last))
        return closed(np.maximum(left, 0), hole if hole.any() else None)

    return NumberRule(points, lambda top, _: top < COUNTED_BELOW)


@number_rule.register
def _proportional(rule: CompiledProportional, measure: ColumnMeasure, grains: Grains) -> NumberRule:
    data, maximum, target = rule.rule, Fraction(rule.terms.max_points), Fraction(rule.target)
    if data.form == "linear":
        times, plus = maximum * Fraction(data.slope or ZERO), maximum * Fraction(data.intercept or ZERO)
    elif target <= 0:
        raise NotCarried("target")
    elif data.form == "inverse":
        return _inverse(rule, measure, grains)
    elif data.form == "ratio":
        times, plus = maximum / target, Fraction(0)
    else:
        times, plus = -maximum / target, 2 * maximum
    inside = _parts_of_a_point(times * measure.scale, plus, rule, grains)
    last = Fraction(data.zero_above) / measure.scale if data.zero_above is not None else None

    def points(found: Quotients) -> Given:
        positive = Quotients(np.maximum(found.top, 0), found.base, found.hole)  # a negative value counts as 0
        given = inside.points(positive)
        if last is not None:
            base = 1.0 if found.base is None else found.base
            given.points[positive.top * float(last.denominator) > base * float(last.numerator)] = 0
        return given

    def fits(top: float, base: float) -> bool:
        edge = 0 if last is None else max(top * last.denominator, base * abs(last.numerator))
        return edge < COMPARED_BELOW and inside.fits(top, base)

    return NumberRule(points, fits)


def _inverse(rule: CompiledProportional, measure: ColumnMeasure, grains: Grains) -> NumberRule:
    """Maximum × target ÷ value: the quotient upside down."""
    target = Fraction(rule.terms.max_points) * Fraction(rule.target) / measure.scale
    inside = _parts_of_a_point(target, Fraction(0), rule, grains)
    full = grains.count(rule.full)

    def points(found: Quotients) -> Given:
        none = found.top <= 0
        base = np.ones(len(found.top)) if found.base is None else found.base
        given = inside.points(Quotients(base, np.where(none, 1.0, found.top), found.hole))
        given.points[none] = full
        return given

    return NumberRule(points, lambda top, base: inside.fits(base, top))


@number_rule.register
def _converted(rule: CompiledConverted, measure: ColumnMeasure, grains: Grains) -> NumberRule:
    shares, out_of = [Fraction(one) for one in rule.maxima], Fraction(rule.rule.out_of)
    most = out_of / measure.scale

    def part(points: Fraction, found: Quotients) -> Floats:
        base = np.ones(len(found.top)) if found.base is None else found.base
        a, _, c = _whole(points * measure.scale / out_of / Fraction(grains.grain), Fraction(0))
        return rounded(np.maximum(found.top, 0) * float(a), base * float(c), grains.mode)

    def points(found: Quotients) -> Given:
        base = np.ones(len(found.top)) if found.base is None else found.base
        hole = (found.top < 0) | (found.top * float(most.denominator) > base * float(most.numerator))
        if 0 < rule.place == len(shares) - 1:
            left = part(sum(shares, start=Fraction(0)), found)
            for share in shares[:-1]:
                left -= part(share, found)
            left = np.clip(left, 0, grains.count(rule.full))
        else:
            left = part(shares[rule.place], found)
        return closed(grains.array(np.where(hole, 0, left)), hole if hole.any() else None)

    def fits(top: float, base: float) -> bool:
        a, _, c = _whole(sum(shares, start=Fraction(0)) * measure.scale / out_of / Fraction(grains.grain), Fraction(0))
        factors = max(
            a, c, *(_whole(one * measure.scale / out_of / Fraction(grains.grain), Fraction(0))[2] for one in shares)
        )
        return 4 * factors * max(top * most.denominator, base * max(most.numerator, 1)) < COUNTED_BELOW

    return NumberRule(points, fits)
