"""D3: all goals answered by one word, and results that are their goals' own text."""

from collections.abc import Iterator, Sequence
from typing import Final

from app.domain.checks.check import WARNING, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.goals import Goal, goals_of, is_one_word, repeats
from app.domain.checks.quantities import is_quantified
from app.domain.checks.wording import quoted

SEVERAL: Final = 2
"""One goal alone can be answered by one word."""


def find(report: Examined) -> Iterator[Found]:
    """The qualitative goals together; quantitative ones of prose that their results repeat."""
    rows = goals_of(report)
    count = sum(len(row.goals) for row in rows)
    if count >= SEVERAL and all(is_one_word(row.result) for row in rows):
        yield in_one_word(rows, count)
    repeated = [(row.cell, row.goals[0]) for row in rows if row.result and _repeats_all(row)]
    for at, target in enumerate(report.form.objectives.quantitative):
        if not is_quantified(target.target) and repeats(target.target, target.result):
            repeated.append((f"/form/objectives/quantitative/{at}/result", target.target))
    if repeated:
        yield in_its_own_words(repeated)


def _repeats_all(row: Goal) -> bool:
    return len(row.goals) == len(row.results) and all(map(repeats, row.goals, row.results))


def in_one_word(rows: Sequence[Goal], count: int) -> Found:
    """已完成 for everything."""
    return Found(
        at=rows[0].cell,
        amount=f"{count} 个绩效目标，实际完成只写{quoted(rows[0].result)}",
        fixes=(Fix("逐个目标写明做了什么、完成多少、取得什么结果"),),
        repairs=dict.fromkeys(row.cell for row in rows),
    )


def in_its_own_words(repeated: Sequence[tuple[str, str]]) -> Found:
    """The goal once more."""
    more = f"等 {len(repeated)} 行" if len(repeated) > 1 else ""
    return Found(
        at=repeated[0][0],
        amount=f"实际完成照抄绩效目标{quoted(repeated[0][1])}{more}",
        fixes=(Fix("写明实际做了什么、完成多少，不照抄目标"),),
        repairs=dict.fromkeys(place for place, _ in repeated),
        why="照抄目标说明不了完成得怎样",
    )


CHECK: Final = Check(
    id="D3",
    title="目标完成情况笼统或照抄目标",
    reason="一个“已完成”回答全部目标，看不出每个目标完成得怎样",
    source="自评报告表式第三部分“整体支出绩效定性目标及实施计划完成情况”：实际完成",
    severity=WARNING,
    find=find,
    passing=Example("一个目标写“已完成”，另一个写明结果", {"/form/objectives/qualitative/0/result": "已完成"}),
    failing=Example(
        "两个目标都只写“已完成”",
        {"/form/objectives/qualitative/0/result": "已完成", "/form/objectives/qualitative/1/result": "已完成。"},
    ),
)
