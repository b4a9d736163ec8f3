"""Tick boxes: ☑优秀 □良好, 优秀☑ 良好□, 优秀（√） 良好（ ）, or √优秀; what is ticked, as one text."""

import re
from itertools import pairwise
from typing import Final

_TICKED: Final = "☑☒✓✔√■▣◉●🗹🗷"
_EMPTY: Final = "□☐○◯◻▢"
_MARK: Final = re.compile(f"[{_TICKED}{_EMPTY}]")
_BRACKETED: Final = re.compile(rf"[(（\[【]\s*([{_TICKED}{_EMPTY}]?)\s*[)）\]】]")

_RATINGS: Final = frozenset(
    {"优", "良", "中", "差", "优秀", "良好", "合格", "不合格", "中等", "一般", "较差", "较好", "及格", "不及格"}
)
"""What is ticked without boxes: 优√ 良 中 差."""


def ticked(text: str) -> str | None:
    """The ticked choice, without white space; None where the text has no tick boxes, empty where none is ticked."""
    if not _MARK.search(text):
        return None
    words = re.split(r"[\s、，,；;/]+", text.strip())
    if not re.search(f"[{_EMPTY}]", text) and len(words) > 1 and {_MARK.sub("", one) for one in words} <= _RATINGS:
        return "、".join(_MARK.sub("", one) for one in words if _MARK.search(one))
    plain = re.sub(r"\s+", "", _BRACKETED.sub(lambda found: found[1] or "□", text))
    marks = list(_MARK.finditer(plain))
    before = marks[0].start() == 0
    edges = [0, *(mark.end() for mark in marks)] if not before else [*(mark.start() for mark in marks), len(plain)]
    choices = [plain[begin:end] for begin, end in pairwise(edges)]
    chosen = [_MARK.sub("", one).strip("、，,；;/") for one in choices if any(mark in one for mark in _TICKED)]
    return "、".join(chosen)
