"""Measures: from named inputs to one exact value. A new kind is a file here and a line in `_KINDS`."""

from typing import Annotated, Any, Final

from pydantic import Discriminator, StringConstraints, Tag

from app.domain.scoring.measures.base import CompiledMeasure, Inputs, Namer, Shortcut
from app.domain.scoring.measures.change import Change
from app.domain.scoring.measures.deviation import Deviation
from app.domain.scoring.measures.ratio import Ratio
from app.domain.scoring.measures.share_met import ShareMet
from app.domain.scoring.measures.sum import Sum
from app.domain.scoring.measures.value import ValueMeasure
from app.domain.scoring.measures.weighted_mean import WeightedMean
from app.domain.scoring.measures.working_days_late import WorkingDaysLate

_KINDS: Final = ("value", "ratio", "change", "sum", "deviation", "share_met", "working_days_late", "weighted_mean")


def _kind(data: Any) -> str | None:
    """The kind of a measure is the key that names it: `{ratio: […]}`."""
    if isinstance(data, dict):
        return next((kind for kind in _KINDS if kind in data), None)
    return next((kind for kind in _KINDS if hasattr(data, kind)), None)


Measure = Annotated[
    Annotated[ValueMeasure, Tag("value")]
    | Annotated[Ratio, Tag("ratio")]
    | Annotated[Change, Tag("change")]
    | Annotated[Sum, Tag("sum")]
    | Annotated[Deviation, Tag("deviation")]
    | Annotated[ShareMet, Tag("share_met")]
    | Annotated[WorkingDaysLate, Tag("working_days_late")]
    | Annotated[WeightedMean, Tag("weighted_mean")],
    Discriminator(_kind, custom_error_type="measure", custom_error_message=f"计算方式应为 {'、'.join(_KINDS)} 之一"),
]

Operand = Annotated[str, StringConstraints(pattern=r"^-?[a-z][a-z0-9_]*$")] | Measure
"""An input by its id (in a sum, with a leading `-` to subtract it), or a nested measure."""

for _nesting in (Ratio, Change, Sum, Deviation):
    _nesting.model_rebuild(_types_namespace={"Operand": Operand})

__all__ = [
    "Change",
    "CompiledMeasure",
    "Deviation",
    "Inputs",
    "Measure",
    "Namer",
    "Operand",
    "Ratio",
    "ShareMet",
    "Shortcut",
    "Sum",
    "ValueMeasure",
    "WeightedMean",
    "WorkingDaysLate",
]
