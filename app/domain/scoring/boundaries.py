"""Boundary cases: for every edge of every rule, the value on it and one grain either side, with its points.

They are a scheme's own tests: a threshold, step or deduction that moves by a grain changes the points of some case.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from app.domain.decimals import EXACT
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.outcomes import Unscored
from app.domain.scoring.rules.base import CompiledRule
from app.domain.scoring.rules.composite import CompiledComposite


@dataclass(frozen=True, slots=True)
class Outcome:
    """The points, None where there are none, and why: two rows of a table can give the same points."""

    points: Decimal | None
    why: str


@dataclass(frozen=True, slots=True)
class BoundaryCase:
    """What a rule is applied to, and what comes of it. `rule` is an indicator, or a part of one."""

    rule: str
    answer: Any
    outcome: Outcome


def boundary_cases(scheme: CompiledScheme) -> list[BoundaryCase]:
    """The cases of every indicator, in the scheme's order."""
    with localcontext(EXACT):
        return [case for one in scheme.indicators for case in _cases(one.id, one.rule)]


def outcomes_of(scheme: CompiledScheme, cases: list[BoundaryCase]) -> list[Outcome]:
    """What `scheme` makes of the cases of another one of the same shape."""
    rules = {name: rule for one in scheme.indicators for name, rule in _rules(one.id, one.rule)}
    with localcontext(EXACT):
        return [_outcome(rules[case.rule], case.answer) for case in cases]


def _rules(name: str, rule: CompiledRule[Any]) -> Iterator[tuple[str, CompiledRule[Any]]]:
    if isinstance(rule, CompiledComposite):
        for part in rule.parts:
            yield from _rules(f"{name}/{part.id}", part.leaf.rule)
    else:
        yield name, rule


def _cases(name: str, rule: CompiledRule[Any]) -> Iterator[BoundaryCase]:
    for inner, simple in _rules(name, rule):
        for answer in simple.boundary_answers():
            yield BoundaryCase(inner, answer, _outcome(simple, answer))


def _outcome(rule: CompiledRule[Any], answer: Any) -> Outcome:
    try:
        return Outcome(rule.points(answer) + rule.bonus(answer), rule.explain(answer).clause)
    except (KeyError, Unscored) as why:
        return Outcome(None, str(why))
