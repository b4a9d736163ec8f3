"""`{ratio: [a, b], as: percent}`: a ÷ b."""

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from app.domain.decimals import HUNDRED, ONE
from app.domain.model import Value
from app.domain.scoring.measures.base import (
    CompiledMeasure,
    Inputs,
    Namer,
    ZeroBasePolicy,
    at_zero_base,
    linear_together,
    skips_the_rule,
)
from app.domain.scoring.measures.operands import bracketed, common_unit, compile_operand, divided, title_of

if TYPE_CHECKING:
    from app.domain.scoring.measures import Operand


class Division(Value):
    """A measure that divides: as a percentage (107.5 for 1.075) or as a plain number."""

    as_: Literal["percent", "number"] = Field(alias="as")
    zero_base: ZeroBasePolicy

    def result_unit(self, namer: Namer, operands: list[CompiledMeasure]) -> str:
        """% or none. A percentage of different units is refused; a plain number of them is a rate (件/人)."""
        if self.as_ == "percent":
            common_unit(namer, operands, "相除成百分比")
            return "%"
        top, base = (operand.unit for operand in operands)
        return "" if top == base else f"{top}/{base}"

    def refuse_nested_points(self, namer: Namer, *, outermost: bool) -> None:
        """A nested division cannot answer with points: there is no rule around it to skip."""
        if not outermost and skips_the_rule(self.zero_base):
            namer.refuse("嵌套的除法不能用 full 或 zero，只能用 unscored 或 value", "zero_base")


class Ratio(Division):
    """The first operand divided by the second."""

    ratio: tuple["Operand", "Operand"]

    def compile(self, namer: Namer, *, outermost: bool) -> CompiledMeasure:
        """The exact quotient; a base of 0 or below is answered by `zero_base`."""
        top, base = (bracketed(compile_operand(one, namer.below("ratio", i))) for i, one in enumerate(self.ratio))
        unit = self.result_unit(namer, [top, base])
        self.refuse_nested_points(namer, outermost=outermost)
        at_zero = at_zero_base(self.zero_base, title_of(namer, self.ratio[1]))
        scale, suffix = (HUNDRED, " × 100%") if self.as_ == "percent" else (ONE, "")
        evaluate = divided(top, base, lambda a, _: a * scale, at_zero)

        def arithmetic(inputs: Inputs) -> str:
            return f"{top.arithmetic(inputs)} ÷ {base.arithmetic(inputs)}{suffix}"

        linear = linear_together([top, base])
        return CompiledMeasure(top.inputs + base.inputs, unit, evaluate, arithmetic, linear=linear)
