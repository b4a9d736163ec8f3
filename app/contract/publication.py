"""What was published, as anybody reads it: points that stand are confirmed, else computed, else the department's."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.contract.department import Region
from app.contract.job import Job
from app.contract.query import PageOptions
from app.contract.report import Number, Year
from app.contract.scoring import IndicatorScore, SchemeName
from app.domain.decimals import ExactDecimal
from app.domain.model import Value
from app.domain.publication.bundle import Contents as BundleContents
from app.domain.publication.copy import PublicCopy, PublicDepartment, PublicScheme, StandingFinding

__all__ = ["BundleContents", "PublicCopy", "PublicDepartment", "PublicScheme", "StandingFinding"]


class PublicationFilter(PageOptions):
    """Which copies."""

    region: Annotated[Region | None, Field(description="行政区划代码，含其下级")] = None
    fiscal_year: Year | None = None
    department: Number | None = None


class PublicPlace(Value):
    """Of which region and those below it; without one, everywhere."""

    region: Annotated[Region | None, Field(description="行政区划代码，含其下级")] = None


class PublicYearFilter(PublicPlace):
    """Which year's results."""

    fiscal_year: Year


class IndicatorFilter(PageOptions):
    """Which year's results in an indicator."""

    region: Annotated[Region | None, Field(description="行政区划代码，含其下级")] = None
    fiscal_year: Year


class Publication(Value):
    """A public copy in a list: what it comes to, and the SHA-256 of its exact body.

    One that was withdrawn says when and why, and is not served any more.
    """

    id: int
    report: int
    sequence: int
    department: PublicDepartment
    fiscal_year: int
    scheme: PublicScheme
    self_assessed_points: ExactDecimal | None
    computed_low: ExactDecimal
    computed_high: ExactDecimal
    points: ExactDecimal
    rating: str | None
    digest: str
    published_at: datetime
    withdrawn_at: datetime | None
    withdrawal_reason: str


class Publications(Value):
    """All copies of a report, newest first."""

    items: tuple[Publication, ...]


class PublicYear(Value):
    """What is public of one region and year."""

    region: str
    fiscal_year: int
    copies: int
    mean: ExactDecimal


class PublicYears(Value):
    """By year from the newest, and region."""

    items: tuple[PublicYear, ...]


class RatingCount(Value):
    """How many copies have a rating; null is none."""

    rating: str | None
    copies: int


class PublishedIndicator(Value):
    """How departments did in an indicator: `full` have full points, `distinct` counts different points."""

    scheme: SchemeName
    id: str
    title: str
    departments: int
    mean: ExactDecimal
    least: ExactDecimal
    greatest: ExactDecimal
    most: ExactDecimal | None
    full: int
    distinct: int


class PublicStatistics(Value):
    """A year's public results of a region and those below it."""

    region: str | None
    fiscal_year: int
    copies: int
    mean: ExactDecimal | None
    ratings: tuple[RatingCount, ...]
    indicators: tuple[PublishedIndicator, ...]


class IndicatorPoints(Value):
    """A department's points in an indicator."""

    publication: int
    department: str
    points: ExactDecimal
    most: ExactDecimal | None


class BehindDepartment(Value):
    """A report that came late or is missing, by whole days in China; the reason is that of an extension, if any."""

    department: int
    name: str
    due: date
    days: int
    handed_in: bool
    reason: str


class BehindDepartments(Value):
    """Who is missing, then who was late; each the longest first. Empty until a result of their round is public."""

    items: tuple[BehindDepartment, ...]


class NewBundle(Value):
    """Which results are to be bundled: those of a region and the ones below it, of a year."""

    region: Region
    fiscal_year: Year


class BundleView(Job):
    """A bundle: what was asked, how far it is, and (once it is done) the SHA-256 and size of its archive."""

    region: str
    fiscal_year: int
    digest: str
    size: int


class TriedFigures(Value):
    """Other figures to recompute with, typed by evidence id; what is not named is as published."""

    figures: Annotated[dict[str, Annotated[str, Field(max_length=200)]], Field(max_length=300)] = Field(default={})


class TriedInput(Value):
    """An input that can be tried with another value."""

    id: str
    title: str
    unit: str
    published: str
    tried: str


class RecomputedRow(Value):
    """An indicator: points as published, and as recomputed; `confirmed` ones are finance's, which no figure gives."""

    id: str
    title: str
    published: ExactDecimal | None
    recomputed: ExactDecimal | None
    confirmed: bool
    score: IndicatorScore


class Recomputed(Value):
    """A published score computed anew by the same engine.

    Where nothing was changed, `wrong` names everything that does not agree: it should be empty.
    """

    publication: int
    published: ExactDecimal
    published_rating: str | None
    points: ExactDecimal
    rating: str | None
    changed: bool
    receipt: str
    wrong: tuple[str, ...]
    inputs: tuple[TriedInput, ...]
    rows: tuple[RecomputedRow, ...]
