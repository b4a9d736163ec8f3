"""`converted`: points carried over from another assessment's score (按…考核分数折算)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from app.domain.decimals import ZERO, ExactDecimal, Quotient, shortest
from app.domain.scoring.outcomes import Unscored
from app.domain.scoring.rules.base import CompiledRule, Explanation, RuleData, Terms, around


class Converted(RuleData):
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
        self.rule, self.terms, self.full = rule, terms, terms.full
        self.maxima, self.place = terms.split or ((terms.max_points,), 0)

    def points(self, value: Quotient) -> Decimal:
        """The rounded share; for the last row of a split, what the others leave of the rounded whole."""
        score, out_of = value[0], self.rule.out_of * value[1]
        if score < ZERO or score > out_of:
            message = f"{self.rule.source}得分应在 0 至 {shortest(self.rule.out_of)} 之间，请改正"
            raise Unscored(message)
        grain, mode, shares = self.terms.points_grain, self.terms.mode, self.maxima
        if not self._takes_the_rest():
            return (self.terms.max_points * score / out_of).quantize(grain, mode)
        rest = (sum(shares, start=ZERO) * score / out_of).quantize(grain, mode)
        for maximum in shares[:-1]:
            rest -= (maximum * score / out_of).quantize(grain, mode)
        return self.terms.finish(rest)

    def _takes_the_rest(self) -> bool:
        """Whether this is the last of several rows; the scheme is complete when points are asked for."""
        return 0 < self.place == len(self.maxima) - 1

    def explain(self, value: Quotient) -> Explanation:
        """按 2021 年部门工作实绩考核得分 95 ÷ 100 × 5 分折算."""
        rule, score = self.rule, shortest(self.terms.printed(value))
        rest = "，并承担各项取整的尾差" if self._takes_the_rest() else ""
        share = f"{score} ÷ {shortest(rule.out_of)} × {shortest(self.terms.max_points)} 分"
        return Explanation(f"按 {rule.year} 年{rule.source}得分 {share}折算{rest}")

    def boundary_answers(self) -> Iterable[Quotient]:
        """Around the ends, and where half a grain of points decides the rounding."""
        terms, out_of = self.terms, self.rule.out_of
        half = ((terms.max_points / 2).quantize(terms.points_grain) + terms.points_grain / 2) / terms.max_points
        return around((ZERO, out_of * half, out_of), terms.rates_grain)

    def better_edges(self, value: Quotient) -> Sequence[Decimal]:
        """The score that is worth one grain of points more; none is named where the row takes the rest."""
        if self._takes_the_rest():
            return ()
        aim = self.points(value) + self.terms.points_grain / 2
        return (aim * self.rule.out_of / self.terms.max_points,)
