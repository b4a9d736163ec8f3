"""The one shape of every error (RFC 9457, application/problem+json)."""

from typing import Any

from app.domain.changes import ABSENT
from app.domain.merging import Touched
from app.domain.model import Value


class ProblemError(Value):
    """One thing that is wrong, at its place (a JSON Pointer into the body), in words that say what to do."""

    pointer: str
    code: str
    detail: str


class TouchedCell(Value):
    """A cell that you, others or both have changed since the version that you wrote on: as it was, and as each has it.

    A side that is not there has no such cell.
    """

    pointer: str
    conflict: bool
    """Whether you and others have changed it to different things."""
    base: Any = None
    yours: Any = None
    theirs: Any = None

    @property
    def is_yours(self) -> bool:
        """Whether you have changed it."""
        sides = self.model_fields_set
        return self.yours != self.base or ("yours" in sides) != ("base" in sides)

    @classmethod
    def of(cls, found: Touched) -> "TouchedCell":
        """As it is sent."""
        sides = {"base": found.base, "yours": found.yours, "theirs": found.theirs}
        there = {name: value for name, value in sides.items() if value is not ABSENT}
        return cls(pointer=found.pointer, conflict=found.conflicts, **there)


class Problem(Value):
    """`type` is `about:blank`-like and stable; `code` is for programs, `title` and `detail` are Chinese for people."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    request_id: str
    errors: tuple[ProblemError, ...] = ()
    current: dict[str, Any] | None = None
    """What the caller needs to go on: the current version and the field-level merge (412), or the report that is there
    already (409)."""

    @property
    def touched(self) -> tuple[TouchedCell, ...]:
        """The field-level merge of a write on an old version; empty where it could not be told."""
        return tuple(map(TouchedCell.model_validate, (self.current or {}).get("merge", ())))
