"""`occurrences`: a deduction for each case that does not comply (每出现一例扣1分，扣完为止)."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from app.domain.decimals import ONE, ZERO, ExactDecimal, Quotient, shortest
from app.domain.form.supplement import Identifier
from app.domain.model import Value
from app.domain.scoring.outcomes import Incomplete, Unscored
from app.domain.scoring.rules.base import CompiledRule, Explanation, Gain, RuleData, Terms, circled


class CountedCase(Value):
    """A condition whose breaches are counted."""

    id: Identifier
    text: str
    deduct: ExactDecimal


class Occurrences(RuleData):
    """One count with one deduction (`deduct`), or a count for each of several conditions (`of`)."""

    kind: Literal["occurrences"]
    deduct: ExactDecimal | None = None
    of: Annotated[tuple[CountedCase, ...], Field(max_length=20)] = ()

    def compile(self, terms: Terms) -> "CompiledOccurrences | CompiledCases":
        """The rule for one indicator."""
        if (self.deduct is None) == (not self.of):
            terms.namer.refuse("应当只写 deduct 或只写 of", "deduct")
        for place, case in enumerate(self.of):
            if case.deduct <= ZERO:
                terms.namer.refuse("deduct 必须大于 0", "of", place, "deduct")
        if self.of:
            return CompiledCases(self, terms)
        return CompiledOccurrences(self.deduct or ZERO, terms)


class CompiledOccurrences(CompiledRule[Quotient]):
    """One count."""

    def __init__(self, deduct: Decimal, terms: Terms) -> None:
        self.deduct, self.terms, self.full = deduct, terms, terms.full

    def points(self, value: Quotient) -> Decimal:
        """Maximum − count × deduction."""
        count = value[0]
        if count < ZERO or count != count.to_integral_value() or value[1] != ONE:
            message = f"次数应为不小于 0 的整数，这里是 {shortest(count / value[1])}，请改正"
            raise Unscored(message)
        return self.terms.finish(self.terms.max_points - count * self.deduct) if count else self.full

    def explain(self, value: Quotient) -> Explanation:
        """出现 3 例，每例扣 0.5 分，扣 1.5 分."""
        count = value[0]
        if not count:
            return Explanation("未出现，不扣分")
        lost = self.full - self.points(value)
        cut = "（扣完为止）" if count * self.deduct > lost else ""
        return Explanation(f"出现 {shortest(count)} 例，每例扣 {shortest(self.deduct)} 分，扣 {shortest(lost)} 分{cut}")

    def boundary_answers(self) -> Iterable[Quotient]:
        """No case, and up to one more than leave nothing (or the first fifty)."""
        most = int((self.terms.max_points / self.deduct).to_integral_value(ROUND_CEILING))
        return [(Decimal(count), ONE) for count in range(min(most, 50) + 2)]

    def better_edges(self, value: Quotient) -> Sequence[Decimal]:
        """As many cases as leave a point more."""
        most = (self.terms.max_points / self.deduct).to_integral_value(ROUND_CEILING)
        return (min(value[0], most) - ONE,) if value[0] > ZERO else ()


class CompiledCases(CompiledRule[Mapping[str, Any]]):
    """A count for each condition; every one is asked."""

    takes = "checks"

    def __init__(self, rule: Occurrences, terms: Terms) -> None:
        self.cases, self.terms, self.full = rule.of, terms, terms.full
        self.deductions = [(case.id, case.deduct) for case in rule.of]

    def points(self, answer: Mapping[str, Any]) -> Decimal:
        """Maximum − the sum of counts × deductions."""
        lost = ZERO
        for name, deduct in self.deductions:
            count = answer.get(name)
            if count is None:
                raise self._incomplete(answer)
            if count or count is False:
                lost += self._whole(name, count) * deduct
        return self.terms.finish(self.terms.max_points - lost) if lost else self.full

    def _incomplete(self, answer: Mapping[str, Any]) -> Incomplete:
        missing = {place: case.id for place, case in enumerate(self.cases) if answer.get(case.id) is None}
        return Incomplete(f"还没有填写 {''.join(map(circled, missing))} 的例数（没有就填 0）", [*missing.values()])

    def _whole(self, name: str, count: Any) -> Decimal:
        if isinstance(count, Decimal) and count > ZERO and count == count.to_integral_value():
            return count
        place = next(place for place, case in enumerate(self.cases) if case.id == name)
        message = f"{circled(place)} 的例数应为不小于 0 的整数，请改正"
        raise Unscored(message)

    def explain(self, answer: Mapping[str, Any]) -> Explanation:
        """① 出现 2 例（每例扣 1 分），共扣 2 分."""
        counts = [answer[case.id] for case in self.cases]
        if not any(counts):
            return Explanation(f"{len(counts)} 种情况均未出现，不扣分")
        parts = [
            f"{circled(place)} 出现 {shortest(count)} 例（每例扣 {shortest(case.deduct)} 分）"
            for place, (case, count) in enumerate(zip(self.cases, counts, strict=True))
            if count
        ]
        return Explanation(f"{'、'.join(parts)}，共扣 {shortest(self.full - self.points(answer))} 分")

    def boundary_answers(self) -> Iterable[Mapping[str, Any]]:
        """None at all, and one or two of each condition by itself."""
        none = dict.fromkeys((case.id for case in self.cases), ZERO)
        yield none
        for case in self.cases:
            for count in (ONE, ONE + ONE):
                yield {**none, case.id: count}

    def gains(self, answer: Mapping[str, Any]) -> Sequence[Gain]:
        """One case fewer of each condition that has any, where that alone gains points."""
        now, found = self.points(answer), []
        for place, case in enumerate(self.cases):
            count = answer[case.id]
            if count and (then := self.points({**answer, case.id: count - ONE})) > now:
                found.append(Gain(case.id, f"{circled(place)} 少 1 例", then))
        return found
