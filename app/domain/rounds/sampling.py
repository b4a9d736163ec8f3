"""Drawing reports for 抽查复核: by percentage, from a seed, so that anybody can draw the same ones again.

Each report has a place of its own in the order, given by seed and id alone: the SHA-256 of `seed:id`. One report more
or less leaves the order of the others as it was.
"""

import hashlib
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Final

from pydantic import Field, TypeAdapter, ValidationError

from app.domain.decimals import EXACT, HUNDRED, ONE, ExactDecimal, plain, rounded
from app.domain.model import Value
from app.domain.rounds.errors import InvalidSampling, Mistake

Percentage = Annotated[ExactDecimal, Field(gt=0, le=100)]
"""How many of a hundred are drawn: more than 0, at most 100, as exact decimal text."""

_PERCENTAGE: Final[TypeAdapter[Decimal]] = TypeAdapter(Percentage)


class Draw(Value):
    """What was drawn and from what; the ids are in the order of their digests."""

    seed: int
    percentage: Percentage
    candidates: int
    drawn: tuple[int, ...]

    @property
    def sentence(self) -> str:
        """How anybody can draw the same again."""
        percentage, number = plain(self.percentage), len(self.drawn)
        return (
            f"种子 {self.seed}，比例 {percentage}%，候选报告 {self.candidates} 份，抽取 {number} 份"
            f"（{self.candidates} × {percentage}% 四舍五入取整，至少 1 份）。"
            f"复现方法：对每份候选报告计算文本“{self.seed}:报告编号”的 SHA-256（十六进制），"
            f"从小到大排列，取前 {number} 份"
        )


def draw(candidates: Iterable[int], percentage: str, seed: int) -> Draw:
    """The draw of `percentage` (0 < p ≤ 100, exact decimal text) of the candidates; their order does not matter.

    The number drawn is n·p/100 rounded half up to a whole number, and at least 1; no candidates, none drawn. Raises
    InvalidSampling.
    """
    share = _percentage(percentage)
    ranked = sorted(set(candidates), key=lambda report: (_rank(seed, report), report))
    return Draw(seed=seed, percentage=share, candidates=len(ranked), drawn=tuple(ranked[: size(len(ranked), share)]))


def size(candidates: int, percentage: Decimal) -> int:
    """How many are drawn."""
    if not candidates:
        return 0
    exact = EXACT.divide(EXACT.multiply(Decimal(candidates), percentage), HUNDRED)
    return max(int(rounded(exact, ONE, ROUND_HALF_UP)), 1)


def _rank(seed: int, report: int) -> str:
    return hashlib.sha256(f"{seed}:{report}".encode()).hexdigest()


def _percentage(text: str) -> Decimal:
    try:
        return _PERCENTAGE.validate_python(text)
    except ValidationError:
        message = f'抽查比例应为大于 0、不大于 100 的小数，例如 "15"，这里是 {text!r}'
        raise InvalidSampling(Mistake("/percentage", message)) from None
