"""Figures in the sentences of findings."""

from collections.abc import Sequence
from decimal import Decimal

from app.domain.decimals import plain


def figure(value: Decimal) -> str:
    """A figure as the form has it: 780.00, without an exponent."""
    return plain(value)


def amount(value: Decimal, unit: str = "") -> str:
    """A figure with its unit and thousands separators: 1,030.23 万元, 95%."""
    text = f"{value:,f}" if value else "0"
    return f"{text}{unit}" if unit in ("", "%") else f"{text} {unit}"


def sum_of(parts: Sequence[tuple[str, Decimal]], total: Decimal, unit: str) -> str:
    """人员支出 322.77 ＋ 公用支出 361.00 ＝ 683.77 万元."""
    return f"{' ＋ '.join(f'{title} {amount(value)}' for title, value in parts)} ＝ {amount(total, unit)}"


def quoted(text: str, most: int = 40) -> str:
    """A passage in quotation marks, in one line and cut where it is long."""
    text = " ".join(text.split())
    return f"“{text if len(text) <= most else text[:most] + '…'}”"
