"""Places of a report in the words of the form: 年度支出和结余情况（区文化局）· 支出合计."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Final

from app.domain.form.finances import InstitutionRow
from app.domain.form.form import Form
from app.domain.form.narrative import NarrativeSection
from app.domain.form.objectives import QuantitativeTarget
from app.domain.form.self_scoring import ScoringRow
from app.domain.pointer import MISSING, field_at, tokens_of


def place_name(pointer: str, form: Form, titles: Callable[[str], str] = str) -> str:
    """`pointer` into the report (`/form/…`, `/supplement/…`, `/attachments/…`) in words.

    `titles` names evidence by its id. A row is named by what it says of itself, since that is what people see: its
    institution, its indicator.
    """
    if not pointer:
        return "整份报告"
    part, *tokens = tokens_of(pointer)
    if part == "supplement" and tokens:
        return f"补充数据“{_quotable(titles(tokens[0]))}”"
    if part == "attachments":
        return "佐证材料"
    if part != "form" or not tokens:
        return "整份报告"
    head, words, at = _labels(pointer)
    return f"{head}{_row_at(form, tokens, at)}{words}"


_INDEX: Final = re.compile(r"/[0-9]+(?=/|$)")
_TOTAL_ROW: Final = "total"


@lru_cache(maxsize=8192)
def _labels(pointer: str) -> tuple[str, str, int]:
    """(the section's label, those below it, how deep the first index is) of a place."""
    _, *tokens = tokens_of(_INDEX.sub("/0", pointer))
    words = []
    for depth in range(2, len(tokens) + 1):
        token = tokens[depth - 1]
        of_a_total_row = token == _TOTAL_ROW and depth == 2 and len(tokens) > 2
        if token not in ("0", "rows", "sections") and not of_a_total_row:
            words.append(title_at("/".join(tokens[:depth])))
    first = tokens.index("0") if "0" in tokens else 0
    return title_at(tokens[0]), "".join(f" · {word}" for word in words), first


def _row_at(form: Form, tokens: Sequence[str], at: int) -> str:
    """Which row the place is in: the printed total row, or one that is named by what it says of itself."""
    if not at:
        of_a_total_row = len(tokens) > 2 and tokens[1] == _TOTAL_ROW
        return "（合计）" if of_a_total_row and form_table(form, tokens[0]).total is not None else ""
    rows: Any = form
    for token in tokens[:at]:
        rows = getattr(rows, token)
    place = int(tokens[at])
    return _row(rows[place] if place < len(rows) else MISSING, place)


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
        return f"（{_quotable(told)}）" if told else f"（第 {at + 1} 节）"
    elif isinstance(row, QuantitativeTarget):
        told = row.kind.label
    elif row is MISSING:
        return f"（第 {at + 1} 行）"
    return f"（第 {at + 1} 行“{_quotable(told)}”）" if told else f"（第 {at + 1} 行）"


def _quotable(text: str) -> str:
    """A title inside quotation marks has single ones of its own: “‘三公经费’变动率”."""
    return text.replace("“", "‘").replace("”", "’") if "“" in text else text
