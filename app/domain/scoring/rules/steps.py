"""`steps`: full points up to a standard, then a deduction for each step beyond it (每超过一个百分点扣0.5分)."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Literal

from app.domain.decimals import HUNDRED, ONE, ZERO, ExactDecimal, Quotient, shortest
from app.domain.model import Value
from app.domain.scoring.rules.base import CompiledRule, Neighbour, Row, Terms


class Steps(Value):
    """`part_step` says whether part of a step counts: not (`full`), as a whole one (`started`), or as it is."""

    kind: Literal["steps"]
    standard: ExactDecimal
    worse: Literal["above", "below", "either"]
    step: ExactDecimal
    step_of: Literal["value", "standard_percent"] = "value"
    deduct: ExactDecimal
    part_step: Literal["full", "started", "proportional"]

    def compile(self, terms: Terms) -> "CompiledSteps":
        """The rule for one indicator; a step or deduction that is not above 0 is refused."""
        for name in ("step", "deduct"):
            if getattr(self, name) <= ZERO:
                terms.namer.refuse(f"{name} 必须大于 0", name)
        if self.step_of == "standard_percent" and self.standard <= ZERO:
            terms.namer.refuse("step_of: standard_percent 要求标准大于 0", "standard")
        return CompiledSteps(self, terms)


class CompiledSteps(CompiledRule[Quotient]):
    """n = distance ÷ step; points = maximum − n × deduction."""

    def __init__(self, rule: Steps, terms: Terms) -> None:
        self.rule, self.terms = rule, terms
        self.step = rule.standard * rule.step / HUNDRED if rule.step_of == "standard_percent" else rule.step
        self.standard, self.deduct, self.full = rule.standard, rule.deduct, terms.max_points
        self.sign = {"above": ONE, "below": -ONE, "either": ZERO}[rule.worse]
        self.last = (self.full / self.deduct).to_integral_value(ROUND_CEILING) if self.deduct > ZERO else ZERO
        self.tables = [terms.finish(self.full - n * self.deduct) for n in range(min(int(self.last), 1000) + 1)]

    def distance(self, value: Quotient) -> Decimal:
        """How far the value is on the worse side, over the value's own denominator; 0 or below is no deduction."""
        far = value[0] - self.standard * value[1]
        return far * self.sign if self.sign else abs(far)

    def points(self, value: Quotient) -> Decimal:
        """Full points at the standard or better; else less by the steps counted."""
        far = self.distance(value)
        if far <= ZERO:
            return self.tables[0]
        width = self.step * value[1]
        if self.rule.part_step == "proportional":
            return self.terms.finish(self.full - far * self.deduct / width)
        return self._after(self._counted(far, width))

    def _counted(self, far: Decimal, width: Decimal) -> Decimal:
        steps, rest = divmod(far, width)
        return steps + ONE if rest and self.rule.part_step == "started" else steps

    def _after(self, steps: Decimal) -> Decimal:
        if steps < len(self.tables):
            return self.tables[int(steps)]
        return self.terms.finish(self.full - steps * self.deduct)

    def clause(self, value: Quotient) -> str:
        """超过标准 100% 计 7 个整百分点，每个扣 0.5 分，扣 3.5 分."""
        far = self.distance(value)
        standard = f"标准 {self.terms.say(self.standard)}"
        if far <= ZERO:
            return f"{self._no_worse()}{standard}，不扣分"
        width = self.step * value[1]
        beyond = f"{self._worse(value)}{standard} "
        if self.rule.part_step == "proportional":
            counted = f"计 {shortest(self.terms.printed((far, value[1])))} {self.terms.step_unit()}"
            lost = self.full - self.points(value)
            return f"{beyond}{counted}，每{self._one_step()}扣 {shortest(self.deduct)} 分，扣 {self._lost(lost, lost)}"
        steps = self._counted(far, width)
        if not steps:
            return f"{beyond}不足 {self._one_step(numbered=True)}，不扣分"
        lost = min(steps * self.deduct, self.full)
        each = f"每{'个' if self.step == ONE else '步'}扣 {shortest(self.deduct)} 分"
        return f"{beyond}计 {self._steps_said(steps)}，{each}，扣 {self._lost(lost, steps * self.deduct)}"

    def _lost(self, lost: Decimal, wanted: Decimal) -> str:
        return f"{shortest(lost)} 分" + ("（扣完为止）" if wanted > self.full else "")

    def _steps_said(self, steps: Decimal) -> str:
        whole, part = ("整", "") if self.rule.part_step == "full" else ("", "（不足一个按一个计）")
        if self.step == ONE and self.terms.unit == "%":
            return f"{shortest(steps)} 个{whole}百分点{part}"
        return f"{shortest(steps)} 个{whole}步（每步 {self._one_step(numbered=True)}）{part}"

    def _one_step(self, *, numbered: bool = False) -> str:
        if self.step == ONE:
            return f"{'1 ' if numbered else ''}{self.terms.step_unit()}"
        return f"{'' if numbered else ' '}{shortest(self.step)} {self.terms.step_unit()}"

    def _worse(self, value: Quotient) -> str:
        return "超过" if value[0] > self.standard * value[1] else "低于"

    def _no_worse(self) -> str:
        return {"above": "不超过", "below": "不低于", "either": "等于"}[self.rule.worse]

    def row(self, value: Quotient) -> Row | None:
        """The number of steps counted; none where parts of a step count as they are."""
        if self.rule.part_step == "proportional":
            return None
        far = self.distance(value)
        return self._row(self._counted(far, self.step * value[1]) if far > ZERO else ZERO)

    def _row(self, steps: Decimal) -> Row:
        return Row(int(steps), f"扣 {shortest(steps)} 步" if steps else "不扣分", self._after(steps))

    def neighbours(self, value: Quotient) -> Sequence[Neighbour]:
        """One step fewer and one step more, on the side of the standard where the value stands."""
        row = self.row(value)
        if row is None:
            return ()
        side = ONE if value[0] >= self.standard * value[1] and self.sign >= ZERO else -ONE
        steps, ahead = Decimal(row.index), ZERO if self.rule.part_step == "started" else ONE
        found = []
        if steps:
            found.append(Neighbour(self._row(steps - ONE), self.standard + side * self.step * (steps - ONE + ahead)))
        if row.points > ZERO:
            found.append(Neighbour(self._row(steps + ONE), self.standard + side * self.step * (steps + ahead)))
        return found

    def better_edges(self, value: Quotient) -> Sequence[Decimal]:
        """The edge of the nearest number of steps that leaves more points."""
        far = self.distance(value)
        if far <= ZERO:
            return ()
        side = ONE if value[0] > self.standard * value[1] else -ONE
        if self.rule.part_step == "proportional":
            aim = self.points(value) + self.terms.points_grain / 2
            return (self.standard + side * (self.full - aim) * self.step / self.deduct,)
        steps = min(self._counted(far, self.step * value[1]), self.last) - ONE
        ahead = ZERO if self.rule.part_step == "started" else ONE
        return (self.standard + side * self.step * (steps + ahead),)
