"""Long work, and the what-if that is one."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.contract.report import Year
from app.contract.scoring import PointsComputed, Scheme, SchemeName
from app.domain.decimals import ExactDecimal
from app.domain.model import Value

JobState = Literal["waiting", "running", "done", "failed", "cancelled"]


class Job(Value):
    """A piece of long work; `done` of `total` steps (0 while the total is not known)."""

    id: int
    kind: Literal["what_if", "report_import", "report_import_apply", "report_import_deleted", "public_bundle"]
    state: JobState
    done: int
    total: int
    created_at: datetime
    ended_at: datetime | None
    error: str
    """Why it failed, and what to do; empty otherwise."""


class NewWhatIf(Value):
    """The reports of a year that were filed under `from`, as they would score under `to`.

    `to` is a published version, or a whole scheme that nobody has published yet.
    """

    fiscal_year: Year
    old: SchemeName = Field(alias="from")
    new: SchemeName | Scheme = Field(alias="to")


class RescoredReport(Value):
    """One report under both schemes. Ranks count from 1; equal points share one."""

    id: str
    title: str
    old: PointsComputed
    new: PointsComputed
    old_rank: int
    new_rank: int


class IndicatorShift(Value):
    """How many different points an indicator gives the reports: with 1 or none it tells nobody apart."""

    id: str
    title: str
    old_points: int
    new_points: int


class Bar(Value):
    """How many reports change by `least` points or more and less than `below`."""

    least: ExactDecimal
    below: ExactDecimal
    reports: int


class WhatIfResult(Value):
    """What `to` would do. `reports` lists those whose points change most, the greatest loss first."""

    total: int
    gained: int
    lost: int
    reranked: int
    reports: tuple[RescoredReport, ...]
    indicators: tuple[IndicatorShift, ...]
    ratings: tuple[tuple[str, str, int], ...]
    """(old, new, how many) of ratings that stand under both and differ."""
    spread: tuple[Bar, ...]


class WhatIfView(Job):
    """A what-if: what was asked, how far it is, and (once it is done) what came of it."""

    fiscal_year: int
    old: SchemeName = Field(alias="from")
    new: SchemeName = Field(alias="to")
    result: WhatIfResult | None
