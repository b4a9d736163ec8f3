"""`score(scheme, evidence)`: the scorecard. Pure: no clock, no file, no context; the same answer for the same data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Final

from app.domain.decimals import EXACT, ONE, ZERO, plain, shortest
from app.domain.form.supplement import Answers
from app.domain.scoring.canonical import canonical_json, digest
from app.domain.scoring.compiled import CompiledScheme, Node, rating_of
from app.domain.scoring.evidence import ReadInputs, read_inputs
from app.domain.scoring.outcomes import Unscored
from app.domain.scoring.points_back import PointsBackSearch
from app.domain.scoring.rules.base import Explanation, RuleOverInputs, spaced
from app.domain.scoring.scorecard import (
    Edge,
    IndicatorScore,
    InputUsed,
    Measured,
    NearRow,
    NodePoints,
    PointsBack,
    Proof,
    Receipt,
    SchemeReference,
    Scorecard,
)
from app.domain.scoring.settling import Ranges, Settled, computed_total, ranges_before, settle

ENGINE: Final = 1
"""The engine's number, part of every receipt; raised whenever any score can change."""


def score(scheme: CompiledScheme, evidence: Answers) -> Scorecard:
    """Score `evidence` under `scheme`. What is missing is named and leaves a range, never 0 and never full points."""
    with localcontext(EXACT):
        inputs = read_inputs(scheme.scheme.evidence, evidence)
        settled = settle(scheme, evidence, inputs)
        before = ranges_before(scheme, settled)
        scores = [_Telling(scheme, inputs, one).indicator_score() for one in settled]
        return Scorecard(
            scheme=SchemeReference(scheme.scheme.id, scheme.scheme.version, scheme.digest),
            self_assessed=None,
            computed=computed_total(scheme, settled, before),
            confirmed=None,
            proof=proof_of(scores),
            nodes=_nodes(scheme, before),
            indicators=scores,
            receipt=Receipt(receipt_digest(scheme, evidence), ENGINE),
        )


def receipt_digest(scheme: CompiledScheme, evidence: Answers) -> str:
    """SHA-256 of the canonical JSON of `{engine, evidence, scheme}`."""
    canonical = canonical_json(evidence.model_dump(mode="json"))
    return digest(b'{"engine":%d,"evidence":%b,"scheme":%b}' % (ENGINE, canonical, scheme.canonical))


def proof_of(scores: Iterable[IndicatorScore]) -> Proof:
    """Computed points by what they rest on; self-assessed points that nothing computes rest on the filer's word."""
    figures = judgement = word = ZERO
    for one in scores:
        points = one.computed_points
        if points is not None and one.bonus_points:
            points += one.bonus_points
        if points is None:
            word += one.self_assessed_points or ZERO
        elif one.proof == "figures":
            figures += points
        elif one.proof == "judgement":
            judgement += points
        else:
            word += points
    return Proof(figures, judgement, word)


def _nodes(scheme: CompiledScheme, before: Ranges) -> list[NodePoints]:
    return [_node(node, before) for node in scheme.nodes]


def _node(node: Node, before: Ranges) -> NodePoints:
    low, high = (end - start for end, start in zip(before[node.last], before[node.first], strict=True))
    rating = None
    if node.ratings and (lowest := rating_of(node.ratings, low)) == rating_of(node.ratings, high):
        rating = lowest
    return NodePoints(node.id, node.title, node.level, node.points, None, low, high, rating)


def _said(value: object) -> str | None:
    """A figure in digits, a date as ISO 8601; None for what is missing or is neither."""
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else None


