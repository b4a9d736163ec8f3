"""One cell of a list: its text as a person would type it, and what no cell may hold whatever its column."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from openpyxl.cell.cell import ERROR_CODES
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

MAX_CHARACTERS: Final = 500

FORMULA: Final = "不能填公式（以“=”开头的内容），请粘贴为数值或改填文字"
TOO_LONG: Final = f"一格最多 {MAX_CHARACTERS} 个字，请缩短"
UNSEEN: Final = "格内不能有换行和看不见的字符，请删去后重新填写"
DATE: Final = "Excel 把它当成了日期，请把单元格格式改为“文本”后重新填写"
DIGITS_LOST: Final = "超过 15 位的数字会被 Excel 改掉末尾几位，请把单元格格式改为“文本”后重新填写"
ERROR: Final = "这是 Excel 的出错标记，请改填正确的内容"
RULES: Final = (FORMULA, TOO_LONG, UNSEEN, DATE, DIGITS_LOST)
"""In words, for who fills in a list; these are also the messages."""

_EXACT: Final = 10**15
"""Excel keeps 15 digits of a number."""
_SCIENTIFIC: Final = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]+", re.IGNORECASE)
"""How Excel writes a long number into CSV."""
_FULL_WIDTH: Final = {
    code: code - 0xFEE0
    for begin, end in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for code in range(ord(begin), ord(end) + 1)
}


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell without the white space around it; `fault` says why nothing in it can be taken, empty where it can."""

    text: str = ""
    fault: str = ""


BLANK: Final = SheetCell()


def cell_of_text(text: str) -> SheetCell:
    """The cell of a text."""
    text = text.strip()
    return SheetCell(text[:MAX_CHARACTERS], _fault(text)) if text else BLANK


def cell_of_value(value: object) -> SheetCell:
    """The cell of what a workbook holds; a whole number is its digits, without `.0`."""
    if value is None:
        return BLANK
    if isinstance(value, ArrayFormula | DataTableFormula):
        return SheetCell("=", FORMULA)
    if isinstance(value, date | time | timedelta):
        return SheetCell(str(value), DATE)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int | float) and abs(value) >= _EXACT:
        return SheetCell(str(value)[:MAX_CHARACTERS], DIGITS_LOST)
    return cell_of_text(str(value))


def folded_code(text: str) -> str:
    """A code as it is compared and stored: everything full-width made half-width (NFKC)."""
    return unicodedata.normalize("NFKC", text).strip()


def folded_words(text: str) -> str:
    """A name as it is stored: full-width digits and letters made half-width, Chinese brackets and marks left alone."""
    return text.translate(_FULL_WIDTH)


def _fault(text: str) -> str:
    if len(text) > MAX_CHARACTERS:
        return TOO_LONG
    if folded_code(text).startswith("="):
        return FORMULA
    if any(unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") for character in text):
        return UNSEEN
    if text in ERROR_CODES:
        return ERROR
    return DIGITS_LOST if _SCIENTIFIC.fullmatch(text) else ""
