"""B4: self-assessed points that are not what the rule makes of the report's own figures and answers."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix, Severity
from app.domain.checks.interval import Interval, exactly, printed
from app.domain.checks.marks import NO_REASON
from app.domain.checks.reckoning import clause, input_places, outcomes
from app.domain.decimals import ZERO, shortest
from app.domain.form.cells import folded
from app.domain.form.self_scoring import ScoringRow
from app.domain.scoring.reachable import reachable
from app.domain.scoring.settling import Settled


def find(report: Examined) -> Iterator[Found]:
    """Row by row, where the points are computed from figures or from the filer's own answers."""
    if report.weighted_twice:
        return  # B6's: every row would be told
    settled = report.settled
    for indicator, pointer, row, given in report.scored():
        one = settled[indicator.id]
        if given is None or one.points is None or given == one.points + one.bonus:
            continue
        if one.status not in ("computed", "judged") or indicator.proof == "judgement":
            continue
        if not is_doubtful(report, one, row, given) and not _shared(report, pointer):
            yield unlike_the_rule(report, one, pointer, row, given)


def is_doubtful(report: Examined, one: Settled, row: ScoringRow, given: Decimal) -> bool:
    """Whether the difference proves nothing: rounding of points in proportion, a blank that the scheme counts as a
    figure, or inputs whose last digits decide."""
    cell = row.self_assessed_points
    computed = (one.points or ZERO) + one.bonus
    if isinstance(cell, str) and "." in cell and reachable(one.rule) is None:
        low, high = printed(cell)
        if low <= computed <= high:
            return True
    answers = report.evidence.answers()
    if any(name in answers and answers[name] is None for name in one.indicator.inputs):
        return True
    return given in outcomes(report, one)


def _shared(report: Examined, pointer: str) -> bool:
    """Whether the row's points are those of several rows together (one merged cell)."""
    at = int(pointer.rpartition("/")[2])
    rows = report.form.self_scoring.rows
    return any(
        at in mark.rows and any(rows[one].self_assessed_points is None for one in mark.rows)
        for mark in report.marks
        if len(mark.rows) > 1
    )


def unlike_the_rule(report: Examined, one: Settled, pointer: str, row: ScoringRow, given: Decimal) -> Found:
    """Both numbers, the arithmetic, and either of the two ways to mend it."""
    computed = (one.points or ZERO) + one.bonus
    at = f"{pointer}/self_assessed_points"
    more = given > computed
    places = dict(input_places(report, one))
    repairs: dict[str, Interval | None] = {at: exactly(computed), **dict.fromkeys(places.values())}
    check_inputs = Fix(f"核对{'、'.join(f'“{title}”' for title in places)}，填错的改正") if places else None
    explained = not more and folded(row.deduction_reason) not in NO_REASON
    return Found(
        at=at,
        amount=(
            f"“{one.indicator.title}”自评 {shortest(given)} 分，按评分标准应得 {shortest(computed)} 分"
            f"（{clause(report, one)}），{'多' if more else '少'} {shortest(abs(given - computed))} 分"
        ),
        fixes=(
            Fix(f"把自评得分改为 {shortest(computed)}", at, shortest(computed)),
            *((check_inputs,) if check_inputs else ()),
        ),
        repairs=repairs,
        severity=Severity.WARNING if explained else None,
    )


CHECK: Final = Check(
    id="B4",
    title="自评得分与按评分标准计算的得分不符",
    reason="自评得分应由评分标准和本表数据得出，多计少计都使得分失真",
    source="财预〔2020〕10号：按评分标准和实际完成值计分；部门整体支出绩效评价评分表：评分标准栏",
    severity=ERROR,
    find=find,
    passing=Example(
        "办结率 97.77%，得分 14.6655 分，自评取一位小数",
        {
            "/form/self_scoring/rows/5/self_assessed_points": "14.7",
            "/form/self_scoring/rows/5/deduction_reason": "13件因材料不全延期办结，扣0.3分",
            "/form/self_scoring/self_assessed_points_total": "96.2",
            "/form/self_scoring/overall_points": "96.2",
            "/form/narrative/sections/2/text": "接收档案3,200卷，查档群众满意率96.2%，自评得分96.2分。",
            "/form/narrative/sections/3/text": (
                "一是管理制度健全性有差距，执行检查没有书面记录；二是社会效益在边远乡镇不明显；三是办结率未达到100%。"
            ),
            "/supplement/cases": "97.77",
        },
    ),
    failing=Example(
        "实有 41 人、编制 40 人，控制率 102.5%，仍得满分",
        {
            "/form/profile/staff_in_post": "41",
            "/form/narrative/sections/0/text": (
                "示例县档案服务中心负责全县档案的收集、保管和利用。核定编制40人，实有41人。"
            ),
        },
    ),
    follows=("A1", "A2", "A3", "A4", "A5", "A7", "A8", "A9", "A10", "B2", "B3"),
)
