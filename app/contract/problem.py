"""The one shape of every error (RFC 9457, application/problem+json)."""

from typing import Any

from app.domain.model import Value


class ProblemError(Value):
    """One thing that is wrong, at its place (a JSON Pointer into the body), in words that say what to do."""

    pointer: str
    code: str
    detail: str


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
    """What the caller needs to go on: the current version (412), or the report that is there already (409)."""
