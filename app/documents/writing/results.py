"""Results of many reports as one table, .xlsx or .csv: a row a report."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from app.documents.writing.text_table import csv_table
from app.documents.writing.workbook import put_figure, put_text, saved


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
_FIGURES: Final = frozenset({
    "年度", "自评得分", "复算得分（最低）", "复算得分（最高）", "缺少的数据", "审定得分", "自评高出复算", "错误",
    "提醒", "逾期天数",
})  # fmt: skip


def results_csv(results: Iterable[Result]) -> bytes:
    """The list as text."""
    return csv_table(_lines(results))


def results_xlsx(results: Iterable[Result]) -> bytes:
    """The list as a workbook; points are numbers. Rows are written as they come, however many there are."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("自评结果")
    sheet.freeze_panes = "A2"
    for at, (_, width) in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, line in enumerate(_lines(results)):
        cells = []
        for (title, _), text in zip(COLUMNS, line, strict=True):
            cell = WriteOnlyCell(sheet)
            (put_figure if number and title in _FIGURES else put_text)(cell, text)
            cells.append(cell)
        sheet.append(cells)
    return saved(workbook)


def _lines(results: Iterable[Result]) -> Iterator[tuple[str, ...]]:
    yield tuple(title for title, _ in COLUMNS)
    for one in results:
        yield one.cells()
