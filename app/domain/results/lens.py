"""分值虚高 seen by indicator: does it tell departments apart, and what do its points rest on?

One sentence for each indicator says what to look at first. The limits are ours, no regulation names any: they order
what a person looks at and change no points.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from app.domain.decimals import HUNDRED, ZERO, shortest
from app.domain.results.result import Basis
from app.domain.results.spread import Spread, percent

FEW: Final = 5
"""Fewer reports show no pattern."""
MOSTLY_FULL: Final = Decimal(90)
MOSTLY_WORD: Final = Decimal(50)
FAR_ABOVE: Final = Decimal(10)
"""Percent of the full marks by which departments score themselves above the computed points on average."""
CENT: Final = Decimal("0.01")
TENTH: Final = Decimal("0.1")


class Notice(StrEnum):
    """What is conspicuous about an indicator; the first that holds is told."""

    FEW = "few"
    SAME = "same"
    ABOVE = "above"
    WORD = "word"
    FULL = "full"
    NOTHING = "nothing"

    @property
    def label(self) -> str:
        """In a word."""
        return {
            "few": "报告太少", "same": "分不出高下", "above": "自评偏高", "word": "多凭填报", "full": "多为满分",
            "nothing": "有区分",
        }[self.value]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """Reports that are alike in one indicator: `points` and `max_points` are one report's, `above` is of all."""

    max_points: Decimal | None
    points: Decimal | None
    basis: Basis
    reports: int
    compared: int
    above: Decimal
    """Σ of own minus computed points over the `compared` ones."""


class IndicatorLens:
    """One indicator over many reports. Shares are percent, to one digit."""

    def __init__(self, counted: Iterable[Counted]) -> None:
        self._counted = tuple(counted)
        self.reports: Final = sum(one.reports for one in self._counted)
        self.compared: Final = sum(one.compared for one in self._counted)
        self._above: Final = sum((one.above for one in self._counted), start=ZERO)
        self.points: Final = Spread.of((one.points, one.reports) for one in self._counted if one.points is not None)
        self.earned: Final = Spread.of(
            (one.points * HUNDRED / one.max_points, one.reports)
            for one in self._counted
            if one.points is not None and one.max_points
        )
        """Points earned in percent of the full marks."""
        self.max_points: Final = max((one.max_points for one in self._counted if one.max_points), default=None)

    @property
    def full(self) -> Decimal:
        """Share of those with full marks."""
        there = self.earned
        return percent(sum(count for value, count in there.counts if value >= HUNDRED), there.total)

    def resting_on(self, basis: Basis) -> Decimal:
        """Share of those whose points rest on it."""
        scored = [one for one in self._counted if one.points is not None]
        return percent(sum(one.reports for one in scored if one.basis is basis), sum(one.reports for one in scored))

    @property
    def above(self) -> Decimal | None:
        """Own minus computed points on average, in points; None where nothing can be compared."""
        return (self._above / self.compared).quantize(CENT, ROUND_HALF_UP) if self.compared else None

    @property
    def notice(self) -> Notice:
        """What is conspicuous."""
        above, most = self.above, self.max_points
        if self.points.total < FEW:
            return Notice.FEW
        if self.earned.same or (not self.earned.counts and self.points.same):
            return Notice.SAME
        if above is not None and most and above * HUNDRED >= FAR_ABOVE * most:
            return Notice.ABOVE
        if self.resting_on(Basis.WORD) >= MOSTLY_WORD:
            return Notice.WORD
        return Notice.FULL if self.full >= MOSTLY_FULL else Notice.NOTHING

    @property
    def sentence(self) -> str:
        """What to look at, in one sentence."""
        scored, word = self.points.total, shortest(self.resting_on(Basis.WORD))
        match self.notice:
            case Notice.FEW:
                return f"只有 {scored} 份报告有得分，还看不出规律。"
            case Notice.SAME:
                alike = shortest(self.points.counts[0][0])
                points = f"都得 {alike} 分" if self.points.same else "都按同一比例得分"
                rests = f"，其中 {word}% 只凭填报" if self.resting_on(Basis.WORD) else ""
                return f"{scored} 份报告{points}{rests}，这个指标分不出高下：看评分标准是不是过宽，依据是不是真的有。"
            case Notice.ABOVE:
                return (
                    f"{self.compared} 份可比的报告里，自评平均比复算高 {shortest(self.above or ZERO)} 分："
                    "从高出最多的部门看起，核对所填数据和评分依据。"
                )
            case Notice.WORD:
                return f"{word}% 的得分只凭填报，没有数据或评审作依据：请部门补充数据，或抽查佐证材料。"
            case Notice.FULL:
                return f"{shortest(self.full)}% 的报告得满分：看没有得满分的部门差在哪里，再看标准要不要收紧。"
            case Notice.NOTHING:
                low, high = self._middle(self.earned if self.earned.counts else self.points)
                told = f"得满分的 {low}% 至 {high}%" if self.earned.counts else f"得 {low} 至 {high} 分"
                return f"中间一半的报告{told}，能分出高下。"

    def _middle(self, spread: Spread) -> tuple[str, str]:
        low, high = (spread.quantile(Decimal(part)).quantize(TENTH, ROUND_HALF_UP) for part in ("0.25", "0.75"))
        return shortest(low), shortest(high)
