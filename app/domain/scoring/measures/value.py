"""`{value: x}`: the evidence itself, whatever its kind."""

from typing import Any

from app.domain.decimals import ONE
from app.domain.form.supplement import Identifier
from app.domain.model import Value
from app.domain.scoring.measures.base import CompiledMeasure, Inputs, Namer
from app.domain.scoring.measures.operands import compile_operand


class ValueMeasure(Value):
    """The value of one input."""

    value: Identifier

    def compile(self, namer: Namer, *, outermost: bool) -> CompiledMeasure:  # noqa: ARG002 - it never divides
        """A figure as it is."""
        return compile_operand(self.value, namer.below("value"))

    def compile_answer(self, namer: Namer) -> CompiledMeasure:
        """An answer that is no figure (a checklist, judged points), handed to the rule as it is."""
        title, name = namer.title(self.value), self.value

        def evaluate(inputs: Inputs) -> Any:
            return inputs[name], ONE

        return CompiledMeasure((name,), "", evaluate, lambda _: title, computes=False)
