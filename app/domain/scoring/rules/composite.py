"""`sum`, `best_of`, `chosen`: several measures with their own rules under one indicator.

The parts of a sum share its points; the parts of the other two each carry all of them. Which part is chosen is the
filer's answer in `choices`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from app.domain.decimals import ZERO, ExactDecimal, plain, shortest
from app.domain.form.supplement import Identifier
from app.domain.model import Value
from app.domain.scoring.measures import Inputs, Measure
from app.domain.scoring.measures.base import Shortcut
from app.domain.scoring.outcomes import Incomplete, Unscored
from app.domain.scoring.rules.base import Explanation, RuleData, RuleOverInputs, Terms, circled, spaced
from app.domain.scoring.rules.leaf import CompiledLeaf, compile_measure, compile_rule
from app.domain.scoring.scorecard import RowHeld

if TYPE_CHECKING:
    from app.domain.scoring.rules import Rule


class Part(Value):
    """One part; `title` is how a sentence names it."""

    id: Identifier
    title: str
    points: ExactDecimal
    measure: Measure | None = None
    rule: "Rule"


class Composite(RuleData):
    """What the three have in common."""

    over_inputs: ClassVar[bool] = True
    of: Annotated[tuple[Part, ...], Field(min_length=2, max_length=20)]

    def _parts(self, terms: Terms) -> list["CompiledPart"]:
        if len({part.id for part in self.of}) < len(self.of):
            terms.namer.refuse("各部分的 id 不能重复", "of")
        return [_compiled(part, terms, place) for place, part in enumerate(self.of)]

    def _require_whole_points(self, terms: Terms) -> None:
        for place, part in enumerate(self.of):
            if part.points != terms.max_points:
                message = f"每一部分都应是 {shortest(terms.max_points)} 分，这里是 {shortest(part.points)}"
                terms.namer.refuse(message, "of", place, "points")


class SumOf(Composite):
    """The parts' points are added."""

    kind: Literal["sum"]

    def compile(self, terms: Terms) -> "CompiledSum":
        """The rule for one indicator; parts that do not add up to its points are refused."""
        total = sum((part.points for part in self.of), start=ZERO)
        if total != terms.max_points:
            terms.namer.refuse(f"各部分合计 {shortest(total)} 分，应为 {shortest(terms.max_points)} 分", "of")
        return CompiledSum(self._parts(terms), terms)


class BestOf(Composite):
    """The part with the most points counts."""

    kind: Literal["best_of"]

    def compile(self, terms: Terms) -> "CompiledBest":
        """The rule for one indicator."""
        self._require_whole_points(terms)
        return CompiledBest(self._parts(terms), terms)


class Chosen(Composite):
    """The part that the filer chose counts."""

    kind: Literal["chosen"]

    def compile(self, terms: Terms) -> "CompiledChoice":
        """The rule for one indicator."""
        self._require_whole_points(terms)
        return CompiledChoice(self._parts(terms), terms)


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """One part, compiled."""

    id: str
    title: str
    leaf: CompiledLeaf

    def points(self, inputs: Inputs) -> Decimal:
        """Its points. Raises KeyError with every id that is missing, and Unscored."""
        absent = [name for name in self.leaf.inputs if name not in inputs]
        if absent and not isinstance(self.leaf.rule, RuleOverInputs):
            raise KeyError(*absent)
        try:
            found = self.leaf.points(inputs)
        except Incomplete as short:
            raise Incomplete(str(short), short.parts, short.evidence or self.leaf.inputs[0]) from short
        if found is None:
            raise Unscored(f"“{self.title}”{self._zero_base(inputs)}")
        return found

    def _zero_base(self, inputs: Inputs) -> str:
        value = self.leaf.measure.evaluate(inputs) if self.leaf.measure else None
        return value.reason if isinstance(value, Shortcut) else "没有分数"

    def told(self, inputs: Inputs) -> str:
        """甲 90 ÷ 乙 100 × 100% = 90.00%，属于“90%（含）以上”一档."""
        measure, rule = self.leaf.measure, self.leaf.rule
        if measure is None:
            return rule.explain(inputs).clause
        if rule.takes != "number":
            return rule.explain(inputs[measure.inputs[0]]).clause
        value = measure.evaluate(inputs)
        if isinstance(value, Shortcut):
            return value.reason
        text = measure.arithmetic(inputs)
        if measure.computes:
            text += f" = {plain(rule.terms.printed(value))}"
        return f"{text}{spaced(measure.unit)}，{rule.explain(value).clause}"


