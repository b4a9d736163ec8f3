"""Rules: from a value to points. A new kind is a file here and a line in the union."""

from typing import Annotated

from pydantic import Discriminator

from app.domain.scoring.rules.bands import Bands
from app.domain.scoring.rules.cases import All, AnyOf, Cases
from app.domain.scoring.rules.checklist import Checklist
from app.domain.scoring.rules.composite import BestOf, Chosen, Part, SumOf
from app.domain.scoring.rules.converted import Converted
from app.domain.scoring.rules.judged import Judged
from app.domain.scoring.rules.levels import Levels
from app.domain.scoring.rules.occurrences import Occurrences
from app.domain.scoring.rules.own import Own
from app.domain.scoring.rules.proportional import Proportional
from app.domain.scoring.rules.steps import Steps

Rule = Annotated[
    Bands
    | Steps
    | Occurrences
    | Checklist
    | Cases
    | Proportional
    | Levels
    | Converted
    | Judged
    | Own
    | SumOf
    | BestOf
    | Chosen,
    Discriminator("kind"),
]

for _nesting in (Part, SumOf, BestOf, Chosen):
    _nesting.model_rebuild(_types_namespace={"Rule": Rule})

__all__ = [
    "All",
    "AnyOf",
    "Bands",
    "BestOf",
    "Cases",
    "Checklist",
    "Chosen",
    "Converted",
    "Judged",
    "Levels",
    "Occurrences",
    "Own",
    "Part",
    "Proportional",
    "Rule",
    "Steps",
    "SumOf",
]
