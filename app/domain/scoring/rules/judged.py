"""`judged`: points given by a person within a range, in steps, with a reason where the rule wants one."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from app.domain.decimals import ZERO, ExactDecimal, plain, shortest
from app.domain.form.cells import Unread
from app.domain.form.supplement import JudgedPoints
from app.domain.scoring.outcomes import Incomplete, Unscored
from app.domain.scoring.rules.base import CompiledRule, Explanation, RuleData, Terms, around


class Judged(RuleData):
    """`max` may be left out: it is the indicator's maximum then (in a pool, the indicator's part of it)."""

    kind: Literal["judged"]
    min: ExactDecimal
    max: ExactDecimal | None = None
    step: ExactDecimal
    by: Literal["filer", "reviewer"]
    reason: Literal["always", "below_full", "no"]
    attachment: bool

    def compile(self, terms: Terms) -> "CompiledJudged":
        """The rule for one indicator."""
        if self.step <= ZERO:
            terms.namer.refuse("step 必须大于 0", "step")
        if self.max is not None and not self.min <= self.max <= terms.max_points:
            terms.namer.refuse(f"max 应在 min 与分值 {shortest(terms.max_points)} 之间", "max")
        return CompiledJudged(self, terms)


class CompiledJudged(CompiledRule[JudgedPoints]):
    """The points as judged, refused where they are out of range or out of step."""

    takes = "points"

    def __init__(self, rule: Judged, terms: Terms) -> None:
        self.rule, self.terms, self.full = rule, terms, terms.full
        self.most = terms.max_points if rule.max is None else min(rule.max, terms.max_points)

    def _given(self, answer: JudgedPoints) -> Decimal:
        if answer.points is None:
            message = "还没有给分"
            raise Incomplete(message, ["points"])
        if isinstance(answer.points, Unread):
            message = f"给分“{answer.points.unread}”不是数字，请改正"
            raise Unscored(message)
        given, least, step = Decimal(answer.points), self.rule.min, self.rule.step
        if not least <= given <= self.most or (given - least) % step:
            span = f"{shortest(least)} 至 {shortest(self.most)}"
            message = f"给分 {shortest(given)} 应在 {span} 分之间，以 {shortest(step)} 分为一档，请改正"
            raise Unscored(message)
        return given

    def points(self, answer: JudgedPoints) -> Decimal:
        """The points given; a reason that the rule wants and the answer lacks is a missing part."""
        given, wanted = self._given(answer), self.rule.reason
        if not answer.reason.strip() and (wanted == "always" or (wanted == "below_full" and given < self.most)):
            message = f"给分 {shortest(given)} 须写明理由"
            raise Incomplete(message, ["reason"])
        return self.terms.finish(given)

    def boundary_answers(self) -> Iterable[JudgedPoints]:
        """Around both ends and the first step."""
        for value, _ in around((self.rule.min, self.rule.min + self.rule.step, self.most), self.terms.points_grain):
            yield JudgedPoints(points=plain(max(value, ZERO)), reason="—")

    def explain(self, answer: JudgedPoints) -> Explanation:
        """由填报人判断，理由：…."""
        who = {"filer": "填报人", "reviewer": "评审人"}[self.rule.by]
        reason = answer.reason.strip()
        return Explanation(f"由{who}判断{'，理由：' + reason if reason else ''}")
