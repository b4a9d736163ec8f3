"""Waivers as they are asked for and decided; a report carries its own in `workflow.waivers`."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.domain.model import Value
from app.domain.workflow.case import DECIDABLE
from app.domain.workflow.waiving import FindingKey, Waiver, WaiverState
from app.domain.workflow.wording import Wording

__all__ = ["DECIDABLE", "NewWaiver", "Waiver", "WaiverDecision", "WaiverState"]


class NewWaiver(Value):
    """That the finding of this `key` may stand, and why."""

    key: FindingKey
    reason: Wording


class WaiverDecision(Value):
    """Granted until a day, the last on which it holds; or refused, with no day."""

    until: Annotated[date | None, Field(description="有效期的最后一天；不写即不同意")] = None
    note: Wording
