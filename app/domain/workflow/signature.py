"""Signatures: which part of a report each covers, the digest that binds it, and what an edit makes void."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from pydantic import AwareDatetime, Field

from app.domain.changes import differences
from app.domain.form.form import Form
from app.domain.model import Value
from app.domain.pointer import tokens_of
from app.domain.scoring.canonical import canonical_json, digest

Content = Mapping[str, Any]
"""Plain JSON: what people fill in, `{"form": …, "supplement": …}`; beside it the digests of `attachments`, and what the
finance section signs, `opinion` and `confirmed`."""

MOST_POINTERS: Final = 20
"""Changed places that a void signature names one by one; beyond them it only counts."""


class Slot(StrEnum):
    """A place for a signature on the report."""

    PREPARER = "preparer"
    PANEL_LEAD = "panel_lead"
    DEPARTMENT_HEAD = "department_head"
    FINANCE_SECTION = "finance_section"

    @property
    def label(self) -> str:
        """Who signs there."""
        return SLOT_LABELS[self]


SLOT_LABELS: Final = {
    Slot.PREPARER: "填报人",
    Slot.PANEL_LEAD: "评价组组长",
    Slot.DEPARTMENT_HEAD: "部门负责人",
    Slot.FINANCE_SECTION: "财政归口业务科室",
}

PARTS: Final[Mapping[Slot, tuple[str, ...]]] = MappingProxyType(
    {
        Slot.PREPARER: (
            "/form/cover",
            "/form/profile",
            "/form/revenue",
            "/form/expenditure",
            "/form/three_public",
            "/form/fixed_assets",
            "/form/preparer",
            "/supplement",
            "/attachments",
        ),
        # The narrative and the evaluators are the panel's own work, and nobody else before the head would answer for
        # them; the places for opinions and signatures typed into the form belong to the evaluators' part.
        Slot.PANEL_LEAD: ("/form/objectives", "/form/self_scoring", "/form/panel", "/form/narrative"),
        Slot.DEPARTMENT_HEAD: ("/form", "/supplement", "/attachments"),
        Slot.FINANCE_SECTION: ("/opinion", "/confirmed"),
    }
)
"""What each signature covers, as JSON Pointers; between them preparer and panel lead cover the content once."""


class Voided(Value):
    """Since when, through whom and why a signature no longer counts."""

    at: AwareDatetime
    by: str
    why: str
    changed: tuple[str, ...] = Field(default=(), max_length=MOST_POINTERS)
    """The first places that were changed, as JSON Pointers into the content."""
    changed_count: int = 0
    """How many places were changed in all."""


class Signature(Value):
    """A signature. It never stands again once it is void: who agrees to the content signs anew."""

    slot: Slot
    signer: str
    """The person: `user:7`."""
    name: str
    title: str
    """职务, as it was when they signed."""
    at: AwareDatetime
    digest: str
    """Of what was covered, with the scheme; see `digest_of`."""
    void: Voided | None = None

    def holds(self, content: Content, scheme: str) -> bool:
        """Whether it stands, and `content` is what was signed. `scheme` is `id@version`."""
        return self.void is None and self.digest == digest_of(self.slot, content, scheme)

    def voided(self, void: Voided) -> "Signature":
        """The same, void; one that is void already keeps its first reason."""
        return self if self.void else self.model_copy(update={"void": void})


def digest_of(slot: Slot, content: Content, scheme: str) -> str:
    """SHA-256 of the canonical JSON of the part of `content` that `slot` covers, with the scheme (`id@version`)."""
    covered = {part: _at(_signable(content), part) for part in PARTS[slot]}
    return digest(canonical_json({"scheme": scheme, "covered": covered}))


def voided_by(
    signatures: Iterable[Signature], before: Content, after: Content, scheme: str, by: str, at: datetime
) -> tuple[Signature, ...]:
    """The signatures once `by` has edited the content from `before` to `after`.

    Those are void whose digest no longer holds. What the finance section signed is no content, so its stands.
    """
    signed = tuple(signatures)
    if all(one.slot is Slot.FINANCE_SECTION or one.void or one.holds(after, scheme) for one in signed):
        return signed  # what nobody has signed, or nobody has touched, is not gone through cell by cell
    changed = [one.pointer for one in differences(_signable(before), _signable(after))]

    def kept(one: Signature) -> Signature:
        if one.slot is Slot.FINANCE_SECTION or one.holds(after, scheme):
            return one
        places = [pointer for pointer in changed if _covers(one.slot, pointer)]
        why = f"签字后，{by} 修改了{_named(places)}"
        return one.voided(
            Voided(at=at, by=by, why=why, changed=tuple(places[:MOST_POINTERS]), changed_count=len(places))
        )

    return tuple(kept(one) for one in signed)


def _covers(slot: Slot, pointer: str) -> bool:
    return any(pointer == part or pointer.startswith(f"{part}/") for part in PARTS[slot])


def _named(places: Iterable[str]) -> str:
    """The sections that the places are in, in words with how many each."""
    counts: dict[str, int] = {}
    for pointer in places:
        title = _section(tokens_of(pointer))
        counts[title] = counts.get(title, 0) + 1
    return "、".join(f"“{title}”{count} 处" for title, count in counts.items()) or "所签的内容"


def _section(tokens: tuple[str, ...]) -> str:
    field = Form.model_fields.get(tokens[1]) if tokens[0] == "form" and len(tokens) > 1 else None
    return field.title if field and field.title else "补充数据"


def _signable(content: Content) -> dict[str, Any]:
    """`content` without the finance bureau's approvals of own indicators: no department signs those."""
    supplement = content.get("supplement")
    if not isinstance(supplement, dict):
        return dict(content)
    return {**content, "supplement": {name: _without_approval(answer) for name, answer in supplement.items()}}


def _without_approval(answer: Any) -> Any:
    if not isinstance(answer, list):
        return answer
    return [{key: one[key] for key in one if key != "approved"} if isinstance(one, dict) else one for one in answer]


def _at(document: Any, pointer: str) -> Any:
    for token in tokens_of(pointer):
        document = document.get(token) if isinstance(document, dict) else None
    return document
