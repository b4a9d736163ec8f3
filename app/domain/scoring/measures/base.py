"""What every measure is: data that compiles into closures from named inputs to one exact value."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal, Protocol

from app.domain.decimals import ONE, ZERO, ExactDecimal, Quotient, plain
from app.domain.model import Value
from app.domain.scoring.calendar import WorkingDays

Inputs = Mapping[str, Any]
"""Evidence by id, as the engine reads it: a Decimal for figures and counts, the answer itself for other kinds.
A missing input is an absent key."""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A measure without a value: the zero base that the scheme answers by a policy instead of the rule."""

    policy: Literal["unscored", "full", "zero"]
    reason: str


@dataclass(frozen=True, slots=True)
class CompiledMeasure:
    """Closures of one measure. `evaluate` raises KeyError with the id of a missing input."""

    inputs: tuple[str, ...]
    unit: str
    evaluate: Callable[[Inputs], Quotient | Shortcut]
    arithmetic: Callable[[Inputs], str]
    computes: bool = True
    """False where it only names one input, whose value it then is."""
    whole: bool = False
    """Whether the value never has a denominator: inputs and sums of them."""
    linear: bool = True
    """Whether numerator and denominator are linear in each single input."""
    is_sum: bool = False
    grain: Decimal | None = None
    """The least by which the value changes, where that is not the scheme's own for rates."""


def linear_together(operands: Sequence[CompiledMeasure]) -> bool:
    """Whether a quotient or sum is linear in each input: where denominators meet, no input may occur twice."""
    if not all(operand.linear for operand in operands):
        return False
    names = [name for operand in operands for name in operand.inputs]
    return all(operand.whole for operand in operands) or len(names) == len(set(names))


class Namer(Protocol):
    """What a measure may ask of the scheme that it stands in."""

    def title(self, evidence_id: str) -> str:
        """The title of an input; an unknown one is reported and answered with its id."""

    def unit(self, evidence_id: str) -> str:
        """The unit of an input."""

    def kind(self, evidence_id: str) -> str:
        """The kind of an input: number, checks, …."""

    def calendar(self, name: str) -> WorkingDays:
        """A calendar of the scheme; an unknown one is reported and answered with an empty one."""

    def refuse(self, message: str, *place: str | int) -> None:
        """Report what is wrong, at `place` below where the namer stands."""

    def below(self, *place: str | int) -> "Namer":
        """The same scheme, seen from a deeper place."""


class FixedValue(Value):
    """A policy that lets a value enter the rule in place of the quotient."""

    value: ExactDecimal


Policy = Literal["unscored", "full", "zero"] | FixedValue


class ZeroBase(Value):
    """Different policies for nothing against nothing and something against nothing."""

    zero_zero: Policy
    x_zero: Policy


ZeroBasePolicy = Policy | ZeroBase

NUMBERS: Final = ("number", "count")
"""The kinds of evidence that can be computed with."""

NEGATIVE_BASE: Final = "{base}为负数，不能作分母"


def at_zero_base(policy: ZeroBasePolicy, base_title: str) -> Callable[[Decimal, Decimal], Quotient | Shortcut]:
    """The closure that answers (numerator, base ≤ 0) by `policy`; a negative base is unscored."""
    zero_zero = _answer(policy.zero_zero if isinstance(policy, ZeroBase) else policy, f"{base_title}为 0，分子也为 0")
    x_zero = _answer(policy.x_zero if isinstance(policy, ZeroBase) else policy, f"{base_title}为 0，不能相除")
    negative = Shortcut("unscored", NEGATIVE_BASE.format(base=base_title))

    def answer(numerator: Decimal, base: Decimal) -> Quotient | Shortcut:
        if base < ZERO:
            return negative
        return x_zero if numerator else zero_zero

    return answer


def _answer(policy: Policy, reason: str) -> Quotient | Shortcut:
    return (policy.value, ONE) if isinstance(policy, FixedValue) else Shortcut(policy, reason)


def skips_the_rule(policy: ZeroBasePolicy) -> bool:
    """Whether `policy` may answer with points (full or zero), which only an outermost measure can."""
    both = (policy.zero_zero, policy.x_zero) if isinstance(policy, ZeroBase) else (policy,)
    return any(one in ("full", "zero") for one in both)


def named(title: str, value: Decimal) -> str:
    """An input as a sentence says it: 实有人数 43."""
    return f"{title} {plain(value)}" if value >= ZERO else f"{title}（{plain(value)}）"