@dataclass(slots=True)
class _Telling:
    """One settled indicator, put into words."""

    scheme: CompiledScheme
    inputs: ReadInputs
    settled: Settled
    exact: Decimal | None = None
    """The measured value, as far as 120 digits reach."""
    printed: Decimal | None = None
    """The value rounded for display, where there is one."""

    def indicator_score(self) -> IndicatorScore:
        one, indicator = self.settled, self.settled.indicator
        points, answer = one.points, one.answer
        if one.value is not None:
            terms, measure = one.rule.terms, indicator.measure
            grain = (measure.grain if measure else None) or terms.rates_grain
            self.exact = one.value[0] / one.value[1]
            self.printed = self.exact.quantize(grain, terms.mode)
        told = one.rule.explain(answer) if answer is not None else None
        arithmetic = self._arithmetic()
        return IndicatorScore(
            id=indicator.id,
            title=indicator.title,
            path=indicator.path,
            criterion=indicator.criterion,
            source=indicator.source,
            status=one.status,
            reason=self._reason(),
            proof=indicator.proof,
            max_points=one.maximum,
            self_assessed_points=None,
            self_pointer=None,
            computed_points=points,
            bonus_points=one.bonus if one.rule.bonus_cap and points is not None else None,
            confirmed_points=None,
            low=one.low,
            high=one.high,
            measure=self._measured(arithmetic),
            row=told.row if told else None,
            near=self._near(told) if told and told.neighbours else [],
            edge=self._edge() if told and told.row else None,
            deduction=one.most - points if points is not None else None,
            points_back=self._points_back() if answer is not None and points is not None else None,
            missing=list(one.missing),
            sentence=self._sentence(arithmetic, told),
        )

    def _reason(self) -> str:
        one = self.settled
        if one.reason or not one.missing:
            return one.reason
        wanted = "、".join(map(self._wanted, one.missing))
        return f"还没有填写{wanted}" if one.indicator.judged else f"缺少{wanted}"

    def _wanted(self, name: str) -> str:
        spec = self.scheme.scheme.evidence.get(name)
        if spec is None:  # the choice between ways of scoring
            return "对算法的选择"
        return f"“{spec.title}”{f'（{spec.unit}）' if spec.unit else ''}"

    def _sentence(self, arithmetic: str, told: Explanation | None) -> str:
        one, title = self.settled, self.settled.indicator.title
        source = f"（{one.indicator.source}）" if one.indicator.source else ""
        if told is not None and one.points is not None:
            begin = f"{arithmetic}，" if arithmetic else f"{title}："
            return f"{begin}{told.clause}，得 {shortest(one.points)} 分{source}。"
        if one.status == "not_applicable":
            outcome = "分值不计，总分按其余指标折算"
            if one.points is not None:
                outcome = f"按评分表约定得满分，得 {shortest(one.points)} 分"
            return f"{title}：部门声明不适用（{one.reason}），{outcome}{source}。"
        if one.points is not None:
            outcome = "得满分" if one.points else "不得分"
            return (
                f"{title}：{one.reason}{self._notes()}，按评分表约定{outcome}，得 {shortest(one.points)} 分{source}。"
            )
        if one.missing:
            return f"{title}：{self._reason()}，补充后可得 0 至 {shortest(one.most)} 分{source}。"
        return f"{title}：{one.reason}，暂不评分{source}。"

    def _arithmetic(self) -> str:
        """实有人数 43 ÷ 人员编制 40 × 100% = 107.50%; empty where the rule was applied to no figures."""
        one, values = self.settled, self.inputs.values
        if isinstance(one.rule, RuleOverInputs):
            return one.rule.arithmetic(values) + self._notes() if one.answer is not None else ""
        measure = one.indicator.measure
        if measure is None or self.printed is None:
            return ""
        text = measure.arithmetic(values)
        if not measure.computes:
            return f"{text}{spaced(measure.unit)}{self._notes()}"
        return f"{text} = {plain(self.printed)}{spaced(measure.unit)}{self._notes()}"

    def _notes(self) -> str:
        if not self.inputs.notes:
            return ""
        notes = [note for name in self.settled.indicator.inputs if (note := self.inputs.notes.get(name))]
        return f"（{'；'.join(notes)}）" if notes else ""

    def _measured(self, arithmetic: str) -> Measured:
        one, values = self.settled, self.inputs.values
        used = []
        for name, title, unit, pointer in one.indicator.told_inputs:
            value = values.get(name)
            used.append(InputUsed(name, title, unit, _said(value), pointer))
        measure = one.indicator.measure
        return Measured(self.printed, measure.unit if measure else "", used, arithmetic)

    def _near(self, told: Explanation) -> list[NearRow]:
        if self.exact is None:
            return []
        exact, terms = self.exact, self.settled.rule.terms
        return [NearRow(one.row, (one.edge - exact).quantize(terms.rates_grain, terms.mode)) for one in told.neighbours]

    def _edge(self) -> Edge | None:
        """Told only where the printed value lies in another row than the exact one."""
        rule, points, printed = self.settled.rule, self.settled.points, self.printed
        if printed is None or points is None or printed == self.exact:
            return None
        try:
            other = rule.points((printed, ONE))
        except Unscored:
            return None
        return Edge(printed, other, points) if other != points else None

    def _points_back(self) -> PointsBack | None:
        one = self.settled
        if one.points is None or one.points >= one.most or one.rule.takes in ("points", "tier", "own"):
            return None
        search = PointsBackSearch(one.indicator, one.rule, self.inputs.values, self.scheme.scheme.evidence, one.points)
        return search.of_answer() if one.rule.takes == "checks" else search.of_value(one.value)
