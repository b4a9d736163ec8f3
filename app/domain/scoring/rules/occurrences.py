"""`occurrences`: a deduction for each case that does not comply (每出现一例扣1分，扣完为止)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from app.domain.decimals import ONE, ZERO, ExactDecimal, Quotient, shortest
from app.domain.form.supplement import Identifier
from app.domain.model import Value
from app.domain.scoring.rules.base import CompiledRule, Gain, Incomplete, Terms, Unscored, circled, whole_number


class CountedCase(Value):
    """A condition whose breaches are counted."""

    id: Identifier
    text: str
    deduct: ExactDecimal


class Occurrences(Value):
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
        self.deduct, self.terms = deduct, terms

    def points(self, value: Quotient) -> Decimal:
        """Maximum − count × deduction."""
        count = value[0]
        if value[1] != ONE or count < ZERO or count != count.to_integral_value():
            message = f"次数应为不小于 0 的整数，这里是 {shortest(count / value[1])}，请改正"
            raise Unscored(message)
        return self.terms.finish(self.terms.max_points - count * self.deduct)

    def clause(self, value: Quotient) -> str:
        """出现 3 例，每例扣 0.5 分，扣 1.5 分."""
        return _counted(value[0], self.deduct, self.terms)

    def better_edges(self, value: Quotient) -> Sequence[Decimal]:
        """One case fewer, or as many fewer as leave a point."""
        return (value[0] - ONE, self.terms.max_points / self.deduct - ONE) if value[0] > ZERO else ()


class CompiledCases(CompiledRule[Mapping[str, Any]]):
    """A count for each condition; every one is asked."""

    takes = "checks"

    def __init__(self, rule: Occurrences, terms: Terms) -> None:
        self.cases, self.terms = rule.of, terms

    def _counts(self, answer: Mapping[str, Any]) -> list[Decimal]:
        missing = [case.id for case in self.cases if answer.get(case.id) is None]
        if missing:
            names = "、".join(circled(i) for i, case in enumerate(self.cases) if case.id in missing)
            message = f"还没有填写 {names} 的例数（没有就填 0）"
            raise Incomplete(message, missing)
        counts = []
        for place, case in enumerate(self.cases):
            count = whole_number(answer[case.id])
            if count is None:
                message = f"{circled(place)} 的例数应为不小于 0 的整数，请改正"
                raise Unscored(message)
            counts.append(count)
        return counts

    def points(self, answer: Mapping[str, Any]) -> Decimal:
        """Maximum − the sum of counts × deductions."""
        lost = sum(
            (count * case.deduct for count, case in zip(self._counts(answer), self.cases, strict=True)), start=ZERO
        )
        return self.terms.finish(self.terms.max_points - lost)

    def clause(self, answer: Mapping[str, Any]) -> str:
        """①出现 2 例，扣 2 分."""
        counts = self._counts(answer)
        if not any(counts):
            return f"{len(counts)} 种情况均未出现，不扣分"
        parts = [
            f"{circled(place)} 出现 {shortest(count)} 例（每例扣 {shortest(case.deduct)} 分）"
            for place, (case, count) in enumerate(zip(self.cases, counts, strict=True))
            if count
        ]
        lost = self.terms.max_points - self.points(answer)
        return f"{'、'.join(parts)}，共扣 {shortest(lost)} 分"

    def gains(self, answer: Mapping[str, Any]) -> Sequence[Gain]:
        """One case fewer of each condition that has any, where that alone gains points."""
        now, found = self.points(answer), []
        for place, (case, count) in enumerate(zip(self.cases, self._counts(answer), strict=True)):
            if count and (then := self.points({**answer, case.id: count - ONE})) > now:
                found.append(Gain(case.id, f"{circled(place)} 少 1 例", then))
        return found


def _counted(count: Decimal, deduct: Decimal, terms: Terms) -> str:
    if not count:
        return "未出现，不扣分"
    lost = min(count * deduct, terms.max_points)
    cut = "（扣完为止）" if count * deduct > terms.max_points else ""
    return f"出现 {shortest(count)} 例，每例扣 {shortest(deduct)} 分，扣 {shortest(lost)} 分{cut}"
