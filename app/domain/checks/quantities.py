"""Quantities in the texts of goals and results: numbers with units, dates, rates; and what only looks like one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from app.domain.form.cells import folded

_UNITS: Final = (
    "人次|人天|平方米|平方公里|立方米|公里|公顷|小时|分钟|个工作日|工作日|元/人|元/页|元|件|份|人|户|卷|页|个|项|场次|场|篇|条|家|"
    "处|所|台|套|亩|吨|米|期|名|天|次|批|起|宗|本|册|栋|座|辆|株|盏|只|头|块|组|类|轮|例|分|%"
)
_AMOUNT: Final = re.compile(
    rf"(?P<figure>[0-9][0-9,]*(?:\.[0-9]+)?)(?P<unit>(?:万|亿|千|百)?(?:{_UNITS})?(?:/{_UNITS})?)"
)
_NUMBER: Final = re.compile(r"[0-9]")
_QUOTED: Final = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’|《[^》]*》|「[^」]*」")
_NUMBERING: Final = re.compile(
    r"(?:指标|目标|任务)[0-9一二三四五六七八九十]+[:：、.]?|(?:^|(?<=[。；;:：\n]))[(]?[0-9]{1,2}(?:[)、]|\.(?![0-9]))|第[0-9一二三]+"
)
_CHINESE: Final = re.compile(
    r"[一二两三四五六七八九十百千万零]+(?:余|多)?(?:个|件|次|项|份|人|户|场|篇|条|家|月|日|季度|年|天|成|倍|批|轮|期|处|所|台|套|类|起|例|投诉|事故)"
    r"|百分之|百分百|[0-9零]投诉|零(?:差错|事故|投诉|上访|积压|违规)"
)
_DATED: Final = re.compile(
    r"年底|年末|年内|月底|月末|季度|上半年|下半年|当[年月日天]|全年|按[月季年周日]|每[年月周日天季]|全部|全覆盖|全面完成|应\w尽\w|100"
)
_ZERO: Final = re.compile(
    r"(?:无|不发生|未发生|杜绝)[^，。；]{0,8}(?:事故|事件|投诉|差错|违规|违纪|案件|信访|上访|舆情|积压|拖欠)"
)
_EMPTY: Final = frozenset({"无", "没有", "暂无", "0", "-", "--", "—", "——", "/", "\\", "0%", "无。"})
BLANK: Final = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, `` where it has none."""

    value: Decimal
    unit: str


@lru_cache(maxsize=4096)
def is_nothing(text: str) -> bool:
    """Whether a cell answers 无 or 0."""
    return folded(text) in _EMPTY


@lru_cache(maxsize=4096)
def amounts(text: str) -> Sequence[Amount]:
    """Every number of a text with the unit that follows it; those in names and numbering are none."""
    return tuple(
        Amount(Decimal(one["figure"].replace(",", "")), one["unit"]) for one in _AMOUNT.finditer(_bare(folded(text)))
    )


@lru_cache(maxsize=4096)
def is_quantified(text: str) -> bool:
    """Whether a goal says how much, by when, or to what share; names (“12345”, 一网通办) and numbering do not."""
    bare = _bare(folded(text))
    return bool(_NUMBER.search(bare) or _CHINESE.search(bare) or _DATED.search(bare) or _ZERO.search(bare))


def _bare(text: str) -> str:
    return _NUMBERING.sub("", _QUOTED.sub("", text))
