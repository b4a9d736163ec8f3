"""C6: results typed as an inequality or as the target's own text where a value is wanted."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from app.domain.checks.check import WARNING, Check, Example, Found
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.checks.quantities import amounts
from app.domain.checks.wording import quoted
from app.domain.form.cells import folded

_INEQUALITY: Final = re.compile(
    r"(?:[≥≤≧≦>＞<＜]=?|大于等于|小于等于|大于|小于|不(?:低于|少于|小于|超过|高于|大于|多于)|高于|低于|至少)[0-9.,]+[^0-9，。；,;]{0,6}"
)


def find(report: Examined) -> Iterator[Found]:
    """One finding for all such rows: they are filled in by one habit."""
    rows = [
        (f"/form/objectives/quantitative/{at}/result", row)
        for at, row in enumerate(report.form.objectives.quantitative)
        if row.result and says_no_value(row.target, row.result)
    ]
    if rows:
        (at, first), others = rows[0], rows[1:]
        told = f"{first.kind.label}目标{quoted(first.target)}，完成情况填{quoted(first.result)}，不是实际完成值"
        yield Found(
            at=at,
            amount=told + (f"；另有 {len(others)} 行也是如此" if others else ""),
            fixes=(Fix("在完成情况中填写实际完成值（如 96.2%、3,200 卷），不填目标值或范围"),),
            repairs={place: None for place, _ in rows},
        )


@lru_cache(maxsize=1024)
def says_no_value(target: str, result: str) -> bool:
    """Whether a result says what was wanted instead of what came of it."""
    said = folded(result)
    if _INEQUALITY.fullmatch(said):
        return True
    return said == folded(target) and len(said) > len("100%") and bool(amounts(target))


CHECK: Final = Check(
    id="C6",
    title="完成情况没有填实际值",
    reason="填目标值或范围看不出实际完成多少，得分无从核对",
    source="自评报告表式第三部分“完成情况”：填实际完成值",
    severity=WARNING,
    find=find,
    passing=Example(
        "完成情况写明高于目标，并有实际值",
        {"/form/objectives/quantitative/0/result": "98.6%，高于98%的目标"},
    ),
    failing=Example("完成情况填“不低于98%”", {"/form/objectives/quantitative/0/result": "不低于98%"}),
)
