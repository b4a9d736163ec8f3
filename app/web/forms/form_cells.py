"""The figures of the official form as evidence of a scheme: what they are called, and where they stand."""

from typing import Any, Final

from app.contract.form import Form, field_at, figures_of, unit_of


def _cells() -> dict[str, dict[str, Any]]:
    found = {}
    for pointer in figures_of(Form):
        field = field_at(Form, pointer)
        assert field is not None, pointer  # noqa: S101 - it is of the form
        found[pointer] = {
            "title": field.title, "unit": unit_of(field), "kind": "number", "by": "record", "from": pointer
        }  # fmt: skip
    return found


FORM_CELLS: Final = _cells()
"""By pointer, in the order of the form. No two have the same title."""

BY_TITLE: Final = {cell["title"]: cell for cell in FORM_CELLS.values()}


def id_for(pointer: str) -> str:
    """The id that a cell gets as evidence: `expenditure_year_end_balance`."""
    return pointer.replace("/total/", "/").strip("/").replace("/", "_")


def _section(pointer: str) -> str:
    field = field_at(Form, f"/{pointer.split('/')[1]}")
    return str(field.title) if field else ""


CHOICES: Final = (
    ("", "不在表中，由部门在补充数据里填"),
    *((pointer, f"{_section(pointer)}：{cell['title']}") for pointer, cell in FORM_CELLS.items()),
)
