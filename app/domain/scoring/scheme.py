"""A scoring scheme: one region's 评分表 as data. What it may say; `compiled.py` asks whether it holds."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.domain.decimals import ExactDecimal
from app.domain.form.supplement import Identifier
from app.domain.model import Value
from app.domain.scoring.calendar import Calendar
from app.domain.scoring.check_settings import CheckId, CheckSettings
from app.domain.scoring.measures import Measure
from app.domain.scoring.rules import Rule

Kind = Literal["number", "count", "date", "items", "checks", "tier", "points", "own"]
Source = Literal["record", "filer", "reviewer"]
SchemeId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
SchemeVersion = Annotated[int, Field(ge=1, lt=2**31)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class RatingEdge(Value):
    """A rating (评价等次) and the least points that earn it; the edge belongs to it."""

    name: Title
    at_least: ExactDecimal


class Rounding(Value):
    """Points are rounded once an indicator, after the cut; `rates` rounds what is printed and nothing else."""

    points: ExactDecimal
    rates: ExactDecimal
    mode: Literal["half_up", "half_even", "down", "floor", "ceiling"]


class EvidenceSpec(Value):
    """A named input. `by` says who stands for it: books (`record`), the filer's word, or a reviewer's judgement."""

    title: Title
    unit: str = ""
    kind: Kind
    by: Source
    source: Annotated[str, StringConstraints(pattern=r"^(/[a-z0-9_]+)+$")] | None = Field(default=None, alias="from")
    blank_as: ExactDecimal | None = None
    hint: str = ""


class Item(Value):
    """A node of the table: a heading has `items`, an indicator (a leaf) has a `rule`.

    A `pool` is a heading whose points are one maximum for all of its leaves, which then carry none of their own.
    """

    id: Identifier | None = None
    title: Title
    points: ExactDecimal | None = None
    criterion: str | None = None
    source: str | None = None
    items: tuple["Item", ...] = ()
    ratings: tuple[RatingEdge, ...] = ()
    """Ratings of a heading by itself, in points of the heading (分块定等次)."""
    pool: bool = False
    measure: Measure | None = None
    rule: Rule | None = None
    not_applicable: Literal["full_points", "rescale", "forbidden"] | None = None


class Scheme(Value):
    """`SCHEME.md` section 1."""

    id: SchemeId
    version: SchemeVersion
    title: Title
    issuer: Title
    region: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}([0-9]{3})?$")]
    fiscal_years: Annotated[tuple[int, ...], Field(min_length=1)]
    total_points: ExactDecimal
    total_cap: ExactDecimal | None = None
    """What the total may not pass where indicators add beyond their maxima; `total_points` unless said."""
    ratings: Annotated[tuple[RatingEdge, ...], Field(min_length=1)]
    rounding: Rounding
    calendars: dict[Identifier, Calendar] = Field(default={})
    """Working days by year, for rules that count them."""
    checks: dict[CheckId, CheckSettings] = Field(default={})
    """Checks of reports under this scheme that differ from the catalogue's defaults."""
    evidence: dict[Identifier, EvidenceSpec]
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
