"""A finding about a scheme."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong or open, where (a JSON Pointer into the scheme), and what to do. An error makes it unusable."""

    code: str
    severity: Severity
    pointer: str
    indicator: str
    message: str
