"""Places of a report in the words of the form: 年度支出和结余情况（区文化局）· 支出合计."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from app.domain.form.finances import InstitutionRow
from app.domain.form.form import Form
from app.domain.form.narrative import NarrativeSection
from app.domain.form.objectives import QuantitativeTarget
from app.domain.form.self_scoring import ScoringRow
from app.domain.pointer import MISSING, cell_at, field_at, tokens_of


def place_name(pointer: str, form: Form, titles: Callable[[str], str] = str) -> str:
    """`pointer` (into the report: `/form/…`, `/supplement/…`) in words; `titles` names evidence by its id.

    A row is named by what it says of itself, since that is what people see: its institution, its indicator.
    """
    part, *tokens = tokens_of(pointer) if pointer else ("",)
    if part == "supplement" and tokens:
        return f"补充数据“{titles(tokens[0])}”"
    if part != "form" or not tokens:
        return "整份报告"
    words, row = [title_at(tokens[0])], ""
    for depth in range(2, len(tokens) + 1):
        token, path = tokens[depth - 1], "/".join(tokens[:depth])
        if token.isdecimal():
            row = _row(cell_at(form, f"/{path}"), int(token))
        elif token == "total" and depth == 2 and len(tokens) > 2:  # noqa: S105 - the total row of a table
            row = "（合计）" if form_table(form, tokens[0]).total is not None else ""
        elif token not in ("rows", "sections"):
            words.append(title_at(path))
    head, *rest = words
    return " · ".join((f"{head}{row}", *rest))


def form_table(form: Form, name: str) -> Any:
    """A finance table of the form, by its name."""
    return getattr(form, name)


@lru_cache(maxsize=1024)
def title_at(path: str) -> str:
    """The official label at a path into the form, without the indices' rows: `expenditure/rows/0/total` is 支出合计."""
    field = field_at(Form, f"/{path}")
    return (field.title if field else None) or path


def _row(row: Any, at: int) -> str:
    told: Any = ""
    if isinstance(row, InstitutionRow):
        told = row.institution
    elif isinstance(row, ScoringRow):
        told = row.indicator
    elif isinstance(row, NarrativeSection):
        told = f"{row.number}、{row.title}" if row.number else row.title
    elif isinstance(row, QuantitativeTarget):
        told = row.kind.label
    elif row is MISSING:
        return f"（第 {at + 1} 行）"
    return f"（第 {at + 1} 行“{told}”）" if told else f"（第 {at + 1} 行）"


SECTIONS: Final = tuple(Form.model_fields)
"""The sections of the form, by their keys."""
