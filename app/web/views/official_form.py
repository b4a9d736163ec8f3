"""The report as the official form: cells as text, and the scoring table with its merged cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.contract.form import REFERENCES, Form, ScoringRow, TargetKind, filled, value_of
from app.contract.scoring import Scorecard
from app.web.formatting import cell
from app.web.sections import SECTIONS
from app.web.views.score import IndicatorView, indicator_view


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell that covers `rows` rows; 0 where an earlier cell covers this one."""

    text: str
    rows: int


@dataclass(frozen=True, slots=True)
class ScoringLine:
    """A row of the scoring table, with the computed points beside it."""

    category: Merged
    group: Merged
    indicator: str
    criterion: Merged
    max_points: Merged
    own: str
    reason: str
    view: IndicatorView | None


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A row of the quantitative targets."""

    block: Merged
    kind: Merged
    target: str
    result: str


@dataclass(frozen=True, slots=True)
class FinanceTable:
    """One of the four tables: labels of its columns and its rows, the total row last."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def scoring_lines(form: Form, card: Scorecard) -> tuple[ScoringLine, ...]:
    """The scoring table; equal neighbouring labels and criteria are one merged cell, as on paper."""
    rows = form.self_scoring.rows
    views = {one.self_pointer: indicator_view(one) for one in card.indicators if one.self_pointer}
    categories = _merged([row.category for row in rows])
    groups = _merged([(row.category, row.group) for row in rows])
    criteria = _merged([(row.category, row.group, row.criterion) for row in rows])
    shared = _shared_points(rows)
    return tuple(
        ScoringLine(
            Merged(row.category, categories[at]),
            Merged(row.group, groups[at]),
            row.indicator,
            Merged(row.criterion, criteria[at]),
            Merged(cell(_json(row.max_points)), shared[at]),
            cell(_json(row.self_assessed_points)),
            row.deduction_reason,
            views.get(f"/self_scoring/rows/{at}"),
        )
        for at, row in enumerate(rows)
    )


def target_lines(form: Form) -> tuple[TargetLine, ...]:
    """The quantitative targets; 产出 and 效益 are two blocks of merged kinds."""
    targets = form.objectives.quantitative
    blocks = ["产出目标" if one.kind in _OUTPUT else "效益目标" for one in targets]
    block_rows, kind_rows = _merged(blocks), _merged([one.kind for one in targets])
    return tuple(
        TargetLine(Merged(blocks[at], block_rows[at]), Merged(one.kind.label, kind_rows[at]), one.target, one.result)
        for at, one in enumerate(targets)
    )


_OUTPUT = {TargetKind.QUALITY, TargetKind.QUANTITY, TargetKind.TIMELINESS, TargetKind.COST}


def narrative_lines(form: Form) -> tuple[tuple[str, str], ...]:
    """(heading, text) of each section of the narrative, its references to the tables filled in."""
    return tuple(
        (f"{one.number}{'、' if one.number else ''}{one.title}", filled(one.text, form))
        for one in form.narrative.sections
    )


def references(form: Form) -> tuple[tuple[str, str], ...]:
    """(reference, what it reads as now) of every cell that the narrative can refer to; blank cells read as nothing."""
    return tuple((f"{{{name}}}", value_of(name, form) or "") for name in REFERENCES)


def finance_tables(form: Form) -> dict[str, FinanceTable]:
    """The four tables of part two, as text."""
    found = {}
    for name in ("revenue", "expenditure", "three_public", "fixed_assets"):
        fields = SECTIONS[name].parts[0].fields
        table = getattr(form, name)
        rows = [*table.rows, *([table.total] if table.total else [])]
        lines = tuple(tuple(cell(_json(getattr(row, field.name))) for field in fields) for row in rows)
        found[name] = FinanceTable(tuple(field.title for field in fields), lines or (("",) * len(fields),))
    return found


def _merged(values: Sequence[Any]) -> list[int]:
    """For each place, how many equal values follow from it; 0 inside such a run."""
    spans = [0] * len(values)
    start = 0
    for at, value in enumerate(values):
        if value != values[start]:
            start = at
        spans[start] += 1
    return spans


def _shared_points(rows: Sequence[ScoringRow]) -> list[int]:
    """A 分值 covers the rows after it whose own is blank while they have points, within one criterion."""
    spans = [0] * len(rows)
    start = 0
    for at, row in enumerate(rows):
        shared = row.max_points is None and row.self_assessed_points is not None and at > 0
        if not (shared and row.criterion == rows[start].criterion):
            start = at
        spans[start] += 1
    return spans


def _json(value: Any) -> Any:
    return value.model_dump() if hasattr(value, "model_dump") else value
