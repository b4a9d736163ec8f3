"""What the score panel and the explanations show."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from app.contract.scoring import IndicatorScore, LeastChange, Scorecard
from app.web.formatting import PROOF_WORDS, between, points, span


@dataclass(frozen=True, slots=True)
class ProofPart:
    """A stretch of the bar that shows what the points rest on, in percent of the scheme's total."""

    kind: str
    word: str
    points: str
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator in the panel or on the score page."""

    score: IndicatorScore
    computed: str
    hints: tuple[str, ...]
    differs: bool

    @property
    def where(self) -> str:
        """The section of the form, or the supplement, where its missing inputs are filled in."""
        if not self.score.missing or self.score.measure is None:
            return ""
        if self.score.missing[0].startswith("choices/"):
            return f"supplement#{self.score.missing[0].replace('/', '-')}"
        missing = {one.partition("/")[0] for one in self.score.missing}
        pointer = next((one.pointer for one in self.score.measure.inputs if one.id in missing), "")
        root = pointer.split("/")[1] if pointer else ""
        return f"supplement#{next(iter(missing))}" if root == "supplement" else f"edit/{root}"


@dataclass(frozen=True, slots=True)
class ScoreView:
    """The whole score: totals, what they rest on, and the indicators asked for."""

    own: str
    own_rating: str
    computed: str
    rating: str
    open: int
    proof: tuple[ProofPart, ...]
    indicators: tuple[IndicatorView, ...]


def score_view(card: Scorecard, wanted: Callable[[IndicatorScore], bool] = lambda _: True) -> ScoreView:
    """The score, with the indicators that are `wanted`."""
    own = card.self_assessed
    rating = card.computed.rating or f"{card.computed.rating_low}至{card.computed.rating_high}"
    return ScoreView(
        own=points(own.points if own else None),
        own_rating=(own.rating or "") if own else "",
        computed=span(card.computed),
        rating=rating,
        open=sum(1 for one in card.indicators if one.missing),
        proof=_proof(card),
        indicators=tuple(indicator_view(one) for one in card.indicators if wanted(one)),
    )


def indicator_view(one: IndicatorScore) -> IndicatorView:
    """One indicator, with what would earn points back in words."""
    differs = one.computed_points is not None and one.self_assessed_points not in (None, one.computed_points)
    return IndicatorView(one, between(one.low, one.high), tuple(_hints(one)), differs)


def touches(root: str) -> Callable[[IndicatorScore], bool]:
    """Indicators whose inputs stand in one section of the form, or that a section's points are compared with."""

    def wanted(one: IndicatorScore) -> bool:
        inputs = one.measure.inputs if one.measure else []
        if root == "self_scoring":
            return one.computed_points is not None and one.self_assessed_points != one.computed_points
        return any(used.pointer.startswith(f"/{root}/") for used in inputs)

    return wanted


def _hints(one: IndicatorScore) -> list[str]:
    found = []
    if one.edge:
        shown, exact = points(one.edge.printed_points), points(one.edge.exact_points)
        found.append(f"临界：按显示值 {one.edge.printed:f} 会得 {shown} 分，按精确值得 {exact} 分。")
    if one.points_back:
        found += [_change(change) for change in one.points_back.inputs]
    unit = one.measure.unit if one.measure else ""
    found += [
        f"相邻一档：{near.row.text}，得 {points(near.row.points)} 分（距 {abs(near.distance):f}{_spaced(unit)}）。"
        for near in one.near
        if near.row.points != one.computed_points
    ]
    return found


def _change(change: LeastChange) -> str:
    if change.change is None or change.to is None:
        return f"若{change.title}，可得 {points(change.points)} 分。"
    verb = "增加" if change.change > 0 else "减少"
    unit = _spaced(change.unit)
    by, to = f"{abs(change.change):f}", f"{change.to:f}"
    return f"{change.title}{verb} {by}{unit}（到 {to}{unit}），可得 {points(change.points)} 分。"


def _spaced(unit: str) -> str:
    return unit if unit in ("", "%") else f" {unit}"


def _proof(card: Scorecard) -> tuple[ProofPart, ...]:
    total = sum((node.points for node in card.nodes if node.level == 1), start=Decimal(0)) or Decimal(100)
    start, parts = Decimal(0), []
    for kind in ("figures", "judgement", "word"):
        value: Decimal = getattr(card.proof, kind)
        width = value * 100 / total
        parts.append(ProofPart(kind, PROOF_WORDS[kind], points(value), f"{start:.2f}", f"{width:.2f}"))
        start += width
    return tuple(parts)
