"""`own`: indicators that the department adds by itself within the points of this one (个性化指标)."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Literal

from app.domain.decimals import ONE, ZERO, Quotient, shortest
from app.domain.form.cells import number_in
from app.domain.form.supplement import OwnIndicator
from app.domain.scoring.outcomes import Incomplete, Unscored
from app.domain.scoring.rules.base import CompiledRule, Explanation, RuleData, Terms, circled


class Own(RuleData):
    """Each gives its points × completion (actual ÷ target; where lower is better, target ÷ actual), at most its points.

    Together they cannot have more points than the indicator, and none scores before the finance bureau approved it.
    """

    kind: Literal["own"]

    def compile(self, terms: Terms) -> "CompiledOwn":
        """The rule for one indicator."""
        return CompiledOwn(terms)


class CompiledOwn(CompiledRule[Sequence[OwnIndicator]]):
    """The sum over the department's own indicators."""

    takes = "own"

    def __init__(self, terms: Terms) -> None:
        self.terms, self.full = terms, terms.full

    def points(self, answer: Sequence[OwnIndicator]) -> Decimal:
        """The sum of their rounded points. Raises Incomplete with what is missing or not approved, and Unscored."""
        return self.terms.finish(sum((points for _, points in self._scored(answer)), start=ZERO))

    def _scored(self, answer: Sequence[OwnIndicator]) -> list[tuple[OwnIndicator, Decimal]]:
        if not answer:
            raise Incomplete("还没有填写部门自己的指标", ["0/title"])
        if missing := list(_missing(answer)):
            raise Incomplete(missing[0][1], [part for part, _ in missing])
        total = sum((Decimal(str(one.points)) for one in answer), start=ZERO)
        if total > self.terms.max_points:
            message = f"部门自己的指标合计 {shortest(total)} 分，超过了 {shortest(self.terms.max_points)} 分，请改正"
            raise Unscored(message)
        if waiting := [at for at, one in enumerate(answer) if not one.approved]:
            named = "".join(map(circled, waiting))
            raise Incomplete(f"{named} 还没有经财政部门审定", [f"{at}/approved" for at in waiting])
        return [(one, self._of(at, one)) for at, one in enumerate(answer)]

    def _of(self, at: int, one: OwnIndicator) -> Decimal:
        worth = Decimal(str(one.points))
        top, base = _completion(at, one)
        share = worth if top >= base else worth * top / base
        return share.quantize(self.terms.points_grain, self.terms.mode)

    def explain(self, answer: Sequence[OwnIndicator]) -> Explanation:
        """① 甲：完成 90 ÷ 目标 100 × 5 分，得 4.5 分."""
        told = []
        for at, (one, points) in enumerate(self._scored(answer)):
            actual, target = (shortest(number_in(cell) or ZERO) for cell in (one.actual, one.target))
            share = f"完成 {actual} ÷ 目标 {target}" if one.better == "higher" else f"目标 {target} ÷ 完成 {actual}"
            told.append(f"{circled(at)} {one.title}：{share} × {one.points} 分，得 {shortest(points)} 分")
        return Explanation("；".join(told))

    def boundary_answers(self) -> Iterable[Sequence[OwnIndicator]]:
        """All points in one indicator: not begun, half done, done, and more than done."""
        worth = shortest(self.terms.max_points)
        for actual in ("0", "50", "99.99", "100", "101"):
            cells = {"title": "指标", "target": "100", "actual": actual, "points": worth}
            yield (OwnIndicator.model_validate({"id": "a", "approved": True, **cells}),)


def _missing(answer: Sequence[OwnIndicator]) -> Iterator[tuple[str, str]]:
    """(part, message) of every cell that is wanted."""
    for at, one in enumerate(answer):
        for part, name in (("points", "分值"), ("target", "目标值"), ("actual", "实际值")):
            if number_in(getattr(one, part)) is None:
                yield f"{at}/{part}", f"{circled(at)} {one.title or '指标'}没有{name}"


def _completion(at: int, one: OwnIndicator) -> Quotient:
    """How much of the target was reached, as an exact quotient; 1 or more is all of it."""
    target, actual = number_in(one.target) or ZERO, number_in(one.actual) or ZERO
    if target <= ZERO or actual < ZERO or Decimal(str(one.points)) < ZERO:
        raise Unscored(f"{circled(at)} {one.title}的目标值应大于 0，实际值和分值不小于 0，请核对")
    if one.better == "higher":
        return actual, target
    return (target, actual) if actual > ZERO else (ONE, ONE)
