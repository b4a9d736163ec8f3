"""What every rule is: data that compiles, for one indicator, into its points and the words for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Generic, Literal, TypeVar

from app.domain.decimals import ZERO, Quotient, plain, rounded, shortest
from app.domain.scoring.measures.base import Inputs, Namer

Takes = Literal["number", "checks", "points", "inputs"]
"""What a rule is applied to: an exact quotient, a checklist's answers, judged points, or the named inputs."""

CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Unscored(Exception):  # noqa: N818 - it is an outcome, not a fault
    """No points can be given; the message says why and what to do."""


class Incomplete(Unscored):
    """Parts of an answer are missing: their ids, below the evidence."""

    def __init__(self, message: str, parts: Sequence[str]) -> None:
        super().__init__(message)
        self.parts = tuple(parts)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the rule (a band, a case, a number of steps) as a sentence names it, with the points it gives."""

    index: int
    text: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A row next to the one that holds; `edge` is the value where it begins."""

    row: Row
    edge: Decimal


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
    split: tuple[Sequence[Decimal], int] | None = None
    """For rows that split one converted score: the maxima of all of them (complete once the scheme is), and which
    of them this is."""

    def finish(self, points: Decimal) -> Decimal:
        """`points` cut to 0 … maximum, then rounded as the scheme says."""
        if points <= ZERO:
            return ZERO
        return rounded(min(points, self.max_points), self.points_grain, self.mode)

    def printed(self, value: Quotient) -> Decimal:
        """The value as it is printed: rounded to the scheme's `rates`, for display only."""
        return rounded(value[0] / value[1], self.rates_grain, self.mode)

    def say(self, value: Decimal) -> str:
        """A number of the rule in the measure's unit: 90%, 3 天."""
        return f"{shortest(value)}{'%' if self.unit == '%' else f' {self.unit}' if self.unit else ''}"

    def step_unit(self) -> str:
        """How steps of the value are counted: 个百分点, or the unit."""
        return "个百分点" if self.unit == "%" else self.unit or "个单位"


Answer_contra = TypeVar("Answer_contra", contravariant=True)


class CompiledRule(Generic[Answer_contra]):
    """A rule of one indicator. `points` and `clause` are asked with the same answer and must agree."""

    takes: Takes = "number"
    terms: Terms

    @property
    def full_points(self) -> Decimal:
        """The maximum, as it is given out."""
        return self.terms.finish(self.terms.max_points)

    def points(self, answer: Answer_contra) -> Decimal:
        """The points, cut and rounded. Raises Unscored (or Incomplete) where there are none."""
        raise NotImplementedError

    def clause(self, answer: Answer_contra) -> str:
        """Why these points, as the middle of a sentence: no full stop, no points."""
        raise NotImplementedError

    def row(self, answer: Answer_contra) -> Row | None:  # noqa: ARG002
        """The row that holds, where the rule has rows."""
        return None

    def neighbours(self, answer: Answer_contra) -> Sequence[Neighbour]:  # noqa: ARG002
        """The next row either way, where the rule has rows along a scale."""
        return ()

    def better_edges(self, answer: Answer_contra) -> Sequence[Decimal]:  # noqa: ARG002
        """Values near which more points begin: first guesses for the least change, not promises."""
        return ()

    def gains(self, answer: Answer_contra) -> Sequence[Gain]:  # noqa: ARG002
        """Parts of the answer that would gain points, for answers that are no number."""
        return ()


def whole_number(answer: Any) -> Decimal | None:
    """A count as it was answered, or None where it is not a whole number of 0 or more."""
    if isinstance(answer, bool) or not isinstance(answer, str | int | Decimal):
        return None
    count = Decimal(answer)
    return count if count >= ZERO and count == count.to_integral_value() else None


def circled(index: int) -> str:
    """①, ②, … as the official texts number their conditions."""
    return CIRCLED[index] if index < len(CIRCLED) else f"({index + 1})"


__all__ = [
    "CompiledRule",
    "Gain",
    "Incomplete",
    "Inputs",
    "Neighbour",
    "Row",
    "Takes",
    "Terms",
    "Unscored",
    "circled",
    "plain",
    "shortest",
    "whole_number",
]
