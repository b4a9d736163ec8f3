"""Use cases of waivers: the department asks that one error may stand, the performance office grants or refuses it."""

from datetime import date

from app.domain.people.actor import Actor
from app.domain.people.right import Right
from app.domain.personal import masked_text, maskings
from app.services.errors import NoSuchFinding
from app.services.examining import ExaminationService
from app.services.report_document import ReadDocument, read_document
from app.services.report_keeping import ReportKeeping, Written


class WaiverService:
    """Each act is one transaction on the version that was seen, with its event; the next version carries the waiver.

    Waivers are shown to everybody who reads the report, for as long as it is kept. Names and phones of the form are
    masked in their words before they are stored, so that a later form without these names gives none of them away.
    """

    def __init__(self, keeping: ReportKeeping, examining: ExaminationService) -> None:
        self._keeping, self._examining = keeping, examining

    async def ask(
        self, report_id: int, expected: int, key: str, reason: str, who: Actor, *, validate_only: bool = False
    ) -> Written:
        """Ask for a waiver of the finding of that key, as it is now at submission.

        Raises NotFound, Forbidden, Stale, NoSuchFinding and what `ReportCase.waiver_asked` does.
        """
        stored = await self._keeping.current(report_id, expected, Right.REPORT_FILL, who)
        before = read_document(stored.document)
        before.head.case.require_editable("申请豁免", before.head.state)
        about = await self._examining.named(before.report(), key)
        if about is None:
            raise NoSuchFinding
        head, now = before.head, self._keeping.clock()
        case = head.case.waiver_asked(head.state, about, _without_names(reason, before), who, now)
        asked = next(one for one in case.waivers if one.key == key and one.decision is None)
        return await self._keeping.keep_case(
            stored, before, case, head.state, who, "waiver_asked",
            validate_only=validate_only, waiver=asked.id, check=asked.check, key=asked.key,
        )  # fmt: skip

    async def decide(
        self,
        report_id: int,
        expected: int,
        waiver: str,
        until: date | None,
        note: str,
        who: Actor,
        *,
        validate_only: bool = False,
    ) -> Written:
        """Grant a waiver until a day, or refuse it (None); either can be decided anew.

        Raises NotFound, Forbidden, Stale and what `ReportCase.waiver_decided` does.
        """
        stored = await self._keeping.current(report_id, expected, Right.REPORT_DECIDE, who)
        before = read_document(stored.document)
        head, now = before.head, self._keeping.clock()
        said = _without_names(note, before)
        case = head.case.waiver_decided(head.state, waiver, until, said, who, now)
        about = next(one for one in case.waivers if one.id == waiver)
        return await self._keeping.keep_case(
            stored, before, case, head.state, who, "waiver_decided", validate_only=validate_only,
            waiver=waiver, check=about.check, decision=about.state, until=until.isoformat() if until else "",
        )  # fmt: skip


def _without_names(text: str, before: ReadDocument) -> str:
    return masked_text(text, maskings(before.data["form"]))
