"""B8: a rate so near an edge of its rule that the inputs' last printed digit decides the points."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from app.domain.checks.check import WARNING, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.interval import Interval
from app.domain.checks.per_scheme import per_scheme
from app.domain.checks.reckoning import clause, input_places, outcomes
from app.domain.decimals import plain, shortest
from app.domain.scoring.compiled import CompiledScheme
from app.domain.scoring.settling import Settled


def find(report: Examined) -> Iterator[Found]:
    """Indicator by indicator; one whose points are the same throughout says nothing."""
    for name in _rated(report.scheme):
        one = report.settled[name]
        if one.value is None or one.points is None:
            continue
        found = outcomes(report, one)
        if len(found) > 1:
            yield undecided(report, one, found)


@per_scheme
def _rated(scheme: CompiledScheme) -> tuple[str, ...]:
    """Indicators whose points fall into rows by a rate that is computed from amounts."""
    return tuple(one.id for one in scheme.indicators if one.measure is not None and one.measure.computes)


def undecided(report: Examined, one: Settled, found: Mapping[Decimal, Mapping[str, Decimal]]) -> Found:
    """Every outcome, each with figures that earn it."""
    titles = {name: title for name, title, _, _ in one.indicator.told_inputs}
    places = dict(input_places(report, one))
    row = report.scored_rows.get(one.indicator.id)
    cell = f"{row[0]}/self_assessed_points" if row else next(iter(places.values()))
    told = "，".join(
        f"按{'、'.join(f'{titles[name]} {plain(value)}' for name, value in inputs.items())} 得 {shortest(points)} 分"
        for points, inputs in sorted(found.items(), reverse=True)
    )
    repairs: dict[str, Interval | None] = {cell: Interval(min(found), max(found)), **dict.fromkeys(places.values())}
    return Found(
        at=cell,
        amount=f"{clause(report, one)}，正在分数线上：{told}",
        fixes=(Fix(f"按账面数核实{'、'.join(titles.values())}，金额填到分（万元保留六位小数），再确定得分"),),
        repairs=repairs,
    )


CHECK: Final = Check(
    id="B8",
    title="比率处在分数线上，得分取决于尾数",
    reason="填报数四舍五入后，尾数不同就落入不同档次，得分难以确定",
    source="部门整体支出绩效评价评分表：评分标准的分数线；金额按万元保留两位小数填报的惯例",
    severity=WARNING,
    find=find,
    passing=Example("预算 821.04 万元，执行率 95.0015%，尾数怎样都在 95% 以上", {"/supplement/budget": "821.04"}),
    failing=Example("预算 821.05 万元，执行率 95.0003%，尾数决定 20 分还是 15 分", {"/supplement/budget": "821.05"}),
    follows=("A1", "B4"),
)
