"""Tick boxes: ☑优秀 □良好, 优秀☑ 良好□, 优秀（√） 良好（ ）, or √优秀; what is ticked, as one text."""

import re
from itertools import pairwise
from typing import Final

_TICKED: Final = "☑☒✓✔√■▣◉●🗹🗷"
_EMPTY: Final = "□☐○◯◻▢"
_MARK: Final = re.compile(f"[{_TICKED}{_EMPTY}]")
_BRACKETED: Final = re.compile(rf"[(（\[【]\s*([{_TICKED}{_EMPTY}]?)\s*[)）\]】]")


def ticked(text: str) -> str | None:
    """The ticked choice, without white space; None where the text has no tick boxes, empty where none is ticked."""
    if not _MARK.search(text):
        return None
    plain = re.sub(r"\s+", "", _BRACKETED.sub(lambda found: found[1] or "□", text))
    marks = list(_MARK.finditer(plain))
    before = marks[0].start() == 0
    edges = [0, *(mark.end() for mark in marks)] if not before else [*(mark.start() for mark in marks), len(plain)]
    choices = [plain[begin:end] for begin, end in pairwise(edges)]
    chosen = [_MARK.sub("", one).strip("、，,；;/") for one in choices if any(mark in one for mark in _TICKED)]
    return "、".join(chosen)
