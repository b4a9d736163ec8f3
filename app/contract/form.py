"""The content of a report, as the domain defines it, and how typed text is read as its cells."""

from app.domain.changes import ABSENT, put_at
from app.domain.form.cells import Cell, DateCell, NotApplicable, Nothing, Unread, read_cell, read_date
from app.domain.form.cover import Cover
from app.domain.form.evaluators import EvaluationPanel, Evaluator, Opinion, Preparer, SignaturePlace
from app.domain.form.finances import (
    ExpenditureRow,
    FixedAssetsRow,
    InstitutionRow,
    RevenueRow,
    Table,
    ThreePublicRow,
    total_of,
)
from app.domain.form.form import Form
from app.domain.form.narrative import Narrative, NarrativeSection
from app.domain.form.objectives import Objectives, QualitativeObjective, QuantitativeTarget, TargetKind
from app.domain.form.profile import Profile
from app.domain.form.references import REFERENCES, filled, value_of
from app.domain.form.self_scoring import ScoringRow, SelfScoring
from app.domain.form.supplement import Answer, Check, JudgedPoints, Supplement
from app.domain.merging import value_at
from app.domain.places import place_name
from app.domain.pointer import cell_at, field_at, figures_of, tokens_of, unit_of
from app.domain.prose.passages import texts_of

__all__ = [
    "ABSENT",
    "REFERENCES",
    "Answer",
    "Cell",
    "Check",
    "Cover",
    "DateCell",
    "EvaluationPanel",
    "Evaluator",
    "ExpenditureRow",
    "FixedAssetsRow",
    "Form",
    "InstitutionRow",
    "JudgedPoints",
    "Narrative",
    "NarrativeSection",
    "NotApplicable",
    "Nothing",
    "Objectives",
    "Opinion",
    "Preparer",
    "Profile",
    "QualitativeObjective",
    "QuantitativeTarget",
    "RevenueRow",
    "ScoringRow",
    "SelfScoring",
    "SignaturePlace",
    "Supplement",
    "Table",
    "TargetKind",
    "ThreePublicRow",
    "Unread",
    "cell_at",
    "field_at",
    "figures_of",
    "filled",
    "place_name",
    "put_at",
    "read_cell",
    "read_date",
    "texts_of",
    "tokens_of",
    "total_of",
    "unit_of",
    "value_at",
    "value_of",
]
