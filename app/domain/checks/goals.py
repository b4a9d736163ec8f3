"""Qualitative goals and what is said of each: rows, or numbered lines within one cell."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from app.domain.checks.examined import Examined
from app.domain.checks.quantities import is_nothing
from app.domain.form.cells import folded

_NUMBERED: Final = re.compile(
    r"(?:^|(?<=[。；;\n]))[ 　\t]*(?:目标[ 　]*(?P<goal>[0-9０-９一二三四五六七八九十]{1,3})[:：、.．]?"
    r"|(?P<chinese>[一二三四五六七八九十]{1,3})、|[（(](?P<bracket>[0-9一二三四五六七八九十]{1,3})[)）]"
    r"|(?P<digit>[0-9]{1,2})(?:、|[.．](?![0-9])))"
)
_ONE_WORD: Final = re.compile(
    r"(?:已|均已|全部|全部已|已全部|都已|基本|已基本|全面)?(?:完成|达成|达标|实现|达到)(?:目标|任务|100%)?|100%|是|好|良好|优"
)
_NOISE: Final = re.compile(r"目标[0-9一二三四五六七八九十]+|[^\w]|_|已经|已|了|全面|全部|均")


@dataclass(frozen=True, slots=True)
class Goal:
    """A row: its goals in order, and how its result answers them."""

    at: int
    goals: tuple[str, ...]
    result: str
    results: tuple[str, ...]

    @property
    def cell(self) -> str:
        """The pointer of the result."""
        return f"/form/objectives/qualitative/{self.at}/result"


def goals_of(report: Examined) -> list[Goal]:
    """The rows with a goal; where only the first has a result, its cell is merged and answers them all."""
    rows = [
        Goal(at, lines(row.objective), row.result, lines(row.result))
        for at, row in enumerate(report.form.objectives.qualitative)
        if not is_nothing(row.objective) and lines(row.objective)
    ]
    if len(rows) > 1 and rows[0].results and not any(row.results for row in rows[1:]):
        return [replace(rows[0], goals=tuple(goal for row in rows for goal in row.goals))]
    return rows


@lru_cache(maxsize=4096)
def lines(text: str) -> tuple[str, ...]:
    """The numbered lines of a text; the text itself where it has none."""
    heads = list(_NUMBERED.finditer(text))
    if not heads:
        return (text,) if folded(text) else ()
    style = heads[0].lastgroup
    heads = [one for one in heads if one.lastgroup == style]
    ends = [*(one.start() for one in heads[1:]), len(text)]
    return tuple(text[one.end() : end].strip() for one, end in zip(heads, ends, strict=True))


@lru_cache(maxsize=4096)
def is_one_word(text: str) -> bool:
    """Whether a result says no more than that it is done: 已完成, 100%."""
    return _ONE_WORD.fullmatch(folded(text).rstrip("。.!；;")) is not None


ALIKE: Final = 0.9
SHORTEST: Final = 8
"""Shorter texts resemble each other by chance."""


@lru_cache(maxsize=1024)
def repeats(goal: str, result: str) -> bool:
    """Whether a result is the goal's own text once more, but for 已 and 了."""
    first, second = _NOISE.sub("", folded(goal)), _NOISE.sub("", folded(result))
    if min(len(first), len(second)) < SHORTEST:
        return False
    if first == second:
        return True
    if re.sub(r"\D", "", first) != re.sub(r"\D", "", second) or _differ_in_length(first, second):
        return False
    one, other = _pairs(first), _pairs(second)
    return 2 * len(one & other) >= ALIKE * (len(one) + len(other))


def _differ_in_length(first: str, second: str) -> bool:
    return min(len(first), len(second)) < ALIKE * max(len(first), len(second)) - 1


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}
