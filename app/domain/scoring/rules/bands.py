"""`bands`: the first row whose edges hold gives its points (80%（含）-90%，计4分)."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field

from app.domain.decimals import ONE, ExactDecimal, Quotient
from app.domain.model import Value
from app.domain.scoring.rules.base import CompiledRule, Neighbour, Row, Terms, Unscored


class Band(Value):
    """One row: edges in the measure's unit (90 is 90 %), each said to be included or not."""

    at_least: ExactDecimal | None = None
    above: ExactDecimal | None = None
    at_most: ExactDecimal | None = None
    below: ExactDecimal | None = None
    equal: ExactDecimal | None = None
    points: ExactDecimal

    def holds(self, value: Quotient) -> bool:
        """Whether the exact value lies in this row."""
        number, base = value
        return (
            (self.equal is None or number == self.equal * base)
            and (self.at_least is None or number >= self.at_least * base)
            and (self.above is None or number > self.above * base)
            and (self.at_most is None or number <= self.at_most * base)
            and (self.below is None or number < self.below * base)
        )

    def edges(self) -> list[Decimal]:
        """Every edge that the row names."""
        named = (self.equal, self.at_least, self.above, self.at_most, self.below)
        return [edge for edge in named if edge is not None]


class Bands(Value):
    """Rows in order; `otherwise` answers a value that no row holds and may be left out only if there is none."""

    kind: Literal["bands"]
    rows: Annotated[tuple[Band, ...], Field(min_length=1)]
    otherwise: ExactDecimal | Literal["unscored"] | None = None

    def compile(self, terms: Terms) -> "CompiledBands":
        """The rule for one indicator."""
        for place, row in enumerate(self.rows):
            if not row.edges():
                terms.namer.refuse("这一行没有写界限", "rows", place)
            if row.points > terms.max_points:
                terms.namer.refuse(f"{row.points} 分超过了分值 {terms.max_points}", "rows", place, "points")
        if self.otherwise is None and (gap := self.first_gap()) is not None:
            terms.namer.refuse(f"各行没有覆盖所有数值（例如 {gap}），必须写 otherwise", "rows")
        return CompiledBands(self, terms)

    def first_gap(self) -> Decimal | None:
        """A value that no row holds: between two edges every value fares alike, so one of each is asked."""
        edges = sorted({edge for row in self.rows for edge in row.edges()})
        if not edges:
            return Decimal(0)
        between = [(low + high) / 2 for low, high in pairwise(edges)]
        for value in sorted([edges[0] - ONE, *edges, *between, edges[-1] + ONE]):
            if not any(row.holds((value, ONE)) for row in self.rows):
                return value
        return None


class CompiledBands(CompiledRule[Quotient]):
    """The rows with their points finished once."""

    def __init__(self, rule: Bands, terms: Terms) -> None:
        self.rule, self.terms = rule, terms
        self.rows = [
            Row(place, _text(row, terms), terms.finish(row.points)) for place, row in enumerate(rule.rows, start=1)
        ]
        self.otherwise: Row | None = None
        if isinstance(rule.otherwise, Decimal):
            self.otherwise = Row(len(self.rows) + 1, "其他", terms.finish(rule.otherwise))
        self.tests = [(row.holds, told.points) for row, told in zip(rule.rows, self.rows, strict=True)]

    def points(self, value: Quotient) -> Decimal:
        """The points of the first row that holds."""
        for holds, points in self.tests:
            if holds(value):
                return points
        return self.row(value).points

    def row(self, value: Quotient) -> Row:
        """The first row that holds, or the row of the others."""
        for band, row in zip(self.rule.rows, self.rows, strict=True):
            if band.holds(value):
                return row
        if self.otherwise is None:
            printed = self.terms.say(self.terms.printed(value))
            message = f"{printed} 不在评分标准的任何一档内，请核对数据或由评审人判断"
            raise Unscored(message)
        return self.otherwise

    def clause(self, value: Quotient) -> str:
        """属于“80%（含）至 90%”一档."""
        return f"属于“{self.row(value).text}”一档"

    def neighbours(self, value: Quotient) -> Sequence[Neighbour]:
        """The rows whose nearest edges are the first below and the first above the value."""
        here, exact = self.row(value), value[0] / value[1]
        beyond = [
            (edge, told)
            for band, told in zip(self.rule.rows, self.rows, strict=True)
            if told is not here
            for edge in band.edges()
        ]
        below = max((pair for pair in beyond if pair[0] <= exact), key=lambda pair: pair[0], default=None)
        above = min((pair for pair in beyond if pair[0] >= exact), key=lambda pair: pair[0], default=None)
        return [Neighbour(row, edge) for edge, row in (pair for pair in (below, above) if pair)]

    def better_edges(self, value: Quotient) -> Sequence[Decimal]:
        """The edges of all rows with more points."""
        now = self.points(value)
        return [edge for band in self.rule.rows if band.points > now for edge in band.edges()]


def _text(band: Band, terms: Terms) -> str:
    say = terms.say
    if band.equal is not None:
        return f"等于 {say(band.equal)}"
    low, high = _lower(band), _upper(band)
    low_text = f"{say(low[0])}{'（含）' if low[1] else ''}" if low else ""
    high_text = f"{say(high[0])}{'（含）' if high[1] else ''}" if high else ""
    if low and high:
        return f"{low_text}至 {high_text}"
    if low:
        return f"{low_text}以上" if low[1] else f"大于 {low_text}"
    return f"不超过 {say(high[0])}" if high and high[1] else f"低于 {high_text}"


def _lower(band: Band) -> tuple[Decimal, bool] | None:
    if band.at_least is not None:
        return band.at_least, True
    return (band.above, False) if band.above is not None else None


def _upper(band: Band) -> tuple[Decimal, bool] | None:
    if band.at_most is not None:
        return band.at_most, True
    return (band.below, False) if band.below is not None else None
