"""`proportional`: points in proportion to how far a target is met."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

from app.domain.decimals import ONE, ZERO, ExactDecimal, Quotient, shortest
from app.domain.scoring.rules.base import CompiledRule, Explanation, RuleData, Terms, around


class Proportional(RuleData):
    """Forms: `ratio` v ÷ t, `inverse` t ÷ v, `excess` 1 − (v − t) ÷ t, `linear` intercept + slope × v; each × maximum.

    A target that is met gives full points and is asked first (not for `linear`); a negative value counts as 0.
    """

    kind: Literal["proportional"]
    form: Literal["ratio", "inverse", "excess", "linear"]
    target: ExactDecimal | None = None
    better: Literal["higher", "lower"] | None = None
    intercept: ExactDecimal | None = None
    slope: ExactDecimal | None = None
    zero_above: ExactDecimal | None = None

    def compile(self, terms: Terms) -> "CompiledProportional":
        """The rule for one indicator; each form wants its own parameters and no others."""
        linear = self.form == "linear"
        for name, wanted in (("target", not linear), ("better", not linear), ("intercept", linear), ("slope", linear)):
            if (getattr(self, name) is not None) != wanted:
                terms.namer.refuse(f"form: {self.form} {'必须写' if wanted else '不用'} {name}", name)
        if self.zero_above is not None and not linear:
            terms.namer.refuse(f"form: {self.form} 不用 zero_above", "zero_above")
        if not linear and (self.better == "higher") != (self.form == "ratio"):
            terms.namer.refuse("ratio 用于越高越好，inverse 和 excess 用于越低越好", "better")
        return CompiledProportional(self, terms)


class CompiledProportional(CompiledRule[Quotient]):
    """The share of the maximum as an exact quotient, rounded once at the end."""

    def __init__(self, rule: Proportional, terms: Terms) -> None:
        self.rule, self.terms = rule, terms
        self.target = rule.target or ZERO
        self.full = terms.full

    def _met(self, number: Decimal, base: Decimal) -> bool:
        if self.rule.form == "linear":
            return False
        edge = self.target * base
        return number >= edge if self.rule.better == "higher" else number <= edge

    def _share(self, number: Decimal, base: Decimal) -> Quotient:
        rule, target = self.rule, self.target
        if rule.form == "linear":
            if rule.zero_above is not None and number > rule.zero_above * base:
                return ZERO, ONE
            return (rule.intercept or ZERO) * base + (rule.slope or ZERO) * number, base
        if rule.form == "ratio":
            return number, target * base
        if target <= ZERO:
            return ZERO, ONE
        if rule.form == "inverse":
            return target * base, number
        return (target + target) * base - number, target * base

    def points(self, value: Quotient) -> Decimal:
        """The share of the maximum, cut and rounded."""
        number, base = max(value[0], ZERO), value[1]
        if self._met(number, base):
            return self.full
        top, bottom = self._share(number, base)
        return self.terms.finish(self.terms.max_points * top / bottom)

    def explain(self, value: Quotient) -> Explanation:
        """The form's arithmetic."""
        return Explanation(self._clause(value))

    def _clause(self, value: Quotient) -> str:
        """完成值 90% ÷ 目标 100% × 5 分."""
        terms, rule = self.terms, self.rule
        number, base = max(value[0], ZERO), value[1]
        negative = "负数按 0 计，" if value[0] < ZERO else ""
        said, aim = terms.say(terms.printed((number, base))), terms.say(self.target)
        if self._met(number, base):
            return f"{negative}达到目标 {aim}，得满分"
        full = shortest(terms.max_points)
        if rule.form == "ratio":
            return f"{negative}按 {said} ÷ 目标 {aim} × {full} 分计"
        if rule.form == "inverse":
            return f"{negative}超过目标 {aim}，按目标 {aim} ÷ {said} × {full} 分计"
        if rule.form == "excess":
            return f"{negative}超过目标 {aim}，按 [1 −（{said} − {aim}）÷ {aim}] × {full} 分计"
        if rule.zero_above is not None and number > rule.zero_above * base:
            return f"{negative}超过 {terms.say(rule.zero_above)}，不得分"
        share = f"{shortest(rule.intercept or ZERO)} + {shortest(rule.slope or ZERO)} × {said.removesuffix('%')}"
        return f"{negative}按（{share}）× {full} 分计"

    def boundary_answers(self) -> Iterable[Quotient]:
        """Around the ends, and where half a grain of points decides the rounding."""
        rule, terms, edges = self.rule, self.terms, [ZERO]
        for part in (Decimal("0.25"), Decimal("0.5"), Decimal("0.75")):
            share = ((terms.max_points * part).quantize(terms.points_grain) + terms.points_grain / 2) / terms.max_points
            if rule.form == "linear":
                edges += [(share - (rule.intercept or ZERO)) / rule.slope] if rule.slope else []
            else:
                aims = {"ratio": self.target * share, "inverse": self.target / share}
                edges.append(aims.get(rule.form, self.target * (2 - share)))
        edges += [edge for edge in (rule.target, rule.zero_above) if edge is not None]
        return around(edges, terms.rates_grain)

    def better_edges(self, value: Quotient) -> Sequence[Decimal]:
        """The value that is worth one grain of points more."""
        aim = (self.points(value) + self.terms.points_grain / 2) / self.terms.max_points
        rule = self.rule
        if rule.form == "ratio":
            return (self.target * aim, self.target)
        if rule.form == "linear":
            edges = [(aim - (rule.intercept or ZERO)) / rule.slope] if rule.slope else []
            return (*edges, rule.zero_above) if rule.zero_above is not None else edges
        return (self.target / aim if rule.form == "inverse" else self.target * (2 - aim), self.target)
