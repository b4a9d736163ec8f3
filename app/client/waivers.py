"""Waivers over the API."""

from collections.abc import Sequence
from typing import Final

from pydantic import TypeAdapter

from app.client.http import Transport
from app.contract.report import Include, ReportView
from app.contract.waiver import NewWaiver, WaiverDecision

_VIEW: Final = TypeAdapter(ReportView)


class Waivers:
    """Waivers of a report's findings. Raises NotFound, Forbidden, Conflict, Stale and Invalid."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    async def ask(self, report_id: int, version: int, new: NewWaiver, include: Sequence[Include] = ()) -> ReportView:
        """Ask that one error may stand. Raises Conflict where the report has no such finding any more."""
        body, path = new.model_dump_json().encode(), f"/reports/{report_id}/waivers"
        return await self._call("POST", path, _VIEW, body=body, version=version, query={"include": include})

    async def decide(
        self, report_id: int, version: int, waiver: str, decision: WaiverDecision, include: Sequence[Include] = ()
    ) -> ReportView:
        """Grant a waiver until a day, or refuse it; either can be decided anew."""
        body, path = decision.model_dump_json().encode(), f"/reports/{report_id}/waivers/{waiver}:decide"
        return await self._call("POST", path, _VIEW, body=body, version=version, query={"include": include})
