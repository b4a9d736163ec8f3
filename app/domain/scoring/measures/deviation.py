"""`{deviation: [actual, target], as: percent}`: |actual − target| ÷ target."""

from typing import TYPE_CHECKING

from app.domain.decimals import HUNDRED, ONE
from app.domain.scoring.measures.base import CompiledMeasure, Inputs, Namer, at_zero_base
from app.domain.scoring.measures.operands import bracketed, common_unit, compile_operand, divided, title_of
from app.domain.scoring.measures.ratio import Division

if TYPE_CHECKING:
    from app.domain.scoring.measures import Operand


class Deviation(Division):
    """How far the first operand is from the second, either way, in terms of the second."""

    deviation: tuple["Operand", "Operand"]

    def compile(self, namer: Namer, *, outermost: bool) -> CompiledMeasure:
        """The exact quotient; a target of 0 or below is answered by `zero_base`, judged by how far off it is."""
        actual, target = (
            bracketed(compile_operand(one, namer.below("deviation", i))) for i, one in enumerate(self.deviation)
        )
        common_unit(namer, [actual, target], "比较")
        self.refuse_nested_points(namer, outermost=outermost)
        at_zero = at_zero_base(self.zero_base, title_of(namer, self.deviation[1]))
        scale, suffix, unit = (HUNDRED, " × 100%", "%") if self.as_ == "percent" else (ONE, "", "")
        evaluate = divided(actual, target, lambda a, b: abs(a - b) * scale, at_zero)

        def arithmetic(inputs: Inputs) -> str:
            aim = target.arithmetic(inputs)
            return f"|{actual.arithmetic(inputs)} − {aim}| ÷ {aim}{suffix}"

        return CompiledMeasure(actual.inputs + target.inputs, unit, evaluate, arithmetic, linear=False)
