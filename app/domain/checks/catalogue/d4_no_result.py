"""D4: goals without a result of their own."""

from collections.abc import Iterator
from typing import Final

from app.domain.checks.check import WARNING_AT_SUBMISSION, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.goals import Goal, goals_of, is_one_word
from app.domain.checks.quantities import is_nothing
from app.domain.checks.wording import quoted


def find(report: Examined) -> Iterator[Found]:
    """Qualitative goals by number; quantitative ones by their rows. Prose that answers several is not counted."""
    for row in goals_of(report):
        if (count := _answered(row)) < len(row.goals):
            yield unanswered(row, count)
    targets = report.form.objectives.quantitative
    answered = {row.kind for row in targets if row.result.strip()}  # a result may be merged over the rows of a kind
    blank = [
        (f"/form/objectives/quantitative/{at}/result", row.target)
        for at, row in enumerate(targets)
        if row.target and row.kind not in answered and not is_nothing(row.target)
    ]
    if blank:
        yield Found(
            at=blank[0][0],
            amount=f"{len(blank)} 行定量目标没有填完成情况，如{quoted(blank[0][1])}",
            fixes=(Fix("补填实际完成值"),),
            repairs=dict.fromkeys(place for place, _ in blank),
        )


def _answered(row: Goal) -> int:
    """How many goals of a row the result answers, as far as it can be counted."""
    if not row.result.strip() or is_nothing(row.result):
        return 0
    if len(row.results) > 1 or (is_one_word(row.result) and len(row.goals) > 1):
        return len(row.results)
    return len(row.goals)


def unanswered(row: Goal, answered: int) -> Found:
    """The first goal that nothing is said of."""
    first = row.goals[answered]
    return Found(
        at=row.cell,
        amount=f"{len(row.goals)} 个目标只有 {answered} 项完成情况，{quoted(first)}没有对应的完成情况",
        fixes=(Fix("逐个目标补写完成情况，没有完成的写明原因"),),
        repairs={row.cell: None},
    )


CHECK: Final = Check(
    id="D4",
    title="目标没有对应的完成情况",
    reason="每个目标都要有完成情况，漏写的目标无法评价",
    source="自评报告表式第三部分：预期目标与实际完成、绩效目标与完成情况逐项对应",
    severity=WARNING_AT_SUBMISSION,
    find=find,
    passing=Example(
        "一格内三个目标，完成情况综合叙述",
        {
            "/form/objectives/qualitative/0/objective": "目标1：接收到期档案。\n目标2：整理上架。\n目标3：编目。",
            "/form/objectives/qualitative/0/result": "接收12家单位的到期档案3,200卷，全部整理上架并完成编目。",
        },
    ),
    failing=Example(
        "三个目标只有两项完成情况",
        {
            "/form/objectives/qualitative/0/objective": "目标1：接收到期档案。\n目标2：整理上架。\n目标3：编目。",
            "/form/objectives/qualitative/0/result": "目标1：接收档案3,200卷。\n目标2：上架3,200卷。",
        },
    ),
    follows=("D3",),
)
