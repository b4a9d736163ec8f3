"""Any follow-up, told apart by its `kind`."""

from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from app.domain.follow_ups.appeal import Appeal
from app.domain.follow_ups.re_evaluation import ReEvaluation
from app.domain.follow_ups.rectification import Rectification

FollowUp = Annotated[ReEvaluation | Rectification | Appeal, Field(discriminator="kind")]

FOLLOW_UP: Final[TypeAdapter[ReEvaluation | Rectification | Appeal]] = TypeAdapter(FollowUp)
"""Reads and writes one as JSON."""
