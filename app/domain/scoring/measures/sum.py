"""`{sum: [a, b, -c]}`: sums and differences."""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from app.domain.decimals import ONE, ZERO, Quotient
from app.domain.model import Value
from app.domain.scoring.measures.base import CompiledMeasure, Inputs, Namer, Shortcut, linear_together
from app.domain.scoring.measures.operands import common_unit, compile_operand

if TYPE_CHECKING:
    from app.domain.scoring.measures import Operand


class Sum(Value):
    """The sum of its terms; a leading `-` before an id subtracts."""

    sum: Annotated[tuple["Operand", ...], Field(min_length=1)]

    def compile(self, namer: Namer, *, outermost: bool) -> CompiledMeasure:  # noqa: ARG002 - it never divides
        """The exact sum; a nested division that has no value leaves the sum without one."""
        signed = [_signed(term) for term in self.sum]
        terms = [(sign, compile_operand(term, namer.below("sum", place))) for place, (sign, term) in enumerate(signed)]
        unit = common_unit(namer, [term for _, term in terms], "相加减")

        def evaluate(inputs: Inputs) -> Quotient | Shortcut:
            total, denominator = ZERO, ONE
            for sign, term in terms:
                value = term.evaluate(inputs)
                if isinstance(value, Shortcut):
                    return value
                numerator, below = value
                total = total * below + sign * numerator * denominator
                denominator = denominator * below
            return total, denominator

        def arithmetic(inputs: Inputs) -> str:
            text = "".join(f"{' − ' if sign < 0 else ' + '}{term.arithmetic(inputs)}" for sign, term in terms)
            return text.removeprefix(" + ").lstrip()

        names = tuple(name for _, term in terms for name in term.inputs)
        operands = [term for _, term in terms]
        return CompiledMeasure(
            names,
            unit,
            evaluate,
            arithmetic,
            whole=all(one.whole for one in operands),
            linear=linear_together(operands),
            is_sum=len(terms) > 1,
        )


def _signed(term: "Operand") -> tuple[int, "Operand"]:
    if isinstance(term, str) and term.startswith("-"):
        return -1, term[1:].strip()
    return 1, term
