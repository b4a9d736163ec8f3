"""Results of many reports as one table, .xlsx or .csv: a row a report."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from app.documents.writing.text_table import csv_table
from app.documents.writing.workbook import put_figure, put_text, saved
from app.domain.workflow.state import STATE_LABELS, State


@dataclass(frozen=True, slots=True)
class Result:
    """A report in the list; what it does not have yet is blank."""

    budget_code: str
    department: str
    fiscal_year: int
    state: str
    scheme: str
    self_assessed_points: str
    self_assessed_rating: str
    computed_low: str
    computed_high: str
    missing: int
    computed_rating: str = ""
    confirmed_points: str = ""
    confirmed_rating: str = ""
    above: str = ""
    errors: int | str = ""
    warnings: int | str = ""
    days_late: int | str = ""

    def cells(self) -> tuple[str, ...]:
        """As COLUMNS has them."""
        return tuple(str(getattr(self, name)) for name in self.__slots__)


COLUMNS: Final = (
    ("预算编码", 12), ("部门（单位）", 30), ("年度", 8), ("状态", 10), ("评分方案", 24), ("自评得分", 10),
    ("自评等次", 10), ("复算得分（最低）", 12), ("复算得分（最高）", 12), ("缺少的数据", 10), ("复算等次", 10),
    ("审定得分", 10), ("审定等次", 10), ("自评高出复算", 12), ("错误", 8), ("提醒", 8), ("逾期天数", 10),
)  # fmt: skip
_HEADING: Final = tuple(title for title, _ in COLUMNS)
_FIGURES: Final = frozenset({
    "年度", "自评得分", "复算得分（最低）", "复算得分（最高）", "缺少的数据", "审定得分", "自评高出复算", "错误",
    "提醒", "逾期天数",
})  # fmt: skip


def result_of(summary: Mapping[str, Any]) -> Result:
    """A report of the list as the API tells it."""
    scheme, department = summary["scheme"], summary["department"]
    return Result(
        budget_code=department["budget_code"],
        department=department["name"],
        fiscal_year=summary["fiscal_year"],
        state=STATE_LABELS[State(summary["state"])],
        scheme=f"{scheme['id']}@{scheme['version']}",
        self_assessed_points=summary["self_assessed_points"] or "",
        self_assessed_rating=summary["rating"] or "",
        computed_low=summary["computed_low"],
        computed_high=summary["computed_high"],
        missing=summary["missing"],
    )


def results_csv(results: Iterable[Result]) -> bytes:
    """The list as text."""
    return csv_table([_HEADING, *(one.cells() for one in results)])


def results_xlsx(results: Iterable[Result]) -> bytes:
    """The list as a workbook."""
    workbook = ResultsWorkbook()
    workbook.add(results)
    return workbook.data()


class ResultsWorkbook:
    """The list as a workbook; points are numbers. Rows are written as they come, however many there are."""

    def __init__(self) -> None:
        self._workbook = Workbook(write_only=True)
        self._sheet = self._workbook.create_sheet("自评结果")
        self._sheet.freeze_panes = "A2"
        for at, (_, width) in enumerate(COLUMNS, start=1):
            self._sheet.column_dimensions[get_column_letter(at)].width = width
        self._append(_HEADING, frozenset())

    def add(self, results: Iterable[Result]) -> None:
        """Further rows."""
        for one in results:
            self._append(one.cells(), _FIGURES)

    def data(self) -> bytes:
        """The file."""
        return saved(self._workbook)

    def _append(self, texts: Sequence[str], figures: Collection[str]) -> None:
        cells = []
        for title, text in zip(_HEADING, texts, strict=True):
            cell = WriteOnlyCell(self._sheet)
            (put_figure if title in figures else put_text)(cell, text)
            cells.append(cell)
        self._sheet.append(cells)
