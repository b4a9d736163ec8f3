"""A column of a list: what its header says, and what its cells hold, once as a pattern and once in words."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.documents.register.cell import folded_code, folded_words


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `wants` is how messages and templates say its pattern."""

    name: str
    wants: str
    pattern: str
    example: str
    required: bool = False
    also: tuple[str, ...] = ()
    """What else its header may be called."""
    folded: Callable[[str], str] = folded_code

    def read(self, text: str) -> str | None:
        """The cell as it is stored; None where the pattern does not hold."""
        found = self.folded(text)
        return found if re.fullmatch(self.pattern, found) else None

    @property
    def rule(self) -> str:
        """What to write, as messages and templates say it."""
        return f"“{self.name}”应是{self.wants}"


def text_column(name: str, limit: int, example: str, *, required: bool = False, also: tuple[str, ...] = ()) -> Column:
    """A column of names, which keep their Chinese brackets."""
    wants = f"不超过 {limit} 个字的文字"
    return Column(name, wants, f".{{1,{limit}}}", example, required, also, folded_words)


REGION = Column(
    "区划代码", "行政区划的 6 位或 9 位数字，例如 110001", r"[0-9]{6}([0-9]{3})?", "110001", also=("行政区划代码",)
)


def code_column(name: str, example: str, *, required: bool = False, also: tuple[str, ...] = ()) -> Column:
    """A column of budget codes (预算编码)."""
    return Column(name, "不超过 40 个字符的预算编码，与预算系统一致", ".{1,40}", example, required, also)
