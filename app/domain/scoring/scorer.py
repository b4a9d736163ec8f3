"""`score(scheme, evidence)`: the scorecard. Pure: no clock, no file, no context; the same answer for the same data."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any, Final

from app.domain.decimals import EXACT, ONE, ZERO, Quotient, plain, rounded, shortest
from app.domain.form.supplement import Answers
from app.domain.scoring.canonical import canonical_json, digest
from app.domain.scoring.compiled import CompiledScheme, Indicator
from app.domain.scoring.evidence import ReadInputs, read_inputs
from app.domain.scoring.measures.base import Shortcut
from app.domain.scoring.points_back import PointsBackSearch
from app.domain.scoring.rules.base import CompiledRule, Incomplete, Row, Unscored
from app.domain.scoring.rules.cases import CompiledCaseList
from app.domain.scoring.scorecard import (
    Edge,
    IndicatorScore,
    InputUsed,
    Measured,
    NearRow,
    NodePoints,
    PointsComputed,
    Proof,
    Receipt,
    RowHeld,
    SchemeReference,
    Scorecard,
)

ENGINE: Final = 1
"""The engine's number, part of every receipt; raised whenever any score can change."""


def score(scheme: CompiledScheme, evidence: Answers) -> Scorecard:
    """Score `evidence` under `scheme`. What is missing is named and leaves a range, never 0 and never full points."""
    with localcontext(EXACT):
        inputs = read_inputs(scheme.scheme.evidence, evidence)
        splits = {node.id: _split(scheme, node.id, node.points, evidence) for node in scheme.nodes if node.pool}
        scores = [_Explaining(scheme, indicator, inputs, evidence, splits).score() for indicator in scheme.indicators]
        return Scorecard(
            scheme=SchemeReference(scheme.scheme.id, scheme.scheme.version, scheme.digest),
            self_assessed=None,
            computed=_total(scheme, scores),
            confirmed=None,
            proof=proof_of(scores),
            nodes=_nodes(scheme, scores),
            indicators=scores,
            receipt=Receipt(receipt_digest(scheme, evidence), ENGINE),
        )


def receipt_digest(scheme: CompiledScheme, evidence: Answers) -> str:
    """SHA-256 of the canonical JSON of `{engine, evidence, scheme}`."""
    canonical = canonical_json(evidence.model_dump(mode="json"))
    return digest(b'{"engine":%d,"evidence":%b,"scheme":%b}' % (ENGINE, canonical, scheme.canonical))


def proof_of(scores: Iterable[IndicatorScore]) -> Proof:
    """Computed points by what they rest on; self-assessed points that nothing computes rest on the filer's word."""
    sums = {"figures": ZERO, "judgement": ZERO, "word": ZERO}
    for one in scores:
        if one.computed_points is not None:
            sums[one.proof] += one.computed_points
        elif one.self_assessed_points is not None:
            sums["word"] += one.self_assessed_points
    return Proof(**sums)


@dataclass(frozen=True, slots=True)
class _Split:
    """The filer's split of a pool; `problem` says why it cannot be used."""

    shares: dict[str, Decimal]
    problem: str = ""


def _split(scheme: CompiledScheme, pool: str | None, points: Decimal, evidence: Answers) -> _Split | None:
    """None where the filer has split nothing: the pool then carries the maximum."""
    given = evidence.pools.get(pool or "")
    if not given:
        return None
    shares = {name: Decimal(text) for name, text in given.items()}
    leaves = [indicator.id for indicator in scheme.indicators if indicator.pool == pool]
    total = sum(shares.values(), start=ZERO)
    if set(shares) != set(leaves):
        return _Split({}, "分值分配应包括且只包括本组的每个指标，请改正")
    if total != points or any(share < ZERO for share in shares.values()):
        return _Split({}, f"分值分配合计 {shortest(total)} 分，应为 {shortest(points)} 分，请改正")
    return _Split(shares)


def _total(scheme: CompiledScheme, scores: list[IndicatorScore]) -> PointsComputed:
    total_points, low, high, dropped = scheme.scheme.total_points, ZERO, ZERO, ZERO
    for first, last, most in _groups(scheme):
        group = scores[first:last]
        low += sum((one.low for one in group), start=ZERO)
        high += min(sum((one.high for one in group), start=ZERO), most)
        dropped += sum((one.max_points or ZERO for one in group if _rescaled(one)), start=ZERO)
    if dropped and total_points > dropped:
        grain = scheme.scheme.rounding.points
        low, high = (rounded(end * total_points / (total_points - dropped), grain, scheme.mode) for end in (low, high))
    lowest, highest = scheme.rating(low), scheme.rating(high)
    return PointsComputed(low, high, lowest if lowest == highest else None, lowest, highest)


def _rescaled(one: IndicatorScore) -> bool:
    return one.status == "not_applicable" and one.computed_points is None


