"""D1: goals that are 无, 0 or blank while the indicators that they are the goals of have points."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix, Stage
from app.domain.checks.marks import is_subtotal
from app.domain.checks.quantities import is_nothing
from app.domain.decimals import ZERO, shortest
from app.domain.form.objectives import QuantitativeTarget, TargetKind
from app.domain.form.self_scoring import ScoringRow

OUTPUT: Final = {
    TargetKind.QUALITY: "质量指标",
    TargetKind.QUANTITY: "数量指标",
    TargetKind.COST: "成本指标",
    TargetKind.TIMELINESS: "时效指标",
}
"""Kinds that are the goals of 产出 as a whole, in the order of the form; some tables score each by itself."""

BENEFIT: Final = {
    TargetKind.ECONOMIC: "经济效益",
    TargetKind.SOCIAL: "社会效益",
    TargetKind.ECOLOGICAL: "生态效益",
    TargetKind.SUSTAINABILITY: "可持续影响",
    TargetKind.SATISFACTION: "满意度",
}
"""Kinds that the row of their name scores."""

NAMES: Final = OUTPUT | BENEFIT

TELLING: Final = frozenset({TargetKind.QUANTITY, TargetKind.QUALITY})
"""Without these nobody knows what 产出 was; a department can well have no goal of cost."""


def find(report: Examined) -> Iterator[Found]:
    """Kind by kind; several rows of a kind are without a goal only where every one of them is."""
    empty = empty_kinds(report)
    if not empty or report.weighted_twice:
        return
    rows = report.form.self_scoring.rows
    named = {kind: scored_rows(report, _titled(rows, NAMES[kind])) for kind in empty}
    output = [kind for kind in OUTPUT if kind in empty and not named[kind]]
    if TELLING & set(output):
        places = [at for at, row in enumerate(rows) if "产出" in row.category or "产出" in row.group]
        yield from without_goal(report, output, scored_rows(report, places), "产出", empty)
    for kind in empty:
        if named[kind]:
            yield from without_goal(report, [kind], named[kind], named[kind][0].title, empty)


def empty_kinds(report: Examined) -> dict[TargetKind, list[str]]:
    """Each kind that has rows and no goal in any of them, with the places; a blank row of a draft is not filled in
    yet, and so is a table without any goal."""
    found: dict[TargetKind, list[str]] = {}
    filled: set[TargetKind] = set()
    for at, row in enumerate(report.form.objectives.quantitative):
        if _is_empty(row, report.stage):
            found.setdefault(row.kind, []).append(f"/form/objectives/quantitative/{at}/target")
        else:
            filled.add(row.kind)
    return {kind: places for kind, places in found.items() if kind not in filled}


def _is_empty(row: QuantitativeTarget, stage: Stage) -> bool:
    if row.target:
        return is_nothing(row.target) and (not row.result or is_nothing(row.result))
    return not row.result and stage is not Stage.DRAFT


class Scored(NamedTuple):
    """A row of the scoring table that has points."""

    cell: str
    title: str
    points: Decimal


def _titled(rows: Sequence[ScoringRow], name: str) -> list[int]:
    return [at for at, row in enumerate(rows) if name in row.indicator]


def scored_rows(report: Examined, places: Iterable[int]) -> list[Scored]:
    """Those of the rows that have points; what is declared not to apply needs no goal."""
    declared = {report.scored_rows[one][0] for one in report.supplement.not_applicable if one in report.scored_rows}
    found = []
    for at in places:
        row, points = report.form.self_scoring.rows[at], report.given[at]
        if points and not is_subtotal(row) and (pointer := f"/form/self_scoring/rows/{at}") not in declared:
            found.append(Scored(f"{pointer}/self_assessed_points", row.indicator, points))
    return found


def without_goal(
    report: Examined,
    kinds: Sequence[TargetKind],
    scored: Sequence[Scored],
    name: str,
    empty: Mapping[TargetKind, Sequence[str]],
) -> Iterator[Found]:
    """The finding where those rows have points."""
    points = sum((one.points for one in scored), start=ZERO)
    if points <= ZERO:
        return
    places = [place for kind in kinds for place in empty[kind]]
    cells = [one.cell for one in scored]
    answer = report.cell(places[0]) or "（空）"
    yield Found(
        at=places[0],
        amount=(
            f"{'、'.join(kind.label for kind in kinds)}的绩效目标为“{answer}”，而“{name}”自评 {shortest(points)} 分"
        ),
        fixes=(
            Fix("补填年初确定的绩效目标和完成情况"),
            Fix(f"确实没有目标的，“{name}”不计分，或按评分方案声明不适用"),
        ),
        repairs={**dict.fromkeys(places), **(dict.fromkeys(cells) if len(cells) == 1 else {})},
        others=(*places[1:], *cells),
    )


CHECK: Final = Check(
    id="D1",
    title="没有绩效目标却有得分",
    reason="没有目标就无从判断完成得怎样，得分没有依据",
    source="自评报告表式第三部分“整体支出绩效定量目标及实施计划完成情况”与评分表“产出”“效果”",
    severity=ERROR,
    find=find,
    passing=Example(
        "没有成本目标，产出另有数量、质量、时效目标",
        {"/form/objectives/quantitative/3/target": "无", "/form/objectives/quantitative/3/result": "0"},
    ),
    failing=Example(
        "社会效益目标为“无”，社会效益得 9.5 分",
        {"/form/objectives/quantitative/4/target": "无", "/form/objectives/quantitative/4/result": "0"},
    ),
)
