"""Quantitative targets: which are to be compared with what was reached, and whether a text says why they differ."""

import re
from functools import lru_cache
from typing import Final

from app.domain.checks.quantities import Amount, amounts
from app.domain.form.cells import folded

_NO_MORE: Final = re.compile(
    r"不(?:超|高于|多于|大于|突破)|以内|以下|控制|低于|小于|少于|[≤≦<＜]|之内|降|减|压|时间|时限|时长|等候|耗时|成本|费用|单价|投诉|事故|差错|"
    r"违规|违纪|逾期|退件|超期|死亡|能耗|排放|信访"
)
_AT_LEAST: Final = re.compile(r"不(?:低于|少于|小于)")
_DURATIONS: Final = frozenset({"天", "小时", "分钟", "工作日", "个工作日"})
"""Units of what is better short."""

_EXPLAINED: Final = re.compile(r"因|由于|原因|受.{1,12}影响|新增|追加|临时|主要是|上级|超额|超出|超目标|调整")


@lru_cache(maxsize=1024)
def comparable(target: str, result: str) -> tuple[Amount, Amount] | None:
    """Target and result where each is one number of one unit, and more of it is better."""
    if _NO_MORE.search(_AT_LEAST.sub("", folded(target))):
        return None
    wanted, reached = amounts(target), amounts(result)
    if (
        len(wanted) != 1
        or len(reached) != 1
        or wanted[0].unit != reached[0].unit
        or wanted[0].unit in _DURATIONS | {""}
    ):
        return None
    return wanted[0], reached[0]


def gives_reason(text: str) -> bool:
    """Whether a text says why something is otherwise than was to be expected."""
    return _EXPLAINED.search(text) is not None
