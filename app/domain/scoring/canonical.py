"""Canonical JSON (RFC 8785) and its digest, so that anybody gets the same receipt from the same data.

Scheme and evidence hold texts, whole numbers and truth values only (decimals are text), so the number formatting of
RFC 8785 never comes into play; a binary fraction is refused.
"""

import hashlib
import json
from typing import Any


def canonical_json(value: Any) -> bytes:
    """`value` as RFC 8785 bytes. Raises ValueError on a binary fraction or an unpaired surrogate."""
    _refuse_floats(value)
    # Keys sort by UTF-16 code units in the RFC; all keys of schemes and evidence are ASCII, where the orders agree.
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(data: bytes) -> str:
    """SHA-256 of `data`, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        message = "二进制小数不能进入回执，应写成文本"
        raise ValueError(message)  # noqa: TRY004 - the value is wrong, wherever it came from
    if isinstance(value, dict):
        for key, inner in value.items():
            if not key.isascii():
                message = f"键名“{key}”不是 ASCII"
                raise ValueError(message)
            _refuse_floats(inner)
    elif isinstance(value, list):
        for inner in value:
            _refuse_floats(inner)
