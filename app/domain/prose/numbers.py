"""Numbers with units in Chinese prose: 361.00万元, 7,756,600元, 0.08亿元, 百分之九十五, 四十人, １８人.

A quantity is an interval, as every printed figure is, in one of the units of the form: 万元, %, 人, 分.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from app.domain.checks.interval import Interval, exactly, printed
from app.domain.decimals import ONE
from app.domain.prose.words import has_any

_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DIGITS: Final = "零〇一二三四五六七八九两"
_NUMERALS: Final = _DIGITS + "十百千"

_UNITS: Final[dict[str, tuple[str, Decimal]]] = {
    "亿元": ("万元", Decimal(10_000)),
    "万元": ("万元", ONE),
    "千元": ("万元", Decimal("0.1")),
    "元": ("万元", Decimal("0.0001")),
    "万": ("万元", ONE),
    "%": ("%", ONE),
    "人": ("人", ONE),
    "名": ("人", ONE),
    "分": ("分", ONE),
}

_AMOUNTS: Final = r"亿元|万元|千元|元(?![/／每])|万(?![^,，。;；、()（）\s])|%|人(?![次均才民员大口])|名"
_POINTS: Final = r"|分(?![别之部类析期局所管公钟])"


def _pattern(units: str) -> re.Pattern[str]:
    return re.compile(
        r"(?<![0-9.,\-—~第A-Za-z])"  # a range, a code or an ordinal
        r"(?:([0-9][0-9,]*(?:\.[0-9]+)?)"
        rf"|百分之([{_NUMERALS}]+(?:点[{_DIGITS}]+)?)"
        rf"|([{_NUMERALS}]+(?:点[{_DIGITS}]+)?))"
        rf"([余多])?\s*(?(2)|({units}))"
    )


_QUANTITY: Final = _pattern(_AMOUNTS + _POINTS)
_AMOUNT: Final = _pattern(_AMOUNTS)
_ABOUT: Final = ("约", "近", "超", "超过", "逾", "不足", "不到")
_WIDE: Final = "０１２３４５６７８９％．"


class Quantity(NamedTuple):
    """A number with its unit, and where it stands."""

    start: int
    end: int
    text: str
    """As it was typed: 361.00万元."""
    figure: str
    """Its digits: 361.00."""
    typed: str
    """The unit as it was typed: 元."""
    approximate: bool
    """约, 近, 余: it claims no exactness."""

    @property
    def unit(self) -> str:
        """The form's unit for what is counted: 万元, %, 人, 分."""
        return _UNITS[self.typed][0]

    @property
    def number(self) -> Decimal:
        """In `unit`."""
        factor = _UNITS[self.typed][1]
        return Decimal(self.figure) if factor is ONE else Decimal(self.figure) * factor

    @property
    def value(self) -> Interval:
        """What it says, in `unit`: people are counted and points are given, anything else is as exact as printed."""
        unit, factor = _UNITS[self.typed]
        if unit in ("人", "分"):
            return exactly(Decimal(self.figure))
        value = printed(self.figure)
        return value if factor is ONE else value.times(factor)


def half_width(text: str) -> str:
    """`text` with half-width digits, character by character, so that every place stays where it is."""
    return text.translate(_HALF_WIDTH) if has_any(text, _WIDE) else text


def quantities(text: str, start: int = 0, end: int | None = None, *, points: bool = True) -> Iterator[Quantity]:
    """The numbers with units in a text with half-width digits, in order; without 分 where `points` is not set."""
    for found in (_QUANTITY if points else _AMOUNT).finditer(text, start, len(text) if end is None else end):
        first, last = found.span()
        arabic, percent, chinese, more, typed = found.groups()
        figure = arabic.replace(",", "") if arabic else chinese_number(percent or chinese)
        about = more is not None or text[max(start, first - 3) : first].rstrip().endswith(_ABOUT)
        yield Quantity(first, last, found[0], figure, typed or "%", about)


def chinese_number(text: str) -> str:
    """The digits of a number below ten thousand in Chinese numerals: 四十, 一百二十, 九十五点五, 二〇二一."""
    whole, _, part = text.partition("点")
    decimals = "".join(str(_digit(one)) for one in part)
    if not any(one in "十百千" for one in whole):
        value = int("".join(str(_digit(one)) for one in whole) or "0")
    else:
        value, digit = 0, 0
        for one in whole:
            if one in "十百千":
                value += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[one]
                digit = 0
            else:
                digit = _digit(one)
        value += digit
    return f"{value}.{decimals}" if decimals else str(value)


def _digit(one: str) -> int:
    return {"〇": 0, "两": 2}.get(one, "零一二三四五六七八九".find(one))
