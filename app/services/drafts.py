"""Use cases of scheme drafts: write, hand in, review by a second person, publish."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic_core import from_json, to_json

from app.documents.annex.reader import Annex, Head, read_annex
from app.documents.envelope import NotAForm
from app.domain.scoring.draft import Doubt, DraftState, SchemeDraft
from app.services.errors import NotFound, Stale, Unreadable
from app.services.ports import Clock, Database, StoredDraft
from app.services.report_document import stamp
from app.services.schemes import SchemeService

Move = Literal["submit", "approve", "return", "publish"]


@dataclass(frozen=True, slots=True)
class NumberedDraft:
    """A draft and its number."""

    id: int
    draft: SchemeDraft


class DraftService:
    """Every write is one transaction on the version that the caller has seen."""

    def __init__(self, database: Database, schemes: SchemeService, clock: Clock) -> None:
        self._database, self._schemes, self._clock = database, schemes, clock

    async def create(self, document: Mapping[str, Any], doubts: Sequence[Doubt], by: str) -> NumberedDraft:
        """Begin a draft; its document may say anything."""
        now = self._clock()
        draft = SchemeDraft(dict(document), tuple(doubts), (by,), now, now)
        async with self._database.transaction() as store:
            return NumberedDraft(await store.drafts.add(_stored(0, draft)), draft)

    async def next_version(self, scheme_id: str, version: int, by: str) -> NumberedDraft:
        """Begin the next version of a published scheme, by copying one. Raises NotFound."""
        copied = await self._schemes.stored(scheme_id, version)
        newest = await self._schemes.stored(scheme_id)
        document = {**from_json(copied.document), "version": newest.version + 1}
        return await self.create(document, (), by)

    async def read(self, data: bytes, name: str, head: Mapping[str, Any]) -> Annex:
        """An annex as a document for a draft; nothing is stored. Raises Unreadable."""
        try:
            return await asyncio.to_thread(read_annex, data, name, Head(**head))
        except NotAForm as error:
            raise Unreadable(str(error)) from error

    async def get(self, draft_id: int) -> NumberedDraft:
        """One draft. Raises NotFound."""
        stored = await self._database.reading.drafts.get(draft_id)
        if stored is None:
            message = f"没有编号为 {draft_id} 的方案草稿，可能已被删除；请从方案列表进入"
            raise NotFound(message)
        return NumberedDraft(draft_id, _read(stored))

    async def page(self, after: int, limit: int) -> list[NumberedDraft]:
        """Drafts by number."""
        found = await self._database.reading.drafts.page(after, limit)
        return [NumberedDraft(one.id, _read(one)) for one in found]

    async def replace(
        self, draft_id: int, expected: int, document: Mapping[str, Any], doubts: Sequence[Doubt], by: str
    ) -> NumberedDraft:
        """Another document. Raises NotFound, Stale, and WrongState once it is handed in."""
        draft = await self._current(draft_id, expected)
        return await self._keep(draft_id, expected, draft.edited(dict(document), doubts, by, self._clock()))

    async def move(self, draft_id: int, expected: int, move: Move, by: str, remark: str = "") -> NumberedDraft:
        """Hand in, review, give back, publish. Raises what `SchemeDraft` does, and SchemeChanged."""
        draft, now = await self._current(draft_id, expected), self._clock()
        if move == "submit":
            return await self._keep(draft_id, expected, draft.submitted(by, now))
        if move == "approve":
            return await self._keep(draft_id, expected, draft.approved(by, now))
        if move == "return":
            return await self._keep(draft_id, expected, draft.returned(by, remark, now))
        published = draft.published(by, now)
        await self._schemes.publish([draft.compiled()])  # the same again changes nothing, should the rest fail
        return await self._keep(draft_id, expected, published)

    async def delete(self, draft_id: int, expected: int) -> None:
        """Throw a draft away. Raises NotFound and Stale."""
        await self._current(draft_id, expected)
        async with self._database.transaction() as store:
            if not await store.drafts.remove(draft_id, expected):
                raise await self._stale(draft_id)

    async def _current(self, draft_id: int, expected: int) -> SchemeDraft:
        found = (await self.get(draft_id)).draft
        if found.version != expected:
            raise Stale(found.version, "方案草稿")
        return found

    async def _keep(self, draft_id: int, expected: int, draft: SchemeDraft) -> NumberedDraft:
        async with self._database.transaction() as store:
            kept = await store.drafts.replace(expected, _stored(draft_id, draft))
        if not kept:
            raise await self._stale(draft_id)
        return NumberedDraft(draft_id, draft)

    async def _stale(self, draft_id: int) -> Stale:
        return Stale((await self.get(draft_id)).draft.version, "方案草稿")


def _stored(draft_id: int, draft: SchemeDraft) -> StoredDraft:
    title = str(draft.document.get("title") or "未命名的方案")[:200]
    times = {"created_at": stamp(draft.created_at), "updated_at": stamp(draft.updated_at)}
    document = to_json({**asdict(draft), **times}).decode()
    return StoredDraft(draft_id, draft.version, draft.state.value, title, times["updated_at"], document)


def _read(stored: StoredDraft) -> SchemeDraft:
    data = from_json(stored.document)
    return SchemeDraft(
        document=data["document"],
        doubts=tuple(Doubt(**one) for one in data["doubts"]),
        authors=tuple(data["authors"]),
        created_at=datetime.fromisoformat(data["created_at"]),
        updated_at=datetime.fromisoformat(data["updated_at"]),
        state=DraftState(data["state"]),
        version=data["version"],
        reviewer=data["reviewer"],
        remark=data["remark"],
        history=tuple(data["history"]),
    )
