"""What the finance side leaves on a report: who holds it, the points it confirmed, why it decided as it did."""

from datetime import datetime, timedelta, timezone
from typing import Annotated, Final

from pydantic import AwareDatetime, Field

from app.domain.decimals import ExactDecimal
from app.domain.model import Value
from app.domain.workflow.moves import Move
from app.domain.workflow.wording import MOST_WORDS, Wording

CHINA: Final = timezone(timedelta(hours=8))
"""The one zone of all offices that read these words."""


class Reviewing(Value):
    """Who is reviewing a report, so that nobody else changes it meanwhile."""

    reviewer: str
    """The person: `user:7`."""
    name: str
    since: AwareDatetime

    @property
    def told(self) -> str:
        """In words, for whoever finds the report held."""
        return f"审核中：{self.name} 自 {moment(self.since)} 起在审核"


class ConfirmedPoints(Value):
    """审定得分 of one indicator. Whether it keeps to the indicator's range is for who knows the scheme."""

    points: ExactDecimal
    reason: Annotated[str, Field(max_length=MOST_WORDS)]
    by: str
    at: AwareDatetime


class Attached(Value):
    """An evidence file on an indicator (empty: on the whole report), by the SHA-256 of its content."""

    indicator: str
    digest: str


class Remark(Value):
    """Why a decision was taken back: a pass, or a publication."""

    move: Move
    at: AwareDatetime
    by: str
    why: Wording


def moment(at: datetime) -> str:
    """A moment as people read it: Chinese time, to the minute."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"
