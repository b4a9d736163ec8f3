"""The form as it is laid out to be filled in: the scheme's scoring table, a row for each kind of target."""

from collections.abc import Iterator
from typing import Final

from app.domain.decimals import shortest
from app.domain.form.form import Form
from app.domain.form.narrative import NarrativeSection
from app.domain.form.objectives import QuantitativeTarget, TargetKind
from app.domain.form.self_scoring import ScoringRow
from app.domain.scoring.compiled import CompiledScheme

_NUMBERS: Final = "一二三四五"


def prepared(form: Form, scheme: CompiledScheme) -> Form:
    """`form` with what a blank one lacks; what it has of its own stays as it is."""
    objectives, scoring, narrative = form.objectives, form.self_scoring, form.narrative
    if not objectives.quantitative:
        targets = tuple(QuantitativeTarget(kind=kind) for kind in TargetKind)
        objectives = objectives.model_copy(update={"quantitative": targets})
    if not scoring.rows:
        scoring = scoring.model_copy(update={"rows": tuple(_rows(scheme))})
    if not narrative.sections:
        sections = tuple(NarrativeSection(number=number) for number in _NUMBERS)
        narrative = narrative.model_copy(update={"sections": sections})
    return form.model_copy(update={"objectives": objectives, "self_scoring": scoring, "narrative": narrative})


def _rows(scheme: CompiledScheme) -> Iterator[ScoringRow]:
    """A row an indicator; of a pool, whose points departments divide, the first row has the whole."""
    pools: set[str] = set()
    for one in scheme.indicators:
        points = one.max_points
        if one.pool is not None:
            points = None if one.pool in pools else one.pool_points
            pools.add(one.pool)
        category, group = (*one.path[:2], "", "")[:2]
        yield ScoringRow(
            category=category,
            group=group,
            indicator=one.title,
            criterion=one.criterion,
            max_points=shortest(points) if points is not None else None,
        )
