"""Problems, compared for what they tell."""

import re
from typing import Any, Final

import httpx

NOBODYS: Final = 999_999
"""A number that nothing has."""


def without_numbers(answer: httpx.Response) -> dict[str, Any]:
    """A problem, apart from the number that was asked for and that of the request."""
    said = answer.json() | {"request_id": ""}
    return {name: re.sub(r"\d+", "", one) if isinstance(one, str) else one for name, one in said.items()}
