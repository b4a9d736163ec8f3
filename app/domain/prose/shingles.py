"""Passages as sets of overlapping short pieces: how much of one is in another, wherever it stands there."""

import re
import unicodedata
from typing import Final, NamedTuple

PIECE: Final = 4
"""Characters of a piece. A changed word costs a few pieces, and four characters are rarely the same by chance."""

_NUMBERING: Final = re.compile(
    r"(?:目标|指标|任务|事项)\s*[0-9一二三四五六七八九十]+\s*[::、.,]?"
    r"|^[^\S\n]*\(?[0-9一二三四五六七八九十]{1,3}(?:\)|[、.](?![0-9]))",
    re.MULTILINE,
)
_NOT_LETTERS: Final = re.compile(r"[\W\d_]+")


def bare(text: str) -> str:
    """`text` in half-width characters without numbering, figures, punctuation and white space."""
    return _NOT_LETTERS.sub("", _NUMBERING.sub("", unicodedata.normalize("NFKC", text)))


def shingles(words: str) -> frozenset[str]:
    """Every run of `PIECE` characters in bare text; none where it is shorter."""
    return frozenset(words[at : at + PIECE] for at in range(len(words) - PIECE + 1))


class Common(NamedTuple):
    """What two passages have in common."""

    of_ours: float
    """The share of ours that is in theirs, from 0 to 1."""
    of_theirs: float
    length: int
    """About how many characters that is."""

    @property
    def share(self) -> float:
        """Of the one that has more in common: a sentence that was taken over whole into a long text is 1."""
        return max(self.of_ours, self.of_theirs)


NOTHING: Final = Common(0.0, 0.0, 0)


def common(ours: frozenset[str], theirs: frozenset[str]) -> Common:
    """What two sets of shingles have in common."""
    shared = len(ours & theirs)
    return Common(shared / len(ours), shared / len(theirs), shared + PIECE - 1) if shared else NOTHING
