"""What becomes of each indicator: its status and points, without a word yet about why.

This is the whole of scoring; `scorer.py` puts it into words. Lists and statistics need no more than `totals`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from app.domain.decimals import EXACT, ZERO, Quotient, shortest
from app.domain.form.supplement import Answers
from app.domain.scoring.compiled import CompiledScheme, Indicator, Node
from app.domain.scoring.evidence import ReadInputs, read_inputs
from app.domain.scoring.measures import Inputs
from app.domain.scoring.measures.base import Shortcut
from app.domain.scoring.outcomes import Incomplete, Unscored
from app.domain.scoring.rules.base import CompiledRule
from app.domain.scoring.scorecard import PointsComputed, Status


@dataclass(slots=True)
class Settled:
    """One indicator's outcome. `most` is the most that it can have; `maximum` its own, unknown in an unsplit pool."""

    indicator: Indicator
    rule: CompiledRule[Any]
    most: Decimal
    maximum: Decimal | None
    status: Status
    points: Decimal | None = None
    bonus: Decimal = ZERO
    """Points beyond the maximum."""
    value: Quotient | None = None
    answer: Any = None
    """What the rule was applied to; None where it was not."""
    shortcut: Shortcut | None = None
    reason: str = ""
    missing: tuple[str, ...] = ()

    @property
    def low(self) -> Decimal:
        """The least that it can still come to."""
        return ZERO if self.points is None else self.points + self.bonus

    @property
    def high(self) -> Decimal:
        """The most that it can still come to."""
        if self.points is None:
            return ZERO if self.status == "not_applicable" else self.most + self.rule.bonus_cap
        return self.points + self.bonus


@dataclass(frozen=True, slots=True)
class Totals:
    """The computed total as a range, and how many indicators want evidence or an answer."""

    computed: PointsComputed
    missing: int


def totals(scheme: CompiledScheme, evidence: Answers) -> Totals:
    """The totals of `score`, at a fraction of its cost."""
    with localcontext(EXACT):
        settled = settle(scheme, evidence, read_inputs(scheme.scheme.evidence, evidence))
        return Totals(
            computed_total(scheme, settled, ranges_before(scheme, settled)), sum(1 for one in settled if one.missing)
        )


def settle(scheme: CompiledScheme, evidence: Answers, inputs: ReadInputs) -> list[Settled]:
    """The outcome of every indicator, in the scheme's order. The decimal context must be EXACT."""
    splits = {node.id: _split(scheme, node, evidence) for node in scheme.nodes if node.pool}
    return [_settled(indicator, evidence, inputs, splits) for indicator in scheme.indicators]


Ranges = Mapping[int, tuple[Decimal, Decimal]]


def computed_total(scheme: CompiledScheme, settled: Sequence[Settled], before: Ranges) -> PointsComputed:
    """Σ of the indicators with what they add beyond their maxima, up to the scheme's cap.

    Where 不适用 is rescaled, × total ÷ Σ applicable maxima, rounded once.
    """
    total, (low, high) = scheme.scheme.total_points, before[len(settled)]
    dropped = sum((one.most for one in settled if one.status == "not_applicable" and one.points is None), start=ZERO)
    if ZERO < dropped < total:
        grain = scheme.scheme.rounding.points
        low, high = ((end * total / (total - dropped)).quantize(grain, scheme.mode) for end in (low, high))
    cap = total if scheme.scheme.total_cap is None else scheme.scheme.total_cap
    low, high = min(low, cap), min(high, cap)
    lowest, highest = scheme.rating(low), scheme.rating(high)
    return PointsComputed(low, high, lowest if low == high else None, lowest, highest)


