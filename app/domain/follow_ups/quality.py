"""The quality of a self-evaluation itself: four criteria of 25 points.

The four are those that finance checks each report for in 青岛市预算绩效管理条例 (2014), 第二十五条; it gives them no
points. Equal shares and steps of half a point are this system's own.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from app.domain.decimals import ZERO, ExactDecimal
from app.domain.model import Value

CriterionId = Literal["truthfulness", "completeness", "accuracy", "conformity"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion, with the question that its points answer."""

    id: CriterionId
    title: str
    question: str
    points: Decimal = Decimal(25)


QUALITY: Final = (
    Criterion("truthfulness", "真实性", "报告所填的数据和事实是否有账表、文件等依据，与实际情况一致？"),
    Criterion("completeness", "完整性", "应填的项目、应评的指标和应附的材料是否齐全，没有漏报？"),
    Criterion("accuracy", "准确性", "数据、计算和得分是否准确，前后各处是否对得上？"),
    Criterion("conformity", "规范性", "格式、口径、签字盖章和报送程序是否符合规定？"),
)

STEP: Final = Decimal("0.5")


class Mark(Value):
    """Points for one criterion, 0 to its full points in steps of 0.5; the reason is owed below full points."""

    points: ExactDecimal
    reason: str = ""

    def fits(self, criterion: Criterion) -> bool:
        """Whether a criterion can have so many points."""
        return ZERO <= self.points <= criterion.points and self.points % STEP == 0

    def owes_reason(self, criterion: Criterion) -> bool:
        """Whether points were taken off and nobody said why."""
        return self.points < criterion.points and not self.reason.strip()
