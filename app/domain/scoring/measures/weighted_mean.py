"""`{weighted_mean: [rates, weights]}`: the rates of several units, weighted by their money (汇总各下属单位)."""

from collections.abc import Sequence
from decimal import Decimal

from app.domain.decimals import ZERO, Quotient, plain
from app.domain.form.cells import number_in
from app.domain.form.supplement import Identifier, TargetItem
from app.domain.model import Value
from app.domain.scoring.measures.base import (
    CompiledMeasure,
    Inputs,
    Namer,
    Shortcut,
    ZeroBasePolicy,
    at_zero_base,
    skips_the_rule,
)
from app.domain.scoring.outcomes import Incomplete, Unscored


class WeightedMean(Value):
    """Both are lists of units with their `actual` value; a unit is known by its title and must stand in both."""

    weighted_mean: tuple[Identifier, Identifier]
    zero_base: ZeroBasePolicy

    def compile(self, namer: Namer, *, outermost: bool) -> CompiledMeasure:
        """Σ rate × weight ÷ Σ weight; weights that add up to 0 or less are answered by `zero_base`."""
        rates, weights = self.weighted_mean
        for name in self.weighted_mean:
            if (kind := namer.kind(name)) != "items":
                namer.refuse(f"证据 {name} 的 kind 是 {kind}，这里要 items", "weighted_mean")
        if not outermost and skips_the_rule(self.zero_base):
            namer.refuse("嵌套时不能用 full 或 zero，只能用 unscored 或 value", "zero_base")
        at_zero = at_zero_base(self.zero_base, f"“{namer.title(weights)}”合计")
        titles = namer.title(rates), namer.title(weights)

        def evaluate(inputs: Inputs) -> Quotient | Shortcut:
            pairs = _pairs(inputs[rates], inputs[weights], titles, (rates, weights))
            total = sum((weight for _, _, weight in pairs), start=ZERO)
            weighted = sum((rate * weight for _, rate, weight in pairs), start=ZERO)
            return (weighted, total) if total > ZERO else at_zero(weighted, total)

        def arithmetic(inputs: Inputs) -> str:
            pairs = _pairs(inputs[rates], inputs[weights], titles, (rates, weights))
            terms = " + ".join(f"{unit} {plain(rate)} × {plain(weight)}" for unit, rate, weight in pairs)
            return f"（{terms}）÷ {titles[1]}合计 {plain(sum((one[2] for one in pairs), start=ZERO))}"

        return CompiledMeasure((rates, weights), namer.unit(rates), evaluate, arithmetic, linear=False)


def _pairs(
    rates: Sequence[TargetItem], weights: Sequence[TargetItem], titles: tuple[str, str], names: tuple[str, str]
) -> list[tuple[str, Decimal, Decimal]]:
    """(unit, rate, weight) of each unit."""
    by_title = {one.title: (at, one) for at, one in enumerate(weights)}
    apart = {one.title for one in rates} ^ set(by_title)
    if apart or len(by_title) < len(weights) or len(by_title) < len(rates):
        listed = "、".join(sorted(apart)) or "有重名"
        raise Unscored(f"“{titles[0]}”和“{titles[1]}”的单位不一致（{listed}），请核对")
    found = []
    for at, one in enumerate(rates):
        place, other = by_title[one.title]
        rate, weight = number_in(one.actual), number_in(other.actual)
        if rate is None:
            raise Incomplete(f"{one.title}的“{titles[0]}”没有数", [f"{at}/actual"], names[0])
        if weight is None:
            raise Incomplete(f"{one.title}的“{titles[1]}”没有数", [f"{place}/actual"], names[1])
        if weight < ZERO:
            raise Unscored(f"{one.title}的“{titles[1]}”为负数，不能作权数，请核对")
        found.append((one.title, rate, weight))
    return found
