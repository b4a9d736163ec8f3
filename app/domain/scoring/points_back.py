"""What would earn points back: the least change of the value, and of each single input in its unit's grain.

The rule names the edges near which more points begin, the edge is carried back to the input, and the promise is then
tried out. Where no edge is named, the change is searched for by doubling and halving.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final

from app.domain.decimals import ONE, ZERO, Quotient
from app.domain.scoring.compiled import Indicator
from app.domain.scoring.measures import Inputs
from app.domain.scoring.outcomes import Unscored
from app.domain.scoring.rules.base import CompiledRule, RuleOverInputs
from app.domain.scoring.rules.leaf import points_closure
from app.domain.scoring.scheme import EvidenceSpec
from app.domain.scoring.scorecard import LeastChange, PointsBack

CENT: Final = Decimal("0.01")
GRAINS: Final = {"万元": CENT, "元": CENT, "亿元": CENT, "%": CENT, "": CENT, "分": CENT}
"""The least amount by which an input of that unit is changed; other units (人, 件, 次) count whole things."""

FURTHEST: Final = 2**32
"""Grains beyond which no change is looked for: some 43 million 万元."""


@dataclass(slots=True)
class PointsBackSearch:
    """The search for one indicator that has `points`, below its maximum, by `rule` from `inputs`."""

    indicator: Indicator
    rule: CompiledRule[Any]
    inputs: Inputs
    specs: Mapping[str, EvidenceSpec]
    points: Decimal
    score: Callable[[Inputs], Decimal | None] = field(init=False)
    trial: dict[str, Any] = field(init=False)
    """The inputs of this indicator; one is changed while it is tried, and put back."""

    def __post_init__(self) -> None:
        self.score = points_closure(self.rule, self.indicator.measure)
        names = (*self.indicator.inputs, f"choices/{self.indicator.id}")
        self.trial = {name: self.inputs[name] for name in names if name in self.inputs}

    def of_answer(self) -> PointsBack:
        """For answers that are no number: the parts of them that would gain."""
        name = self.indicator.inputs[0]
        gains = self.rule.gains(self.inputs[name])
        return PointsBack(
            None, [LeastChange(f"{name}/{gain.id}", gain.text, "", None, None, gain.points) for gain in gains]
        )

    def of_value(self, value: Quotient | None) -> PointsBack:
        """For a measured value, and for conditions over inputs (where `value` is None)."""
        edges = self.rule.better_edges(value) if value is not None else ()
        measure = self.indicator.measure
        computes = value is not None and measure is not None and measure.computes
        change = self._change_of_value(value, edges) if value is not None and computes else None
        changes = (self._change_of_input(name, value, edges) for name in self._numbers())
        return PointsBack(change, [found for found in changes if found is not None])

    def _numbers(self) -> list[str]:
        return [name for name in self.indicator.inputs if isinstance(self.inputs.get(name), Decimal)]

    def _change_of_value(self, value: Quotient, edges: Sequence[Decimal]) -> LeastChange | None:
        number, base = value
        terms = self.rule.terms
        measure = self.indicator.measure
        grain = (measure.grain if measure else None) or terms.rates_grain

        def gained(steps: int) -> Decimal | None:
            return self._more(self.rule.points, (number + steps * grain * base, base))

        found = _least(gained, [(edge * base - number) / base / grain for edge in edges])
        if found is None:
            return None
        steps, points = found
        return LeastChange(None, "", terms.unit, steps * grain, terms.printed(value) + steps * grain, points)

    def _change_of_input(self, name: str, value: Quotient | None, edges: Sequence[Decimal]) -> LeastChange | None:
        spec, now = self.specs[name], self.inputs[name]
        grain = GRAINS.get(spec.unit, ONE)
        score, trial = self.score, self.trial

        def gained(steps: int) -> Decimal | None:
            then = now + steps * grain
            if then < ZERO <= now:
                return None
            trial[name] = then
            points = self._more(score, trial)
            trial[name] = now
            return points

        found = _least(gained, self._guesses(name, value, edges, grain))
        if found is None:
            return None
        steps, points = found
        return LeastChange(name, spec.title, spec.unit, steps * grain, now + steps * grain, points)

    def _guesses(
        self, name: str, here: Quotient | None, edges: Sequence[Decimal], grain: Decimal
    ) -> list[Decimal] | None:
        """How many grains bring the measure from `here` to each edge; None where that is not known.

        Where numerator and denominator are linear in a single input, one more evaluation tells both.
        """
        if isinstance(self.rule, RuleOverInputs):
            crossings = self.rule.crossings(self.inputs, name)
            return None if crossings is None else [(value - self.inputs[name]) / grain for value in crossings]
        measure, now = self.indicator.measure, self.inputs[name]
        if measure is None or here is None or not edges or not measure.linear:
            return None
        if not measure.computes:
            return [(edge - now) / grain for edge in edges]
        self.trial[name] = now + ONE
        there = measure.evaluate(self.trial)
        self.trial[name] = now
        if not isinstance(there, tuple):
            return None
        found = []
        for edge in edges:
            slope = (there[0] - here[0]) - edge * (there[1] - here[1])
            if slope:
                found.append((edge * here[1] - here[0]) / slope / grain)
        return found

    def _more(self, score: Callable[[Any], Decimal | None], answer: object) -> Decimal | None:
        """The points for `answer`, where they are more than now."""
        try:
            then = score(answer)
        except Unscored:
            return None
        return then if then is not None and then > self.points else None


Gained = Callable[[int], Decimal | None]


def _least(gained: Gained, guesses: Sequence[Decimal] | None) -> tuple[int, Decimal] | None:
    """The least number of grains, up or down, that gains, with the points: at a guess, else searched for."""
    found = [one for guess in guesses or () if (one := _at(gained, guess)) is not None]
    if guesses is None:
        found = [one for sign in (1, -1) if (one := _searched(gained, sign)) is not None]
    return min(found, key=lambda one: abs(one[0]), default=None)


def _at(gained: Gained, guess: Decimal) -> tuple[int, Decimal] | None:
    """The first grain at the guessed edge, or just beyond it where the edge itself is not included."""
    away = 1 if guess > ZERO else -1
    steps = int(guess.to_integral_value(ROUND_CEILING if guess > ZERO else ROUND_FLOOR)) or away
    for tried in (steps, steps + away):
        if (points := gained(tried)) is not None:
            return tried, points
    return None


def _searched(gained: Gained, sign: int) -> tuple[int, Decimal] | None:
    high = 1
    while (points := gained(sign * high)) is None:
        high *= 2
        if high > FURTHEST:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        if (nearer := gained(sign * middle)) is None:
            low = middle
        else:
            high, points = middle, nearer
    return sign * high, points
