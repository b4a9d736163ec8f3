"""Two people's edits of one document: what of them touches, cell by cell, and the document with both.

A list whose length either side has changed is one cell: which row is which can no longer be told.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.changes import ABSENT, differences, put_at
from app.domain.pointer import joined, tokens_of


@dataclass(frozen=True, slots=True)
class Touched:
    """A cell that `yours` or `theirs` has changed from `base`; ABSENT where there is no such cell."""

    pointer: str
    base: Any
    yours: Any
    theirs: Any

    @property
    def conflicts(self) -> bool:
        """Whether both changed it, and not to the same."""
        return not _same(self.base, self.yours) and not _same(self.base, self.theirs) and not self.agreed

    @property
    def agreed(self) -> bool:
        """Whether both say the same."""
        return _same(self.yours, self.theirs)


@dataclass(frozen=True, slots=True)
class Merge:
    """Both sides' changes; `content` has theirs, and yours wherever they do not conflict."""

    content: Any
    touched: tuple[Touched, ...]

    @property
    def conflicts(self) -> tuple[Touched, ...]:
        """The cells that both have changed, differently."""
        return tuple(one for one in self.touched if one.conflicts)


def merge(base: Any, yours: Any, theirs: Any) -> Merge:
    """Lay the changes from `base` to `yours` over `theirs`; none of the three is altered."""
    both = differences(base, yours), differences(base, theirs)
    whole = _resized((base, yours, theirs), [one.pointer for side in both for one in side])
    places = [_place(one.pointer, whole) for side in both for one in side]
    told = [
        Touched(place, value_at(base, place), value_at(yours, place), value_at(theirs, place))
        for place in _topmost(places)
    ]
    content = theirs
    for one in told:
        if not one.conflicts and not _same(one.base, one.yours):
            content = put_at(content, tokens_of(one.pointer), one.yours)
    return Merge(content, tuple(told))


def value_at(document: Any, pointer: str) -> Any:
    """What stands at a place of a JSON document; ABSENT where there is nothing."""
    here = document
    for token in tokens_of(pointer):
        if isinstance(here, dict):
            here = here.get(token, ABSENT)
        elif isinstance(here, list) and token.isdecimal() and int(token) < len(here):
            here = here[int(token)]
        else:
            return ABSENT
    return here


def _resized(sides: Sequence[Any], pointers: Iterable[str]) -> frozenset[str]:
    """The lists on the way to these places that are not equally long on all sides."""
    on_the_way = {above for pointer in pointers for above in _above(pointer)}
    return frozenset(place for place in on_the_way if _lengths_differ([value_at(one, place) for one in sides]))


def _lengths_differ(values: Sequence[Any]) -> bool:
    lengths = {len(one) if isinstance(one, list) else -1 for one in values}
    return len(lengths) > 1


def _above(pointer: str) -> Iterator[str]:
    tokens = tokens_of(pointer)
    for depth in range(1, len(tokens) + 1):
        yield joined(tokens[:depth])


def _place(pointer: str, whole: frozenset[str]) -> str:
    """The cell of a change: its own, or the list that is taken as a whole."""
    return next((above for above in _above(pointer) if above in whole), pointer)


def _topmost(places: Sequence[str]) -> list[str]:
    """Each place once, in order, without those that lie inside another: a part that one side took away is one cell."""
    there = dict.fromkeys(places)
    return [one for one in there if not any(above in there for above in _above(one) if above != one)]


def _same(one: Any, other: Any) -> bool:
    return not differences(one, other)
