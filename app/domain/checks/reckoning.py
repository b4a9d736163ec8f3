"""How an indicator's computed points come about, for the sentences of findings, and how sure they are.

Inputs are known as precisely as they are printed. Where their last digits decide between two rows of a rule, the
points are not one number but several.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import product
from typing import Any, Final

from app.domain.checks.examined import Examined
from app.domain.checks.interval import Interval, printed
from app.domain.decimals import plain
from app.domain.scoring.measures import Inputs
from app.domain.scoring.measures.base import CompiledMeasure
from app.domain.scoring.outcomes import Unscored
from app.domain.scoring.points_back import GRAINS
from app.domain.scoring.rules.bands import CompiledBands
from app.domain.scoring.rules.base import CompiledRule, RuleOverInputs, spaced
from app.domain.scoring.rules.steps import CompiledSteps
from app.domain.scoring.settling import Settled

MOST_INPUTS: Final = 3
"""So many inputs are varied at most."""

Outcomes = Mapping[Decimal, Mapping[str, Decimal]]
"""Points, each with inputs inside their printed precision that earn them."""


def clause(report: Examined, one: Settled) -> str:
    """实有人数 41 ÷ 人员编制 40 × 100% = 102.50%，超过标准 100% 计 2 个整百分点，每个扣 0.5 分，扣 1 分."""
    if one.answer is None:
        return one.reason
    told: str = one.rule.explain(one.answer).clause
    arithmetic = _arithmetic(report, one)
    return f"{arithmetic}，{told}" if arithmetic else told


def _arithmetic(report: Examined, one: Settled) -> str:
    values, measure = report.inputs.values, one.indicator.measure
    if isinstance(one.rule, RuleOverInputs):
        return one.rule.arithmetic(values)
    if measure is None or one.value is None:
        return ""
    text = measure.arithmetic(values)
    if measure.computes:
        grain = measure.grain or one.rule.terms.rates_grain
        exact = one.value[0] / one.value[1]
        text += f" = {plain(exact.quantize(grain, one.rule.terms.mode))}"
    return f"{text}{spaced(measure.unit)}"


def input_places(report: Examined, one: Settled) -> Iterator[tuple[str, str]]:
    """(title, pointer into the report) of each input."""
    for name, title, _, pointer in one.indicator.told_inputs:
        if pointer.startswith("/supplement/"):
            yield title, f"/supplement/{name}"
            continue
        table, total, *rest = pointer[1:].split("/")
        row = report.total_row(table) if total == "total" and rest else None
        yield title, f"{row[0]}/{'/'.join(rest)}" if row else f"/form{pointer}"


def outcomes(report: Examined, one: Settled) -> Outcomes:
    """The points that the inputs can come to within their printed precision; one or none where there is no doubt.

    Only for rates that are computed from amounts and fall into rows: a rate that is itself an answer says what it
    says, and points in proportion move with every digit. The same figure twice (all assets are in use) is one figure.
    """
    measure, value = one.indicator.measure, one.value
    if measure is None or value is None or not measure.computes or not measure.linear:
        return {}
    if not isinstance(one.rule, CompiledBands | CompiledSteps):
        return {}
    varied = _varied(report, measure)
    if not varied or not _near_an_edge(one.rule, float(value[0]) / float(value[1]), varied.values()):
        return {}
    intervals = {name: printed(figure) for name, figure in varied.items()}
    return _outcomes(one.rule, measure, report.inputs.values, intervals)


def _varied(report: Examined, measure: CompiledMeasure) -> dict[str, str]:
    """The amounts that are printed with decimals; people, counts, zeros and round amounts (800) are exact."""
    specs, answers, values = report.scheme.scheme.evidence, report.evidence.answers(), report.inputs.values
    names = dict.fromkeys(measure.inputs)
    if len(names) > MOST_INPUTS or len({values.get(name) for name in names}) < len(names):
        return {}
    found = {}
    for name in names:
        spec, answer = specs[name], answers.get(name)
        if spec.kind == "number" and spec.unit in GRAINS and isinstance(answer, str) and "." in answer:
            found[name] = answer
    return found


def _near_an_edge(rule: CompiledBands | CompiledSteps, value: float, figures: Iterable[str]) -> bool:
    """Whether the value can be on the other side of an edge; rather too often yes than once too few.

    In floats, with a bound that is wider than need be: only whether to look more closely hangs on it.
    """
    share = 0.0
    for figure in figures:
        grain = 10.0 ** -len(figure.partition(".")[2])
        share += grain / max(abs(float(figure)) - grain, grain)
    far = (abs(value) + 100) * share
    if isinstance(rule, CompiledBands):
        return any(abs(value - float(edge)) <= far for edge in rule.edges)
    if rule.part == "proportional":
        return False
    beyond, step = value - float(rule.standard), float(rule.step)
    better = beyond < -far if rule.worse == "above" else beyond > far if rule.worse == "below" else False
    if better and rule.rule.bonus is None:
        return False  # full points on the good side, however the digits fall
    return abs(beyond - round(beyond / step) * step) <= far


def _outcomes(
    rule: CompiledRule[Any], measure: CompiledMeasure, values: Inputs, varied: Mapping[str, Interval]
) -> Outcomes:
    """Points at the ends of the intervals; those of one input alone are preferred."""
    found: dict[Decimal, Mapping[str, Decimal]] = {}
    for changes in _corners(varied):
        points = _points(rule, measure, {**values, **changes})
        if points is not None:
            found.setdefault(points, changes)
    return found


def _corners(varied: Mapping[str, Interval]) -> Iterator[Mapping[str, Decimal]]:
    for name, interval in varied.items():
        yield {name: interval.low}
        yield {name: interval.high}
    if len(varied) > 1:
        for ends in product(*varied.values()):
            yield dict(zip(varied, ends, strict=True))


def _points(rule: CompiledRule[Any], measure: CompiledMeasure, inputs: Inputs) -> Decimal | None:
    try:
        value = measure.evaluate(inputs)
        if not isinstance(value, tuple):
            return None
        return rule.points(value) + rule.bonus(value)
    except (KeyError, Unscored):
        return None
