"""`steps`: full points up to a standard, then a deduction for each step beyond it (每超过一个百分点扣0.5分)."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Final, Literal

from app.domain.decimals import HUNDRED, ONE, ZERO, ExactDecimal, Quotient, shortest
from app.domain.model import Value
from app.domain.scoring.rules.base import CompiledRule, Explanation, Neighbour, RuleData, Terms, around
from app.domain.scoring.scorecard import RowHeld

MOST_STEPS: Final = Decimal(400)
"""How many steps are tried at most in the tests that a rule makes of itself."""


class Bonus(Value):
    """Points beyond the maximum for each step on the better side of the standard, up to `cap`."""

    step: ExactDecimal
    add: ExactDecimal
    cap: ExactDecimal
    part_step: Literal["full", "started", "proportional"]


class Steps(RuleData):
    """`part_step` says whether part of a step counts: not (`full`), as a whole one (`started`), or as it is."""

    kind: Literal["steps"]
    standard: ExactDecimal
    worse: Literal["above", "below", "either"]
    step: ExactDecimal
    step_of: Literal["value", "standard_percent"] = "value"
    deduct: ExactDecimal
    part_step: Literal["full", "started", "proportional"]
    bonus: Bonus | None = None

    def compile(self, terms: Terms) -> "CompiledSteps":
        """The rule for one indicator; a step or deduction that is not above 0 is refused."""
        for name in ("step", "deduct"):
            if getattr(self, name) <= ZERO:
                terms.namer.refuse(f"{name} 必须大于 0", name)
        if self.step_of == "standard_percent" and self.standard <= ZERO:
            terms.namer.refuse("step_of: standard_percent 要求标准大于 0", "standard")
        if self.bonus is not None:
            if self.worse == "either":
                terms.namer.refuse("标准两侧都扣分时不能加分", "bonus")
            for name in ("step", "add", "cap"):
                if getattr(self.bonus, name) <= ZERO:
                    terms.namer.refuse(f"{name} 必须大于 0", "bonus", name)
        return CompiledSteps(self, terms)


class CompiledSteps(CompiledRule[Quotient]):
    """d = distance beyond the standard; n = d ÷ step; points = maximum − n × deduction."""

    def __init__(self, rule: Steps, terms: Terms) -> None:
        self.rule, self.terms, self.full = rule, terms, terms.full
        self.standard, self.worse, self.part = rule.standard, rule.worse, rule.part_step
        self.bonus_cap = rule.bonus.cap if rule.bonus else ZERO
        self.step = rule.standard * rule.step / HUNDRED if rule.step_of == "standard_percent" else rule.step
        self.deduct = terms.aligned(rule.deduct)
        self.exact = self.deduct == rule.deduct and self.part != "proportional"
        self.rows: dict[Decimal, RowHeld] = {}
        self.standard_said = f"标准 {terms.say(self.standard)}"
        self.each_said = f"每{self._counter()}扣 {shortest(rule.deduct)} 分"
        self.last = (self.full / rule.deduct).to_integral_value(ROUND_CEILING) if rule.deduct > ZERO else ZERO

    def _beyond(self, value: Quotient) -> Decimal:
        """d over the value's own denominator; 0 or below is no deduction."""
        far = value[0] - self.standard * value[1]
        if self.worse == "above":
            return far
        return -far if self.worse == "below" else abs(far)

    def _steps(self, beyond: Decimal, base: Decimal) -> Decimal:
        return _counted(beyond, self.step * base, self.part)

    def _after(self, steps: Decimal) -> Decimal:
        if self.exact:
            left = self.full - steps * self.deduct
            return left if left > ZERO else ZERO
        return self.terms.finish(self.terms.max_points - steps * self.rule.deduct)

    def points(self, value: Quotient) -> Decimal:
        """Full points at the standard or better; else less by the steps counted."""
        beyond = self._beyond(value)
        return self.full if beyond <= ZERO else self._after(self._steps(beyond, value[1]))

    def bonus(self, value: Quotient) -> Decimal:
        """Points beyond the maximum, rounded and cut to the cap."""
        bonus = self.rule.bonus
        better = -self._beyond(value)
        if bonus is None or better <= ZERO:
            return ZERO
        found = _counted(better, bonus.step * value[1], bonus.part_step) * bonus.add
        return min(found, bonus.cap).quantize(self.terms.points_grain, self.terms.mode)

    def explain(self, value: Quotient) -> Explanation:
        """超过标准 100% 计 7 个整百分点，每个扣 0.5 分，扣 3.5 分."""
        beyond = self._beyond(value)
        steps = self._steps(beyond, value[1]) if beyond > ZERO else ZERO
        side = ONE if value[0] > self.standard * value[1] or (beyond <= ZERO and self.worse != "below") else -ONE
        if self.part == "proportional":
            return Explanation(self._clause(value, beyond, steps), None, ())
        return Explanation(self._clause(value, beyond, steps), self._row(steps), self._neighbours(steps, side))

    def _clause(self, value: Quotient, beyond: Decimal, steps: Decimal) -> str:
        standard = self.standard_said
        if beyond <= ZERO:
            more = self.bonus(value)
            return f"{_NO_WORSE[self.worse]}{standard}，不扣分" + (f"，另加 {shortest(more)} 分" if more else "")
        side = "超过" if value[0] > self.standard * value[1] else "低于"
        if not steps:
            return f"{side}{standard} 不足 {self._one_step()}，不扣分"
        wanted = steps * self.rule.deduct
        lost = self.full - self._after(steps)
        cut = "（扣完为止）" if wanted > self.full else ""
        return f"{side}{standard} 计 {self._said(steps)}，{self.each_said}，扣 {shortest(lost)} 分{cut}"

    def _said(self, steps: Decimal) -> str:
        """7 个整百分点; 2 个整步（每步 5 个百分点）; 7.5 个百分点."""
        if self.part == "proportional":
            return f"{shortest(self.terms.printed((steps, ONE)))} {self._counter_of_parts()}"
        whole, part = ("整", "") if self.part == "full" else ("", "（不足一个按一个计）")
        if self.step == ONE and self.terms.unit == "%":
            return f"{shortest(steps)} 个{whole}百分点{part}"
        return f"{shortest(steps)} 个{whole}步（每步 {self._one_step()}）{part}"

    def _counter(self) -> str:
        return "个" if self.step == ONE and self.terms.unit == "%" else "步"

    def _counter_of_parts(self) -> str:
        return "个百分点" if self.step == ONE and self.terms.unit == "%" else f"步（每步 {self._one_step()}）"

    def _one_step(self) -> str:
        return f"{shortest(self.step)} {self.terms.step_unit()}"

    def _row(self, steps: Decimal) -> RowHeld:
        """The row of so many steps; those that can still cost points are made once."""
        if (row := self.rows.get(steps)) is not None:
            return row
        row = self._made(steps)
        if steps <= self.last:
            self.rows[steps] = row
        return row

    def _made(self, steps: Decimal) -> RowHeld:
        counted = f"计 {steps} {'个百分点' if self.step == ONE and self.terms.unit == '%' else '步'}"
        return RowHeld(int(steps), counted if steps else "不扣分", self._after(steps))

    def _neighbours(self, steps: Decimal, side: Decimal) -> Sequence[Neighbour]:
        """One step fewer and one step more, on the side of the standard where the value stands."""
        ahead = steps if self.part == "started" else steps + ONE
        found = []
        if steps:
            found.append(Neighbour(self._row(steps - ONE), self.standard + side * self.step * (ahead - ONE)))
        if steps < self.last:
            found.append(Neighbour(self._row(steps + ONE), self.standard + side * self.step * ahead))
        return found

    def boundary_answers(self) -> Iterable[Quotient]:
        """Around the standard and every step beyond it, up to the one that leaves nothing, and of the bonus."""
        way = {"above": (ONE,), "below": (-ONE,), "either": (ONE, -ONE)}[self.worse]
        far = range(int(min(self.last, MOST_STEPS)) + 2)
        edges = [self.standard + sign * self.step * n for sign in way for n in far]
        if (bonus := self.rule.bonus) is not None:
            most = int((bonus.cap / bonus.add).to_integral_value(ROUND_CEILING)) + 1
            edges += [self.standard - way[0] * bonus.step * n for n in range(1, most + 1)]
        return around(edges, self.terms.rates_grain)

    def better_edges(self, value: Quotient) -> Sequence[Decimal]:
        """The edge of the nearest number of steps that leaves more points."""
        beyond = self._beyond(value)
        if beyond <= ZERO:
            return ()
        side = ONE if value[0] > self.standard * value[1] else -ONE
        if self.part == "proportional":
            aim = self.points(value) + self.terms.points_grain / 2
            steps = (self.terms.max_points - aim) / self.rule.deduct
        else:
            steps = min(self._steps(beyond, value[1]), self.last) - (ONE if self.part == "started" else ZERO)
        return (self.standard + side * self.step * steps,)


def _counted(distance: Decimal, width: Decimal, part: str) -> Decimal:
    """How many steps of `width` a distance is."""
    if part == "proportional":
        return distance / width
    whole = distance // width
    return whole + ONE if part == "started" and whole * width != distance else whole


_NO_WORSE = {"above": "不超过", "below": "不低于", "either": "等于"}
