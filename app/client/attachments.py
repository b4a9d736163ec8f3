"""Evidence files over the API: bytes in and out."""

from typing import Final

from pydantic import TypeAdapter

from app.client.http import Download, Transport
from app.contract.attachment import Attachment
from app.contract.page import Page

_ONE: Final = TypeAdapter(Attachment)
_PAGE: Final = TypeAdapter(Page[Attachment])
_NOTHING: Final[TypeAdapter[None]] = TypeAdapter(None)


class Attachments:
    """`/api/v1/reports/{id}/attachments`. Raises NotFound; writes raise Conflict where the report is past editing."""

    def __init__(self, transport: Transport) -> None:
        self._call, self._download = transport.call, transport.download

    async def list(self, report_id: int) -> tuple[Attachment, ...]:
        """All of a report's files in the order of their adding."""
        return (await self._call("GET", f"/reports/{report_id}/attachments", _PAGE)).items

    async def add(self, report_id: int, name: str, data: bytes, *, indicator: str = "") -> Attachment:
        """Attach a file to an indicator, or to the whole report; the same content there again answers the one there.

        Raises Invalid where it may not be attached.
        """
        path, query = f"/reports/{report_id}/attachments", {"name": name, "indicator": indicator}
        content = "application/octet-stream"
        return await self._call("POST", path, _ONE, query=query, body=data, content_type=content)

    async def content(self, report_id: int, attachment_id: int) -> bytes:
        """The file."""
        return (await self.download(report_id, attachment_id)).data

    async def download(self, report_id: int, attachment_id: int) -> Download:
        """The file with the headers that say what it is and how it is to be saved, to be handed on."""
        return await self._download(f"/reports/{report_id}/attachments/{attachment_id}/content")

    async def remove(self, report_id: int, attachment_id: int) -> None:
        """Remove a file."""
        await self._call("DELETE", f"/reports/{report_id}/attachments/{attachment_id}", _NOTHING)
