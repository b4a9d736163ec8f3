"""Self-assessed points, laid beside the computed ones: the form's scoring rows matched to the scheme's indicators."""

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from app.domain.decimals import ZERO
from app.domain.form.cells import folded
from app.domain.form.self_scoring import ScoringRow, SelfScoring
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.scorecard import PointsGiven, Scorecard
from app.domain.scoring.scorer import proof_of


def rows_of(scheme: CompiledScheme, form: SelfScoring) -> dict[str, int]:
    """The form's row for each indicator id, by title; two indicators of one title are told apart by their headings.

    An indicator that the form does not have is absent, and so is a title that stays ambiguous.
    """
    titles = [title_key(row.indicator) for row in form.rows]
    if titles == [title_key(indicator.title) for indicator in scheme.indicators]:
        return {indicator.id: at for at, indicator in enumerate(scheme.indicators)}
    by_title: dict[str, list[int]] = {}
    for at, title in enumerate(titles):
        by_title.setdefault(title, []).append(at)
    found: dict[str, int] = {}
    for indicator in scheme.indicators:
        rows = by_title.get(title_key(indicator.title), [])
        if len(rows) > 1:
            headings = [title_key(heading) for heading in indicator.path]
            rows = [at for at in rows if _headings(form.rows[at]) == headings[-len(_headings(form.rows[at])) :]]
        if len(rows) == 1:
            found[indicator.id] = rows[0]
    return found


def self_total(scheme: CompiledScheme, form: SelfScoring) -> PointsGiven | None:
    """The department's own points in total, rated where no indicator is without; None where none has any."""
    rows = rows_of(scheme, form)
    return _given(scheme, [_points(form.rows[rows[one.id]]) if one.id in rows else None for one in scheme.indicators])


def with_self_assessment(card: Scorecard, scheme: CompiledScheme, form: SelfScoring) -> Scorecard:
    """`card` with the department's own points beside the computed ones, per indicator, heading and in total."""
    rows = rows_of(scheme, form)
    given = [_points(form.rows[rows[one.id]]) if one.id in rows else None for one in card.indicators]
    indicators = [
        replace(one, self_assessed_points=points, self_pointer=f"/self_scoring/rows/{rows[one.id]}")
        if one.id in rows
        else one
        for one, points in zip(card.indicators, given, strict=True)
    ]
    nodes = [
        replace(told, self_assessed=_sum(given[node.first : node.last]))
        for told, node in zip(card.nodes, scheme.nodes, strict=True)
    ]
    return replace(
        card,
        self_assessed=_given(scheme, given),
        indicators=indicators,
        nodes=nodes,
        proof=proof_of(indicators),
    )


def _given(scheme: CompiledScheme, points: list[Decimal | None]) -> PointsGiven | None:
    total = _sum(points)
    if total is None:
        return None
    return PointsGiven(total, scheme.rating(total) if all(one is not None for one in points) else None)


def _points(row: ScoringRow) -> Decimal | None:
    cell = row.self_assessed_points
    return Decimal(cell) if isinstance(cell, str) else None


def _sum(points: list[Decimal | None]) -> Decimal | None:
    known = [one for one in points if one is not None]
    return sum(known, start=ZERO) if known else None


def _headings(row: ScoringRow) -> list[str]:
    return [key for text in (row.category, row.group) if (key := title_key(text))]


@lru_cache(maxsize=4096)
def title_key(title: str) -> str:
    """A title as it is compared: half-width, without white space, quotes and the points in brackets."""
    return re.sub(r"[\"'“”‘’《》]|\([0-9.]+分\)$", "", folded(title))
