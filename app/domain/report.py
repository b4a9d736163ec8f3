"""The report as an aggregate: its content, the scheme it is scored under, its state and its history.

A method that changes it leaves it valid and says what changed; storing it is somebody else's concern.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from app.domain.changes import CellChange, differences, reverted
from app.domain.errors import DomainError
from app.domain.form.form import Form
from app.domain.form.supplement import OwnIndicator, Supplement
from app.domain.workflow.case import Paper, ReportCase
from app.domain.workflow.signature import Content
from app.domain.workflow.state import STATE_LABELS, State

__all__ = [
    "SITTING",
    "STATE_LABELS",
    "NotADraft",
    "ReportHead",
    "Revision",
    "SelfEvaluationReport",
    "State",
    "Step",
    "content_at",
    "revised",
    "with_kept_approvals",
]

SITTING: Final = timedelta(minutes=30)
"""Edits of one person that are no further apart than this are one sitting, and one revision."""


class NotADraft(DomainError):
    """The report is past drafting, or somebody has signed it: it cannot be deleted now."""

    code: ClassVar[str] = "not_a_draft"


@dataclass(frozen=True, slots=True)
class ReportHead:
    """A report without its content: whose it is, under which scheme, where it stands and how it got there."""

    department: int
    fiscal_year: int
    scheme_id: str
    scheme_version: int
    state: State
    version: int
    created_at: datetime
    updated_at: datetime
    case: ReportCase

    @property
    def scheme(self) -> str:
        """The scheme as signatures name it: `id@version`."""
        return f"{self.scheme_id}@{self.scheme_version}"

    def paper(self, content: Content) -> Paper:
        """The report as an act on it finds it; `content` is its content as plain JSON."""
        return Paper(self.state, self.version, self.scheme, content)

    def following(self, case: ReportCase, state: State, now: datetime) -> "ReportHead":
        """The head of the next version."""
        head = {name: getattr(self, name) for name in ReportHead.__slots__}
        return ReportHead(**{**head, "case": case, "state": state, "version": self.version + 1, "updated_at": now})

    def with_content(self, form: Form, supplement: Supplement) -> "SelfEvaluationReport":
        """The aggregate with this content."""
        return SelfEvaluationReport(
            **{name: getattr(self, name) for name in ReportHead.__slots__}, form=form, supplement=supplement
        )

    def require_deletable(self) -> None:
        """Raise NotADraft unless the report is a draft that nobody has signed."""
        if self.state is not State.DRAFTING or self.case.signatures:
            signed = "，并且已经有人签字" if self.case.signatures else ""
            message = f"报告处于“{self.state.label}”状态{signed}，不能删除"
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


STEPS: Final = 40
"""So many of a sitting's last saves are kept one by one, so that whoever read the report between two of them can still
be told what has changed since."""


@dataclass(frozen=True, slots=True)
class Step:
    """One save of a sitting: the version that it made, and what it changed."""

    version: int
    changes: Sequence[CellChange]


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
    steps: tuple[Step, ...] = ()
    """Its last saves; none where the only one is the whole revision."""


def revised(
    last: Revision | None,
    actor: str,
    now: datetime,
    version: int,
    old: Any,
    new: Any,
    changes: Sequence[CellChange] | None = None,
) -> Revision:
    """The revision that the edit from `old` to `new` (version `version` to the next) belongs to.

    `changes` are the differences of the two, where the caller knows them already.

    It is `last`, grown, where the same person's sitting goes on; a cell that is back where the sitting began is no
    change. Else it is a new one.
    """
    told = differences(old, new) if changes is None else changes
    if last is None or last.actor != actor or now - last.ended_at > SITTING or last.to_version != version:
        number = last.number + 1 if last else 1
        return Revision(number, version, version + 1, actor, now, now, told)
    began = reverted(old, last.changes)
    before = last.steps or (Step(last.to_version, last.changes),)
    return replace(
        last,
        to_version=version + 1,
        ended_at=now,
        changes=differences(began, new),
        steps=(*before, Step(version + 1, told))[-STEPS:],
    )


def content_at(version: int, current: Any, revisions: Iterable[Revision]) -> Any | None:
    """The content as it was at an earlier version; `revisions` from the newest, `current` is what they led to.

    None where that cannot be told any more: inside a sitting, before its last saves.
    """
    here = current
    for one in revisions:
        if version >= one.to_version:
            return here
        if version > one.from_version:
            return _within(version, here, one.steps)
        here = reverted(here, one.changes)
        if version == one.from_version:
            return here
    return None


def _within(version: int, here: Any, steps: Sequence[Step]) -> Any | None:
    if not steps or version < steps[0].version:
        return None
    for step in reversed(steps):
        if step.version <= version:
            break
        here = reverted(here, step.changes)
    return here
