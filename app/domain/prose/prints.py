"""The prints of a passage: the few numbers by which an index finds passages that share wording with it.

Of two passages with a stretch in common the same pieces of that stretch are chosen, since it depends on a piece alone
whether it is. The numbers never change: an index holds them for years.
"""

import struct
from typing import Final

from app.domain.prose.shingles import PIECE, bare

LEAST: Final = 4
"""As many at least, so that a short passage is found too."""
_BITS: Final = 16 * PIECE
"""A piece in UTF-16 has as many: it is the number itself, and no two pieces have the same print."""
_ALL: Final = (1 << _BITS) - 1
_SPREAD: Final = 0x9E3779B97F4A7C15
"""An odd factor, which shuffles all numbers of 64 bits: 2^64 ÷ the golden ratio."""
_CHOSEN: Final = _ALL // 8
_SIGNED: Final = 1 << (_BITS - 1)


def prints_of(text: str) -> tuple[int, ...]:
    """The smallest eighth of the numbers of its pieces, in ascending order; they fit a signed column of 64 bits."""
    data = bare(text).encode("utf-16-le")
    units = struct.unpack(f"<{len(data) // 2}H", data)
    found, piece = set[int](), 0
    for at, unit in enumerate(units):
        piece = (piece << 16 | unit) & _ALL
        if at >= PIECE - 1:
            found.add(piece * _SPREAD & _ALL)
    chosen = sorted(number for number in found if number <= _CHOSEN)
    if len(chosen) < LEAST:
        chosen = sorted(found)[:LEAST]
    return tuple(number - _SIGNED for number in chosen)
