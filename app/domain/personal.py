"""Personal data on the form: where it stands, and how it is masked.

Contact, phone and the names of staff are masked for everybody outside the department, unless they ask to see them and
may (个人信息保护法: no more than the purpose needs); they are never written into a log.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.domain.pointer import joined, tokens_of

PLACES: Final = (
    ("profile", "contact"),
    ("profile", "phone"),
    ("panel", "evaluators", "*", "name"),
    ("panel", "evaluators", "*", "signature"),
    ("panel", "panel_lead", "signature"),
    ("panel", "department_opinion", "signature"),
    ("panel", "finance_opinion", "signature"),
    ("preparer", "name"),
    ("preparer", "phone"),
)
"""Places in a form; `*` is any row."""

HIDDEN: Final = "＊＊＊"


def is_personal(pointer: str) -> bool:
    """Whether a cell (a pointer into `{"form": …}`) holds personal data."""
    part, *path = tokens_of(pointer)
    known = tuple("*" if token.isdecimal() else token for token in path)
    return part == "form" and known in PLACES


def masked_name(text: str) -> str:
    """张＊＊; a text that is blank stays so."""
    plain = text.strip()
    return plain[0] + "＊" * max(len(plain) - 1, 1) if plain else text


def masked_phone(text: str) -> str:
    """139****1234 of a mobile, 0730****885 of a fixed line."""
    digits = [at for at, one in enumerate(text) if one.isdigit()]
    first, last = (3, 4) if len(digits) == 11 and text.lstrip().startswith("1") else (4, 3)
    kept = {*digits[:first], *digits[-last:]} if len(digits) > first + last else set()
    return "".join("*" if one.isdigit() and at not in kept else one for at, one in enumerate(text))


def masked(form: Mapping[str, Any]) -> dict[str, Any]:
    """A form as JSON with every personal cell masked; what is not touched is shared with the one given."""
    shown = dict(form)
    for place in PLACES:
        _mask(shown, place)
    return shown


def maskings(form: Mapping[str, Any]) -> dict[str, str]:
    """What the personal cells of a form (as JSON) say, and how that is masked: for texts that may quote them.

    A single character is left as it is: it stands in too many words that are nobody's name.
    """
    shown = {"form": masked(form)}
    found = {}
    for pointer in personal_cells(form):
        tokens = tokens_of(pointer)
        plain = str(_at({"form": form}, tokens)).strip()
        if len(plain) > 1:
            found[plain] = str(_at(shown, tokens)).strip()
    return found


def masked_text(text: str, known: Mapping[str, str]) -> str:
    """A text with everything in `known` (`maskings`) masked in it, the longest first: a name may be part of another."""
    for plain in sorted(known, key=len, reverse=True):
        text = text.replace(plain, known[plain])
    return text


def _at(here: Any, tokens: tuple[str, ...]) -> Any:
    for token in tokens:
        here = here[int(token)] if isinstance(here, list) else here[token]
    return here


def _mask(here: dict[str, Any], path: tuple[str, ...]) -> None:
    name, *rest = path
    value = here.get(name)
    if not rest and isinstance(value, str):
        here[name] = masked_phone(value) if name == "phone" else masked_name(value)
    elif rest and rest[0] == "*" and isinstance(value, list):
        here[name] = [dict(row) for row in value]
        for row in here[name]:
            _mask(row, tuple(rest[1:]))
    elif rest and isinstance(value, dict):
        here[name] = dict(value)
        _mask(here[name], tuple(rest))


def without_personal_data(change: Mapping[str, Any]) -> dict[str, Any]:
    """A cell's change as the log may hold it: that a personal cell changed, not what it says."""
    place = tokens_of(str(change["pointer"]))
    return {name: value if name == "pointer" else _hidden(value, place) for name, value in change.items()}


def _hidden(value: Any, place: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {name: _hidden(one, (*place, name)) for name, one in value.items()}
    if isinstance(value, list):
        return [_hidden(one, (*place, str(at))) for at, one in enumerate(value)]
    return HIDDEN if value and is_personal(joined(place)) else value


def personal_cells(form: Mapping[str, Any]) -> Iterator[str]:
    """The pointers of the personal cells of a form (as JSON) that hold something."""

    def walk(value: Any, place: tuple[str, ...]) -> Iterator[str]:
        for name, one in value.items() if isinstance(value, dict) else enumerate(value):
            here = (*place, str(name))
            if isinstance(one, dict | list):
                yield from walk(one, here)
            elif isinstance(one, str) and one.strip() and is_personal(joined(here)):
                yield joined(here)

    yield from walk(form, ("form",))
