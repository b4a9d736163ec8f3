"""The titles of parts, tables and annexes, which say nothing of their own."""

import re
from typing import Final

_ORDER: Final = r"([(]?[一二三四五六七八九十]+[)]?[、.]?|第[一二三四五六七八九十]+(部分|章)[、.:]?|[0-9]{1,2}[、.])"
_MONEY: Final = r"([(](金额)?(单位:)?(人民币)?(万元|元)[)])?"
_HEADING: Final = re.compile(
    rf"{_ORDER}?(部门|单位|年度|本年|整体|收支|三公|固定资产|支出|收入|绩效|基本|评价|自评).{{0,20}}"
    rf"(概况|情况|情况表|评价人员|人员|成员|名单|成绩|目标|经费|资产|评分表|自评表|评价表){_MONEY}"
    rf"|{_ORDER}[^,。;]{{0,20}}(概况|情况|人员|成员|经费|资产|成绩|目标){_MONEY}"
    rf"|{_ORDER}?(评价|自评)?(报告)?综述.*"
    rf"|(附件|附表|附)[0-9一二三四五六七八九十]*([-—－.][0-9]+)?:?|(附件|附表|附)[0-9一二三四五六七八九十]*:.{{0,30}}表|.*评分表([(].*[)])?"
)
_DIVIDES: Final = re.compile(
    r"第[一二三四五六七八九十]+(部分|章).*|[一二三四五六七八九十]+、.{0,30}(概况|情况|人员|成员|成绩|综述.*)"
    r"|(附件|附表|附)[0-9一二三四五六七八九十]*([-—－.][0-9]+)?:?|.*(评分表|自评表|评价表|情况表|基础表|明细表)"
)


def is_heading(key: str) -> bool:
    """Whether a folded text that stands alone only names what follows it."""
    return _HEADING.fullmatch(key) is not None


def divides(key: str) -> bool:
    """Whether a folded text that stands alone ends the table above it, even where both stand on one sheet."""
    return len(key) <= 60 and _DIVIDES.fullmatch(key) is not None
