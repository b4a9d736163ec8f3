"""The result of one report: its three totals and what each indicator has, from its scorecard."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.domain.decimals import ZERO
from app.domain.scoring.confirmation import standing
from app.domain.scoring.scorecard import IndicatorScore, PointsComputed, PointsGiven, Scorecard


class Basis(StrEnum):
    """What an indicator's points rest on."""

    FIGURES = "figures"
    JUDGEMENT = "judgement"
    WORD = "word"

    @property
    def label(self) -> str:
        """In words."""
        return {"figures": "数据证明", "judgement": "评审判断", "word": "凭填报"}[self.value]


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One indicator of one report; `points` are those that stand: confirmed, else computed, else the department's."""

    indicator: str
    max_points: Decimal | None
    self_assessed: Decimal | None
    computed: Decimal | None
    confirmed: Decimal | None
    points: Decimal | None
    basis: Basis

    @property
    def above(self) -> Decimal | None:
        """The department's own points minus the computed ones; None where one of them is missing."""
        if self.self_assessed is None or self.computed is None:
            return None
        return self.self_assessed - self.computed


@dataclass(frozen=True, slots=True)
class Result:
    """One report. `above` is Σ of the department's own points minus the computed ones, over `compared` indicators."""

    self_assessed: PointsGiven | None
    computed: PointsComputed
    confirmed: PointsGiven | None
    rating: str
    """That of the confirmed total, else of the computed one, else of the department's own; empty for none."""
    above: Decimal
    compared: int
    missing: int
    """Indicators that want evidence or an answer."""
    indicators: tuple[IndicatorResult, ...]


def result_of(card: Scorecard) -> Result:
    """What a scorecard comes to."""
    indicators = tuple(map(_indicator, card.indicators))
    above = [one.above for one in indicators if one.above is not None]
    return Result(
        self_assessed=card.self_assessed,
        computed=card.computed,
        confirmed=card.confirmed,
        rating=next(_ratings(card), ""),
        above=sum(above, start=ZERO),
        compared=len(above),
        missing=sum(1 for one in card.indicators if one.missing),
        indicators=indicators,
    )


def _ratings(card: Scorecard) -> Iterator[str]:
    for total in (card.confirmed, card.computed, card.self_assessed):
        if total is not None and total.rating:
            yield total.rating


def _indicator(one: IndicatorScore) -> IndicatorResult:
    confirmed = one.confirmed_points
    points = standing(one, {} if confirmed is None else {one.id: confirmed})
    return IndicatorResult(
        one.id, one.max_points, one.self_assessed_points, one.computed_points, confirmed, points, _basis(one)
    )


def _basis(one: IndicatorScore) -> Basis:
    """What a reviewer confirmed otherwise than it was computed is their judgement; what nobody computed is a word."""
    if one.confirmed_points is not None and one.confirmed_points != one.computed_points:
        return Basis.JUDGEMENT
    return Basis.WORD if one.computed_points is None else Basis(one.proof)
