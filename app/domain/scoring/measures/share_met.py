"""`{share_met: items, within: [100, 130]}`: how many targets are met, of all."""

from collections.abc import Sequence
from decimal import Decimal

from app.domain.decimals import HUNDRED, ONE, ZERO, ExactDecimal, Quotient
from app.domain.form.cells import number_in
from app.domain.form.supplement import Identifier, TargetItem
from app.domain.scoring.measures.base import CompiledMeasure, Inputs, Namer, Shortcut, at_zero_base
from app.domain.scoring.measures.ratio import Division
from app.domain.scoring.outcomes import Incomplete, Unscored


class ShareMet(Division):
    """An item is met where actual ÷ target × 100 lies within, both edges included; lower is better: target ÷ actual."""

    share_met: Identifier
    within: tuple[ExactDecimal, ExactDecimal | None]

    def compile(self, namer: Namer, *, outermost: bool) -> CompiledMeasure:
        """The exact share; no items at all is answered by `zero_base`, an item without numbers is missing."""
        name, (low, high) = self.share_met, self.within
        if (kind := namer.kind(name)) != "items":
            namer.refuse(f"证据 {name} 的 kind 是 {kind}，这里要 items", "share_met")
        if high is not None and high < low:
            namer.refuse("应先写下限再写上限", "within")
        self.refuse_nested_points(namer, outermost=outermost)
        at_zero = at_zero_base(self.zero_base, f"“{namer.title(name)}”的项数")
        scale, suffix, unit = (HUNDRED, " × 100%", "%") if self.as_ == "percent" else (ONE, "", "")

        def evaluate(inputs: Inputs) -> Quotient | Shortcut:
            items: Sequence[TargetItem] = inputs[name]
            if not items:
                return at_zero(ZERO, ZERO)
            return Decimal(_met(items, low, high)) * scale, Decimal(len(items))

        def arithmetic(inputs: Inputs) -> str:
            return f"达标 {_met(inputs[name], low, high)} 项 ÷ 共 {len(inputs[name])} 项{suffix}"

        return CompiledMeasure((name,), unit, evaluate, arithmetic, linear=False)


def _met(items: Sequence[TargetItem], low: Decimal, high: Decimal | None) -> int:
    return sum(_is_met(at, item, low, high) for at, item in enumerate(items))


def _is_met(at: int, item: TargetItem, low: Decimal, high: Decimal | None) -> bool:
    target, actual = number_in(item.target), number_in(item.actual)
    if target is None or actual is None:
        lacking = "target" if target is None else "actual"
        raise Incomplete(f"第 {at + 1} 项“{item.title}”没有目标值或实际值", [f"{at}/{lacking}"])
    if target <= ZERO or actual < ZERO:
        raise Unscored(f"第 {at + 1} 项“{item.title}”的目标值应大于 0，实际值不小于 0，请核对")
    top, base = (actual, target) if item.better == "higher" else (target, actual)
    share = top * HUNDRED
    return low * base <= share and (high is None or share <= high * base)
