"""The figures that the workbook adds up by itself, and the one shape of formula that it does that with.

A figure that is stated otherwise than it would be added up stays as it is stated, open to be mended: nothing that was
typed is replaced in silence.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from openpyxl.utils.cell import range_boundaries

from app.documents.template.layout import Places, columns_of
from app.domain.checks.examined import TABLES
from app.domain.checks.sums import ALL_SUMS
from app.domain.decimals import ZERO
from app.domain.form.form import Form
from app.domain.pointer import MISSING, cell_at

_SUM: Final = re.compile(
    r'=?(IF\(COUNTA\((?P<institutions>[A-Z0-9$:]+)\)<2,"",)?'
    r'IF\(COUNT\((?P<parts>[A-Z0-9$:,]+)\)=0,"",SUM\((?P=parts)\)\)\)?'
)
_MOST: Final = 1_000
"""Cells of a sum; a column has an institution a row."""


@dataclass(frozen=True, slots=True)
class Addition:
    """A figure that is the sum of others; in a total row only where two `institutions` at least are named."""

    whole: str
    parts: tuple[str, ...]
    institutions: tuple[str, ...] = ()

    def formula(self, places: Places) -> str:
        """As a formula of its own sheet."""
        parts = _listed(places, self.parts)
        added = f'IF(COUNT({parts})=0,"",SUM({parts}))'
        if self.institutions:
            return f'=IF(COUNTA({_listed(places, self.institutions)})<2,"",{added})'
        return f"={added}"

    def result(self, form: Form) -> Decimal | None:
        """What it comes to for `form`; None where it stays blank."""
        if self.institutions and sum(bool(_text(form, one)) for one in self.institutions) < 2:
            return None
        known = [Decimal(text) for one in self.parts if (text := _text(form, one))]
        return sum(known, start=ZERO) if known else None

    def agrees(self, form: Form) -> bool:
        """Whether the form states just what is added up."""
        pointer = self.whole.removeprefix("/form")
        table, *rest = pointer[1:].split("/")
        absent = rest[:1] == ["total"] and table in TABLES and getattr(form, table).total is None
        stated, result = None if absent else cell_at(form, pointer), self.result(form)
        if stated is None or stated is MISSING:
            return result is None
        return isinstance(stated, str) and result is not None and Decimal(stated) == result


def _text(form: Form, pointer: str) -> str:
    """A figure or text that is stated; empty for every other answer."""
    cell = cell_at(form, pointer.removeprefix("/form"))
    return cell if isinstance(cell, str) else ""


def additions(places: Places) -> Iterator[Addition]:
    """Every figure that the form itself calls a sum."""
    for one in ALL_SUMS:
        for row in range(len(places.list(f"/form/{one.table}/rows", one.whole))):
            at = f"/form/{one.table}/rows/{row}"
            yield Addition(f"{at}/{one.whole}", tuple(f"{at}/{part}" for part in one.parts))
    for table in TABLES:
        institution, *names = columns_of(table)
        institutions = tuple(places.list(f"/form/{table}/rows", institution))
        for name in names:
            parts = tuple(places.list(f"/form/{table}/rows", name))
            yield Addition(f"/form/{table}/total/{name}", parts, institutions)
    for name in ("max_points", "self_assessed_points"):
        parts = tuple(places.list("/form/self_scoring/rows", name))
        if parts:
            yield Addition(f"/form/self_scoring/{name}_total", parts)
    yield Addition("/form/self_scoring/overall_points", ("/form/self_scoring/self_assessed_points_total",))


def _listed(places: Places, pointers: Sequence[str]) -> str:
    """C7:C11 for a column, C7,E7 for others."""
    cells = [places.cells[one][1] for one in pointers]
    down = [(one.row, one.column) for one in cells]
    if len(cells) > 1 and down == [(down[0][0] + at, down[0][1]) for at in range(len(down))]:
        return f"{cells[0].address}:{cells[-1].address}"
    return ",".join(one.address for one in cells)


def added_up(formula: str, value: Callable[[int, int], object]) -> Decimal | str | None:
    """The result of such a formula, where a program has kept none; None where it is another formula.

    `value` gives what stands in a cell of the same sheet by row and column, of another sum its result.
    """
    found = _SUM.fullmatch(formula)
    if found is None or max(map(_size, (found["parts"], found["institutions"] or ""))) > _MOST:
        return None
    named = [value(*one) for one in _cells(found["institutions"] or "")]
    if found["institutions"] and sum(one not in (None, "") for one in named) < 2:
        return ""
    numbers = []
    for place in _cells(found["parts"]):
        one = value(*place)
        if isinstance(one, int | float | Decimal) and not isinstance(one, bool):
            numbers.append(Decimal(str(one)))
    return sum(numbers, start=ZERO) if numbers else ""


def _cells(listed: str) -> Iterator[tuple[int, int]]:
    for part in filter(None, listed.replace("$", "").split(",")):
        left, top, right, bottom = range_boundaries(part)
        yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def _size(listed: str) -> int:
    bounds = [range_boundaries(part) for part in filter(None, listed.replace("$", "").split(","))]
    return sum((bottom - top + 1) * (right - left + 1) for left, top, right, bottom in bounds)
