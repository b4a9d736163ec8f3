"""Use cases of scheme drafts: write, hand in, review by a second person, publish."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Literal

from pydantic_core import from_json, to_json

from app.documents.annex.reader import Annex, Head, read_annex
from app.documents.envelope import NotAForm
from app.domain.checks.settings import compile_new
from app.domain.people.actor import Actor, Forbidden
from app.domain.people.place import Location
from app.domain.people.right import Right
from app.domain.scoring.draft import Doubt, DraftState, SchemeDraft
from app.services.errors import NotFound, Stale, Unreadable
from app.services.people import stems_of
from app.services.ports import Clock, Database, Store, StoredDraft
from app.services.recording import Recorder
from app.services.report_document import stamp
from app.services.schemes import SchemeService

Move = Literal["submit", "approve", "return", "publish"]


@dataclass(frozen=True, slots=True)
class NumberedDraft:
    """A draft and its number."""

    id: int
    region: str
    draft: SchemeDraft


class DraftService:
    """Every write is one transaction on the version that the caller has seen."""

    def __init__(self, database: Database, schemes: SchemeService, clock: Clock, recorder: Recorder) -> None:
        self._database, self._schemes, self._clock, self._recorder = database, schemes, clock, recorder

    async def create(self, document: Mapping[str, Any], doubts: Sequence[Doubt], who: Actor) -> NumberedDraft:
        """Begin a draft; its document may say anything. It belongs to the finance bureau of whoever begins it."""
        now = self._clock()
        region = next((place.key for place in who.places(Right.SCHEME_WRITE) if place.kind == "region"), None)
        if region is None:
            raise Forbidden(Right.SCHEME_WRITE)
        numbered = NumberedDraft(0, region, SchemeDraft(dict(document), tuple(doubts), (who.label,), now, now))
        async with self._database.transaction() as store:
            numbered = replace(numbered, id=await store.drafts.add(_stored(numbered)))
            await self._record(store, who, "scheme_draft_begun", numbered)
        return numbered

    async def _record(self, store: Store, who: Actor, kind: str, numbered: NumberedDraft, **details: str) -> None:
        await self._recorder.record(
            store, who, kind, f"scheme_draft:{numbered.id}", region=numbered.region,
            title=_title(numbered.draft), version=numbered.draft.version, **details,
        )  # fmt: skip

    async def next_version(self, scheme_id: str, version: int, who: Actor) -> NumberedDraft:
        """Begin the next version of a published scheme, by copying one. Raises NotFound."""
        copied = await self._schemes.stored(scheme_id, version)
        newest = await self._schemes.stored(scheme_id)
        document = {**from_json(copied.document), "version": newest.version + 1}
        return await self.create(document, (), who)

    async def read(self, data: bytes, name: str, head: Mapping[str, Any]) -> Annex:
        """An annex as a document for a draft; nothing is stored. Raises Unreadable."""
        try:
            return await asyncio.to_thread(read_annex, data, name, Head(**head))
        except NotAForm as error:
            raise Unreadable(str(error)) from error

    async def get(self, draft_id: int, who: Actor) -> NumberedDraft:
        """One draft. Raises NotFound, also where the asker may not know of it."""
        stored = await self._database.reading.drafts.get(draft_id)
        at = Location(stored.region) if stored is not None else None
        if stored is None or at is None or not (who.may(Right.SCHEME_WRITE, at) or who.may(Right.SCHEME_REVIEW, at)):
            message = f"没有编号为 {draft_id} 的方案草稿，可能已被删除；请从方案列表进入"
            raise NotFound(message)
        return NumberedDraft(draft_id, stored.region, _read(stored))

    async def page(self, who: Actor, after: int, limit: int) -> list[NumberedDraft]:
        """Drafts of the asker's regions, by number."""
        stems = dict.fromkeys((*stems_of(who, Right.SCHEME_WRITE), *stems_of(who, Right.SCHEME_REVIEW)))
        found = await self._database.reading.drafts.page(tuple(stems), after, limit)
        return [NumberedDraft(one.id, one.region, _read(one)) for one in found]

    async def replace(
        self, draft_id: int, expected: int, document: Mapping[str, Any], doubts: Sequence[Doubt], who: Actor
    ) -> NumberedDraft:
        """Another document. Raises NotFound, Forbidden, Stale, and WrongState once it is handed in."""
        numbered = await self._current(draft_id, expected, Right.SCHEME_WRITE, who)
        edited = numbered.draft.edited(dict(document), doubts, who.label, self._clock())
        return await self._keep(numbered, edited, who, "scheme_draft_edited")

    async def move(self, draft_id: int, expected: int, move: Move, who: Actor, remark: str = "") -> NumberedDraft:
        """Hand in, review, give back, publish. Raises what `SchemeDraft` does, and SchemeChanged."""
        right = Right.SCHEME_WRITE if move == "submit" else Right.SCHEME_REVIEW
        numbered = await self._current(draft_id, expected, right, who)
        draft, now, by = numbered.draft, self._clock(), who.label
        if move == "submit":
            return await self._keep(numbered, draft.submitted(by, now, compile_new), who, "scheme_draft_submitted")
        if move == "approve":
            return await self._keep(numbered, draft.approved(by, now), who, "scheme_draft_approved")
        if move == "return":
            back = draft.returned(by, remark, now)
            return await self._keep(numbered, back, who, "scheme_draft_returned", remark=remark)
        published = draft.published(by, now)
        # The same again changes nothing, should the rest fail.
        await self._schemes.publish([draft.compiled(compile_new)], who)
        return await self._keep(numbered, published, who, "scheme_published")

    async def delete(self, draft_id: int, expected: int, who: Actor) -> None:
        """Throw a draft away. Raises NotFound, Forbidden and Stale."""
        numbered = await self._current(draft_id, expected, Right.SCHEME_WRITE, who)
        async with self._database.transaction() as store:
            if not await store.drafts.remove(draft_id, expected):
                raise await self._stale(draft_id, who)
            await self._record(store, who, "scheme_draft_deleted", numbered)

    async def _current(self, draft_id: int, expected: int, right: Right, who: Actor) -> NumberedDraft:
        found = await self.get(draft_id, who)
        who.require(right, Location(found.region))
        if found.draft.version != expected:
            raise Stale(found.draft.version, "方案草稿")
        return found

    async def _keep(
        self, before: NumberedDraft, draft: SchemeDraft, who: Actor, kind: str, **details: str
    ) -> NumberedDraft:
        numbered = replace(before, draft=draft)
        async with self._database.transaction() as store:
            kept = await store.drafts.replace(before.draft.version, _stored(numbered))
            if kept:
                await self._record(store, who, kind, numbered, **details)
        if not kept:
            raise await self._stale(before.id, who)
        return numbered

    async def _stale(self, draft_id: int, who: Actor) -> Stale:
        return Stale((await self.get(draft_id, who)).draft.version, "方案草稿")


def _title(draft: SchemeDraft) -> str:
    return str(draft.document.get("title") or "未命名的方案")[:200]


def _stored(numbered: NumberedDraft) -> StoredDraft:
    draft, region = numbered.draft, numbered.region
    times = {"created_at": stamp(draft.created_at), "updated_at": stamp(draft.updated_at)}
    document = to_json({**asdict(draft), **times}).decode()
    return StoredDraft(
        numbered.id, draft.version, draft.state.value, _title(draft), region, times["updated_at"], document
    )


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
