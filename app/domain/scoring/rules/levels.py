"""`levels`: a tier is chosen, and points within its share of the maximum (达成 80%至100%，部分达成 60%（含）至80%)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from app.domain.decimals import HUNDRED, ONE, ZERO, ExactDecimal, plain, shortest
from app.domain.form.cells import Unread
from app.domain.form.supplement import Identifier, TierAnswer
from app.domain.model import Value
from app.domain.scoring.outcomes import Incomplete, Unscored
from app.domain.scoring.rules.base import CompiledRule, Explanation, RuleData, Terms, around
from app.domain.scoring.scorecard import RowHeld


class Tier(Value):
    """A tier and its shares of the maximum: `from` belongs to it, `to` only in the first one."""

    id: Identifier
    title: str
    least: ExactDecimal = Field(alias="from")
    most: ExactDecimal = Field(alias="to")


class Levels(RuleData):
    """Tiers from the best to the worst; points below the maximum need a reason."""

    kind: Literal["levels"]
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1, max_length=10)]

    def compile(self, terms: Terms) -> "CompiledLevels":
        """The rule for one indicator; tiers that overlap or leave 0 … 1 are refused."""
        above = ONE
        for place, tier in enumerate(self.tiers):
            if not ZERO <= tier.least <= tier.most <= above:
                terms.namer.refuse("各档应从高到低排列，占分值的比例在 0 至 1 之间，互不重叠", "tiers", place)
            above = tier.least
        if len({tier.id for tier in self.tiers}) < len(self.tiers):
            terms.namer.refuse("各档的 id 不能重复", "tiers")
        return CompiledLevels(self, terms)


class CompiledLevels(CompiledRule[TierAnswer]):
    """The points as given, refused where they are not in the tier that was chosen."""

    takes = "tier"

    def __init__(self, rule: Levels, terms: Terms) -> None:
        self.terms, self.full = terms, terms.full
        self.tiers = {tier.id: (place, tier) for place, tier in enumerate(rule.tiers, start=1)}

    def _tier(self, answer: TierAnswer) -> tuple[int, Tier]:
        if answer.tier is None:
            raise Incomplete("还没有选择完成程度", ["tier"])
        if answer.tier not in self.tiers:
            raise Unscored(f"没有“{answer.tier}”这一档，请改选")
        return self.tiers[answer.tier]

    def _given(self, answer: TierAnswer) -> Decimal:
        place, tier = self._tier(answer)
        if answer.points is None:
            raise Incomplete(f"“{tier.title}”还没有给分", ["points"])
        if isinstance(answer.points, Unread):
            raise Unscored(f"给分“{answer.points.unread}”不是数字，请改正")
        given, most = Decimal(answer.points), self.terms.max_points
        low, high = tier.least * most, tier.most * most
        if not low <= given <= high or (given == high and place > 1 and low < high):
            raise Unscored(f"给分 {shortest(given)} 不在“{tier.title}”的 {self._span(place, tier)}内，请改正")
        return given

    def _span(self, place: int, tier: Tier) -> str:
        most = self.terms.max_points
        included = "（含）" if place == 1 else "（不含）"
        return f"{shortest(tier.least * most)}（含）至 {shortest(tier.most * most)}{included}分"

    def points(self, answer: TierAnswer) -> Decimal:
        """The points given; below the maximum they need a reason."""
        given = self._given(answer)
        if given < self.terms.max_points and not answer.reason.strip():
            raise Incomplete(f"给分 {shortest(given)} 须写明理由", ["reason"])
        return self.terms.finish(given)

    def boundary_answers(self) -> Iterable[TierAnswer]:
        """Around both ends of every tier."""
        most, grain = self.terms.max_points, self.terms.points_grain
        for name, (_, tier) in self.tiers.items():
            for value, _ in around((tier.least * most, tier.most * most), grain):
                yield TierAnswer(tier=name, points=plain(max(value, ZERO)), reason="—")

    def explain(self, answer: TierAnswer) -> Explanation:
        """属于“部分达成”一档（60%至80%），理由：…."""
        place, tier = self._tier(answer)
        span = f"{shortest(tier.least * HUNDRED)}% 至 {shortest(tier.most * HUNDRED)}%"
        reason = f"，理由：{answer.reason.strip()}" if answer.reason.strip() else ""
        row = RowHeld(place, tier.title, self.points(answer))
        return Explanation(f"属于“{tier.title}”一档（分值的 {span}）{reason}", row)
