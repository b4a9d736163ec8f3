"""`checklist`: points for each condition that is met (①…，1分；②…，0.5分)."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from app.domain.decimals import ZERO, ExactDecimal, shortest
from app.domain.form.supplement import Identifier
from app.domain.model import Value
from app.domain.scoring.outcomes import Incomplete, Unscored
from app.domain.scoring.rules.base import CompiledRule, Explanation, Gain, RuleData, Terms, circled


class ChecklistLine(Value):
    """A condition with its points; `partial` lines may be answered with a part of them, in multiples of `step`."""

    id: Identifier
    text: str
    points: ExactDecimal
    award: Literal["all_or_nothing", "partial"]
    step: ExactDecimal | None = None


class Checklist(RuleData):
    """The points of the lines add up to the indicator's."""

    kind: Literal["checklist"]
    of: Annotated[tuple[ChecklistLine, ...], Field(min_length=1, max_length=20)]

    def compile(self, terms: Terms) -> "CompiledChecklist":
        """The rule for one indicator; lines that do not add up are refused."""
        total = sum((line.points for line in self.of), start=ZERO)
        if total != terms.max_points:
            terms.namer.refuse(f"各项合计 {shortest(total)} 分，应为 {shortest(terms.max_points)} 分", "of")
        for place, line in enumerate(self.of):
            if (line.award == "partial") != (line.step is not None and line.step > ZERO):
                terms.namer.refuse("partial 必须写大于 0 的 step，all_or_nothing 不写", "of", place, "step")
        return CompiledChecklist(self, terms)


class CompiledChecklist(CompiledRule[Mapping[str, Any]]):
    """Every line is asked; an answer that a line does not allow leaves the indicator unscored."""

    takes = "checks"

    def __init__(self, rule: Checklist, terms: Terms) -> None:
        self.lines, self.terms, self.full = rule.of, terms, terms.full
        self.worth = [(line.id, terms.aligned(line.points)) for line in rule.of]

    def points(self, answer: Mapping[str, Any]) -> Decimal:
        """The sum of the lines' points."""
        total = ZERO
        for name, points in self.worth:
            check = answer.get(name)
            if check is True:
                total += points
            elif check is not False:
                return self.terms.finish(sum(self._awarded(answer), start=ZERO))
        return total

    def _awarded(self, answer: Mapping[str, Any]) -> list[Decimal]:
        missing = {place: line.id for place, line in enumerate(self.lines) if answer.get(line.id) is None}
        if missing:
            raise Incomplete(f"还没有回答 {''.join(map(circled, missing))}", [*missing.values()])
        return [_points(line, answer[line.id], place) for place, line in enumerate(self.lines)]

    def explain(self, answer: Mapping[str, Any]) -> Explanation:
        """3 项中符合 ①②，不符合 ③（1 分）."""
        awarded = self._awarded(answer)
        met = [circled(i) for i, line in enumerate(self.lines) if awarded[i] == line.points]
        if len(met) == len(self.lines):
            return Explanation(f"{len(met)} 项全部符合")
        short = [
            f"{circled(i)}（{shortest(line.points)} 分" + (f"，得 {shortest(awarded[i])} 分）" if awarded[i] else "）")
            for i, line in enumerate(self.lines)
            if awarded[i] != line.points
        ]
        said = f"符合 {''.join(met)}，" if met else ""
        return Explanation(f"{len(self.lines)} 项中{said}不符合 {''.join(short)}")

    def boundary_answers(self) -> Iterable[Mapping[str, Any]]:
        """Everything met, each line by itself not met, and a part of it."""
        met = {line.id: True for line in self.lines}
        yield met
        for line in self.lines:
            yield {**met, line.id: False}
            if line.step is not None:
                yield {**met, line.id: line.step}
                yield {**met, line.id: line.points - line.step}

    def gains(self, answer: Mapping[str, Any]) -> Sequence[Gain]:
        """Each line that is not fully met, with the points if it alone were."""
        awarded = self._awarded(answer)
        total = sum(awarded, start=ZERO)
        return [
            Gain(line.id, f"{circled(i)} 符合", self.terms.finish(total - awarded[i] + line.points))
            for i, line in enumerate(self.lines)
            if awarded[i] < line.points
        ]


def _points(line: ChecklistLine, answer: Any, place: int) -> Decimal:
    if isinstance(answer, bool):
        return line.points if answer else ZERO
    message = f"{circled(place)} 只能答“符合”或“不符合”，请改正"
    if line.step is not None:
        if isinstance(answer, Decimal) and ZERO <= answer <= line.points and answer % line.step == ZERO:
            return answer
        span = f"0 至 {shortest(line.points)} 分之间，以 {shortest(line.step)} 分为一档"
        message = f"{circled(place)} 应在{span}，请改正"
    raise Unscored(message)
