"""Free examining over the API."""

from typing import Final

from pydantic import TypeAdapter

from app.client.http import Transport
from app.contract.finding import Findings, FindingsRequest

_FINDINGS: Final = TypeAdapter(Findings)


class FreeFindings:
    """`/api/v1/findings`; those of a stored report are `Reports.findings`."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    async def examine(self, wanted: FindingsRequest) -> Findings:
        """Examine any report under any scheme; nothing is stored. Raises NotFound and Invalid."""
        return await self._call("POST", "/findings", _FINDINGS, body=wanted.model_dump_json().encode())
