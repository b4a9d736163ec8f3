"""Rules over answers that are no single figure: checklists, judged points, tiers, conditions, and several in one."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import Any, Final

import numpy as np

from app.domain.scoring.measures import Measure, ValueMeasure
from app.domain.scoring.measures.base import NUMBERS
from app.domain.scoring.rules import All, Cases, Rule
from app.domain.scoring.rules.base import CompiledRule
from app.domain.scoring.rules.cases import Comparison, CompiledCaseList, Condition, Otherwise
from app.domain.scoring.rules.cases import Operand as CaseOperand
from app.domain.scoring.rules.checklist import CompiledChecklist
from app.domain.scoring.rules.composite import CompiledBest, CompiledChoice, CompiledComposite, CompiledSum, Composite
from app.domain.scoring.rules.judged import CompiledJudged
from app.domain.scoring.rules.levels import CompiledLevels
from app.domain.scoring.rules.occurrences import CompiledCases
from app.whatif.columns import Block, Floats, Mask, Quotients
from app.whatif.facts import EXACT_BELOW, FALSE, TRUE
from app.whatif.kernels import (
    COMPARED_BELOW,
    FEWEST,
    Given,
    Grains,
    Kernel,
    closed,
    number_kernel,
    rounded,
)
from app.whatif.quotients import ColumnMeasure, NotCarried, Surroundings, either, without_offset

LARGEST: Final = 2.0**40
"""Figures in answers (points, counts) are set aside from here on."""


def kernel_of(
    measure: Measure | None, rule: Rule, compiled: CompiledRule[Any], around: Surroundings, grains: Grains
) -> Kernel:
    """The kernel of one indicator, or of one part of one. Raises NotCarried."""
    if isinstance(compiled, CompiledCaseList) and isinstance(rule, Cases):
        return _cases(rule, compiled, around, grains)
    if isinstance(compiled, CompiledComposite) and isinstance(rule, Composite):
        return _composite(rule, compiled, around, grains)
    if measure is None:
        raise NotCarried("no measure")
    if isinstance(measure, ValueMeasure) and around.scheme.evidence[measure.value].kind not in NUMBERS:
        return _answered(measure.value, compiled, around, grains)
    if compiled.takes != "number":
        return _answered(_name_of(measure), compiled, around, grains)
    return number_kernel(around.measure(measure), compiled, grains)


def _name_of(measure: Measure) -> str:
    if not isinstance(measure, ValueMeasure):
        raise NotCarried(type(measure).__name__)
    return measure.value


def _answered(name: str, rule: CompiledRule[Any], around: Surroundings, grains: Grains) -> Kernel:
    unit = Decimal(around.unit)
    if isinstance(rule, CompiledChecklist):
        return _checklist(name, rule, unit, grains)
    if isinstance(rule, CompiledCases):
        return _counts(name, rule, unit, grains)
    if isinstance(rule, CompiledJudged):
        return _judged(name, rule, unit, grains)
    if isinstance(rule, CompiledLevels):
        return _levels(name, rule, unit, grains)
    raise NotCarried(type(rule).__name__)


def _whole(value: Decimal) -> float:
    """A number of the scheme that must be whole in the unit of figures."""
    if value != value.to_integral_value():
        raise NotCarried(f"{value} is not whole")
    return float(value)


def _figures(block: Block, name: str) -> tuple[Floats, Mask]:
    """The figures of a part of an answer, and where there are none."""
    raw = block.raw(name)
    if raw is None:
        return np.zeros(len(block)), np.ones(len(block), bool)
    hole = ~(np.abs(raw) < EXACT_BELOW)
    figures = np.where(hole, 0.0, raw)
    large = np.abs(figures) >= LARGEST
    if large.any():
        block.set_aside(large)
    return figures, hole


def _checklist(name: str, rule: CompiledChecklist, unit: Decimal, grains: Grains) -> Kernel:
    lines = [
        (f"{name}/{line.id}", grains.count(line.points), _whole(line.points * unit), line.step) for line in rule.lines
    ]
    steps = [None if step is None else (_whole(step * unit), grains.count(step)) for _, _, _, step in lines]
    full = grains.count(rule.full)

    def kernel(block: Block) -> Given:
        found = np.zeros(len(block), grains.dtype)
        hole = np.zeros(len(block), bool)
        for (line, points, most, _), step in zip(lines, steps, strict=True):
            raw = block.raw(line)
            if raw is None:
                return Given(np.zeros(len(block), grains.dtype), np.ones(len(block), bool))
            met, not_met = raw == TRUE, raw == FALSE
            found += met * grains.dtype(points)
            if step is None:
                hole |= ~(met | not_met)
                continue
            figures, none = _figures(block, line)
            partly = ~none & (figures >= 0) & (figures <= most) & (figures % step[0] == 0)
            found += grains.array(np.where(partly, figures / step[0] * step[1], 0))
            hole |= ~(met | not_met | partly)
        return closed(np.minimum(found, full), hole if hole.any() else None)

    return kernel


def _counts(name: str, rule: CompiledCases, unit: Decimal, grains: Grains) -> Kernel:
    full = grains.count(rule.full)
    if grains.count(rule.terms.max_points) != full:
        raise NotCarried("full")
    cases = [(f"{name}/{case}", min(grains.count(deduct), full)) for case, deduct in rule.deductions]

    def kernel(block: Block) -> Given:
        lost = np.zeros(len(block))
        hole = np.zeros(len(block), bool)
        for case, each in cases:
            figures, none = _figures(block, case)
            counts = figures / float(unit)
            hole |= none | (counts < 0) | (counts != np.floor(counts))
            lost += np.minimum(counts, full) * each
        return closed(grains.array(np.clip(full - lost, 0, full)), hole if hole.any() else None)

    return kernel


def _judged(name: str, rule: CompiledJudged, unit: Decimal, grains: Grains) -> Kernel:
    least, most, step = (_whole(one * unit) for one in (rule.rule.min, rule.most, rule.rule.step))
    wanted = rule.rule.reason

    def kernel(block: Block) -> Given:
        given, hole = _figures(block, f"{name}/points")
        hole = hole | (given < least) | (given > most) | ((given - least) % step != 0)
        if wanted != "no":
            unexplained = ~block.says(f"{name}/reason")
            hole |= unexplained & (given < most) if wanted == "below_full" else unexplained
        return _as_given(given, hole, unit, grains)

    return kernel


def _levels(name: str, rule: CompiledLevels, unit: Decimal, grains: Grains) -> Kernel:
    most = rule.terms.max_points
    tiers = [
        (f"{name}/tier/{tier}", _whole(one.least * most * unit), _whole(one.most * most * unit), place == 1)
        for tier, (place, one) in rule.tiers.items()
    ]
    full = _whole(most * unit)

    def kernel(block: Block) -> Given:
        given, none = _figures(block, f"{name}/points")
        inside = np.zeros(len(block), bool)
        for tier, low, high, first in tiers:
            within = (given >= low) & (given <= high if first or low == high else given < high)
            inside |= block.says(tier) & within
        hole = none | ~inside | ((given < full) & ~block.says(f"{name}/reason"))
        return _as_given(given, hole, unit, grains)

    return kernel


def _as_given(given: Floats, hole: Mask, unit: Decimal, grains: Grains) -> Given:
    """Points that a person gave, in units of figures, rounded to grains."""
    share = Fraction(1) / (Fraction(grains.grain) * Fraction(unit))
    top = np.where(hole | (given < 0), 0.0, given) * float(share.numerator)
    return Given(grains.array(rounded(top, float(share.denominator), grains.mode)), hole if hole.any() else None)


def _cases(rule: Cases, compiled: CompiledCaseList, around: Surroundings, grains: Grains) -> Kernel:
    levels = [grains.count(row.points) for _, row in compiled.rows]
    tests = [_condition(row.when, around) for row in rule.rows if not isinstance(row, Otherwise)]

    def kernel(block: Block) -> Given:
        found = np.full(len(block), levels[-1], grains.dtype)
        open_, hole = np.ones(len(block), bool), np.zeros(len(block), bool)
        for test, level in zip(tests, levels, strict=False):
            holds, unknown = test(block)
            if unknown is not None:
                hole |= open_ & unknown
                open_ &= ~unknown
            found[open_ & holds] = level
            open_ &= ~holds
        return closed(found, hole if hole.any() else None)

    return kernel


Test = Callable[[Block], tuple[Mask, Mask | None]]
"""Where a condition holds, and where it is not known since something that it asks for is missing."""


def _condition(condition: Condition, around: Surroundings) -> Test:
    if isinstance(condition, Comparison):
        return _comparison(condition, around)
    within = condition.all if isinstance(condition, All) else condition.any
    tests = [_condition(one, around) for one in within]
    ends_with = not isinstance(condition, All)

    def in_order(block: Block) -> tuple[Mask, Mask | None]:
        """As the exact engine asks: one after the other, ended by the first that decides."""
        open_, holds = np.ones(len(block), bool), np.full(len(block), not ends_with)
        unknown: Mask | None = None
        for test in tests:
            one, missing = test(block)
            if missing is not None:
                unknown = either(unknown, open_ & missing)
                open_ &= ~missing
            decided = open_ & (one == ends_with)
            holds[decided] = ends_with
            open_ &= ~decided
        return holds, unknown

    return in_order


def _comparison(condition: Comparison, around: Surroundings) -> Test:
    left, right = _side(condition.left, around), _side(condition.right, around)
    ratio = left.scale / right.scale
    limit = 2.0**52
    while not _comparable(left.bound(limit), right.bound(limit), ratio):
        limit /= 2
        if limit < FEWEST:
            raise NotCarried("too large factors")
    compare = _COMPARE[condition.op]

    def test(block: Block) -> tuple[Mask, Mask | None]:
        a, b = left.evaluate(block, limit), right.evaluate(block, limit)
        one, two = a.top * float(ratio.numerator), b.top * float(ratio.denominator)
        one = one if b.base is None else one * b.base
        two = two if a.base is None else two * a.base
        return compare(one, two), either(a.hole, b.hole)

    return test


def _comparable(left: tuple[float, float], right: tuple[float, float], ratio: Fraction) -> bool:
    return max(left[0] * ratio.numerator * right[1], right[0] * ratio.denominator * left[1]) < COMPARED_BELOW


def _side(operand: CaseOperand, around: Surroundings) -> ColumnMeasure:
    if isinstance(operand, str) and (operand[0] == "-" or operand[0].isdigit()):
        value = Fraction(operand)

        def constant(block: Block, limit: float) -> Quotients:  # noqa: ARG001 - no figure in it
            return Quotients(np.full(len(block), float(value.numerator)), None, None)

        return ColumnMeasure(constant, lambda _: (float(abs(value.numerator)), 1.0), Fraction(1, value.denominator))
    return without_offset(around.operand(operand))


_COMPARE: Final[dict[str, Callable[[Floats, Floats], Mask]]] = {
    "=": np.equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


def _composite(rule: Composite, compiled: CompiledComposite, around: Surroundings, grains: Grains) -> Kernel:
    parts = [
        kernel_of(part.measure, part.rule, one.leaf.rule, around, grains)
        for part, one in zip(rule.of, compiled.parts, strict=True)
    ]
    if isinstance(compiled, CompiledSum):
        return lambda block: _sum(block, parts)
    if isinstance(compiled, CompiledBest):
        return lambda block: _best(block, parts)
    if isinstance(compiled, CompiledChoice):
        names = [f"choices/{compiled.terms.indicator}/{part.id}" for part in rule.of]
        return lambda block: _chosen(block, parts, names, grains)
    raise NotCarried(type(compiled).__name__)


def _sum(block: Block, parts: Sequence[Kernel]) -> Given:
    found = [part(block) for part in parts]
    return closed(reduce(np.add, [one.points for one in found]), either(*(one.hole for one in found)))


def _best(block: Block, parts: Sequence[Kernel]) -> Given:
    """Where a part has no points, it matters why: such reports are left to the exact engine."""
    found = [part(block) for part in parts]
    if (hole := either(*(one.hole for one in found))) is not None:
        block.set_aside(hole)
    return Given(reduce(np.maximum, [one.points for one in found]))


def _chosen(block: Block, parts: Sequence[Kernel], names: Sequence[str], grains: Grains) -> Given:
    found, hole = np.zeros(len(block), grains.dtype), np.ones(len(block), bool)
    for name, part in zip(names, parts, strict=True):
        given, chosen = part(block), block.says(name)
        found[chosen] = given.points[chosen]
        hole[chosen] = False if given.hole is None else given.hole[chosen]
    return closed(found, hole if hole.any() else None)
