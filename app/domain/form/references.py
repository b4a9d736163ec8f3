"""Figures in the narrative that stay true when the table changes: `{支出合计}` reads as 780.00万元.

A reference names a cell by its official label. What the cell holds is filled in whenever the text is read (pages,
checks, documents); what is stored is the reference.
"""

import re
from typing import Final

from app.domain.form.cells import Nothing
from app.domain.form.form import Form
from app.domain.pointer import MISSING, cell_at, field_at, tokens_of, unit_of

_TABLES: Final = ("revenue", "expenditure", "three_public", "fixed_assets")


def _named() -> dict[str, str]:
    found = {}
    for table in _TABLES:
        row = Form.model_fields[table].annotation
        model = getattr(row, "model_fields", {})["rows"].annotation.__args__[0]
        for name, field in model.model_fields.items():
            if unit_of(field) is not None:
                title = str(field.title)
                found[f"固定资产{title}" if title == "其他" else title] = f"/{table}/total/{name}"
    for pointer in ("/profile/established_posts", "/profile/staff_in_post"):
        found[_title(pointer)] = pointer
    found["自评得分"] = "/self_scoring/overall_points"
    return found


def _title(pointer: str) -> str:
    field = field_at(Form, pointer)
    assert field is not None and field.title  # noqa: S101, PT018 - the places above are of the form
    return field.title


REFERENCES: Final[dict[str, str]] = _named()
"""What can be referred to: the label in braces, and the cell. A table's cell is that of its total row, or only row."""

_REFERENCE: Final = re.compile(r"\{([^{}\s]{1,20})\}")


def filled(text: str, form: Form) -> str:
    """`text` with every reference read from `form`; one whose cell has no figure stays as it is written."""
    if "{" not in text:
        return text
    return _REFERENCE.sub(lambda found: value_of(found[1], form) or found[0], text)


def references_in(text: str) -> list[tuple[int, str]]:
    """(place, name) of everything in braces, known or not."""
    return [(found.start(), found[1]) for found in _REFERENCE.finditer(text)] if "{" in text else []


def value_of(name: str, form: Form) -> str | None:
    """What a reference reads as, with its unit: 780.00万元, 18人; None for an unknown name or a cell without figure."""
    pointer = REFERENCES.get(name)
    if pointer is None:
        return None
    cell = cell_at(form, pointer)
    if isinstance(cell, Nothing):
        cell = "0"
    if cell is MISSING or not isinstance(cell, str):
        return None
    table, *_, column = tokens_of(pointer)
    field = field_at(Form, f"/{table}/rows/0/{column}" if table in _TABLES else pointer)
    assert field is not None  # noqa: S101 - the places above are of the form
    return f"{cell}{unit_of(field) or ''}"
