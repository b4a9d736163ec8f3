"""What somebody has to say in words: a reason, an answer, an opinion."""

from typing import Annotated, ClassVar, Final

from pydantic import StringConstraints

from app.domain.errors import DomainError

MOST_WORDS: Final = 2_000

Wording = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_WORDS)]
"""1 to 2 000 characters, not blank."""


class Unworded(DomainError):
    """What had to be said was left blank, or is too long."""

    code: ClassVar[str] = "unworded"

    def __init__(self, what: str) -> None:
        super().__init__(f"请写明{what}，1 至 {MOST_WORDS} 字")


def worded(text: str, what: str) -> str:
    """`text` without white space around it. Raises Unworded, which asks for `what`."""
    plain = text.strip()
    if not 0 < len(plain) <= MOST_WORDS:
        raise Unworded(what)
    return plain
