"""A scheme compiled once: its structure checked, its measures and rules made closures, its digest taken.

Everything that makes a scheme unusable is found here and told together, each at its place (`SchemeInvalid`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from app.domain.decimals import EXACT, ROUNDING_MODES, ZERO, shortest
from app.domain.errors import DomainError
from app.domain.form.form import Form
from app.domain.form.supplement import RESERVED_NAMES
from app.domain.pointer import field_at, joined, unit_of
from app.domain.scoring.calendar import WorkingDays
from app.domain.scoring.canonical import canonical_json, digest
from app.domain.scoring.measures import CompiledMeasure, Inputs, ValueMeasure
from app.domain.scoring.outcomes import Unscored
from app.domain.scoring.rules import Converted, Judged
from app.domain.scoring.rules.base import CompiledRule, Terms
from app.domain.scoring.rules.leaf import CompiledLeaf, compile_measure, compile_rule
from app.domain.scoring.scheme import Item, RatingEdge, Scheme
from app.domain.scoring.scorecard import ProofKind


@dataclass(frozen=True, slots=True)
class SchemeProblem:
    """What is wrong, and where in the scheme's document (a JSON Pointer)."""

    pointer: str
    message: str


class SchemeInvalid(DomainError):
    """The scheme cannot be used; every problem is listed."""

    code = "scheme_invalid"

    def __init__(self, problems: list[SchemeProblem]) -> None:
        self.problems = problems
        super().__init__("；".join(f"{problem.pointer or '/'} {problem.message}" for problem in problems))


@dataclass(frozen=True, slots=True)
class Node:
    """A heading: the indicators from `first` up to `last` (excluded) are its leaves."""

    id: str | None
    title: str
    level: int
    points: Decimal
    pool: bool
    first: int
    last: int
    ratings: tuple[RatingEdge, ...] = ()


@dataclass(slots=True)
class Indicator:
    """A leaf, compiled. In a pool its maximum is known only with the filer's split, and its rule compiled then."""

    id: str
    pointer: str
    """Where it stands in the scheme."""
    title: str
    path: list[str]
    criterion: str
    source: str
    max_points: Decimal | None
    pool: str | None
    pool_points: Decimal
    proof: ProofKind
    judged: bool
    not_applicable: str
    inputs: tuple[str, ...]
    told_inputs: tuple[tuple[str, str, str, str], ...]
    """Of each input: id, title, unit, and where it is on the form or in the supplement."""
    measure: CompiledMeasure | None
    rule_for: Callable[[Decimal], CompiledRule[Any]]
    rule: CompiledRule[Any]
    points: Callable[[Inputs], Decimal | None]


@dataclass(frozen=True, slots=True)
class CompiledScheme:
    """What `score` needs of a scheme."""

    scheme: Scheme
    canonical: bytes
    digest: str
    indicators: tuple[Indicator, ...]
    nodes: tuple[Node, ...]
    mode: str

    def points(self, inputs: Inputs) -> list[Decimal | None]:
        """The points of every indicator in order, without a word about why; None where there are none.

        `inputs` are read evidence (`read_inputs`); pool splits and 不适用 are not looked at.
        """
        with localcontext(EXACT):
            found: list[Decimal | None] = []
            for indicator in self.indicators:
                try:
                    found.append(indicator.points(inputs))
                except (KeyError, Unscored):
                    found.append(None)
            return found

    def rating(self, points: Decimal) -> str:
        """The first rating whose edge `points` reaches; the lowest below them all."""
        return rating_of(self.scheme.ratings, points)


def rating_of(ratings: Sequence[RatingEdge], points: Decimal) -> str:
    """The first rating whose edge `points` reaches; the lowest below them all."""
    return next((rating.name for rating in ratings if points >= rating.at_least), ratings[-1].name)


def compile_scheme(scheme: Scheme) -> CompiledScheme:
    """Check and compile `scheme`. Raises SchemeInvalid with everything that is wrong."""
    building = _Building(scheme)
    with localcontext(EXACT):
        building.check_head()
        for place, item in enumerate(scheme.items):
            building.add(item, ("items", place), [], _Inherited())
    building.check_total()
    if building.problems:
        raise SchemeInvalid(building.problems)
    # Without defaults, so that a key that a later version of the program knows changes no digest.
    canonical = canonical_json(scheme.model_dump(mode="json", exclude_defaults=True))
    return CompiledScheme(
        scheme=scheme,
        canonical=canonical,
        digest=digest(canonical),
        indicators=tuple(building.indicators),
        nodes=tuple(building.nodes),
        mode=building.mode,
    )


