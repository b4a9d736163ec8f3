"""G6: indicators whose rule asks for evidence files (佐证材料), answered without one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from app.domain.checks.check import ERROR_AT_SUBMISSION, Check, Example, Found
from app.domain.checks.context import Context
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Fix
from app.domain.scoring.attachments import lacking


@dataclass(frozen=True, slots=True)
class _File:
    """A file, by the indicator that it is for."""

    indicator: str


def find(report: Examined) -> Iterator[Found]:
    """One finding an indicator; only where it is known which files there are."""
    attached = report.context.attached
    if attached is None:
        return
    for indicator, title in lacking(report.scheme.scheme, report.supplement, map(_File, sorted(attached))):
        place = f"/attachments/{indicator}"
        yield Found(
            at=place,
            amount=f"“{title}”已经给分，还缺附件",
            fixes=(Fix("上传这项指标的佐证材料"), Fix("确实没有材料的，清空这项答案，不计分")),
            repairs={place: None},
        )


_JUDGED: Final[dict[str, Any]] = {
    "/scheme/items/3/items/0/rule/attachment": True,
}


CHECK: Final = Check(
    id="G6",
    title="要求的佐证材料没有上传",
    reason="评分办法要求这项得分附佐证材料，没有材料的得分无从核对，公开后也经不起查",
    source="评分表中要求附佐证材料的指标；自评报告附件要求",
    severity=ERROR_AT_SUBMISSION,
    find=find,
    passing=Example("要求的材料已经附上", _JUDGED, Context(attached=frozenset({"social_effect"}))),
    failing=Example("要求附材料的指标没有附件", _JUDGED, Context(attached=frozenset())),
)
