"""`bands`: the first row whose edges hold gives its points (80%（含）-90%，计4分)."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from app.domain.decimals import ONE, ZERO, ExactDecimal, Quotient, shortest
from app.domain.model import Value
from app.domain.scoring.outcomes import Unscored
from app.domain.scoring.rules.base import CompiledRule, Explanation, Neighbour, RuleData, Terms, around
from app.domain.scoring.scorecard import RowHeld


class Band(Value):
    """One row: edges in the measure's unit (90 is 90 %), each said to be included or not."""

    at_least: ExactDecimal | None = None
    above: ExactDecimal | None = None
    at_most: ExactDecimal | None = None
    below: ExactDecimal | None = None
    equal: ExactDecimal | None = None
    points: ExactDecimal

    def holds(self, value: Decimal) -> bool:
        """Whether `value` lies in this row."""
        return (
            (self.equal is None or value == self.equal)
            and (self.at_least is None or value >= self.at_least)
            and (self.above is None or value > self.above)
            and (self.at_most is None or value <= self.at_most)
            and (self.below is None or value < self.below)
        )

    def edges(self) -> list[Decimal]:
        """Every edge that the row names."""
        named = (self.equal, self.at_least, self.above, self.at_most, self.below)
        return [edge for edge in named if edge is not None]


class Bands(RuleData):
    """Rows in order; `otherwise` answers a value that no row holds and may be left out only if there is none."""

    kind: Literal["bands"]
    rows: Annotated[tuple[Band, ...], Field(min_length=1)]
    otherwise: ExactDecimal | Literal["unscored"] | None = None

    def compile(self, terms: Terms) -> "CompiledBands":
        """The rule for one indicator; a row without an edge, with too many points, or an unsaid gap is refused."""
        for place, row in enumerate(self.rows):
            if not row.edges():
                terms.namer.refuse("这一行没有写界限", "rows", place)
            if row.points > terms.max_points:
                message = f"{shortest(row.points)} 分超过了分值 {shortest(terms.max_points)}"
                terms.namer.refuse(message, "rows", place, "points")
        compiled = CompiledBands(self, terms)
        if self.otherwise is None and (gap := compiled.first_gap()) is not None:
            terms.namer.refuse(
                f"各行没有覆盖所有数值（例如 {shortest(gap)}），必须写 otherwise（不在任何一档时怎样计）", "rows"
            )
        return compiled


class CompiledBands(CompiledRule[Quotient]):
    """The scale cut at every edge: between two edges all values fare alike, so each stretch has one row.

    `stretches[2i]` is what lies below edge i, `stretches[2i + 1]` edge i itself, the last what lies above them all.
    """

    def __init__(self, rule: Bands, terms: Terms) -> None:
        self.rule, self.terms, self.full = rule, terms, terms.full
        self.edges = sorted({edge for row in rule.rows for edge in row.edges()})
        rows = [RowHeld(i, _text(row, terms), terms.finish(row.points)) for i, row in enumerate(rule.rows, start=1)]
        self.others: RowHeld | None = None
        if isinstance(rule.otherwise, Decimal):
            self.others = RowHeld(len(rows) + 1, "其他", terms.finish(rule.otherwise))
        self.stretches = [
            next((told for row, told in zip(rule.rows, rows, strict=True) if row.holds(value)), self.others)
            for value in self.samples()
        ]
        self.descending = [(edge, 2 * place) for place, edge in enumerate(self.edges)][::-1]
        self.near = [self._neighbours(place) for place in range(len(self.stretches))]
        self.better = [self._better(place) for place in range(len(self.stretches))]

    def samples(self) -> list[Decimal]:
        """One value of every stretch, in order."""
        if not self.edges:
            return [ZERO]
        found = [self.edges[0] - ONE]
        for edge, following in zip(self.edges, [*self.edges[1:], self.edges[-1] + 2], strict=True):
            found += [edge, (edge + following) / 2]
        return found

    def first_gap(self) -> Decimal | None:
        """A value that no row holds."""
        return next((v for v, row in zip(self.samples(), self.stretches, strict=True) if row is None), None)

    def _place(self, value: Quotient) -> int:
        """Which stretch the exact value lies in."""
        number, base = value
        for edge, place in self.descending:
            scaled = edge * base
            if number >= scaled:
                return place + 1 if number == scaled else place + 2
        return 0

    def _row(self, value: Quotient) -> RowHeld:
        row = self.stretches[self._place(value)]
        if row is None:
            message = f"{self.terms.say(self.terms.printed(value))} 不在评分标准的任何一档内，请核对数据或由评审人判断"
            raise Unscored(message)
        return row

    def points(self, value: Quotient) -> Decimal:
        """The points of the first row that holds."""
        return self._row(value).points

    def explain(self, value: Quotient) -> Explanation:
        """属于“80%（含）至 90%”一档."""
        row = self._row(value)
        return Explanation(f"属于“{row.text}”一档", row, self.near[self._place(value)])

    def boundary_answers(self) -> Iterable[Quotient]:
        """Around every edge."""
        return around(self.edges, self.terms.rates_grain)

    def better_edges(self, value: Quotient) -> Sequence[Decimal]:
        """The nearest edges, either way, where a row with more points begins."""
        return self.better[self._place(value)]

    def _towards(self, place: int, way: int) -> Iterator[Neighbour]:
        """The rows of the stretches beyond `place` in one direction, each at the edge where it begins."""
        for at in range(place + way, len(self.stretches) if way > 0 else -1, way):
            row = self.stretches[at]
            if row is not None:
                yield Neighbour(row, self.edges[at // 2 if at % 2 or way < 0 else at // 2 - 1])

    def _neighbours(self, place: int) -> Sequence[Neighbour]:
        here = self.stretches[place]
        ways = (next((one for one in self._towards(place, way) if one.row is not here), None) for way in (-1, 1))
        return [one for one in ways if one is not None]

    def _better(self, place: int) -> Sequence[Decimal]:
        here = self.stretches[place]
        now = here.points if here else ZERO
        ways = (next((one for one in self._towards(place, way) if one.row.points > now), None) for way in (-1, 1))
        return [one.edge for one in ways if one is not None]


def _text(band: Band, terms: Terms) -> str:
    """80%（含）至 90%."""
    if band.equal is not None:
        return f"等于 {terms.say(band.equal)}"
    low = _end(terms, band.at_least, band.above)
    high = _end(terms, band.at_most, band.below)
    if low and high:
        return f"{low} 至 {high}"
    if low:
        return f"{low}以上" if band.at_least is not None else f"大于 {low}"
    return f"不超过 {high.removesuffix('（含）')}" if band.at_most is not None else f"低于 {high}"


def _end(terms: Terms, included: Decimal | None, excluded: Decimal | None) -> str:
    if included is not None:
        return f"{terms.say(included)}（含）"
    return terms.say(excluded) if excluded is not None else ""
