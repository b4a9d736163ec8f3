"""Changes of a document: JSON Merge Patch (RFC 7396), differences cell by cell, and what one sitting adds up to.

Documents here are plain JSON values. A difference names each cell that changed by its JSON Pointer with the old and
the new value; a side that is absent (not null, which is a blank cell) means that there was, or is, no such cell.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Final

from app.domain.pointer import joined, tokens_of


class Absent:
    """No such cell; a JSON null is a blank cell instead."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent()


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell's change."""

    pointer: str
    old: Any
    new: Any

    def touches(self, pointer: str) -> bool:
        """Whether it is a change of that cell, of something in it, or of what holds it."""
        here, there = f"{self.pointer}/", f"{pointer}/"
        return here.startswith(there) or there.startswith(here)

    def as_json(self) -> dict[str, Any]:
        """As it is stored and sent: an absent side has no key."""
        sides = {"old": self.old, "new": self.new}
        return {"pointer": self.pointer, **{name: value for name, value in sides.items() if value is not ABSENT}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "CellChange":
        """The change that `as_json` wrote."""
        return cls(data["pointer"], data.get("old", ABSENT), data.get("new", ABSENT))


def merged(target: Any, patch: Any) -> Any:
    """`target` after the merge patch: null removes a key (a cell becomes blank), lists are replaced whole."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


def differences(old: Any, new: Any) -> list[CellChange]:
    """Every cell that differs, in document order."""
    return list(_differences(old, new, ()))


def _differences(old: Any, new: Any, place: tuple[str | int, ...]) -> Iterator[CellChange]:
    if old == new and _alike(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _differences(old.get(key, ABSENT), new.get(key, ABSENT), (*place, key))
    elif isinstance(old, list) and isinstance(new, list):
        for at in range(max(len(old), len(new))):
            yield from _differences(_item(old, at), _item(new, at), (*place, at))
    else:
        yield CellChange(joined(place), old, new)


def _alike(old: Any, new: Any) -> bool:
    """Whether equal values are so however deep one looks: Python takes True for 1, JSON does not."""
    if isinstance(old, dict):
        return all(_alike(value, new[key]) for key, value in old.items())
    if isinstance(old, list):
        return all(map(_alike, old, new))
    return isinstance(old, bool) == isinstance(new, bool)


def _item(values: list[Any], at: int) -> Any:
    return values[at] if at < len(values) else ABSENT


def reverted(document: Any, changes: Iterable[CellChange]) -> Any:
    """`document` as it was before `changes`, of which it is the outcome; `document` itself is left alone.

    Items that were added at the end of a list go from the last one backwards, removed ones come back in their order.
    """
    result, told = _Copying(document), list(changes)
    for change in reversed(told):
        if change.old is ABSENT:
            result.put(tokens_of(change.pointer), ABSENT)
    for change in told:
        if change.old is not ABSENT:
            result.put(tokens_of(change.pointer), change.old)
    return result.root


def put_at(document: Any, tokens: Sequence[str], value: Any) -> Any:
    """`document` with `value` at a place, or with nothing there (ABSENT); `document` itself is left alone."""
    result = _Copying(document)
    result.put(tokens, value)
    return result.root


class _Copying:
    """A document that copies a list or an object the first time that something in it is put; the rest is shared."""

    def __init__(self, document: Any) -> None:
        self.root = copy(document)
        self._own = {id(self.root)}

    def put(self, tokens: Sequence[str], value: Any) -> None:
        """Put `value` at a place, or remove what is there (ABSENT)."""
        *path, last = tokens
        here = self.root
        for token in path:
            place = int(token) if isinstance(here, list) else token
            inner = here[place]
            if id(inner) not in self._own:
                inner = here[place] = copy(inner)
                self._own.add(id(inner))
            here = inner
        _put(here, last, value)


def _put(here: Any, last: str, value: Any) -> None:
    if isinstance(here, list):
        at = int(last)
        if value is ABSENT:
            del here[at]
        elif at < len(here):
            here[at] = value
        else:
            here.append(value)
    elif value is ABSENT:
        here.pop(last, None)
    else:
        here[last] = value
