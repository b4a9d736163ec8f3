"""审定得分: what the finance section confirmed, laid beside the department's own points and the computed ones."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from app.domain.decimals import ZERO
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.scorecard import IndicatorScore, PointsGiven, Scorecard


def standing(one: IndicatorScore, confirmed: Mapping[str, Decimal]) -> Decimal | None:
    """The points that stand for an indicator: confirmed, else computed, else the department's own; None for none."""
    if one.id in confirmed:
        return confirmed[one.id]
    return one.self_assessed_points if one.computed_points is None else one.computed_points


def with_confirmation(
    card: Scorecard, scheme: CompiledScheme, confirmed: Mapping[str, Decimal], *, decided: bool
) -> Scorecard:
    """`card` with the confirmed points beside each indicator.

    Once the section has decided (or confirmed any), the indicators' standing points add up to the confirmed total, cut
    and rescaled as the computed one; its rating stands where no indicator is without points.
    """
    if not decided and not confirmed:
        return card
    indicators = [replace(one, confirmed_points=confirmed.get(one.id)) for one in card.indicators]
    return replace(card, indicators=indicators, confirmed=_total(card, scheme, confirmed))


def _total(card: Scorecard, scheme: CompiledScheme, confirmed: Mapping[str, Decimal]) -> PointsGiven:
    dropped, total, missing = ZERO, ZERO, False
    for one in card.indicators:
        points = standing(one, confirmed)
        if points is not None:
            total += points + (one.bonus_points or ZERO if one.id not in confirmed else ZERO)
        elif one.status == "not_applicable":
            dropped += one.max_points or ZERO
        else:
            missing = True
    whole = scheme.scheme.total_points
    if ZERO < dropped < whole:
        total = (total * whole / (whole - dropped)).quantize(scheme.scheme.rounding.points, scheme.mode)
    total = min(total, whole if scheme.scheme.total_cap is None else scheme.scheme.total_cap)
    return PointsGiven(total, None if missing else scheme.rating(total))
