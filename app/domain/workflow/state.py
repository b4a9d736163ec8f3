"""The states of a report. It stands by itself, since the report and its way both speak of it."""

from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a report stands; the moves between states come with the workflow."""

    DRAFTING = "drafting"
    PANEL_SIGNED = "panel_signed"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    PASSED = "passed"
    PUBLISHED = "published"

    @property
    def label(self) -> str:
        """The official word."""
        return STATE_LABELS[self]


STATE_LABELS: Final = {
    State.DRAFTING: "填报",
    State.PANEL_SIGNED: "组长签字",
    State.SUBMITTED: "送审",
    State.UNDER_REVIEW: "审核中",
    State.RETURNED: "退回",
    State.PASSED: "通过",
    State.PUBLISHED: "公开",
}

IN_HAND: Final = frozenset({State.SUBMITTED, State.UNDER_REVIEW, State.PASSED, State.PUBLISHED})
"""Where the bureau has the report: from submission on. What comes back to its department is its department's again."""
