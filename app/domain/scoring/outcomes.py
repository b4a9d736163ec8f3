"""How scoring an indicator ends where it ends without points."""

from collections.abc import Sequence


class Unscored(Exception):
    """No points can be given; the message says why and what to do."""


class Incomplete(Unscored):
    """Parts of an answer are missing: their ids, below the evidence (where that is not the indicator's only one)."""

    def __init__(self, message: str, parts: Sequence[str], evidence: str = "") -> None:
        super().__init__(message)
        self.parts, self.evidence = tuple(parts), evidence
