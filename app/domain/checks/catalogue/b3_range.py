"""B3: self-assessed points above the maximum, below 0, or such as the indicator's rule can never give."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.interval import Interval
from app.domain.checks.marks import Mark
from app.domain.decimals import ZERO, shortest
from app.domain.scoring.compiled import Indicator
from app.domain.scoring.reachable import reachable
from app.domain.scoring.settling import Settled


def find(report: Examined) -> Iterator[Found]:
    """Marks outside 0 … 分值; then rows inside it whose rule cannot give their points."""
    if report.weighted_twice:
        return  # B6's: every row would be told
    for mark in report.marks:
        if mark.given is None or (mark.stated is not None and ZERO <= mark.given <= mark.stated):
            continue
        if mark.given < ZERO or mark.given > _most(report, mark, mark.given):
            yield outside(mark, _most(report, mark, mark.given))
    for indicator, pointer, _, given in report.scored():
        if given is not None and given >= ZERO:
            settled = report.settled[indicator.id]
            if settled.points == given and not settled.bonus:
                continue
            points = reachable(settled.rule)
            if points is not None and given not in points and is_doubted(settled, given):
                yield out_of_reach(settled, indicator, f"{pointer}/self_assessed_points", given, points)


def _most(report: Examined, mark: Mark, given: Decimal) -> Decimal:
    """分值 as the form has it (a wrong one is B1's), with what the rule may add; no limit where nobody names one."""
    if len(mark.rows) == 1 and mark.indicators and mark.stated is None:
        settled = report.settled[mark.indicators[0].id]
        return settled.most + settled.rule.bonus_cap
    if mark.stated is None:
        return given
    return sum((one.rule.bonus_cap for one in mark.indicators), start=mark.stated)


def outside(mark: Mark, most: Decimal) -> Found:
    """More than there is to have, or less than nothing."""
    given, at = mark.given or ZERO, mark.cell("self_assessed_points")
    edge = most if given > most else ZERO
    told = f"超过分值 {shortest(most)} 分" if given > most else "低于 0 分"
    return Found(
        at=at,
        amount=f"“{mark.title}”自评 {shortest(given)} 分，{told}，相差 {shortest(abs(given - edge))} 分",
        fixes=(Fix(f"按评分标准重新评分，得分在 0 至 {shortest(most)} 分之间"),),
        repairs=dict.fromkeys(mark.cells("self_assessed_points"), Interval(ZERO, most)),
    )


def is_doubted(settled: Settled, given: Decimal) -> bool:
    """Not where the points are above the maximum anyway, come from a policy instead of the rule, or are the engine's
    own."""
    if given > settled.most + settled.rule.bonus_cap or settled.status == "not_applicable":
        return False
    if settled.shortcut is not None and given in (ZERO, settled.rule.full):
        return False
    return settled.points is None or settled.points + settled.bonus != given


def out_of_reach(settled: Settled, indicator: Indicator, at: str, given: Decimal, points: frozenset[Decimal]) -> Found:
    """Points that no answer earns."""
    near = _nearest(points, given)
    computed = settled.points if settled.status != "unscored" else None
    fix = Fix(f"按评分标准重新评分，改为 {' 分或 '.join(map(shortest, near))} 分")
    if computed is not None:
        fix = Fix(f"按评分标准改为 {shortest(computed)} 分", at, shortest(computed))
    return Found(
        at=at,
        amount=(
            f"“{indicator.title}”自评 {shortest(given)} 分，按评分标准得不出这个分数，"
            f"最接近的是 {' 分和 '.join(map(shortest, near))} 分"
        ),
        fixes=(fix,),
        repairs={at: Interval(min(points), max(points))},
    )


def _nearest(points: frozenset[Decimal], given: Decimal) -> list[Decimal]:
    """The next that can be had on either side."""
    below = [one for one in points if one < given]
    above = [one for one in points if one > given]
    return [*([max(below)] if below else []), *([min(above)] if above else [])]


CHECK: Final = Check(
    id="B3",
    title="得分超出范围或按评分标准得不出",
    reason="得分只能在评分标准给出的各种结果之中，否则说明没有按标准评分",
    source="部门整体支出绩效评价评分表：分值、评分标准两栏",
    severity=ERROR,
    find=find,
    passing=Example(
        "制度健全性只符合后两项，得 3＋3＝6 分",
        {
            "/form/self_scoring/rows/3/self_assessed_points": "6.00",
            "/form/self_scoring/rows/3/deduction_reason": "内部财务管理制度未正式印发，扣4分",
            "/supplement/rules": {"exist": False, "lawful": True, "kept": True},
            "/form/self_scoring/self_assessed_points_total": "95.5",
            "/form/self_scoring/overall_points": "95.5",
            "/form/narrative/sections/2/text": "接收档案3,200卷，查档群众满意率96.2%，自评得分95.5分。",
        },
    ),
    failing=Example(
        "制度健全性各项为 4、3、3 分，自评 6.5 分",
        {
            "/form/self_scoring/rows/3/self_assessed_points": "6.5",
            "/form/self_scoring/self_assessed_points_total": "96",
            "/form/self_scoring/overall_points": "96",
            "/form/narrative/sections/2/text": "接收档案3,200卷，查档群众满意率96.2%，自评得分96分。",
        },
    ),
    follows=("B1", "B2"),
)