@dataclass(frozen=True, slots=True)
class _Inherited:
    """What a heading gives its leaves: wording, source, and the pool that they share."""

    criterion: str = ""
    source: str = ""
    pool: str | None = None
    pool_points: Decimal = ZERO


Place = tuple[str | int, ...]


@dataclass(slots=True)
class _Building:
    scheme: Scheme
    problems: list[SchemeProblem] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    splits: dict[str, list[Decimal]] = field(default_factory=dict)
    mode: str = ""

    def refuse(self, place: Place, message: str) -> None:
        problem = SchemeProblem(joined(place), message)
        if problem not in self.problems:
            self.problems.append(problem)

    def check_head(self) -> None:
        """Ratings descend, rounding grains are powers of ten, evidence names cells that exist."""
        scheme = self.scheme
        self.mode = ROUNDING_MODES[scheme.rounding.mode]
        for name in ("points", "rates"):
            grain = getattr(scheme.rounding, name)
            if grain <= ZERO or grain.normalize().as_tuple().digits != (1,):
                self.refuse(("rounding", name), "应为 1、0.1、0.01 这样的数")
        self._check_ratings(scheme.ratings, ())
        for name, spec in scheme.evidence.items():
            place: Place = ("evidence", name)
            if name in RESERVED_NAMES:
                self.refuse(place, f"{name} 是保留名称，请换一个")
            if spec.source is None:
                continue
            cell = field_at(Form, spec.source)
            unit = unit_of(cell) if cell else None
            if unit is None:
                self.refuse((*place, "from"), f"表中没有 {spec.source} 这个数字单元格")
            elif unit != spec.unit:
                self.refuse((*place, "unit"), f"单位应为表中的“{unit}”，这里是“{spec.unit}”")

    def _check_ratings(self, ratings: Sequence[RatingEdge], place: Place) -> None:
        edges = [rating.at_least for rating in ratings]
        if edges != sorted(set(edges), reverse=True):
            self.refuse((*place, "ratings"), "评价等次应从高到低排列，分数线不重复")

    def check_total(self) -> None:
        total = sum((item.points or ZERO for item in self.scheme.items), start=ZERO)
        if total != self.scheme.total_points:
            said = shortest(self.scheme.total_points)
            self.refuse(("total_points",), f"各项分值合计 {shortest(total)}，应为 {said}")
        if self.scheme.total_cap is not None and self.scheme.total_cap < self.scheme.total_points:
            self.refuse(("total_cap",), "总分上限不能小于总分")

    def add(self, item: Item, place: Place, path: list[str], given: _Inherited) -> None:
        """Compile an item and what is below it."""
        self._check_id(item, place)
        own = _Inherited(item.criterion or given.criterion, item.source or given.source, given.pool, given.pool_points)
        if bool(item.items) == (item.rule is not None):
            self.refuse(place, "每一项要么有下级（items），要么有评分规则（rule），不能都有或都没有")
        elif item.rule is not None:
            self._add_indicator(item, place, path, own)
        else:
            self._add_heading(item, place, path, own)

    def _check_id(self, item: Item, place: Place) -> None:
        if item.id is None:
            if item.rule is not None or item.pool:
                self.refuse(place, f"“{item.title}”必须有 id")
        elif item.id in self.seen:
            self.refuse((*place, "id"), f"id {item.id} 重复")
        else:
            self.seen.add(item.id)

    def _add_heading(self, item: Item, place: Place, path: list[str], given: _Inherited) -> None:
        if item.points is None:
            self.refuse(place, f"“{item.title}”没有写分值（points）")
        points = item.points or ZERO
        if item.pool:
            given = _Inherited(given.criterion, given.source, item.id, points)
        elif item.measure is not None:
            self.refuse((*place, "measure"), "有下级的项不能有 measure")
        self._check_ratings(item.ratings, place)
        at, first = len(self.nodes), len(self.indicators)
        node = Node(item.id, item.title, len(path) + 1, points, item.pool, first, first, item.ratings)
        self.nodes.append(node)
        for i, child in enumerate(item.items):
            self.add(child, (*place, "items", i), [*path, item.title], given)
        self.nodes[at] = replace(node, last=len(self.indicators))
        total = sum((child.points or ZERO for child in item.items), start=ZERO)
        if not item.pool and total != points:
            self.refuse((*place, "points"), f"下级分值合计 {shortest(total)}，应为 {shortest(points)}")

    def _add_indicator(self, item: Item, place: Place, path: list[str], given: _Inherited) -> None:
        if given.pool is not None and item.points is not None:
            self.refuse((*place, "points"), "共用分值的指标不写分值，由部门在总分内分配")
        if given.pool is None and (item.points is None or item.points <= ZERO):
            self.refuse(place, f"“{item.title}”没有写分值（points），或分值不大于 0")
        if item.ratings:
            self.refuse((*place, "ratings"), "评价等次只能写在方案或有下级的项上")
        compiled = _IndicatorBuilding(self, item, place, given)
        self.indicators.append(compiled.build(path))


