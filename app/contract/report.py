"""Reports as the API takes and answers them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from app.contract.department import DepartmentName
from app.contract.finding import Findings
from app.contract.form import Form, Supplement
from app.contract.scoring import Scheme, SchemeName, Scorecard
from app.domain.decimals import ExactDecimal
from app.domain.form.supplement import Identifier
from app.domain.model import Value
from app.domain.report import STATE_LABELS, State
from app.domain.workflow.case import ReportCase

Include = Literal["scorecard", "findings", "scheme", "personal", "last_year"]
Number = Annotated[int, Field(ge=1, lt=2**63)]
"""A number that the database gave."""
Year = Annotated[int, Field(ge=1990, le=2100)]


class ReportContent(Value):
    """What a department fills in: the official form and the supplement beside it."""

    form: Form = Form()
    supplement: Supplement = Supplement()


class OwnDecision(Value):
    """The finance bureau's decision on a department's own indicators of one piece of evidence."""

    evidence: Identifier
    ids: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=300)]
    approved: bool


class NewReport(ReportContent):
    """A report to be started. Without a scheme, that of the issued round that asks for the report is taken.

    Where none does, it is the one in force for the department's region and the year.
    """

    department: Number
    fiscal_year: Year
    scheme: SchemeName | None = None
    prepared: Annotated[
        bool, Field(description="预填已知的内容：封面、评分表各项指标、机构名称、上年结转和上年三公经费")
    ] = False


class LastYear(Value):
    """What the report of the year before settles of this one."""

    fiscal_year: int
    cells: dict[str, Any]
    """By the pointer into this report: `/form/revenue/rows/0/prior_year_carryover`."""


class Report(ReportContent):
    """A stored report. `version` counts its changes and is its ETag: `"7"`."""

    id: int
    version: int
    department: DepartmentName
    fiscal_year: int
    scheme: SchemeName
    state: State
    created_at: datetime
    updated_at: datetime
    workflow: ReportCase
    """Signatures, returns, who reviews it, confirmed points; while under review, those are told to finance alone."""


class ReportView(Report):
    """A report with what `?include=` asked for beside it; null where it was not asked for."""

    scorecard: Scorecard | None = None
    findings: Findings | None = None
    scoring_scheme: Scheme | None = None
    last_year: LastYear | None = None


class ReportSummary(Value):
    """A report in a list. Points are the department's own and the computed range."""

    id: int
    version: int
    department: DepartmentName
    fiscal_year: int
    scheme: SchemeName
    state: State
    self_assessed_points: ExactDecimal | None
    rating: str | None
    computed_low: ExactDecimal
    computed_high: ExactDecimal
    missing: int
    """Indicators that want evidence or an answer."""
    waiting_for: str
    """Whom it waits for: a slot of signatures, the reviewer who holds it, the performance office, or nobody."""
    updated_at: datetime


STATE_NAMES = STATE_LABELS
"""The official word for each state."""


class Change(Value):
    """One cell's change. A key that is absent means that there was, or is, no such cell (a row added or removed)."""

    pointer: str
    old: Any = None
    new: Any = None


class Revision(Value):
    """The edits of one person in one sitting: versions `from_version` (excluded) to `to_version`."""

    number: int
    from_version: int
    to_version: int
    actor: str
    started_at: datetime
    ended_at: datetime
    changes: tuple[Change, ...]
