"""F1: more people in post than posts, with full points for the staffing rate or without a word about why."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix, Severity
from app.domain.checks.interval import Interval
from app.domain.checks.wording import amount, figure
from app.domain.decimals import ZERO
from app.domain.form.cells import number_in
from app.domain.form.self_scoring import ScoringRow
from app.domain.pointer import cell_at
from app.domain.scoring.compiled import Indicator
from app.domain.scoring.measures import Ratio

POSTS: Final = "/form/profile/established_posts"
STAFF: Final = "/form/profile/staff_in_post"
MANY: Final = Decimal(10) ** 20

_EXPLAINED: Final = re.compile(
    r"超编|编外|超出编制|超过编制|(编制|实有|在编|在职|在岗)[^。；]{0,40}"
    r"(聘用|临聘|合同制|临时|借调|雇员|派遣|公益性岗位|退休|军转|转业|划转|消化|改革|合并)"
)


def find(report: Examined) -> Iterator[Found]:
    """An error where all points are claimed and the rule gives fewer; a warning where nothing explains it."""
    posts, staff = report.number(POSTS), report.number(STAFF)
    if posts is None or staff is None or staff <= posts:
        return
    row = _staffing_row(report)
    if (row is not None and row[2].deduction_reason.strip()) or _explained(report):
        return
    over = f"实有人数 {amount(staff)} 人，人员编制 {amount(posts)} 人，超出 {amount(staff - posts)} 人"
    repairs: dict[str, Interval | None] = {STAFF: Interval(ZERO, posts), POSTS: Interval(staff, MANY)}
    cause = Fix("在扣分原因和其他说明中写明超出的原因")
    if row is not None and (lost := _lost(report, row)) is not None:
        indicator, pointer, _ = row
        place = f"{pointer}/self_assessed_points"
        full = amount(indicator.max_points or ZERO)
        yield Found(
            at=place,
            amount=f"{over}，而“{indicator.title}”自评满分 {full} 分，按评分标准为 {amount(lost)} 分",
            fixes=(Fix(f"把自评得分改为 {figure(lost)}", place, figure(lost)), cause),
            repairs={place: Interval(lost, lost), **repairs},
        )
    else:
        yield Found(
            at=STAFF,
            amount=f"{over}，表中和综述都没有说明",
            fixes=(Fix("核对实有人数和人员编制，编外、退休人员不计入实有人数"), cause),
            repairs=repairs,
            severity=Severity.WARNING,
        )


def _staffing_row(report: Examined) -> tuple[Indicator, str, ScoringRow] | None:
    """The indicator that divides 实有人数 by 人员编制, found by what it is computed from, with its row."""
    for one in report.scheme.indicators:
        if [told[3] for told in one.told_inputs] == ["/profile/staff_in_post", "/profile/established_posts"]:
            item = cell_at(report.scheme.scheme, one.pointer)
            if isinstance(getattr(item, "measure", None), Ratio) and one.id in report.scored_rows:
                return (one, *report.scored_rows[one.id])
    return None


def _lost(report: Examined, found: tuple[Indicator, str, ScoringRow]) -> Decimal | None:
    """The points that the rule gives, where they are fewer than the full points that are claimed."""
    indicator, _, row = found
    claimed, computed = number_in(row.self_assessed_points), report.settled[indicator.id].points
    if claimed is None or computed is None or indicator.max_points is None:
        return None
    return computed if claimed >= indicator.max_points > computed else None


def _explained(report: Examined) -> bool:
    """Whether any text says who the others are."""
    profile = report.form.profile
    texts = [profile.duties, profile.main_work, profile.achievements, *(text for _, text in report.narrative)]
    return any(_EXPLAINED.search(text) for text in texts)


def _people(posts: int, staff: int, more: str = "") -> dict[str, str]:
    text = f"示例县档案服务中心负责全县档案的收集、保管和利用。核定编制{posts}人，实有{staff}人{more}。"
    return {POSTS: str(posts), STAFF: str(staff), "/form/narrative/sections/0/text": text}


CHECK: Final = Check(
    id="F1",
    title="实有人数超过人员编制",
    reason="财政供养人员控制率以 100% 为标准，超编应扣分或说明哪些人不在编制内",
    source="评分表“财政供养人员控制率”；自评报告表式第一部分：人员编制、实有人数",
    severity=ERROR,
    find=find,
    passing=Example("综述写明多出的一人是编外聘用", _people(400, 401, "，其中编外聘用1人")),
    failing=Example("实有比编制多 1 人，不到一个百分点所以没有扣分，但没有说明", _people(400, 401)),
    follows=("A9", "A10", "B4", "E1"),
)
