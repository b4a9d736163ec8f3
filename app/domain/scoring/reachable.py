"""Which points a rule can give at all, whatever the answer: a checklist of 1 + 0.5 + 0.5 never gives 0.7."""

from collections.abc import Iterable
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Any, Final

from app.domain.decimals import EXACT, ZERO
from app.domain.scoring.rules.bands import CompiledBands
from app.domain.scoring.rules.base import CompiledRule
from app.domain.scoring.rules.cases import CompiledCaseList
from app.domain.scoring.rules.checklist import CompiledChecklist
from app.domain.scoring.rules.composite import CompiledBest, CompiledChoice, CompiledSum
from app.domain.scoring.rules.judged import CompiledJudged
from app.domain.scoring.rules.occurrences import CompiledCases, CompiledOccurrences
from app.domain.scoring.rules.steps import CompiledSteps

Reach = frozenset[Decimal] | None
"""The points one by one; None where they are too many to tell apart: any from 0 to the maximum."""

MOST: Final = 2000
"""More different points than these are no steps any more."""


@lru_cache(maxsize=1024)
def reachable(rule: CompiledRule[Any]) -> Reach:
    """The points that `rule` can give, those beyond the maximum included."""
    with localcontext(EXACT):
        return _of(rule)


def _of(rule: CompiledRule[Any]) -> Reach:  # noqa: PLR0911 - one line a kind
    match rule:
        case CompiledBands():
            return frozenset(row.points for row in rule.stretches if row is not None)
        case CompiledSteps():
            return _steps(rule)
        case CompiledOccurrences():
            return _less(rule, [rule.deduct])
        case CompiledCases():
            return _less(rule, [deduct for _, deduct in rule.deductions])
        case CompiledChecklist():
            return _sums(_line(line.points, line.step) for line in rule.lines)
        case CompiledCaseList():
            return frozenset(row.points for _, row in rule.rows)
        case CompiledJudged():
            return _judged(rule)
        case CompiledSum():
            return _sums(_of(part.leaf.rule) for part in rule.parts)
        case CompiledBest() | CompiledChoice():
            return _any(_of(part.leaf.rule) for part in rule.parts)
    return None


def _steps(rule: CompiledSteps) -> Reach:
    if rule.part == "proportional":
        return None
    below = _less(rule, [rule.rule.deduct])
    bonus = rule.rule.bonus
    if below is None or bonus is None:
        return below
    if bonus.part_step == "proportional":
        return None
    above = {min(bonus.add * n, bonus.cap) for n in range(1, int(bonus.cap / bonus.add) + 2)}
    return below | {rule.full + more for more in above}


def _less(rule: CompiledRule[Any], deductions: Iterable[Decimal]) -> Reach:
    """The maximum, and what any number of deductions leave of it."""
    each = set(deductions)
    most = rule.terms.max_points
    if not each or min(each) <= ZERO or most / min(each) > MOST:
        return None
    found, waiting = {most}, [most]
    while waiting:
        left = waiting.pop()
        for deduct in each:
            rest = max(left - deduct, ZERO)
            if rest not in found:
                found.add(rest)
                waiting.append(rest)
    return frozenset(map(rule.terms.finish, found)) if len(found) <= MOST else None


def _line(points: Decimal, step: Decimal | None) -> Reach:
    return frozenset({ZERO, points}) | (_multiples(ZERO, points, step) if step else frozenset())


def _multiples(least: Decimal, most: Decimal, step: Decimal) -> frozenset[Decimal]:
    return frozenset(least + step * n for n in range(int((most - least) // step) + 1))


def _judged(rule: CompiledJudged) -> Reach:
    least, step = rule.rule.min, rule.rule.step
    if rule.most < least or (rule.most - least) / step > MOST:
        return None
    return _multiples(least, rule.most, step)


def _sums(parts: Iterable[Reach]) -> Reach:
    """Every sum of one of each."""
    total: frozenset[Decimal] = frozenset({ZERO})
    for part in parts:
        if part is None or len(part) * len(total) > MOST * 10:
            return None
        total = frozenset(one + more for one in total for more in part)
    return total


def _any(parts: Iterable[Reach]) -> Reach:
    found: frozenset[Decimal] = frozenset()
    for part in parts:
        if part is None:
            return None
        found |= part
    return found
