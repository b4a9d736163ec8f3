"""Scheme drafts over the API."""

from typing import Final

from pydantic import TypeAdapter

from app.client.http import Transport
from app.contract.draft import DraftEdit, DraftMove, DraftSummary, DraftView, NewDraft, ReadAnnex
from app.contract.page import Page
from app.contract.query import AnnexHead

_VIEW: Final = TypeAdapter(DraftView)
_PAGE: Final = TypeAdapter(Page[DraftSummary])
_READ: Final = TypeAdapter(ReadAnnex)
_NOTHING: Final[TypeAdapter[None]] = TypeAdapter(None)


class Drafts:
    """`/api/v1/scheme-drafts`. A write says on which version it was made. Raises NotFound, Stale, Conflict, Invalid."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    async def list(self) -> Page[DraftSummary]:
        """Drafts in the order of their beginning."""
        return await self._call("GET", "/scheme-drafts", _PAGE, query={"limit": 200})

    async def get(self, draft_id: int) -> DraftView:
        """One draft, with what is wrong with it."""
        return await self._call("GET", f"/scheme-drafts/{draft_id}", _VIEW)

    async def create(self, new: NewDraft) -> DraftView:
        """Begin a draft."""
        return await self._call("POST", "/scheme-drafts", _VIEW, body=new.model_dump_json().encode())

    async def read(self, data: bytes, head: AnnexHead) -> ReadAnnex:
        """An annex as a document for a draft; nothing is stored. Raises Invalid where it has no scoring table."""
        query = head.model_dump(mode="json")
        content = "application/octet-stream"
        return await self._call("POST", "/scheme-drafts:read", _READ, query=query, body=data, content_type=content)

    async def replace(self, draft_id: int, version: int, edit: DraftEdit) -> DraftView:
        """Another document."""
        body = edit.model_dump_json().encode()
        return await self._call("PUT", f"/scheme-drafts/{draft_id}", _VIEW, body=body, version=version)

    async def move(self, draft_id: int, version: int, move: DraftMove) -> DraftView:
        """Hand in, review, give back, publish."""
        body = move.model_dump_json().encode()
        return await self._call("POST", f"/scheme-drafts/{draft_id}:move", _VIEW, body=body, version=version)

    async def delete(self, draft_id: int, version: int) -> None:
        """Throw a draft away."""
        await self._call("DELETE", f"/scheme-drafts/{draft_id}", _NOTHING, version=version)
