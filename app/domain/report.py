"""The report as an aggregate: its content, the scheme it is scored under, its state and its history.

A method that changes it leaves it valid and says what changed; storing it is somebody else's concern.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from app.domain.changes import CellChange, differences, reverted
from app.domain.errors import DomainError
from app.domain.form.form import Form
from app.domain.form.supplement import OwnIndicator, Supplement
from app.domain.workflow.state import STATE_LABELS, State

__all__ = [
    "SITTING",
    "STATE_LABELS",
    "NotADraft",
    "ReportHead",
    "Revision",
    "SelfEvaluationReport",
    "State",
    "revised",
    "with_kept_approvals",
]

SITTING: Final = timedelta(minutes=30)
"""Edits of one person that are no further apart than this are one sitting, and one revision."""


class NotADraft(DomainError):
    """The report is past drafting: it cannot be changed or deleted now."""

    code: ClassVar[str] = "not_a_draft"


@dataclass(frozen=True, slots=True)
class ReportHead:
    """A report without its content: whose it is, under which scheme, and where it stands."""

    department: int
    fiscal_year: int
    scheme_id: str
    scheme_version: int
    state: State
    version: int
    created_at: datetime
    updated_at: datetime

    def with_content(self, form: Form, supplement: Supplement, now: datetime) -> "SelfEvaluationReport":
        """The next version, with this content. Raises NotADraft where the state forbids it."""
        self.require_draft()
        head = {name: getattr(self, name) for name in ReportHead.__slots__}
        head |= {"version": self.version + 1, "updated_at": now}
        return SelfEvaluationReport(**head, form=form, supplement=supplement)

    def require_draft(self) -> None:
        """Raise NotADraft unless the report is a draft."""
        if self.state is not State.DRAFTING:
            message = f"报告处于“{self.state.label}”状态，不能修改或删除"
            raise NotADraft(message)


@dataclass(frozen=True, slots=True)
class SelfEvaluationReport(ReportHead):
    """部门整体支出绩效自评报告 of one department and year."""

    form: Form
    supplement: Supplement


def with_kept_approvals(before: Supplement, after: Supplement) -> Supplement:
    """`after` with those own indicators approved that were, and are as they were: who fills in cannot approve."""
    known = {(name, one.id): one for name, listed in before.own_indicators().items() for one in listed}

    def approved(name: str, one: OwnIndicator) -> bool:
        old = known.get((name, one.id))
        return old is not None and old.approved and one.same_as(old)

    return after.with_approvals(approved)


@dataclass(frozen=True, slots=True)
class Revision:
    """The edits of one person in one sitting: from one version (excluded) to another."""

    number: int
    from_version: int
    to_version: int
    actor: str
    started_at: datetime
    ended_at: datetime
    changes: Sequence[CellChange]


def revised(last: Revision | None, actor: str, now: datetime, version: int, old: Any, new: Any) -> Revision:
    """The revision that the edit from `old` to `new` (version `version` to the next) belongs to.

    It is `last`, grown, where the same person's sitting goes on; a cell that is back where the sitting began is no
    change. Else it is a new one.
    """
    if last is None or last.actor != actor or now - last.ended_at > SITTING or last.to_version != version:
        number = last.number + 1 if last else 1
        return Revision(number, version, version + 1, actor, now, now, differences(old, new))
    began = reverted(old, last.changes)
    return replace(last, to_version=version + 1, ended_at=now, changes=differences(began, new))
