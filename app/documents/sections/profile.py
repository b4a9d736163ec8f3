"""一、部门（单位）基本概况: a label with its value beside it, below it or after a colon."""

import re
from typing import Any

from app.documents.blocks import Box, Document, Line
from app.documents.labels import PROFILE
from app.documents.pairs import Pair, below, pairs_in, parts_of
from app.domain.form.profile import Profile

_FIGURES = {"established_posts", "staff_in_post"}
_NAME_AND_NUMBER = re.compile(
    r"(?P<contact>[^0-9０-９]*?)[\s、,，/:：(（]*(?P<phone>[0-9０-９][0-9０-９\s()（）+\-—－]*)[)）]?\s*"
)


def read_profile(document: Document) -> Profile:
    """The profile."""
    found: dict[str, Any] = {}
    for place, row in document.rows():
        for pair in below(document, place, row, PROFILE) or pairs_in(row, PROFILE):
            _read(document, pair, found)
    for block in document.blocks:
        if isinstance(block, Line) and not block.taken:
            for pair in parts_of(block, PROFILE):
                _read(document, pair, found)
    return Profile(**found)


def _read_both(document: Document, value: Box | None, found: dict[str, Any]) -> None:
    """A name and a telephone number in one cell."""
    parts = _NAME_AND_NUMBER.fullmatch(value.text) if value is not None else None
    if value is None or parts is None:
        return
    value.taken = True
    for name in ("contact", "phone"):
        found.setdefault(name, document.name(Box(parts[name], value.place), f"/form/profile/{name}"))


def _read(document: Document, pair: Pair, found: dict[str, Any]) -> None:
    """One value; a label that comes again is left, and so doubted, unless it is blank there."""
    if pair.field in found or (pair.value is not None and pair.value.taken):
        return
    pair.take_label()
    pointer = f"/form/profile/{pair.field}"
    if pair.field == "contact_and_phone":
        _read_both(document, pair.value, found)
    elif pair.value is None:
        found[pair.field] = None if pair.field in _FIGURES else ""
    elif pair.field in _FIGURES:
        found[pair.field] = document.figure(pair.value, "人", pointer)
    elif pair.field in ("contact", "phone"):
        found[pair.field] = document.name(pair.value, pointer)
    else:
        found[pair.field] = document.words(pair.value, pointer)
    for box in pair.extra:
        box.hint = "没有认出这是基本概况的哪一项，请核对后手工填入"
