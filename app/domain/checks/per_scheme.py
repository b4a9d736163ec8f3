"""What a check needs of a scheme, worked out once for all reports under it."""

from collections.abc import Callable
from functools import wraps
from typing import Final, TypeVar

from app.domain.scoring.compiled import CompiledScheme

Result = TypeVar("Result")

MOST_SCHEMES: Final = 64
"""So many schemes are remembered at once; a county has one a year."""


def per_scheme(work: Callable[[CompiledScheme], Result]) -> Callable[[CompiledScheme], Result]:
    """`work`, remembered by the scheme's digest."""
    known: dict[str, Result] = {}

    @wraps(work)
    def remembered(scheme: CompiledScheme) -> Result:
        if scheme.digest not in known:
            if len(known) >= MOST_SCHEMES:
                known.clear()
            known[scheme.digest] = work(scheme)
        return known[scheme.digest]

    return remembered
