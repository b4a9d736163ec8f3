"""The reviewer's desk, as the API has it: the queue in lanes, with counts and neighbours."""

from datetime import date, datetime
from typing import Annotated, Final, Literal

from pydantic import Field

from app.contract.query import PageOptions
from app.contract.report import Number, ReportSummary, Year
from app.domain.decimals import ExactDecimal
from app.domain.model import Value

Lane = Literal["waiting", "mine", "others", "returned", "passed"]

MOST_COUNTED: Final = 500
"""A count that has got there may be more."""

LANES: Final[dict[Lane, str]] = {
    "waiting": "待审核",
    "mine": "我在审核",
    "others": "他人在审核",
    "returned": "已退回",
    "passed": "已通过",
}
"""What each lane is called, in the order of a review."""


class QueueFilter(PageOptions):
    """Which reports, the longest waiting first."""

    lane: Annotated[
        Lane,
        Field(description="waiting：送审待审；mine：我在审核；others：他人在审核；returned：已退回；passed：已通过"),
    ] = "waiting"
    fiscal_year: Year | None = None
    department: Number | None = None
    late: Annotated[bool, Field(description="只要逾期送审的")] = False
    above: Annotated[bool, Field(description="只要自评高于复算的")] = False
    around: Annotated[Number | None, Field(description="一并给出这份报告在队列里的前一份和后一份")] = None


class QueueCounts(Value):
    """Reports in each lane, under the filters by year and department; of the asked lane, with what else was chosen.

    `late` and `above` say how many that filter would leave. Of each lane 500 reports are looked at, and no more.
    """

    waiting: int
    mine: int
    others: int
    returned: int
    passed: int
    late: int
    above: int


class QueueItem(Value):
    """A report in the queue. `due` is the last day that a round gave; `late` the days that it was handed in after it.

    `above_low` to `above_high` is the department's own total minus the computed one (points), a range while anything is
    missing; null where there is no own total.
    """

    report: ReportSummary
    submitted_at: datetime | None
    due: date | None
    late: int
    above_low: ExactDecimal | None
    above_high: ExactDecimal | None
    errors: int | None
    """Findings that stand, as they were counted at submission; null while the department has the report."""
    warnings: int | None


class QueuePage(Value):
    """A page of a lane; `previous_report` and `next_report` are the neighbours of the report asked for by `around`."""

    counts: QueueCounts
    items: tuple[QueueItem, ...]
    next: str | None
    previous_report: int | None = None
    next_report: int | None = None
