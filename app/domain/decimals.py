"""Exact decimal arithmetic, and the one place where rounding happens.

Values are compared and counted as exact quotients (numerator, positive denominator), never as rounded numbers.
`EXACT` carries more digits than any product of the figures of a form can have, so that nothing is rounded in passing.
"""

import re
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from typing import Annotated, Final

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

EXACT: Final = Context(prec=120, rounding=ROUND_HALF_UP)

ROUNDING_MODES: Final = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
}

Quotient = tuple[Decimal, Decimal]
"""An exact value: numerator and positive denominator."""

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
HUNDRED: Final = Decimal(100)

_PATTERN: Final = r"^-?(0|[1-9][0-9]{0,19})(\.[0-9]{1,10})?$"
_DECIMAL: Final = re.compile(_PATTERN)


def _exactly(value: object) -> object:
    if isinstance(value, Decimal):
        return value
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _DECIMAL.match(text):
        message = f'应为写成文本的小数，例如 "0.5"，这里是 {value!r}'
        raise ValueError(message)
    return text


def plain(value: Decimal) -> str:
    """`value` in digits, without exponent: 100, not 1E+2; 0, not -0."""
    text = str(value if value else abs(value))
    return text if "E" not in text else f"{value:f}"


ExactDecimal = Annotated[
    Decimal,
    BeforeValidator(_exactly),
    PlainSerializer(plain, return_type=str),
    WithJsonSchema({"type": "string", "pattern": _PATTERN}),
]
"""A decimal that is text on the wire: digits as typed, never an exponent, never a binary fraction."""


def shortest(value: Decimal) -> str:
    """`value` in digits without trailing zeros: 3.5, 100."""
    text = plain(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: Decimal, grain: Decimal, mode: str) -> Decimal:
    """`value` to a multiple of `grain` (a power of ten) by the decimal module's rounding `mode`."""
    return value.quantize(grain, mode, EXACT)