def _compiled(part: Part, terms: Terms, place: int) -> CompiledPart:
    inside = replace(terms, max_points=part.points, namer=terms.namer.below("of", place), split=None)
    measure = compile_measure(part.measure, part.rule, inside)
    leaf = compile_rule(measure, part.rule, inside)
    if leaf.rule.bonus_cap:
        inside.namer.refuse("一个指标的部分不能加分（bonus）", "rule", "bonus")
    return CompiledPart(part.id, part.title, leaf)


class CompiledComposite(RuleOverInputs):
    """Several parts."""

    def __init__(self, parts: list[CompiledPart], terms: Terms) -> None:
        self.parts, self.terms, self.full = parts, terms, terms.full

    @property
    def inputs(self) -> tuple[str, ...]:
        """Every input of every part."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.leaf.inputs))

    def arithmetic(self, inputs: Inputs) -> str:  # noqa: ARG002 - each part says its own
        """Empty: the clauses carry the parts' arithmetic."""
        return ""


class CompiledSum(CompiledComposite):
    """The sum of the parts, every one of which is needed."""

    def points(self, inputs: Inputs) -> Decimal:
        """The sum of the parts' rounded points."""
        if missing := list(_missing(self.parts, inputs)):
            raise KeyError(*missing)
        return sum((part.points(inputs) for part in self.parts), start=ZERO)

    def explain(self, inputs: Inputs) -> Explanation:
        """① 甲：…，2 分；② 乙：…，1 分."""
        told = [
            f"{circled(place)} {part.title}：{part.told(inputs)}，{shortest(part.points(inputs))} 分"
            for place, part in enumerate(self.parts)
        ]
        return Explanation("；".join(told))


class CompiledBest(CompiledComposite):
    """The best of the parts; one with all points decides alone."""

    def points(self, inputs: Inputs) -> Decimal:
        """The most points of any part."""
        return self._best(inputs)[0]

    def _best(self, inputs: Inputs) -> tuple[Decimal, int]:
        found: list[tuple[Decimal, int]] = []
        missing: list[str] = []
        reason = ""
        for place, part in enumerate(self.parts):
            try:
                found.append((part.points(inputs), -place))
            except KeyError as absent:
                missing += absent.args
            except Incomplete:
                raise
            except Unscored as why:
                reason = reason or str(why)
        best, place = max(found, default=(ZERO, 0))
        if missing and best < self.full:
            raise KeyError(*dict.fromkeys(missing))
        if not found:
            raise Unscored(reason)
        return best, -place

    def explain(self, inputs: Inputs) -> Explanation:
        """按“甲”计（取高）：…."""
        points, place = self._best(inputs)
        part = self.parts[place]
        clause = f"按“{part.title}”计（各算法取高）：{part.told(inputs)}"
        return Explanation(clause, RowHeld(place + 1, part.title, points))


class CompiledChoice(CompiledComposite):
    """The part whose id the filer chose; the choice is asked for under the indicator's id."""

    def _part(self, inputs: Inputs) -> tuple[int, CompiledPart]:
        name = f"choices/{self.terms.indicator}"
        chosen = inputs[name]
        found = next(((place, part) for place, part in enumerate(self.parts) if part.id == chosen), None)
        if found is None:
            raise Unscored(f"没有“{chosen}”这种算法，请改选")
        return found

    def points(self, inputs: Inputs) -> Decimal:
        """The chosen part's points."""
        return self._part(inputs)[1].points(inputs)

    def explain(self, inputs: Inputs) -> Explanation:
        """按所选的“甲”计：…."""
        place, part = self._part(inputs)
        clause = f"按所选的“{part.title}”计：{part.told(inputs)}"
        return Explanation(clause, RowHeld(place + 1, part.title, part.points(inputs)))


def _missing(parts: list[CompiledPart], inputs: Inputs) -> Iterator[str]:
    for part in parts:
        try:
            part.points(inputs)
        except KeyError as absent:
            yield from absent.args
        except Unscored:
            continue
