"""Canonical JSON (RFC 8785) and its digest, so that anybody gets the same receipt from the same data.

Scheme and evidence hold texts, whole numbers and truth values only (decimals are text), so the number formatting of
RFC 8785 never comes into play: the models that come here have no binary fractions.
"""

import hashlib
import json
from typing import Any


def canonical_json(value: Any) -> bytes:
    """`value` as RFC 8785 bytes. Raises ValueError on an unpaired surrogate."""
    # Keys sort by UTF-16 code units in the RFC; all keys of schemes and evidence are ASCII, where the orders agree.
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(data: bytes) -> str:
    """SHA-256 of `data`, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
