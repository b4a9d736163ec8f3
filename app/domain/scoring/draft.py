"""A scheme on its way to publication: drafted, handed in, reviewed by a second person, published.

A draft's document may say anything; it has to hold only when it is handed in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from app.domain.errors import DomainError
from app.domain.scoring.compiled import CompiledScheme, compile_scheme
from app.domain.scoring.lint.document import Compiling, compiled_or_findings
from app.domain.scoring.lint.finding import Finding


class DraftState(StrEnum):
    """Where a draft stands."""

    DRAFTING = "drafting"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PUBLISHED = "published"


LABELS = {
    DraftState.DRAFTING: "编制中",
    DraftState.SUBMITTED: "待复核",
    DraftState.APPROVED: "已复核",
    DraftState.PUBLISHED: "已发布",
}


class WrongState(DomainError):
    """The draft does not stand where this can be done."""

    code: ClassVar[str] = "wrong_state"


class SamePerson(DomainError):
    """Who wrote a scheme cannot be its reviewer."""

    code: ClassVar[str] = "same_person"


class DraftNotReady(DomainError):
    """The draft cannot be handed in; its errors and open doubts say why."""

    code: ClassVar[str] = "draft_not_ready"

    def __init__(self, findings: Sequence[Finding], doubts: Sequence["Doubt"]) -> None:
        self.findings = findings
        parts = [f"还有 {len(findings)} 处错误要改正"] if findings else []
        parts += [f"还有 {len(doubts)} 处没有把握的地方要核对"] if doubts else []
        super().__init__(f"{'，'.join(parts)}，然后再送复核")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that was read from an annex without being sure, for a person to look at."""

    item: str
    """The id of the item that it is about; empty for the whole table."""
    text: str


@dataclass(frozen=True, slots=True)
class SchemeDraft:
    """A draft with everybody who wrote on it. `version` counts its changes."""

    document: dict[str, Any]
    doubts: tuple[Doubt, ...]
    authors: tuple[str, ...]
    created_at: datetime
    updated_at: datetime
    state: DraftState = DraftState.DRAFTING
    version: int = 1
    reviewer: str = ""
    remark: str = ""
    """Why it was given back."""
    history: tuple[str, ...] = field(default=())
    """Its moves in words, oldest first."""

    def compiled(self, compiling: Compiling = compile_scheme) -> CompiledScheme:
        """The scheme. Raises DraftNotReady."""
        found = compiled_or_findings(self.document, compiling)
        if isinstance(found, list):
            raise DraftNotReady(found, ())
        return found

    def edited(self, document: dict[str, Any], doubts: Sequence[Doubt], by: str, at: datetime) -> "SchemeDraft":
        """The draft with another document. Raises WrongState once it is handed in."""
        self._require(DraftState.DRAFTING, "修改；请先由复核人退回")
        authors = self.authors if by in self.authors else (*self.authors, by)
        return replace(
            self, document=document, doubts=tuple(doubts), authors=authors, version=self.version + 1, updated_at=at
        )

    def submitted(self, by: str, at: datetime, compiling: Compiling = compile_scheme) -> "SchemeDraft":
        """Handed in for review. Raises WrongState, and DraftNotReady where it does not hold."""
        self._require(DraftState.DRAFTING, "送复核")
        found = compiled_or_findings(self.document, compiling)
        if isinstance(found, list) or self.doubts:
            raise DraftNotReady(found if isinstance(found, list) else (), self.doubts)
        return self._moved(DraftState.SUBMITTED, f"{by} 送复核", at)

    def approved(self, by: str, at: datetime) -> "SchemeDraft":
        """Reviewed by somebody who did not write on it. Raises WrongState and SamePerson."""
        self._require(DraftState.SUBMITTED, "复核")
        self._require_second(by)
        return replace(self._moved(DraftState.APPROVED, f"{by} 复核通过", at), reviewer=by)

    def returned(self, by: str, remark: str, at: datetime) -> "SchemeDraft":
        """Given back to be written on, with the reason; an approval is void then. Raises WrongState."""
        if self.state not in (DraftState.SUBMITTED, DraftState.APPROVED):
            self._require(DraftState.SUBMITTED, "退回")
        back = self._moved(DraftState.DRAFTING, f"{by} 退回：{remark}", at)
        return replace(back, reviewer="", remark=remark)

    def published(self, by: str, at: datetime) -> "SchemeDraft":
        """Published, once and for ever. Raises WrongState before it was reviewed."""
        self._require(DraftState.APPROVED, "发布；请先由第二人复核")
        return self._moved(DraftState.PUBLISHED, f"{by} 发布", at)

    def _moved(self, state: DraftState, said: str, at: datetime) -> "SchemeDraft":
        history = (*self.history, f"{at:%Y-%m-%d %H:%M}Z {said}")
        return replace(self, state=state, history=history, remark="", version=self.version + 1, updated_at=at)

    def _require(self, state: DraftState, what: str) -> None:
        if self.state is not state:
            message = f"方案草稿现在是“{LABELS[self.state]}”，不能{what}"
            raise WrongState(message)

    def _require_second(self, by: str) -> None:
        if by in self.authors:
            message = f"{by} 参与了编制，不能复核；请换一个人复核"
            raise SamePerson(message)
