"""What a reviewer looks at first when a report comes back: what was changed for each reason, and what was not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.contract.attachment import Attachment
from app.contract.report import ReportView
from app.contract.workflow import Changes, Reason
from app.web.views.places import shown_at, told, where

Told = tuple[str, str, str]
"""(where, when it was returned, now)."""


@dataclass(frozen=True, slots=True)
class Amended:
    """A reason of the return, with everything that answers it."""

    reason: Reason
    place: str
    href: str
    changes: tuple[Told, ...]
    unchanged: tuple[str, ...]
    """The places that it is about and that stand as they were; empty where it names none."""
    files: tuple[Attachment, ...]
    """Evidence added since, for its indicator; any, where it is about the whole report."""

    @property
    def answered(self) -> bool:
        """Whether anything was changed for it."""
        return bool(self.changes or self.files)


@dataclass(frozen=True, slots=True)
class SinceReturn:
    """The last return, reason by reason, and the changes that are about none of them."""

    by: str
    at: datetime
    amended: tuple[Amended, ...]
    others: tuple[Told, ...]
    count: int
    """Changed cells."""

    def of(self, indicator: str) -> tuple[Amended, ...]:
        """The reasons about an indicator."""
        return tuple(one for one in self.amended if one.reason.indicator == indicator)


def since_return(report: ReportView, found: Changes, files: Iterable[Attachment]) -> SinceReturn | None:
    """What has changed since the report was returned; None where no return is open or answered."""
    returned = report.workflow.returned
    if returned is None:
        return None
    titles = {one.id: one.title for one in report.scorecard.indicators} if report.scorecard else {}
    reasons = {one.id: one for one in returned.reasons}
    new = [one for one in files if one.added_at > returned.at]
    amended, answering = [], set[str]()
    for one in found.reasons:
        reason = reasons[one.reason]
        answering.update(one.pointers)
        changes = tuple(told(change) for change in found.changes if change.pointer in one.pointers)
        name = reason.indicator
        added = tuple(file for file in new if (file.indicator == name if name else not reason.pointer))
        href = f"#{name}" if name else shown_at(report.id, reason.pointer)
        place = f"指标“{titles.get(name, name)}”" if name else where(reason.pointer)
        amended.append(Amended(reason, place, href, changes, tuple(where(at) for at in one.unchanged if at), added))
    others = tuple(told(change) for change in found.changes if change.pointer not in answering)
    return SinceReturn(returned.by, returned.at, tuple(amended), others, len(found.changes))
