"""What scoring answers: `SCHEME.md` section 5. Every point can be traced to a figure, a clause and a sum.

Plain dataclasses, since a scorecard has some two hundred of them and is made anew at each keystroke.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from app.domain.decimals import ExactDecimal

Status = Literal["computed", "needs_evidence", "judged", "not_applicable", "unscored"]
ProofKind = Literal["figures", "judgement", "word"]


@dataclass(slots=True)
class SchemeReference:
    """Which scheme scored; `digest` is the SHA-256 of its canonical JSON (RFC 8785)."""

    id: str
    version: int
    digest: str


@dataclass(slots=True)
class PointsGiven:
    """A total that people gave, and the rating that it earns; the rating stands only where no row is missing."""

    points: ExactDecimal
    rating: str | None


@dataclass(slots=True)
class PointsComputed:
    """The computed total: a range while anything is missing, and a rating only where both ends earn the same one."""

    low: ExactDecimal
    high: ExactDecimal
    rating: str | None
    rating_low: str
    rating_high: str


@dataclass(slots=True)
class Proof:
    """Points by what they rest on: figures, a reviewer's judgement, or the filer's word alone."""

    figures: ExactDecimal
    judgement: ExactDecimal
    word: ExactDecimal


@dataclass(slots=True)
class NodePoints:
    """A heading of the table with its points, in the table's order; `level` 1 is the outermost."""

    id: str | None
    title: str
    level: int
    points: ExactDecimal
    self_assessed: Annotated[ExactDecimal | None, Field(alias="self")]
    low: ExactDecimal
    high: ExactDecimal
    rating: str | None = None
    """Where the scheme rates this heading by itself, and both ends earn the same rating."""


@dataclass(slots=True)
class InputUsed:
    """An input as it entered; `pointer` says where it is on the form or in the supplement. Null is missing."""

    id: str
    title: str
    unit: str
    value: str | None
    pointer: str


@dataclass(slots=True)
class Measured:
    """The measure's value (rounded for display), and the arithmetic in words."""

    value: ExactDecimal | None
    unit: str
    inputs: list[InputUsed]
    text: str


@dataclass(slots=True)
class RowHeld:
    """A row of the rule; `index` counts from 1 (for steps: the number of steps)."""

    index: int
    text: str
    points: ExactDecimal


@dataclass(slots=True)
class NearRow:
    """A row next to the one that holds; `distance` is how far the value is from its edge, in the measure's unit."""

    row: RowHeld
    distance: ExactDecimal


@dataclass(slots=True)
class Edge:
    """The exact value and the printed one fall in different rows: what each would give."""

    printed: ExactDecimal
    printed_points: ExactDecimal
    exact_points: ExactDecimal


@dataclass(slots=True)
class LeastChange:
    """The least change that gains points: of the value, of one input, or of one part of an answer (in words)."""

    id: str | None
    title: str
    unit: str
    change: ExactDecimal | None
    to: ExactDecimal | None
    points: ExactDecimal


@dataclass(slots=True)
class PointsBack:
    """What would earn points back; empty lists where nothing would."""

    value: LeastChange | None
    inputs: list[LeastChange]


@dataclass(slots=True)
class IndicatorScore:
    """One indicator: what it earned, from what, by which row, and the sentence that says so."""

    id: str
    title: str
    path: list[str]
    criterion: str
    source: str
    status: Status
    reason: str
    proof: ProofKind
    max_points: ExactDecimal | None
    self_assessed_points: ExactDecimal | None
    self_pointer: str | None
    """The form's row that has the department's own points: `/self_scoring/rows/3`."""
    computed_points: ExactDecimal | None
    bonus_points: ExactDecimal | None
    confirmed_points: ExactDecimal | None
    low: ExactDecimal
    high: ExactDecimal
    measure: Measured | None
    row: RowHeld | None
    near: list[NearRow]
    edge: Edge | None
    deduction: ExactDecimal | None
    points_back: PointsBack | None
    missing: list[str]
    sentence: str


@dataclass(slots=True)
class Receipt:
    """SHA-256 of the canonical JSON of engine number, evidence and scheme: who has the three can recompute it."""

    sha256: str
    engine: int


@dataclass(slots=True)
class Scorecard:
    """The engine fills `computed`; self-assessed and confirmed points are laid beside it."""

    scheme: SchemeReference
    self_assessed: Annotated[PointsGiven | None, Field(alias="self")]
    computed: PointsComputed
    confirmed: PointsGiven | None
    proof: Proof
    nodes: list[NodePoints]
    indicators: list[IndicatorScore]
    receipt: Receipt
