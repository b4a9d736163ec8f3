"""`{change: [now, before], as: percent}`: (now − before) ÷ before."""

from typing import TYPE_CHECKING

from app.domain.decimals import HUNDRED, ONE
from app.domain.scoring.measures.base import CompiledMeasure, Inputs, Namer, at_zero_base, linear_together
from app.domain.scoring.measures.operands import bracketed, common_unit, compile_operand, divided, title_of
from app.domain.scoring.measures.ratio import Division

if TYPE_CHECKING:
    from app.domain.scoring.measures import Operand


class Change(Division):
    """How much the first operand is above the second, in terms of the second."""

    change: tuple["Operand", "Operand"]

    def compile(self, namer: Namer, *, outermost: bool) -> CompiledMeasure:
        """The exact quotient; a base of 0 or below is answered by `zero_base`, judged by what stands against it now."""
        now, before = (bracketed(compile_operand(one, namer.below("change", i))) for i, one in enumerate(self.change))
        common_unit(namer, [now, before], "比较")
        self.refuse_nested_points(namer, outermost=outermost)
        at_zero = at_zero_base(self.zero_base, title_of(namer, self.change[1]))
        scale, suffix, unit = (HUNDRED, " × 100%", "%") if self.as_ == "percent" else (ONE, "", "")
        evaluate = divided(now, before, lambda a, b: (a - b) * scale, at_zero)

        def arithmetic(inputs: Inputs) -> str:
            base = before.arithmetic(inputs)
            return f"（{now.arithmetic(inputs)} − {base}）÷ {base}{suffix}"

        linear = linear_together([now, before])
        return CompiledMeasure(now.inputs + before.inputs, unit, evaluate, arithmetic, linear=linear)
