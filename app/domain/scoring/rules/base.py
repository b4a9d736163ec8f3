"""What every rule is: data that compiles, for one indicator, into its points and the words for them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final, Generic, Literal, TypeVar

from app.domain.decimals import EXACT, ONE, ZERO, Quotient, shortest
from app.domain.model import Value
from app.domain.scoring.measures.base import Inputs, Namer
from app.domain.scoring.scorecard import RowHeld

Takes = Literal["number", "checks", "points", "tier", "own", "inputs"]
"""What a rule is applied to: an exact quotient, a checklist's answers, judged points, a chosen tier, the
department's own indicators, or the inputs."""

CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(slots=True)
class Neighbour:
    """A row next to the one that holds; `edge` is the value where it begins."""

    row: RowHeld
    edge: Decimal


@dataclass(slots=True)
class Explanation:
    """Why these points: the middle of a sentence (no full stop, no points), and the rows where the rule has rows."""

    clause: str
    row: RowHeld | None = None
    neighbours: Sequence[Neighbour] = ()


@dataclass(frozen=True, slots=True)
class Gain:
    """A part of the answer that would gain points, in words: a line of a checklist, a case fewer."""

    id: str
    text: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """What a rule is told of its indicator. `finish` cuts to 0 … maximum and rounds: once, and here."""

    max_points: Decimal
    unit: str
    points_grain: Decimal
    rates_grain: Decimal
    mode: str
    namer: Namer
    indicator: str = ""
    split: tuple[Sequence[Decimal], int] | None = None
    """For rows that split one converted score: the maxima of all of them (complete once the scheme is), and which
    of them this is."""

    @property
    def full(self) -> Decimal:
        """The maximum, as it is given out."""
        return self.finish(self.max_points)

    def finish(self, points: Decimal) -> Decimal:
        """`points` cut to 0 … maximum, then rounded as the scheme says."""
        if points <= ZERO:
            return ZERO
        return min(points, self.max_points).quantize(self.points_grain, self.mode, EXACT)

    def aligned(self, points: Decimal) -> Decimal:
        """`points` on the grain of points, so that whole multiples of it need no rounding where nothing was lost."""
        return points.quantize(self.points_grain, self.mode, EXACT)

    def printed(self, value: Quotient) -> Decimal:
        """The value as it is printed: rounded to the scheme's `rates`, for display only."""
        return (value[0] / value[1]).quantize(self.rates_grain, self.mode, EXACT)

    def say(self, value: Decimal) -> str:
        """A number of the rule in the measure's unit: 90%, 3 天."""
        return f"{shortest(value)}{spaced(self.unit)}"

    def step_unit(self) -> str:
        """How steps of the value are counted: 个百分点, or the unit."""
        return "个百分点" if self.unit == "%" else self.unit or "个单位"


class RuleData(Value):
    """A rule as the scheme writes it."""

    over_inputs: ClassVar[bool] = False
    """Whether it names its inputs itself, instead of being applied to a measure."""

    def compile(self, terms: Terms) -> "CompiledRule[Any]":
        """The rule for one indicator; what makes it unusable is refused through `terms.namer`."""
        raise NotImplementedError


Answer_contra = TypeVar("Answer_contra", contravariant=True)


class CompiledRule(Generic[Answer_contra]):
    """A rule of one indicator."""

    takes: Takes = "number"
    terms: Terms
    full: Decimal
    """The maximum, as it is given out."""
    bonus_cap: Decimal = ZERO
    """The most that it can add beyond the maximum."""

    def bonus(self, answer: Answer_contra) -> Decimal:  # noqa: ARG002
        """What it adds beyond the maximum."""
        return ZERO

    def points(self, answer: Answer_contra) -> Decimal:
        """The points, cut and rounded. Raises Unscored (or Incomplete) where there are none."""
        raise NotImplementedError

    def explain(self, answer: Answer_contra) -> Explanation:
        """Why these points; to be asked only where `points` answers."""
        raise NotImplementedError

    def boundary_answers(self) -> Iterable[Answer_contra]:
        """Answers on every edge and one grain either side of it: what a test of the rule has to try."""
        return ()

    def better_edges(self, answer: Answer_contra) -> Sequence[Decimal]:  # noqa: ARG002
        """Values at which more points begin, the nearest either way: first guesses for the least change."""
        return ()

    def gains(self, answer: Answer_contra) -> Sequence[Gain]:  # noqa: ARG002
        """Parts of the answer that would gain points, for answers that are no number."""
        return ()


def around(edges: Iterable[Decimal], grain: Decimal) -> Iterator[Quotient]:
    """Each edge, and one grain either side."""
    for edge in edges:
        for value in (edge - grain, edge, edge + grain):
            yield value, ONE


class RuleOverInputs(CompiledRule[Inputs]):
    """A rule that names its inputs itself; a missing one that is reached raises KeyError with its id."""

    takes = "inputs"

    @property
    def inputs(self) -> tuple[str, ...]:
        """Every input that it may ask for, in the order of the scheme."""
        raise NotImplementedError

    def arithmetic(self, inputs: Inputs) -> str:
        """What a sentence begins with."""
        raise NotImplementedError

    def crossings(self, inputs: Inputs, name: str) -> Sequence[Decimal] | None:  # noqa: ARG002
        """Values of one input at which the points can change; None where they are not known."""
        return None


def spaced(unit: str) -> str:
    """A unit as it follows a number: 90%, 3 项."""
    return unit if unit in ("", "%") else f" {unit}"


def circled(index: int) -> str:
    """①, ②, … as the official texts number their conditions."""
    return CIRCLED[index] if index < len(CIRCLED) else f"({index + 1})"
