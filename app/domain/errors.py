"""What can go wrong in the subject itself. Each has a stable code; the message is Chinese and says what to do."""

from typing import ClassVar


class DomainError(Exception):
    """The root of them all."""

    code: ClassVar[str] = "domain_error"
