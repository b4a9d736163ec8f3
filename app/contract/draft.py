"""Scheme drafts as the API takes and answers them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import StringConstraints

from app.contract.scoring import SchemeFinding, SchemeName
from app.domain.model import Value
from app.domain.scoring.draft import LABELS, DraftState

Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]

DRAFT_STATE_NAMES = {state.value: name for state, name in LABELS.items()}


class DraftDoubt(Value):
    """Something that was read from an annex without being sure; `item` is the id of the item that it is about."""

    item: Annotated[str, StringConstraints(max_length=80)]
    text: Annotated[str, StringConstraints(max_length=2000)]


class DraftContent(Value):
    """What a draft says: a scheme's document, which may be unfinished or wrong, and what is to be looked at."""

    document: dict[str, Any]
    doubts: tuple[DraftDoubt, ...] = ()


class NewDraft(Value):
    """A draft to be begun: with a document of its own, or as the next version of a published scheme."""

    content: DraftContent | None = None
    copy_of: SchemeName | None = None


class DraftEdit(DraftContent):
    """Another document for a draft."""


class DraftMove(Value):
    """A move of a draft; to give it back wants a reason."""

    move: Literal["submit", "approve", "return", "publish"]
    remark: Remark = ""


class DraftSummary(Value):
    """A draft in a list."""

    id: int
    version: int
    state: DraftState
    title: str
    authors: tuple[str, ...]
    reviewer: str
    updated_at: datetime


class DraftView(DraftSummary, DraftContent):
    """A draft with everything that was found in it. `version` is its ETag."""

    remark: str
    history: tuple[str, ...]
    created_at: datetime
    findings: tuple[SchemeFinding, ...]


class ReadAnnex(DraftContent):
    """What was read from an annex: a document for a draft, its doubts, and lines that nobody understood."""

    leftovers: tuple[str, ...]
