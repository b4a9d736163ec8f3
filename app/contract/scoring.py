"""Schemes, evidence and scorecards, as the domain defines them, and the request to score anything."""

from typing import Literal

from app.domain.model import Value
from app.domain.scoring.evidence import Evidence
from app.domain.scoring.measures import ValueMeasure
from app.domain.scoring.rules import BestOf, Checklist, Chosen, Judged, Levels, Occurrences, Part, Rule, SumOf
from app.domain.scoring.scheme import EvidenceSpec, Item, RatingEdge, Scheme, SchemeId, SchemeVersion
from app.domain.scoring.scorecard import (
    Edge,
    IndicatorScore,
    InputUsed,
    LeastChange,
    Measured,
    NearRow,
    NodePoints,
    PointsBack,
    PointsComputed,
    PointsGiven,
    Proof,
    Receipt,
    RowHeld,
    SchemeReference,
    Scorecard,
)


class SchemeName(Value):
    """One version of a scheme."""

    id: SchemeId
    version: SchemeVersion


class SchemeSummary(SchemeName):
    """A scheme version in a list."""

    title: str
    issuer: str
    region: str
    fiscal_years: tuple[int, ...]
    digest: str


class SchemeFinding(Value):
    """What is wrong with a scheme, or left open by it; an error makes it unusable."""

    code: str
    severity: Literal["error", "warning"]
    pointer: str
    indicator: str
    message: str


class SchemeFindings(Value):
    """Everything that was found, in the scheme's order."""

    findings: tuple[SchemeFinding, ...]


class SchemeChanged(Value):
    """One change between two versions, in words; `scores` says whether it can move points."""

    indicator: str
    title: str
    text: str
    scores: bool


class SchemeChanges(Value):
    """What version `version` says differently from version `since`."""

    id: str
    version: int
    since: int
    changes: tuple[SchemeChanged, ...]


class ScoreRequest(Value):
    """Any scheme, given whole or by name, and the evidence to score under it. Nothing is stored."""

    scheme: Scheme | SchemeName
    evidence: Evidence


__all__ = [
    "BestOf",
    "Checklist",
    "Chosen",
    "Edge",
    "Evidence",
    "EvidenceSpec",
    "IndicatorScore",
    "InputUsed",
    "Item",
    "Judged",
    "LeastChange",
    "Levels",
    "Measured",
    "NearRow",
    "NodePoints",
    "Occurrences",
    "Part",
    "PointsBack",
    "PointsComputed",
    "PointsGiven",
    "Proof",
    "RatingEdge",
    "Receipt",
    "RowHeld",
    "Rule",
    "Scheme",
    "SchemeChanged",
    "SchemeChanges",
    "SchemeFinding",
    "SchemeFindings",
    "SchemeId",
    "SchemeName",
    "SchemeReference",
    "SchemeSummary",
    "SchemeVersion",
    "ScoreRequest",
    "Scorecard",
    "SumOf",
    "ValueMeasure",
]
