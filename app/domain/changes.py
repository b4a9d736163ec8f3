"""Changes of a document: JSON Merge Patch (RFC 7396), differences cell by cell, and what one sitting adds up to.

Documents here are plain JSON values. A difference names each cell that changed by its JSON Pointer with the old and
the new value; a side that is absent (not null, which is a blank cell) means that there was, or is, no such cell.
"""

from collections.abc import Iterable, Iterator, Mapping
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
    if old == new and isinstance(old, bool) == isinstance(new, bool):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _differences(old.get(key, ABSENT), new.get(key, ABSENT), (*place, key))
    elif isinstance(old, list) and isinstance(new, list):
        for at in range(max(len(old), len(new))):
            yield from _differences(_item(old, at), _item(new, at), (*place, at))
    else:
        yield CellChange(joined(place), old, new)


def _item(values: list[Any], at: int) -> Any:
    return values[at] if at < len(values) else ABSENT


def reverted(document: Any, changes: Iterable[CellChange]) -> Any:
    """`document` as it was before `changes`, of which it is the outcome; `document` itself is left alone.

    Items that were added at the end of a list go from the last one backwards, removed ones come back in their order.
    """
    result, told = _copy(document), list(changes)
    for change in reversed(told):
        if change.old is ABSENT:
            _put(result, tokens_of(change.pointer), ABSENT)
    for change in told:
        if change.old is not ABSENT:
            _put(result, tokens_of(change.pointer), change.old)
    return result


def _put(document: Any, tokens: list[str], value: Any) -> None:
    *path, last = tokens
    here = document
    for token in path:
        here = here[int(token)] if isinstance(here, list) else here[token]
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


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value