def _groups(scheme: CompiledScheme) -> Iterable[tuple[int, int, Decimal]]:
    """Runs of indicators with the most that they can have together: pools, and every other indicator by itself."""
    pools = {node.first: node for node in scheme.nodes if node.pool}
    at = 0
    while at < len(scheme.indicators):
        if at in pools:
            yield at, pools[at].last, pools[at].points
            at = pools[at].last
        else:
            yield at, at + 1, scheme.indicators[at].max_points or ZERO
            at += 1


def _nodes(scheme: CompiledScheme, scores: list[IndicatorScore]) -> list[NodePoints]:
    groups = list(_groups(scheme))
    found = []
    for node in scheme.nodes:
        low = high = ZERO
        for first, last, most in groups:
            if node.first <= first and last <= node.last:
                low += sum((one.low for one in scores[first:last]), start=ZERO)
                high += min(sum((one.high for one in scores[first:last]), start=ZERO), most)
        found.append(NodePoints(node.id, node.title, node.level, node.points, None, low, high))
    return found


@dataclass(slots=True)
class _Outcome:
    """What became of one indicator, before it is written down."""

    status: str
    sentence: str
    reason: str = ""
    points: Decimal | None = None
    value: Quotient | None = None
    answer: Any = None
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class _Explaining:
    """One indicator on its way to its score and sentence."""

    scheme: CompiledScheme
    indicator: Indicator
    inputs: ReadInputs
    evidence: Answers
    splits: dict[str | None, _Split | None]

    def score(self) -> IndicatorScore:
        indicator = self.indicator
        split = self.splits.get(indicator.pool) if indicator.pool else None
        maximum = split.shares.get(indicator.id) if split else indicator.max_points
        most = maximum if maximum is not None else indicator.pool_points
        rule = indicator.rule if maximum == indicator.max_points else indicator.rule_for(most)
        outcome = self._outcome(rule, most, split)
        points, value = outcome.points, outcome.value
        applied = points is not None and outcome.answer is not None
        exact = value if applied and rule.takes == "number" else None
        held = rule.row(outcome.answer) if applied else None
        back = None
        if points is not None and points < most and applied and rule.takes != "points":
            specs = self.scheme.scheme.evidence
            search = PointsBackSearch(indicator, rule, self.inputs.values, specs, points)
            back = search.of_answer() if rule.takes == "checks" else search.of_value(exact)
        unknown = outcome.status in ("needs_evidence", "judged", "unscored") and points is None
        return IndicatorScore(
            id=indicator.id,
            title=indicator.title,
            path=indicator.path,
            criterion=indicator.criterion,
            source=indicator.source,
            status=outcome.status,  # type: ignore[arg-type]
            reason=outcome.reason,
            proof=indicator.proof,
            max_points=maximum,
            self_assessed_points=None,
            computed_points=points,
            bonus_points=None,
            confirmed_points=None,
            low=points or ZERO,
            high=most if unknown else points or ZERO,
            measure=self._measured(rule, value),
            row=_held(held) if held else None,
            near=self._near(rule, exact) if exact is not None else [],
            edge=self._edge(rule, exact, points) if exact is not None and points is not None else None,
            deduction=most - points if points is not None else None,
            points_back=back,
            missing=list(outcome.missing),
            sentence=outcome.sentence,
        )

    def _outcome(self, rule: CompiledRule[Any], most: Decimal, split: _Split | None) -> _Outcome:
        declared = self.evidence.not_applicable.get(self.indicator.id)
        if declared is not None and self.indicator.not_applicable != "forbidden":
            return self._not_applicable(declared, most)
        if split and split.problem:
            return self._unscored(split.problem)
        try:
            return self._applied(rule)
        except KeyError as missing:
            absent = [name for name in self.indicator.inputs if name not in self.inputs.values]
            if isinstance(rule, CompiledCaseList):
                absent = [missing.args[0]]
            return self._missing(most, absent)
        except Incomplete as short:
            parts = tuple(f"{self.indicator.inputs[0]}/{part}" for part in short.parts)
            status = "judged" if self.indicator.judged else "needs_evidence"
            return self._open(status, str(short), most, parts)
        except Unscored as why:
            return self._unscored(str(why))

    def _applied(self, rule: CompiledRule[Any]) -> _Outcome:
        indicator, values = self.indicator, self.inputs.values
        measure = indicator.measure
        if measure is None:
            answer: Any = values
            points = rule.points(answer)
            known = rule.arithmetic(values) if isinstance(rule, CompiledCaseList) else ""
            return self._given(points, None, answer, f"{known}{self._notes()}，{rule.clause(answer)}")
        value = measure.evaluate(values)
        if isinstance(value, Shortcut):
            return self._at_zero_base(value, rule)
        if rule.takes != "number":
            answer = value[0]
            return self._given(rule.points(answer), None, answer, f"{indicator.title}：{rule.clause(answer)}")
        points = rule.points(value)
        return self._given(points, value, value, f"{self._arithmetic(rule, value)}，{rule.clause(value)}")

    def _given(self, points: Decimal, value: Quotient | None, answer: Any, words: str) -> _Outcome:
        status = "judged" if self.indicator.judged else "computed"
        return _Outcome(status, f"{words}，得 {shortest(points)} 分{self._source()}。", "", points, value, answer)

    def _at_zero_base(self, shortcut: Shortcut, rule: CompiledRule[Any]) -> _Outcome:
        reason = f"{shortcut.reason}{self._notes()}"
        if shortcut.policy == "unscored":
            return self._unscored(reason)
        points = rule.full_points if shortcut.policy == "full" else ZERO
        words = f"{reason}，按评分表约定{'得满分' if shortcut.policy == 'full' else '不得分'}"
        outcome = self._given(points, None, None, words)
        outcome.reason = reason
        return outcome

    def _not_applicable(self, declared: str, most: Decimal) -> _Outcome:
        if self.indicator.not_applicable == "full_points":
            sentence = f"部门声明不适用（{declared}），按评分表约定得满分，得 {shortest(most)} 分{self._source()}。"
            return _Outcome("not_applicable", sentence, declared, most)
        sentence = f"部门声明不适用（{declared}），分值不计，总分按其余指标折算{self._source()}。"
        return _Outcome("not_applicable", sentence, declared)

    def _missing(self, most: Decimal, absent: list[str]) -> _Outcome:
        specs = self.scheme.scheme.evidence
        said = "、".join(
            f"“{specs[name].title}”" + (f"（{unit}）" if (unit := specs[name].unit) else "") for name in absent
        )
        found = "；".join(note for name in absent if (note := self.inputs.notes.get(name)))
        if self.indicator.judged:
            return self._open("judged", found or f"还没有填写{said}", most, tuple(absent))
        return self._open("needs_evidence", found or f"缺少{said}", most, tuple(absent))

    def _open(self, status: str, reason: str, most: Decimal, missing: tuple[str, ...]) -> _Outcome:
        words = f"{self.indicator.title}：{reason}，补充后可得 0 至 {shortest(most)} 分{self._source()}。"
        return _Outcome(status, words, reason, missing=missing)

    def _unscored(self, reason: str) -> _Outcome:
        words = f"{self.indicator.title}：{reason}，暂不评分{self._source()}。"
        return _Outcome("unscored", words, reason)

    def _arithmetic(self, rule: CompiledRule[Any], value: Quotient) -> str:
        measure = self.indicator.measure
        assert measure is not None  # noqa: S101 - only cases have none, and they do not come here
        text = measure.arithmetic(self.inputs.values)
        unit = measure.unit
        if not measure.computes:
            return f"{text}{unit if unit == '%' else f' {unit}' if unit else ''}{self._notes()}"
        printed = f"{plain(rule.terms.printed(value))}{unit if unit == '%' else f' {unit}' if unit else ''}"
        return f"{text} = {printed}{self._notes()}"

    def _notes(self) -> str:
        notes = [note for name in self.indicator.inputs if (note := self.inputs.notes.get(name))]
        return f"（{'；'.join(notes)}）" if notes else ""

    def _source(self) -> str:
        return f"（{self.indicator.source}）" if self.indicator.source else ""

    def _measured(self, rule: CompiledRule[Any], value: Quotient | None) -> Measured | None:
        indicator, specs, values = self.indicator, self.scheme.scheme.evidence, self.inputs.values
        used = [
            InputUsed(name, specs[name].title, specs[name].unit, _said(values.get(name)), _pointer(name, specs))
            for name in indicator.inputs
        ]
        measure = indicator.measure
        if measure is None:
            return Measured(None, "", used, "")
        text = self._arithmetic(rule, value) if value is not None else ""
        return Measured(rule.terms.printed(value) if value is not None else None, measure.unit, used, text)

    def _near(self, rule: CompiledRule[Any], value: Quotient) -> list[NearRow]:
        exact = value[0] / value[1]
        grain, mode = rule.terms.rates_grain, rule.terms.mode
        return [
            NearRow(_held(next_to.row), rounded(next_to.edge - exact, grain, mode))
            for next_to in rule.neighbours(value)
        ]

    def _edge(self, rule: CompiledRule[Any], value: Quotient, points: Decimal) -> Edge | None:
        """Told only where the printed value would be scored differently from the exact one."""
        printed = rule.terms.printed(value)
        if printed * value[1] == value[0] or not self._in_rows(rule, value):
            return None
        try:
            other = rule.points((printed, ONE))
        except Unscored:
            return None
        return Edge(printed, other, points) if other != points else None

    def _in_rows(self, rule: CompiledRule[Any], value: Quotient) -> bool:
        return rule.row(value) is not None


def _held(row: Row) -> RowHeld:
    return RowHeld(row.index, row.text, row.points)


def _said(value: Any) -> str | None:
    return plain(value) if isinstance(value, Decimal) else None


def _pointer(name: str, specs: Any) -> str:
    return specs[name].source or f"/supplement/{name}"
