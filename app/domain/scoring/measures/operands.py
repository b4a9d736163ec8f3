"""What a measure computes with: an input by its id, or another measure."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from app.domain.decimals import ONE, ZERO, Quotient
from app.domain.form.cells import number_in
from app.domain.scoring.measures.base import NUMBERS, CompiledMeasure, Inputs, Namer, Shortcut, named
from app.domain.scoring.outcomes import Incomplete

if TYPE_CHECKING:
    from app.domain.scoring.measures import Operand


def compile_operand(operand: "Operand", namer: Namer) -> CompiledMeasure:
    """An input's own value, or the nested measure's."""
    if not isinstance(operand, str):
        return operand.compile(namer, outermost=False)
    title, unit = namer.title(operand), namer.unit(operand)
    if namer.kind(operand) == "items":
        return _total(operand, title, unit)
    if (kind := namer.kind(operand)) not in NUMBERS:
        namer.refuse(f"证据 {operand} 的 kind 是 {kind}，不能用来计算")

    def evaluate(inputs: Inputs) -> Quotient:
        return inputs[operand], ONE

    def arithmetic(inputs: Inputs) -> str:
        return named(title, inputs[operand])

    return CompiledMeasure((operand,), unit, evaluate, arithmetic, computes=False, whole=True)


def _total(name: str, title: str, unit: str) -> CompiledMeasure:
    """A list of units as an operand: their values added up (绝对数汇总). One without a value leaves it incomplete."""

    def values(inputs: Inputs) -> list[tuple[str, Decimal]]:
        found = []
        for at, one in enumerate(inputs[name]):
            value = number_in(one.actual)
            if value is None:
                raise Incomplete(f"“{title}”第 {at + 1} 项“{one.title}”没有数", [f"{at}/actual"], name)
            found.append((one.title, value))
        if not found:
            raise Incomplete(f"“{title}”还没有填写", ["0/actual"], name)
        return found

    def evaluate(inputs: Inputs) -> Quotient:
        return sum((value for _, value in values(inputs)), start=ZERO), ONE

    def arithmetic(inputs: Inputs) -> str:
        return f"（{' + '.join(named(unit_title, value) for unit_title, value in values(inputs))}）"

    return CompiledMeasure((name,), unit, evaluate, arithmetic, whole=True, linear=False)


def bracketed(measure: CompiledMeasure) -> CompiledMeasure:
    """`measure` as a factor of a larger one: its arithmetic in brackets where it is a sum."""
    if not measure.is_sum:
        return measure
    return replace(measure, arithmetic=lambda inputs: f"（{measure.arithmetic(inputs)}）")


def common_unit(namer: Namer, operands: Iterable[CompiledMeasure], verb: str) -> str:
    """The one unit of `operands`; differing ones are refused, since 元 and 万元 must never meet."""
    units = list(dict.fromkeys(operand.unit for operand in operands))
    if len(units) > 1:
        namer.refuse(f"单位不同，不能{verb}：{'、'.join(unit or '（无单位）' for unit in units)}")
    return units[0]


def title_of(namer: Namer, operand: "Operand") -> str:
    """How a reason names an operand."""
    return f"“{namer.title(operand)}”" if isinstance(operand, str) else "分母"


def divided(
    first: CompiledMeasure,
    second: CompiledMeasure,
    top: Callable[[Decimal, Decimal], Decimal],
    at_zero: Callable[[Decimal, Decimal], Quotient | Shortcut],
) -> Callable[[Inputs], Quotient | Shortcut]:
    """The closure for `top(a, b)` ÷ b, where a and b are the operands; a base of 0 or below goes to `at_zero`."""
    if not first.computes and not second.computes:
        left, right = first.inputs[0], second.inputs[0]

        def of_inputs(inputs: Inputs) -> Quotient | Shortcut:
            a, b = inputs[left], inputs[right]
            return (top(a, b), b) if b > ZERO else at_zero(a, b)

        return of_inputs
    pair = _pair_of(first, second)

    def of_measures(inputs: Inputs) -> Quotient | Shortcut:
        both = pair(inputs)
        if isinstance(both, Shortcut):
            return both
        a, b = both
        return (top(a, b), b) if b > ZERO else at_zero(a, b)

    return of_measures


def _pair_of(first: CompiledMeasure, second: CompiledMeasure) -> Callable[[Inputs], tuple[Decimal, Decimal] | Shortcut]:
    """The closure for (a, b), both over one positive denominator, so that a ÷ b and a − b keep their signs."""

    def pair(inputs: Inputs) -> tuple[Decimal, Decimal] | Shortcut:
        a, b = first.evaluate(inputs), second.evaluate(inputs)
        if isinstance(a, Shortcut):
            return a
        if isinstance(b, Shortcut):
            return b
        return a[0] * b[1], b[0] * a[1]

    return pair
