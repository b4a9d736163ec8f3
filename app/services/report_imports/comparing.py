"""A file that was read, beside the report that is stored of the same department and year."""

from dataclasses import dataclass

from app.documents.envelope import Envelope
from app.domain.changes import CellChange, differences
from app.domain.form.supplement import Supplement
from app.domain.people.actor import Actor
from app.domain.people.right import Right
from app.services.ports import StoredReport
from app.services.report_document import content_of, read_document
from app.services.report_keeping import ReportKeeping
from app.services.reports import Content


@dataclass(frozen=True, slots=True)
class Compared:
    """The stored report, what it would hold, and every cell that would change."""

    stored: StoredReport
    content: Content
    changes: tuple[CellChange, ...]


async def compared(
    keeping: ReportKeeping, department: int, fiscal_year: int, envelope: Envelope, who: Actor
) -> Compared | None:
    """The file beside the report; None where there is none, as far as `who` may know.

    A form has no place for the supplement, so that a file which says nothing of it leaves what is there.
    """
    report_id = await keeping.database.reading.reports.of_the_year(department, fiscal_year)
    stored = await keeping.database.reading.reports.get(report_id) if report_id is not None else None
    if stored is None or not who.may(Right.REPORT_READ, stored.location):
        return None
    before = read_document(stored.document)
    supplement = envelope.supplement if envelope.supplement != Supplement() else before.supplement()
    content = Content(envelope.form, supplement)
    changes = differences(before.content, content_of(content.form, content.supplement))
    return Compared(stored, content, tuple(changes))
