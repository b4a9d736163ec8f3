"""`cases`: conditions over several inputs, asked in order (有结余，但不超过上年结转，2分)."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import product
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag

from app.domain.decimals import ONE, ExactDecimal, Quotient, shortest
from app.domain.model import Value
from app.domain.scoring.measures import Measure
from app.domain.scoring.measures.base import CompiledMeasure, Inputs, Namer, Shortcut
from app.domain.scoring.measures.operands import compile_operand
from app.domain.scoring.outcomes import Unscored
from app.domain.scoring.rules.base import Explanation, RuleData, RuleOverInputs, Terms
from app.domain.scoring.scorecard import RowHeld

Number = Annotated[str, StringConstraints(pattern=r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$")]
EvidenceName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Operand = Number | EvidenceName | Measure


class Comparison(Value):
    """Two operands compared exactly, by cross-multiplication."""

    left: Operand
    op: Literal["=", "<", "<=", ">", ">="]
    right: Operand


class All(Value):
    """Every condition holds; asked in order, ended by the first that does not."""

    all: Annotated[tuple["Condition", ...], Field(min_length=1)]


class AnyOf(Value):
    """Some condition holds; asked in order, ended by the first that does."""

    any: Annotated[tuple["Condition", ...], Field(min_length=1)]


def _shape(data: Any) -> str:
    keys = data if isinstance(data, dict) else vars(data)
    return next((name for name in ("all", "any") if name in keys), "comparison")


Condition = Annotated[
    Annotated[Comparison, Tag("comparison")] | Annotated[All, Tag("all")] | Annotated[AnyOf, Tag("any")],
    Discriminator(_shape),
]


class Case(Value):
    """A condition with its points; `text` is how a sentence names it (无结余)."""

    when: Condition
    points: ExactDecimal
    text: str = ""


class Otherwise(Value):
    """The last row: what holds when nothing else does."""

    otherwise: ExactDecimal
    text: str = ""


class Cases(RuleData):
    """Rows in order; the last is `otherwise`, and only it."""

    over_inputs: ClassVar[bool] = True
    kind: Literal["cases"]
    rows: Annotated[tuple[Case | Otherwise, ...], Field(min_length=2)]

    def compile(self, terms: Terms) -> "CompiledCaseList":
        """The rule for one indicator."""
        for place, row in enumerate(self.rows):
            last = place == len(self.rows) - 1
            if isinstance(row, Otherwise) != last:
                terms.namer.refuse("最后一行（也只有最后一行）必须是 otherwise", "rows", place)
            points = row.otherwise if isinstance(row, Otherwise) else row.points
            if points > terms.max_points:
                terms.namer.refuse(f"{shortest(points)} 分超过了分值 {shortest(terms.max_points)}", "rows", place)
        return CompiledCaseList(self, terms)


class CompiledCaseList(RuleOverInputs):
    """The rows as closures; a missing operand that is reached raises KeyError with its id."""

    def __init__(self, rule: Cases, terms: Terms) -> None:
        self.terms, self.full = terms, terms.full
        self.rows: list[tuple[Callable[[Inputs], bool], RowHeld]] = []
        self.operands: list[CompiledMeasure] = []
        self.comparisons: list[tuple[CompiledMeasure, CompiledMeasure]] = []
        for place, row in enumerate(rule.rows):
            if isinstance(row, Otherwise):
                told = RowHeld(place + 1, row.text or "其他情况", terms.finish(row.otherwise))
                self.rows.append((_always, told))
            else:
                told = RowHeld(place + 1, row.text or _words(row.when, terms.namer), terms.finish(row.points))
                self.rows.append((self._test(row.when, terms.namer.below("rows", place, "when")), told))

    @property
    def inputs(self) -> tuple[str, ...]:
        """Every input that some row may ask for, in the order of the rows."""
        return tuple(dict.fromkeys(name for operand in self.operands for name in operand.inputs))

    def _test(self, condition: "Condition", namer: Namer) -> Callable[[Inputs], bool]:
        if isinstance(condition, Comparison):
            return self._comparison(condition, namer)
        if isinstance(condition, All):
            tests = [self._test(one, namer.below("all", i)) for i, one in enumerate(condition.all)]
            return lambda inputs: all(test(inputs) for test in tests)
        tests = [self._test(one, namer.below("any", i)) for i, one in enumerate(condition.any)]
        return lambda inputs: any(test(inputs) for test in tests)

    def _comparison(self, condition: Comparison, namer: Namer) -> Callable[[Inputs], bool]:
        left, right = self._operand(condition.left, namer, "left"), self._operand(condition.right, namer, "right")
        measured = [side for side in (left, right) if side.inputs]
        units = {side.unit for side in measured}
        if len(units) > 1:
            namer.refuse(f"单位不同，不能比较：{'、'.join(sorted(unit or '（无单位）' for unit in units))}")
        self.comparisons += [(left, right), (right, left)]
        compare = _COMPARE[condition.op]

        def test(inputs: Inputs) -> bool:
            a, b = _value(left, inputs), _value(right, inputs)
            return compare(a[0] * b[1], b[0] * a[1])

        return test

    def _operand(self, operand: "Operand", namer: Namer, side: str) -> CompiledMeasure:
        if isinstance(operand, str) and (operand[0] == "-" or operand[0].isdigit()):
            value = (Decimal(operand), ONE)
            return CompiledMeasure((), "", lambda _: value, lambda _: operand, computes=False)
        compiled = compile_operand(operand, namer.below(side))
        self.operands.append(compiled)
        return compiled

    def _row(self, inputs: Inputs) -> RowHeld:
        return next(row for test, row in self.rows if test(inputs))

    def points(self, inputs: Inputs) -> Decimal:
        """The points of the first row whose condition holds."""
        return self._row(inputs).points

    def explain(self, inputs: Inputs) -> Explanation:
        """属于“无结余”的情形."""
        row = self._row(inputs)
        return Explanation(f"属于“{row.text}”的情形", row)

    def boundary_answers(self) -> Iterable[Inputs]:
        """Every input at, below and above the numbers that conditions name, and at each other (the first three)."""
        fixed = {_value(side, {})[0] for pair in self.comparisons for side in pair if not side.inputs} or {ONE}
        grain = self.terms.rates_grain
        values = sorted({value for edge in fixed | {ONE} for value in (edge - grain, edge, edge + grain)})
        names = self.inputs[:3]
        for chosen in product(values, repeat=len(names)):
            yield {**dict.fromkeys(self.inputs, ONE), **dict(zip(names, chosen, strict=True))}

    def crossings(self, inputs: Inputs, name: str) -> Sequence[Decimal] | None:
        """Values of one input at which a comparison turns; None where it stands inside a computation."""
        found = []
        for side, other in self.comparisons:
            if name in side.inputs:
                if side.computes or other.computes or any(one not in inputs for one in other.inputs):
                    return None
                found.append(_value(other, inputs)[0])
        return found

    def arithmetic(self, inputs: Inputs) -> str:
        """The inputs that are there, as a sentence lists them."""
        said = dict.fromkeys(
            operand.arithmetic(inputs) for operand in self.operands if all(name in inputs for name in operand.inputs)
        )
        return "，".join(said)


def _always(_: Inputs) -> bool:
    return True


_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _value(operand: CompiledMeasure, inputs: Inputs) -> Quotient:
    value = operand.evaluate(inputs)
    if isinstance(value, Shortcut):
        raise Unscored(value.reason)
    return value


def _words(condition: "Condition", namer: Namer) -> str:
    """A condition in words, for rows that the scheme does not name."""
    if isinstance(condition, Comparison):
        return f"{_named(condition.left, namer)} {condition.op} {_named(condition.right, namer)}"
    if isinstance(condition, All):
        return " 且 ".join(_words(one, namer) for one in condition.all)
    return " 或 ".join(_words(one, namer) for one in condition.any)


def _named(operand: "Operand", namer: Namer) -> str:
    if not isinstance(operand, str):
        return "计算值"
    return operand if operand[0] == "-" or operand[0].isdigit() else namer.title(operand)
