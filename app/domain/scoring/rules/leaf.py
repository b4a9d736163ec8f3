"""A measure and a rule compiled together: an indicator's, or those of one part of a composite rule."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from app.domain.decimals import ONE, ZERO, Quotient
from app.domain.scoring.measures import CompiledMeasure, Inputs, Measure, ValueMeasure
from app.domain.scoring.measures.base import NUMBERS, Shortcut
from app.domain.scoring.rules.base import CompiledRule, RuleData, RuleOverInputs, Terms

ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": NUMBERS,
    "checks": ("checks", "count"),
    "points": ("points",),
    "tier": ("tier",),
    "own": ("own",),
}
"""Which kinds of evidence a rule can be applied to as they are, by what it takes."""


@dataclass(frozen=True, slots=True)
class CompiledLeaf:
    """`points` answers None where a zero base leaves it unscored, and raises KeyError with the ids that are missing."""

    measure: CompiledMeasure | None
    rule: CompiledRule[Any]
    inputs: tuple[str, ...]
    points: Callable[[Inputs], Decimal | None]


def compile_measure(measure: Measure | None, rule: RuleData, terms: Terms) -> CompiledMeasure | None:
    """The measure at the place `measure` below the leaf; None for rules that have none, and where it is missing."""
    namer = terms.namer.below("measure")
    if rule.over_inputs:
        if measure is not None:
            namer.refuse("这条规则自己写明所用的数据，不写 measure")
        return None
    if measure is None:
        terms.namer.refuse("没有写计算方式（measure）")
        return None
    if isinstance(measure, ValueMeasure) and namer.kind(measure.value) not in NUMBERS:
        return measure.compile_answer(namer)
    return measure.compile(namer, outermost=True)


def compile_rule(measure: CompiledMeasure | None, rule: RuleData, terms: Terms) -> CompiledLeaf:
    """The rule over a compiled measure; evidence of a kind that it cannot be applied to is refused."""
    inside = replace(terms, unit=measure.unit if measure else "", namer=terms.namer.below("rule"))
    compiled = rule.compile(inside)
    named = compiled.inputs if isinstance(compiled, RuleOverInputs) else measure.inputs if measure else ()
    inputs = tuple(dict.fromkeys(named))
    if measure is not None and (compiled.takes != "number" or not measure.computes):
        wanted = ANSWERS[compiled.takes]
        for name in inputs:
            if (kind := terms.namer.kind(name)) not in wanted:
                terms.namer.refuse(f"证据 {name} 的 kind 是 {kind}，这条规则要 {'或'.join(wanted)}", "measure")
    return CompiledLeaf(measure, compiled, inputs, points_closure(compiled, measure))


def points_closure(rule: CompiledRule[Any], measure: CompiledMeasure | None) -> Callable[[Inputs], Decimal | None]:
    """Measure and rule as one closure from inputs to points."""
    if measure is None:
        return rule.points
    points, full, evaluate = rule.points, rule.full, measure.evaluate
    if rule.takes != "number":
        name = measure.inputs[0]
        return lambda inputs: points(inputs[name])
    if not measure.computes:
        name = measure.inputs[0]
        return lambda inputs: points((inputs[name], ONE))

    def scored(inputs: Inputs) -> Decimal | None:
        value: Quotient | Shortcut = evaluate(inputs)
        if type(value) is tuple:
            return points(value)
        return {"full": full, "zero": ZERO, "unscored": None}[value.policy]  # type: ignore[union-attr]

    return scored
