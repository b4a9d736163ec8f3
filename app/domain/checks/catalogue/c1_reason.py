"""C1: points withheld without a reason, and a reason for withholding points beside full marks."""

import re
from collections.abc import Iterator
from typing import Final

from app.domain.checks.check import ERROR_AT_SUBMISSION, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix, Severity
from app.domain.checks.interval import Interval, exactly
from app.domain.checks.marks import Mark
from app.domain.checks.wording import quoted
from app.domain.decimals import ZERO, shortest
from app.domain.form.supplement import JudgedPoints, TierAnswer

_DEDUCTS: Final = re.compile(r"扣[除减去了]?\s*[0-9０-９.．]+\s*分|扣了?分(?!原因|标准|项|因素)")
_NOT: Final = re.compile(
    r"(?:不|未|无|没有?|免|无需|无须|不予|不存在)(?:予以|被|任何)?扣|每|若|如(?!实)|(?:应|将|可)(?:予以)?扣|扣完|标准|上年|去年|往年|审计|考核"
)
_CLAUSE: Final = re.compile(r"[，。；,;\n]")


def find(report: Examined) -> Iterator[Found]:
    """Row by row; rows that share one 分值 want one reason together."""
    if report.weighted_twice:
        return  # B6's: every row would be told
    for mark in report.marks:
        if mark.given is None:
            continue
        if not mark.reason:
            if mark.deducted > ZERO and not told_in_supplement(report, mark):
                yield without_reason(mark)
        elif mark.deducted == ZERO and mark.maximum is not None and (clause := deduction_in(mark.reason)):
            yield without_deduction(mark, clause)


def told_in_supplement(report: Examined, mark: Mark) -> bool:
    """Whether the department has given the reason with its answer."""
    answers = report.supplement.answers()
    given = (answers.get(name) for indicator in mark.indicators for name in indicator.inputs)
    return any(isinstance(one, JudgedPoints | TierAnswer) and one.reason.strip() for one in given)


def deduction_in(text: str) -> str:
    """The clause that plainly says that points were taken off; the column is for other remarks as well, and
    criteria (每超过一个百分点扣0.5分) are quoted in it."""
    if "扣" not in text:
        return ""
    return next((one for one in _CLAUSE.split(text) if _DEDUCTS.search(one) and not _NOT.search(one)), "")


def without_reason(mark: Mark) -> Found:
    """Points withheld, and nobody says why."""
    at, points = mark.cell("deduction_reason"), mark.cell("self_assessed_points")
    most, given = shortest(mark.maximum or ZERO), shortest(mark.given or ZERO)
    return Found(
        at=at,
        amount=f"“{mark.title}”分值 {most} 分，自评 {given} 分，扣 {shortest(mark.deducted)} 分，没有写明原因",
        fixes=(
            Fix(f"在扣分原因栏写明扣 {shortest(mark.deducted)} 分的具体事由"),
            *((Fix(f"没有扣分事由的，把自评得分改为 {most}", points, most),) if len(mark.rows) == 1 else ()),
        ),
        repairs={at: None, **_restored(mark)},
    )


def _restored(mark: Mark) -> dict[str, Interval | None]:
    """The points that would need no reason."""
    if len(mark.rows) == 1 and mark.maximum is not None:
        return {mark.cell("self_assessed_points"): exactly(mark.maximum)}
    return dict.fromkeys(mark.cells("self_assessed_points"))


def without_deduction(mark: Mark, clause: str) -> Found:
    """A deduction in words, and none in points."""
    at, points = mark.cell("deduction_reason"), mark.cell("self_assessed_points")
    most = shortest(mark.maximum or ZERO)
    return Found(
        at=at,
        amount=f"“{mark.title}”扣分原因栏写有{quoted(clause.strip())}，而自评 {most} 分，是满分 {most} 分",
        fixes=(Fix("按所写的原因扣分"), Fix("没有扣分的，删去扣分的说明")),
        repairs={at: None, points: Interval(ZERO, mark.maximum or ZERO)},
        why="写明扣分却得满分，得分和说明必有一处不实",
        severity=Severity.WARNING,
    )


CHECK: Final = Check(
    id="C1",
    title="扣分与扣分原因不对应",
    reason="扣分必须写明原因，否则无法核实，也无从整改",
    source="财预〔2020〕10号：未完成或偏离目标较多的要说明原因和改进措施；部门整体支出绩效评价评分表“扣分原因和其他说明”栏",
    severity=ERROR_AT_SUBMISSION,
    find=find,
    passing=Example(
        "满分的行引用评分标准，并写明没有扣分",
        {"/form/self_scoring/rows/0/deduction_reason": "每超过1个百分点扣1分；控制率95%，不扣分"},
    ),
    failing=Example(
        "制度健全性扣 3 分，原因栏写“无”",
        {"/form/self_scoring/rows/3/deduction_reason": "无"},
    ),
    follows=("B2", "B3", "B4"),
)
