"""The cells of the form: what a person can answer to a question, and how typed text is read as one.

Blank, 0, 无 and 不适用 are four different answers and stay four. A figure is kept as the decimal that was typed,
trailing zeros included: its printed precision is information. What cannot be read is kept as it was typed
(`Unread`); it counts as missing and blocks nothing but submission.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, StringConstraints

from app.domain.model import Value

MAX_TEXT: Final = 20_000
MAX_REASON: Final = 500
FIGURE_PATTERN: Final = r"^-?(0|[1-9][0-9]{0,13})(\.[0-9]{1,6})?$"

Figure = Annotated[str, StringConstraints(pattern=FIGURE_PATTERN)]
"""A decimal as typed: up to 14 digits before the point and six after it (万元 to the 分)."""


class Nothing(Value):
    """The answer 无: there is none of it. Neither 0 nor blank."""

    none: Literal["无"]


class NotApplicable(Value):
    """The answer 不适用, with its reason."""

    not_applicable: Annotated[str, Field(max_length=MAX_REASON)]


class Unread(Value):
    """What was typed where something else was expected, verbatim."""

    unread: Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]


def _calendar_date(text: str) -> str:
    date.fromisoformat(text)
    return text


IsoDate = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_calendar_date)]

Cell = Figure | Nothing | NotApplicable | Unread | None
"""The cell of a figure; null is blank."""

DateCell = IsoDate | Unread | None
"""The cell of a date, ISO 8601; null is blank."""

Text = Annotated[str, Field(max_length=MAX_TEXT)]
"""The cell of a text; the empty text is blank."""

_WORDS_FOR_NOTHING: Final = frozenset({"无", "没有"})
_WORDS_FOR_BLANK: Final = frozenset({"", "-", "--", "—", "——", "―", "――", "–", "──", "─", "/", "//", "\\"})
_NUMBER: Final = re.compile(r"(?P<sign>-?)0*(?P<whole>[0-9]+)(?P<part>\.[0-9]{1,6})?")
_THOUSANDS: Final = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_NOT_APPLICABLE: Final = re.compile(
    r"\s*不\s*适\s*用\s*(?:[:：]\s*(?P<after>.*?)|[(（](?P<inside>[^)）]*)[)）]?|(?P<plain>[^()（）:：]*?))\s*",
    re.DOTALL,
)
"""The reason after a colon, in brackets, or right behind it; it is kept as it was typed."""
_DATE: Final = re.compile(r"(?P<year>[0-9]{4})[年./-](?P<month>[0-9]{1,2})[月./-](?P<day>[0-9]{1,2})日?")
_CHINESE_DATE: Final = re.compile(
    r"([〇零○O一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日?"
)
_CHINESE_DIGITS: Final = {**{c: i for i, c in enumerate("〇一二三四五六七八九")}, "零": 0, "○": 0, "O": 0}


def folded(text: str) -> str:
    """`text` in half-width characters and without any white space, as figures, dates and labels are compared."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_cell(text: str, unit: str = "") -> Cell:
    """The cell that `text` says, for a figure in `unit` (万元, 人, 分, %).

    Full-width digits, thousands separators and the unit itself are understood; another unit is not, since 元 read as
    万元 is off by ten thousand. What is not understood comes back as `Unread`, verbatim.
    """
    plain = folded(text).replace("−", "-")
    if plain in _WORDS_FOR_BLANK:
        return None
    if plain in _WORDS_FOR_NOTHING:
        return Nothing(none="无")
    if plain.startswith("不适用") and (declared := _NOT_APPLICABLE.fullmatch(text)):
        reason = declared["after"] or declared["inside"] or declared["plain"] or ""
        return NotApplicable(not_applicable=reason) if len(reason) <= MAX_REASON else Unread(unread=text)
    if unit and plain.endswith(folded(unit)):
        plain = plain.removesuffix(folded(unit))
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    number = _NUMBER.fullmatch(plain)
    if number and len(number["whole"]) <= 14:
        return f"{number['sign']}{number['whole']}{number['part'] or ''}"
    return Unread(unread=text)


def read_date(text: str) -> DateCell:
    """The date that `text` says (2022年5月10日, 2022.5.10, 二〇二二年五月十日), or `Unread`; `年 月 日` is blank."""
    plain = folded(text)
    if plain in _WORDS_FOR_BLANK or plain in {"年月日", "年月", "20年月日"}:
        return None
    if found := _DATE.fullmatch(plain):
        year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    elif found := _CHINESE_DATE.fullmatch(plain):
        year = int("".join(str(_CHINESE_DIGITS[digit]) for digit in found[1]))
        month, day = _chinese_number(found[2]), _chinese_number(found[3])
    else:
        return Unread(unread=text)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return Unread(unread=text)


def _chinese_number(text: str) -> int:
    """A whole number below 100 in Chinese numerals: 十 is 10, 二十三 is 23."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _CHINESE_DIGITS[text] if len(text) == 1 else 0
    return (_CHINESE_DIGITS[tens] if tens else 1) * 10 + (_CHINESE_DIGITS[ones] if ones else 0)


def number_in(cell: object) -> Decimal | None:
    """The number that a cell proves: a figure's own, 0 for 无; None for blank, 不适用 and what was not read."""
    if isinstance(cell, str):
        return Decimal(cell)
    return Decimal(0) if isinstance(cell, Nothing) else None
