"""B2: the stated totals of the self-assessed points: the sum of the rows, and the same in both places."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.interval import Interval, exactly, printed, total
from app.domain.checks.marks import Mark
from app.domain.decimals import HUNDRED, ZERO, shortest
from app.domain.form.cells import Cell, NotApplicable
from app.domain.form.self_scoring import ScoringRow

TOTAL: Final = "/form/self_scoring/self_assessed_points_total"
OVERALL: Final = "/form/self_scoring/overall_points"


def find(report: Examined) -> Iterator[Found]:
    """The rows against the stated total; that against 绩效自评综合得分."""
    table = report.form.self_scoring
    stated = [
        (at, cell)
        for at, cell in ((TOTAL, table.self_assessed_points_total), (OVERALL, table.overall_points))
        if isinstance(cell, str)
    ]
    if not stated:
        return
    yield from unlike_the_rows(report, *stated[0])
    if len(stated) > 1:
        yield from unlike_each_other(report, stated[0][1], stated[1][1])


def unlike_the_rows(report: Examined, at: str, cell: str) -> Iterator[Found]:
    """The finding where every row has its points and they come to another total."""
    marks = report.marks
    if not marks or _dropped(report) or any(mark.given is None for mark in marks):
        return
    points = sum((mark.given or ZERO for mark in marks), start=ZERO)
    stated, scheme = Decimal(cell), report.scheme.scheme
    cap = scheme.total_points if scheme.total_cap is None else scheme.total_cap
    if stated in (points, cap if points > cap else points) or _said(cell).meets(_added(report, marks)):
        return
    short = stated - points
    likely = _likeliest(report, marks, short)
    wrong = likely.cell("self_assessed_points") if likely else at
    label = report.name(at).rpartition(" · ")[2]
    fix = Fix(f"把{label}改为 {shortest(points)}", at, shortest(points))
    row = Fix(f"核对各行的自评得分，使合计为 {shortest(stated)} 分")
    if likely and likely.given is not None:
        value = shortest(likely.given + short)
        row = Fix(f"把“{likely.title}”的自评得分改为 {value}", wrong, value)
    yield Found(
        at=wrong,
        amount=(
            f"各行自评得分合计 {shortest(points)} 分，{label}填 {shortest(stated)} 分，相差 {shortest(abs(short))} 分"
        ),
        fixes=(row, fix) if likely else (fix, row),
        repairs={at: exactly(points), **_shares(marks, short)},
    )


def _dropped(report: Examined) -> bool:
    """Whether an indicator is out of the total because it does not apply; the total is then scaled, not added."""
    if report.supplement.not_applicable:
        return True
    return any(isinstance(row.self_assessed_points, NotApplicable) for row in report.form.self_scoring.rows)


def _added(report: Examined, marks: Sequence[Mark]) -> Interval:
    """The sum, where points with two or more decimals were rounded before they were printed."""
    rows = report.form.self_scoring.rows
    return total(_exact_or_rounded(rows, mark) for mark in marks)


def _exact_or_rounded(rows: Sequence[ScoringRow], mark: Mark) -> Interval:
    cell: Cell = rows[mark.rows[0]].self_assessed_points
    if len(mark.rows) == 1 and isinstance(cell, str) and len(cell.partition(".")[2]) > 1:
        return printed(cell)
    return exactly(mark.given or ZERO)


def _said(cell: str) -> Interval:
    """A total in whole points is not taken for rounded: half a point can be a rating."""
    return printed(cell) if "." in cell else exactly(Decimal(cell))


def _likeliest(report: Examined, marks: Sequence[Mark], short: Decimal) -> Mark | None:
    """The row that alone explains the difference: out of its range or off its computed points now, and right then."""
    found = [mark for mark in marks if _explains(report, mark, short)]
    return found[0] if len(found) == 1 else None


def _explains(report: Examined, mark: Mark, short: Decimal) -> bool:
    given, most = mark.given, mark.maximum
    if given is None or most is None or len(mark.rows) > 1:
        return False
    mended = given + short
    if not ZERO <= mended <= most:
        return False
    if not ZERO <= given <= most:
        return True
    settled = report.settled.get(mark.indicators[0].id) if mark.indicators else None
    return settled is not None and settled.points is not None and settled.points + settled.bonus == mended


def _shares(marks: Sequence[Mark], short: Decimal) -> dict[str, Interval | None]:
    """Each row's points as they would be if they alone were wrong, where the row can have them."""
    found: dict[str, Interval | None] = {}
    for mark in marks:
        mended = (mark.given or ZERO) + short
        if mended >= ZERO and (mark.maximum is None or mended <= mark.maximum):
            found[mark.cell("self_assessed_points")] = exactly(mended)
    return found


def unlike_each_other(report: Examined, table: str, overall: str) -> Iterator[Found]:
    """The finding where the total of the table is not 绩效自评综合得分, nor that of a table scaled to 100."""
    first, second, full = Decimal(table), Decimal(overall), report.scheme.scheme.total_points
    if first == second or _said(table).meets(_said(overall)):
        return
    if full != HUNDRED and full > ZERO and abs(first * HUNDRED / full - second) < 1:
        return
    yield Found(
        at=OVERALL,
        amount=(
            f"绩效自评综合得分填 {shortest(second)} 分，评分表总分为 {shortest(first)} 分，"
            f"相差 {shortest(abs(first - second))} 分"
        ),
        fixes=(
            Fix(f"把绩效自评综合得分改为 {shortest(first)}", OVERALL, shortest(first)),
            Fix(f"核对评分表总分，确属 {shortest(second)} 分的改正总分", TOTAL, shortest(second)),
        ),
        repairs={OVERALL: exactly(first), TOTAL: exactly(second)},
    )


CHECK: Final = Check(
    id="B2",
    title="自评总分与各行得分或综合得分不一致",
    reason="总分应为各项指标得分之和，评价等次和公开的分数都由它确定",
    source="财预〔2020〕10号：自评总分为各项指标得分之和；自评报告表式第三部分“绩效自评综合得分”、评分表“总分”",
    severity=ERROR,
    find=find,
    passing=Example(
        "按公式计算的得分取两位小数，总分用未取整的数相加",
        {
            "/form/self_scoring/rows/5/self_assessed_points": "14.96",
            "/form/self_scoring/rows/6/self_assessed_points": "9.97",
            "/form/self_scoring/rows/5/deduction_reason": "2件延期办结",
            "/form/self_scoring/rows/6/deduction_reason": "1期改为线上",
            "/form/self_scoring/self_assessed_points_total": "96.44",
            "/form/self_scoring/overall_points": "96.44",
            "/form/narrative/sections/2/text": "接收档案3,200卷，查档群众满意率96.2%，自评得分96.44分。",
            "/form/narrative/sections/3/text": (
                "制度执行检查没有书面记录；社会效益在边远乡镇不明显；办结率、培训完成率还有差距。"
            ),
            "/supplement/cases": "99.7333",
            "/supplement/training": "99.7",
        },
    ),
    failing=Example(
        "评分表总分多填 1 分",
        {"/form/self_scoring/self_assessed_points_total": "97.5"},
    ),
)
