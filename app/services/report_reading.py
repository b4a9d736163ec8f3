"""What of a report somebody is shown: personal data and points under review are not everybody's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json

from app.domain.people.actor import Actor
from app.domain.people.place import Location
from app.domain.people.right import FINANCE, OWN, Right
from app.domain.personal import masked, masked_text, maskings
from app.domain.report import SelfEvaluationReport, State
from app.services.ports import Database, StoredReport
from app.services.recording import Recorder
from app.services.report_document import read_document
from app.services.report_keeping import ReportKeeping


@dataclass(frozen=True, slots=True)
class Shown:
    """A report as somebody is shown it. `variant` is part of its ETag: others are shown other bytes."""

    id: int
    version: int
    variant: str
    document: bytes
    stored: StoredReport
    """All of it, for what is worked out of the whole: it is not to be shown."""

    def report(self) -> SelfEvaluationReport:
        """The aggregate, as it is shown."""
        return read_document(self.document).report()


class ReportReading:
    """Reading reports by the reader's rights."""

    def __init__(self, database: Database, keeping: ReportKeeping, recorder: Recorder) -> None:
        self._database, self._keeping, self._recorder = database, keeping, recorder

    async def get(self, report_id: int, who: Actor, *, personal: bool = False) -> Shown:
        """A report. `personal` asks for personal data unmasked, which is logged. Raises NotFound and Forbidden."""
        stored = await self._keeping.get(report_id, who)
        variant = variant_for(who, stored.location, stored.state)
        if personal and "m" in variant:
            who.require(Right.PERSONAL_READ, stored.location)
            variant = variant.replace("m", "")
            async with self._database.transaction() as store:
                await self._recorder.record(
                    store, who, "personal_data_read", f"report:{report_id}", region=stored.location.region
                )
        return shown(stored, variant)


def variant_for(who: Actor, at: Location, state: str) -> str:
    """What is kept from a reader: `m` for personal data masked, `r` for points under review left out; empty for all."""
    own, finance = (any(who.may(right, at) for right in rights) for rights in (OWN, FINANCE))
    return ("" if own else "m") + ("r" if state == State.UNDER_REVIEW and not finance else "")


def shown(stored: StoredReport, variant: str) -> Shown:
    """The stored bytes, or those of the variant."""
    if not variant:
        return Shown(stored.id, stored.version, "", stored.document, stored)
    data = read_document(stored.document).data
    if "m" in variant:
        _mask(data)
    if "r" in variant:
        data["workflow"] = {**data["workflow"], "confirmed": {}, "opinion": ""}
    return Shown(stored.id, stored.version, variant, to_json(data), stored)


def _mask(data: dict[str, Any]) -> None:
    """Mask what is personal: the cells of the form, and what waivers quote of them."""
    waivers = data["workflow"].get("waivers") if "workflow" in data else None
    if waivers:
        known = maskings(data["form"])
        data["workflow"] = {**data["workflow"], "waivers": [_without_names(one, known) for one in waivers]}
    data["form"] = masked(data["form"])


def _without_names(waiver: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    """A waiver (as JSON) with everything in `known` masked in what the two sides wrote."""
    shown = {**waiver, "finding": masked_text(waiver["finding"], known), "reason": masked_text(waiver["reason"], known)}
    if decision := waiver["decision"]:
        shown["decision"] = {**decision, "note": masked_text(decision["note"], known)}
    return shown
