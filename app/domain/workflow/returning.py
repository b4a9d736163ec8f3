"""A return: the reasons for which a report was given back, each pinned to a place, and their answers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from app.domain.model import Value
from app.domain.workflow.wording import Wording

ContentPointer = Annotated[str, StringConstraints(pattern=r"^(/(form|supplement)(/.*)?)?$", max_length=300)]
"""A JSON Pointer into `{"form": …, "supplement": …}`; empty for the whole report."""


class Objection(Value):
    """A reason to return a report, as a reviewer writes it."""

    text: Wording
    pointer: ContentPointer = ""
    indicator: str = Field(default="", max_length=64)
    """The id of the indicator that it is about, if it is about one."""


class Reason(Objection):
    """A reason of a return, with its answer; an empty answer means that there is none yet."""

    id: str
    """`r1`, `r2`, … within its return."""
    answer: str = ""
    answered_by: str = ""
    answered_at: AwareDatetime | None = None


class Returned(Value):
    """That a report was returned, and what came of it."""

    at: AwareDatetime
    by: str
    by_id: str
    """The reviewer: `user:7`."""
    version: int
    """The report's version then: what has changed since can be shown."""
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)]
    resubmitted_at: AwareDatetime | None = None
    """None while the return is open; a recall opens it again."""

    @property
    def unanswered(self) -> tuple[Reason, ...]:
        """The reasons that still want an answer."""
        return tuple(one for one in self.reasons if not one.answer)

    def has(self, reason: str) -> bool:
        """Whether there is a reason of that id."""
        return any(one.id == reason for one in self.reasons)

    def answered(self, reason: str, text: str, by: str, at: datetime) -> "Returned":
        """With the answer to the reason of that id; an earlier one is replaced."""
        update = {"answer": text, "answered_by": by, "answered_at": at}
        return self.model_copy(
            update={
                "reasons": tuple(one.model_copy(update=update) if one.id == reason else one for one in self.reasons)
            }
        )


def numbered(objections: Iterable[Objection]) -> tuple[Reason, ...]:
    """The reasons of a return, in the order in which they were written."""
    return tuple(
        Reason(id=f"r{at}", text=one.text, pointer=one.pointer, indicator=one.indicator)
        for at, one in enumerate(objections, 1)
    )
