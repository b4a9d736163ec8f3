"""What an examination answers: each finding says where, how much, why it matters and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """How far the report is on its way: what is still open in a draft must be right when it is handed in."""

    DRAFT = "draft"
    SUBMISSION = "submission"
    PUBLICATION = "publication"

    @property
    def label(self) -> str:
        """In words."""
        return {"draft": "填报中", "submission": "送审", "publication": "公开"}[self.value]


class Severity(StrEnum):
    """An error keeps the report from being submitted; a warning is for people to judge."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def label(self) -> str:
        """In words."""
        return {"error": "错误", "warning": "提醒"}[self.value]


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to put it right: in words, and where it can be done by writing one value, where and which."""

    text: str
    pointer: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage that is set beside the report's own, and where it is from: 网信办2021年度报告·职能职责概述."""

    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Linked:
    """Another check that the same fault trips; told with the finding instead of once more."""

    check: str
    title: str
    amount: str


@dataclass(slots=True)
class Finding:
    """A contradiction or an open question."""

    check: str
    """The id in the catalogue."""
    title: str
    severity: Severity
    pointer: str
    """Where: a JSON Pointer into the report, `/form/expenditure/rows/0/total`."""
    span: tuple[int, int] | None
    """Which characters of that text (as it reads with its references filled in), where the place is a text."""
    where: str
    """The place in the words of the form."""
    amount: str
    """What was found, with the figures and by how much they differ."""
    why: str
    """Why it matters: the clause or the reason."""
    fixes: tuple[Fix, ...]
    """The likeliest ways to put it right, the likelier first; at most two."""
    source: str
    """The official clause that the check stands on."""
    others: tuple[str, ...] = ()
    """The other places that it is about."""
    linked: tuple[Linked, ...] = ()
    cited: tuple[Cited, ...] = ()
    key: str = ""
    """Names this very finding, figures included: a waiver is bound to it."""
    message: str = ""
    """All of it in one paragraph."""
    waiver: str = ""
    """The id of the report's waiver under which it may stand; empty where none holds."""
