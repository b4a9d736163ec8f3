"""一、部门（单位）基本概况: a label, its value beside it, sometimes two such pairs in a row."""

from typing import Any

from app.documents.blocks import Document
from app.documents.labels import PROFILE, label
from app.domain.form.profile import Profile

_FIGURES = {"established_posts", "staff_in_post"}


def read_profile(document: Document) -> Profile:
    """The profile."""
    found: dict[str, Any] = {}
    for _, row in document.rows():
        names = [PROFILE.get(label(cell)) for cell in row.cells]
        pairs = [(at, name) for at, name in enumerate(names) if name and at + 1 < len(row.cells)]
        if not pairs or names[0] is None:
            continue
        used = set()
        for at, name in pairs:
            value = row.cells[at + 1]
            if name in _FIGURES:
                found.setdefault(name, document.figure(value, "人", f"/form/profile/{name}"))
            else:
                found.setdefault(name, value.strip())
            used |= {at, at + 1}
        row.taken = True
        for at, cell in enumerate(row.cells):
            if at not in used and cell.strip():
                document.doubt("", cell, "没有认出这是基本概况的哪一项，请核对后手工填入")
    return Profile(**found)
