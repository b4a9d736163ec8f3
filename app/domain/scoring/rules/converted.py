"""`converted`: points carried over from another assessment's score (按…考核分数折算)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from app.domain.decimals import ZERO, ExactDecimal, Quotient, shortest
from app.domain.model import Value
from app.domain.scoring.rules.base import CompiledRule, Terms, Unscored


class Converted(Value):
    """Maximum × score ÷ `out_of`. Several indicators may split one score; the last takes the rounding rest."""

    kind: Literal["converted"]
    source: Annotated[str, Field(min_length=1)]
    year: int
    out_of: ExactDecimal

    def compile(self, terms: Terms) -> "CompiledConverted":
        """The rule for one indicator."""
        if self.out_of <= ZERO:
            terms.namer.refuse("out_of 必须大于 0", "out_of")
        return CompiledConverted(self, terms)


class CompiledConverted(CompiledRule[Quotient]):
    """One share of the score."""

    def __init__(self, rule: Converted, terms: Terms) -> None:
        self.rule, self.terms = rule, terms
        self.maxima, self.place = terms.split or ((terms.max_points,), 0)

    def _takes_the_rest(self) -> bool:
        return self.place == len(self.maxima) - 1

    def _share(self, maximum: Decimal, value: Quotient) -> Decimal:
        exact = maximum * value[0] / (value[1] * self.rule.out_of)
        return exact.quantize(self.terms.points_grain, self.terms.mode)

    def points(self, value: Quotient) -> Decimal:
        """The rounded share; for the last row of a split, what the others leave of the rounded whole."""
        if not ZERO <= value[0] <= self.rule.out_of * value[1]:
            message = f"{self.rule.source}得分应在 0 至 {shortest(self.rule.out_of)} 之间，请改正"
            raise Unscored(message)
        if not self._takes_the_rest():
            return self.terms.finish(self._share(self.terms.max_points, value))
        taken = sum((self._share(maximum, value) for maximum in self.maxima[:-1]), start=ZERO)
        return self.terms.finish(self._share(sum(self.maxima, start=ZERO), value) - taken)

    def clause(self, value: Quotient) -> str:
        """按 2021 年区综合绩效考核得分 95 ÷ 100 × 5 分折算."""
        rule, score = self.rule, shortest(value[0] / value[1])
        full = shortest(self.terms.max_points)
        rest = "，并承担各项取整的尾差" if self._takes_the_rest() and self.place else ""
        return f"按 {rule.year} 年{rule.source}得分 {score} ÷ {shortest(rule.out_of)} × {full} 分折算{rest}"

    def better_edges(self, value: Quotient) -> Sequence[Decimal]:
        """The score that is worth one grain of points more."""
        aim = self.points(value) + self.terms.points_grain / 2
        return (aim * self.rule.out_of / self.terms.max_points,)
