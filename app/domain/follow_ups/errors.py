"""What can go wrong with a follow-up."""

from typing import ClassVar

from app.domain.errors import DomainError
from app.domain.rounds.errors import Invalid


class Barred(DomainError):
    """This person had a part in what is judged here, or is no person, and cannot judge it."""

    code: ClassVar[str] = "barred"


class InvalidFollowUp(Invalid):
    """What was written does not hold or is not complete; pointers are into the follow-up as it would be."""

    code: ClassVar[str] = "invalid_follow_up"


class FollowUpState(DomainError):
    """The follow-up does not stand where this can be done."""

    code: ClassVar[str] = "follow_up_state"
