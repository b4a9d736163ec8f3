"""The audit log over the API."""

from typing import Final

from pydantic import TypeAdapter

from app.client.http import Transport
from app.contract.page import Page
from app.contract.people import AuditEntry, AuditVerification
from app.contract.query import AuditFilter

_PAGE: Final = TypeAdapter(Page[AuditEntry])
_VERIFICATION: Final = TypeAdapter(AuditVerification)


class Audit:
    """`/api/v1/events`."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    async def list(self, wanted: AuditFilter) -> Page[AuditEntry]:
        """Events, newest first."""
        return await self._call("GET", "/events", _PAGE, query=wanted.model_dump())

    async def verify(self) -> AuditVerification:
        """The whole log, against its digests."""
        return await self._call("POST", "/events:verify", _VERIFICATION)
