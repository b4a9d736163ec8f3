"""What can be wrong with a round or a draw."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.errors import DomainError


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, and where in what was given (a JSON Pointer)."""

    pointer: str
    message: str


class Invalid(DomainError):
    """What was given does not hold; every mistake is listed."""

    code: ClassVar[str] = "invalid"

    def __init__(self, *mistakes: Mistake) -> None:
        self.mistakes = mistakes
        super().__init__("；".join(one.message for one in mistakes))

    @classmethod
    def where(cls, *tried: tuple[bool, str, str]) -> None:
        """Raise it with each (it is wrong, pointer, message) that is wrong, all at once; else nothing happens."""
        if mistakes := [Mistake(pointer, message) for wrong, pointer, message in tried if wrong]:
            raise cls(*mistakes)


class InvalidRound(Invalid):
    """A round cannot be as it was asked to be."""

    code: ClassVar[str] = "invalid_round"


class InvalidSampling(Invalid):
    """Reports cannot be drawn so."""

    code: ClassVar[str] = "invalid_sampling"


class RoundState(DomainError):
    """The round does not stand where this can be done."""

    code: ClassVar[str] = "round_state"