@dataclass(slots=True)
class _IndicatorBuilding:
    """One leaf on its way from data to closures."""

    building: _Building
    item: Item
    place: Place
    given: _Inherited

    def build(self, path: list[str]) -> Indicator:
        item, given = self.item, self.given
        rule = item.rule
        assert rule is not None  # noqa: S101 - `add` sends only leaves here
        maximum = item.points if given.pool is None else None
        largest = maximum if maximum is not None else given.pool_points
        measure = compile_measure(item.measure, rule, self._terms(largest, None))
        shares = self._split(maximum)
        leaves: dict[Decimal, CompiledLeaf] = {}

        def leaf_for(points: Decimal) -> CompiledLeaf:
            if points not in leaves:
                leaves[points] = compile_rule(measure, rule, self._terms(points, shares))
            return leaves[points]

        leaf = leaf_for(largest)
        specs = self.building.scheme.evidence
        sources = {specs[name].by for name in leaf.inputs if name in specs}
        if isinstance(rule, Judged) and sources != {rule.by}:
            self.building.refuse((*self.place, "rule", "by"), "与所用证据的 by 不一致")
        return Indicator(
            id=item.id or "",
            pointer=joined(self.place),
            title=item.title,
            path=path,
            criterion=given.criterion,
            source=given.source,
            max_points=maximum,
            pool=given.pool,
            pool_points=given.pool_points,
            proof="word" if "filer" in sources else "judgement" if "reviewer" in sources else "figures",
            judged=bool(sources & {"filer", "reviewer"}),
            not_applicable=item.not_applicable or "forbidden",
            inputs=leaf.inputs,
            told_inputs=tuple(
                (name, spec.title, spec.unit, spec.source or f"/supplement/{name}")
                for name in leaf.inputs
                if (spec := specs.get(name)) is not None
            ),
            measure=measure,
            rule_for=lambda points: leaf_for(points).rule,
            rule=leaf.rule,
            points=leaf.points,
        )

    def _split(self, maximum: Decimal | None) -> list[Decimal] | None:
        """Maxima of the rows that split one converted score, in order; this row's own is the last so far."""
        if not isinstance(self.item.rule, Converted) or not isinstance(self.item.measure, ValueMeasure):
            return None
        rows = self.building.splits.setdefault(self.item.measure.value, [])
        rows.append(maximum or ZERO)
        return rows

    def _terms(self, points: Decimal, shares: list[Decimal] | None) -> Terms:
        building = self.building
        return Terms(
            max_points=points,
            unit="",
            points_grain=building.scheme.rounding.points,
            rates_grain=building.scheme.rounding.rates,
            mode=building.mode,
            namer=_SchemeNamer(building, self.place),
            indicator=self.item.id or "",
            split=(shares, len(shares) - 1) if shares else None,
        )


@dataclass(frozen=True, slots=True)
class _SchemeNamer:
    """The scheme as measures and rules see it: titles, units, and a place to report what is wrong."""

    building: _Building
    place: Place

    def title(self, evidence_id: str) -> str:
        spec = self.building.scheme.evidence.get(evidence_id)
        if spec is None:
            self.refuse(f"没有名为 {evidence_id} 的证据（evidence）")
        return spec.title if spec else evidence_id

    def unit(self, evidence_id: str) -> str:
        spec = self.building.scheme.evidence.get(evidence_id)
        return spec.unit if spec else ""

    def kind(self, evidence_id: str) -> str:
        spec = self.building.scheme.evidence.get(evidence_id)
        return spec.kind if spec else "number"

    def calendar(self, name: str) -> WorkingDays:
        found = self.building.scheme.calendars.get(name)
        if found is None:
            self.refuse(f"没有名为 {name} 的工作日历（calendars）", "calendar")
            return WorkingDays(date.max, date.min, [])
        return found.compile()

    def refuse(self, message: str, *place: str | int) -> None:
        self.building.refuse((*self.place, *place), message)

    def below(self, *place: str | int) -> "_SchemeNamer":
        return _SchemeNamer(self.building, (*self.place, *place))
