"""Numbers with units in Chinese prose: 361.00万元, 7,756,600元, 0.08亿元, 百分之九十五, 四十人, １８人.

A quantity is an interval, as every printed figure is, in one of the units of the form: 万元, %, 人, 分.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.domain.checks.interval import Interval, exactly, printed
from app.domain.decimals import ONE

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

_UNIT: Final = (
    r"(?P<unit>亿元|万元|千元|元(?![/每])|万(?![^,，。;；、()（）\s])|%|人(?![次均才民员大口])|名"
    r"|分(?![别之部类析期局所管公钟]))"
)
_QUANTITY: Final = re.compile(
    r"(?:(?P<arabic>[0-9][0-9,]*(?:\.[0-9]+)?)"
    rf"|(?P<percent>百分之[{_NUMERALS}]+(?:点[{_DIGITS}]+)?)"
    rf"|(?P<chinese>[{_NUMERALS}]+(?:点[{_DIGITS}]+)?))"
    rf"(?P<more>[余多])?\s*(?(percent)|{_UNIT})"
)
_ABOUT: Final = ("约", "近", "超", "超过", "逾", "不足", "不到")
_JOINED: Final = frozenset("0123456789.,-—~第")
"""What before a number makes it a part of something else: a range, a code, an ordinal."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, and where it stands."""

    start: int
    end: int
    text: str
    """As it was typed: 361.00万元."""
    number: Decimal
    """In `unit`."""
    value: Interval
    """What it says, in `unit`, with the precision that it is printed in."""
    unit: str
    approximate: bool
    """约, 近, 余: it claims no exactness."""


def half_width(text: str) -> str:
    """`text` in half-width characters, character by character, so that every place stays where it is."""
    return text.translate(_HALF_WIDTH)


def quantities(text: str, start: int = 0, end: int | None = None) -> Iterator[Quantity]:
    """The numbers with units in a half-width text, in order."""
    for found in _QUANTITY.finditer(text, start, len(text) if end is None else end):
        first = found.start()
        before = text[max(start, first - 2) : first].rstrip()
        if before[-1:] in _JOINED or (before[-1:].isascii() and before[-1:].isalpha()):
            continue
        arabic, unit_typed = found["arabic"], found["unit"] or "%"
        unit, factor = _UNITS[unit_typed]
        if arabic:
            figure = arabic.replace(",", "")
            number, value = Decimal(figure), printed(figure)
        else:
            number = chinese_number(found["chinese"] or found["percent"][3:])
            value = printed(str(number)) if "点" in found.group() else exactly(number)
        if unit in ("人", "分"):
            value = exactly(number)  # people are counted and points are given, neither is measured
        if factor is not ONE:
            number, value = number * factor, value.times(factor)
        about = found["more"] is not None or before.endswith(_ABOUT)
        yield Quantity(first, found.end(), found.group(), number, value, unit, about)


def chinese_number(text: str) -> Decimal:
    """A number below ten thousand in Chinese numerals: 四十, 一百二十, 九十五点五, 二〇二一."""
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
    return Decimal(f"{value}.{decimals}") if decimals else Decimal(value)


def _digit(one: str) -> int:
    return {"〇": 0, "两": 2}.get(one, "零一二三四五六七八九".find(one))
