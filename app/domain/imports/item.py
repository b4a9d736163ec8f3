"""One file of an import and how far it is."""

from enum import StrEnum
from typing import Final


class ItemState(StrEnum):
    """What became of a file. Nothing of a report is written before APPLIED."""

    WAITING = "waiting"
    READ = "read"
    """Read without a doubt; the department has no report of that year."""
    UNSURE = "unsure"
    """Likewise, with doubts."""
    THERE = "there"
    """The department has a report of that year: it is compared with the file."""
    NO_DEPARTMENT = "no_department"
    REFUSED = "refused"
    APPLIED = "applied"

    @property
    def label(self) -> str:
        """In words."""
        return ITEM_LABELS[self]


ITEM_LABELS: Final = {
    ItemState.WAITING: "等待读取",
    ItemState.READ: "已读取",
    ItemState.UNSURE: "有存疑",
    ItemState.THERE: "已有报告",
    ItemState.NO_DEPARTMENT: "找不到部门",
    ItemState.REFUSED: "不能读取",
    ItemState.APPLIED: "已导入",
}