def ranges_before(scheme: CompiledScheme, settled: Sequence[Settled]) -> Ranges:
    """(low, high) of all indicators before a place. A pool is one step, and its leaves together may not pass it."""
    pools = {node.first: node for node in scheme.nodes if node.pool}
    low = high = ZERO
    before, at = {0: (ZERO, ZERO)}, 0
    while at < len(settled):
        pool = pools.get(at)
        if pool is None:
            low, high, at = low + settled[at].low, high + settled[at].high, at + 1
        else:
            group = settled[at : pool.last]
            low += min(sum((one.low for one in group), start=ZERO), pool.points)
            high += min(sum((one.high for one in group), start=ZERO), pool.points)
            at = pool.last
        before[at] = low, high
    return before


@dataclass(frozen=True, slots=True)
class _Split:
    """The filer's split of a pool; `problem` says why it cannot be used."""

    shares: dict[str, Decimal]
    problem: str = ""


def _split(scheme: CompiledScheme, pool: Node, evidence: Answers) -> _Split | None:
    """None where the filer has split nothing: the pool then carries the maximum."""
    given = evidence.pools.get(pool.id or "")
    if not given:
        return None
    shares = {name: Decimal(text) for name, text in given.items()}
    if set(shares) != {indicator.id for indicator in scheme.indicators[pool.first : pool.last]}:
        return _Split({}, f"“{pool.title}”的分值分配应包括且只包括本组的每个指标，请改正")
    total = sum(shares.values(), start=ZERO)
    if total != pool.points or any(share < ZERO for share in shares.values()):
        return _Split({}, f"“{pool.title}”的分值分配合计 {shortest(total)} 分，应为 {shortest(pool.points)} 分，请改正")
    return _Split(shares)


def _settled(
    indicator: Indicator, evidence: Answers, inputs: ReadInputs, splits: dict[str | None, _Split | None]
) -> Settled:
    rule, maximum, problem = indicator.rule, indicator.max_points, ""
    if indicator.pool is not None and (split := splits.get(indicator.pool)) is not None:
        problem, maximum = split.problem, split.shares.get(indicator.id)
        rule = indicator.rule_for(maximum) if maximum is not None else rule
    most = indicator.pool_points if maximum is None else maximum
    one = Settled(indicator, rule, most, maximum, "judged" if indicator.judged else "computed")
    declared = evidence.not_applicable.get(indicator.id)
    if declared is not None and indicator.not_applicable != "forbidden":
        one.status, one.reason = "not_applicable", declared
        one.points = most if indicator.not_applicable == "full_points" else None
    elif problem:
        one.status, one.reason = "unscored", problem
    else:
        _apply(one, inputs)
    return one


def _apply(one: Settled, inputs: ReadInputs) -> None:
    """Apply the rule to what is there; what is missing is named."""
    values = inputs.values
    try:
        _answer(one, values)
        if one.shortcut is None:
            one.points = one.rule.points(one.answer)
            if one.rule.bonus_cap:
                one.bonus = one.rule.bonus(one.answer)
    except KeyError as absent:
        absents: tuple[str, ...] = tuple(name for name in one.indicator.inputs if name not in values)
        if one.indicator.measure is None:
            absents = absent.args
        _open(one, "；".join(note for name in absents if (note := inputs.notes.get(name))), absents)
    except Incomplete as short:
        _open(one, str(short), tuple(f"{short.evidence or one.indicator.inputs[0]}/{part}" for part in short.parts))
    except Unscored as why:
        one.status, one.reason, one.answer, one.value = "unscored", str(why), None, None


def _answer(one: Settled, values: Inputs) -> None:
    measure = one.indicator.measure
    if measure is None:
        one.answer = values
        return
    value = measure.evaluate(values)
    if isinstance(value, Shortcut):
        one.shortcut, one.reason = value, value.reason
        if value.policy == "unscored":
            one.status = "unscored"
        else:
            one.points = one.rule.full if value.policy == "full" else ZERO
    elif one.rule.takes == "number":
        one.answer = one.value = value
    else:
        one.answer = value[0]


def _open(one: Settled, reason: str, missing: tuple[str, ...]) -> None:
    one.status = "judged" if one.indicator.judged else "needs_evidence"
    one.reason, one.missing, one.answer, one.value = reason, missing, None, None
