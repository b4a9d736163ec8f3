"""The value of a spreadsheet's cell as it is printed: 429.2 in the format 0.00 is 429.20."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_NUMBER: Final = re.compile(
    r"(?:\[[^\]]*\])*[¥￥$_ ]*(?P<whole>[#,0]*0)(?P<part>\.0+)?(?P<more>#*)(?P<percent>%)?[_ )]*"
)
_DIGITS: Final = 15
"""Excel keeps so many digits; what is beyond them is noise of binary fractions."""

HIDDEN: Final = "工作表“{}”中隐藏的行或列没有读取；其中若有要填报的内容，请取消隐藏后再导入"
_MOST_PLACES: Final = 10


def hidden_places(places: Sequence[str]) -> str:
    """The places of hidden cells, as a person would say them."""
    more = f" 等 {len(places)} 格" if len(places) > _MOST_PLACES else ""
    return "、".join(places[:_MOST_PLACES]) + more


def printed(value: object, form: str = "General") -> tuple[str, str]:
    """The text that the cell shows, and its exact value as a text; the same unless the format rounds."""
    if value is None:
        return "", ""
    if isinstance(value, bool):
        text = "TRUE" if value else "FALSE"
        return text, text
    if isinstance(value, datetime | date):
        text = f"{value.year}年{value.month}月{value.day}日"
        return text, text
    if isinstance(value, int | float):
        return _number(Decimal(f"{value:.{_DIGITS}g}"), form)
    if isinstance(value, time | timedelta):
        return str(value), str(value)
    text = str(value).replace("\r\n", "\n").replace("_x000D_", "")
    return text, text


def _number(value: Decimal, form: str) -> tuple[str, str]:
    exact = f"{value:f}"
    if "." in exact:
        exact = exact.rstrip("0").rstrip(".")
    sections = form.split(";")
    found = _NUMBER.fullmatch(sections[0].replace('"', "").replace("\\", ""))
    if found is None:
        return exact, exact
    shown = value * 100 if found["percent"] else value
    least = len(found["part"] or ".") - 1
    places = max(least, min(least + len(found["more"]), _decimals(shown)))
    text = f"{shown.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP):f}{found['percent'] or ''}"
    same = shown == Decimal(text.rstrip("%"))
    return text, text if same else exact


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
