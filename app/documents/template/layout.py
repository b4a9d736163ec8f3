"""Where each cell of the form stands in the workbook. Labels are the titles of the form's own fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final

from openpyxl.utils import get_column_letter

from app.documents.writing.official import HEADINGS, SCORING_HEADING
from app.documents.writing.sheet import drawn, spans
from app.domain.checks.examined import TABLES
from app.domain.form.cover import Cover
from app.domain.form.evaluators import EvaluationPanel, Evaluator, Preparer
from app.domain.form.finances import InstitutionRow
from app.domain.form.form import Form
from app.domain.form.profile import Profile
from app.domain.form.self_scoring import ScoringRow
from app.domain.model import Value
from app.domain.places import title_at
from app.domain.pointer import unit_of

FIRST_ROW: Final = 3
"""Above it stand the sheet's title with its count of errors, and a hint."""
SPARE: Final = 3
"""Blank rows after those that a list has."""
LEAST_INSTITUTIONS: Final = 5

BASICS, FINANCES, OBJECTIVES, SCORING, PANEL, NARRATIVE = "基本情况", "收支", "绩效目标", "评分表", "评价人员", "综述"


class Kind(Enum):
    """What stands in a cell."""

    PART = auto()
    LABEL = auto()
    GIVEN = auto()
    """Of the form, and not for the department to fill in: an indicator, its criterion."""
    INPUT = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell by its row and column (from 1): words of the template, or the place of the form that it is."""

    row: int
    column: int
    kind: Kind
    text: str = ""
    pointer: str = ""
    across: int = 1
    down: int = 1

    @property
    def address(self) -> str:
        """C7."""
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass(slots=True)
class Sheet:
    """A sheet with the widths of its columns, in digits."""

    title: str
    widths: tuple[int, ...]
    hint: str
    landscape: bool = False
    cells: list[Cell] = field(default_factory=list)
    next: int = FIRST_ROW

    def part(self, text: str) -> None:
        """A heading over the whole width."""
        self.cells.append(Cell(self.next, 1, Kind.PART, text, across=len(self.widths)))
        self.next += 1

    def labels(self, texts: Sequence[str]) -> None:
        """The heading of a list."""
        self.cells += [Cell(self.next, at, Kind.LABEL, text) for at, text in enumerate(texts, start=1)]
        self.next += 1

    def pair(self, label: str, pointer: str) -> None:
        """A label and the input beside it."""
        across = len(self.widths) - 1
        self.cells.append(Cell(self.next, 1, Kind.LABEL, label))
        self.cells.append(Cell(self.next, 2, Kind.INPUT, pointer=pointer, across=across))
        self.next += 1

    def row(self, pointers: Sequence[str], kinds: Sequence[Kind] = ()) -> None:
        """A row of a list."""
        for at, pointer in enumerate(pointers):
            self.cells.append(Cell(self.next, at + 1, kinds[at] if kinds else Kind.INPUT, pointer=pointer))
        self.next += 1


def layout(form: Form) -> tuple[Sheet, ...]:
    """The sheets for a form that is `prepared`."""
    return _basics(), _finances(form), _objectives(form), _scoring(form), _panel(form), _narrative(form)


_MODELS: Final[Mapping[str, type[Value]]] = {"cover": Cover, "profile": Profile, "preparer": Preparer}


def _basics() -> Sheet:
    sheet = Sheet(BASICS, (30, 56, 24), "浅黄色的格子由部门填写；没有的填“无”，不适用的填“不适用：原因”。")
    for name, title in (("cover", "封面"), ("profile", "一、部门（单位）基本概况"), ("preparer", "填报人")):
        sheet.part(title)
        model = _MODELS[name]
        for field_name, info in model.model_fields.items():
            unit = unit_of(info)
            sheet.pair(f"{info.title}{f'（{unit}）' if unit else ''}", f"/form/{name}/{field_name}")
    return sheet


def _finances(form: Form) -> Sheet:
    hint = "单位：万元，两位小数。蓝色的合计自动计算；填了两个以上机构时，合计行自动相加。"
    sheet = Sheet(FINANCES, (28, *(13,) * 7), hint, landscape=True)
    for table in TABLES:
        found: Any = getattr(form, table)
        sheet.part(f"{title_at(table)}（万元）")
        heading = HEADINGS[table]
        names = columns_of(table)
        for row in drawn(heading, (1,) * len(names)):
            at = 1
            for box, span in zip(row.boxes, spans(row, range(len(names) + 1)), strict=True):
                if box.rows:
                    sheet.cells.append(
                        Cell(sheet.next, at, Kind.LABEL, box.text, across=span, down=box.rows)
                    )  # fmt: skip
                at += span
            sheet.next += 1
        for number in range(max(len(found.rows) + SPARE - 1, LEAST_INSTITUTIONS)):
            sheet.row([f"/form/{table}/rows/{number}/{name}" for name in names])
        kinds = (Kind.GIVEN, *(Kind.INPUT,) * (len(names) - 1))
        sheet.row([f"/form/{table}/total/{name}" for name in names], kinds)
        sheet.next += 1
    return sheet


def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a finance table, the institution first."""
    annotation: Any = Form.model_fields[table].annotation
    row: type[InstitutionRow] = annotation.model_fields["rows"].annotation.__args__[0]
    return tuple(row.model_fields)


def _objectives(form: Form) -> Sheet:
    sheet = Sheet(OBJECTIVES, (28, 52, 52), "完成情况填实际完成值。", landscape=True)
    sheet.part(title_at("objectives/qualitative"))
    sheet.labels(("", *_titles("objectives/qualitative/0", ("objective", "result"))))
    for number in range(len(form.objectives.qualitative) + SPARE):
        sheet.cells.append(Cell(sheet.next, 1, Kind.LABEL, f"目标{number + 1}"))
        at = f"/form/objectives/qualitative/{number}"
        for column, name in enumerate(("objective", "result"), start=2):
            sheet.cells.append(Cell(sheet.next, column, Kind.INPUT, pointer=f"{at}/{name}"))
        sheet.next += 1
    sheet.part(title_at("objectives/quantitative"))
    names = ("kind", "target", "result")
    sheet.labels(_titles("objectives/quantitative/0", names))
    for number in range(len(form.objectives.quantitative) + SPARE):
        sheet.row([f"/form/objectives/quantitative/{number}/{name}" for name in names])
    return sheet


def _titles(place: str, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(title_at(f"{place}/{name}") for name in names)


def _scoring(form: Form) -> Sheet:
    sheet = Sheet(SCORING, (12, 14, 20, 52, 8, 10, 36), "指标、评分标准和分值由评分方案规定。", landscape=True)
    sheet.labels(SCORING_HEADING)
    kinds = (*(Kind.GIVEN,) * 5, *(Kind.INPUT,) * 2)
    for number in range(len(form.self_scoring.rows)):
        sheet.row([f"/form/self_scoring/rows/{number}/{name}" for name in ScoringRow.model_fields], kinds)
    sheet.cells.append(Cell(sheet.next, 1, Kind.LABEL, "总  分", across=4))
    for column, name in ((5, "max_points_total"), (6, "self_assessed_points_total")):
        sheet.cells.append(Cell(sheet.next, column, Kind.INPUT, pointer=f"/form/self_scoring/{name}"))
    sheet.next += 1
    for name in ("overall_points", "rating"):
        sheet.cells.append(Cell(sheet.next, 1, Kind.LABEL, title_at(f"self_scoring/{name}"), across=4))
        sheet.cells.append(Cell(sheet.next, 5, Kind.INPUT, pointer=f"/form/self_scoring/{name}", across=2))
        sheet.next += 1
    return sheet


def _panel(form: Form) -> Sheet:
    sheet = Sheet(PANEL, (34, 24, 34, 24), "签字在打印的纸质报告上进行；这里可以填写姓名和日期。")
    sheet.part("四、评价人员")
    names = tuple(Evaluator.model_fields)
    sheet.labels(_titles("panel/evaluators/0", names))
    for number in range(len(form.panel.evaluators) + SPARE):
        sheet.row([f"/form/panel/evaluators/{number}/{name}" for name in names])
    for name in ("panel_lead", "department_opinion", "finance_opinion"):
        sheet.part(str(EvaluationPanel.model_fields[name].title))
        for below in _slots(name):
            sheet.pair(title_at(f"panel/{name}/{below}"), f"/form/panel/{name}/{below}")
    return sheet


def _slots(name: str) -> Iterator[str]:
    """The opinion first, as on paper."""
    if name != "panel_lead":
        yield "opinion"
    yield from ("signature", "date")


def _narrative(form: Form) -> Sheet:
    sheet = Sheet(NARRATIVE, (10, 30, 100), "每节一行；正文在格内换行用 Alt+Enter。", landscape=True)
    sheet.part("五、评价报告综述（文字部分）")
    sheet.cells.append(Cell(sheet.next, 1, Kind.LABEL, title_at("narrative/title")))
    sheet.cells.append(Cell(sheet.next, 2, Kind.INPUT, pointer="/form/narrative/title", across=2))
    sheet.next += 1
    names = ("number", "title", "text")
    sheet.labels(_titles("narrative/sections/0", names))
    for number in range(len(form.narrative.sections) + SPARE):
        sheet.row([f"/form/narrative/sections/{number}/{name}" for name in names])
    return sheet


@dataclass(frozen=True)
class Places:
    """Where the cells of the form are."""

    sheets: tuple[Sheet, ...]
    cells: dict[str, tuple[str, Cell]]

    @classmethod
    def of(cls, sheets: tuple[Sheet, ...]) -> "Places":
        """Of a layout."""
        return cls(
            sheets, {cell.pointer: (sheet.title, cell) for sheet in sheets for cell in sheet.cells if cell.pointer}
        )

    def __contains__(self, pointer: str) -> bool:
        return pointer in self.cells

    def sheet(self, pointer: str) -> str:
        """The title of its sheet."""
        return self.cells[pointer][0]

    def address(self, pointer: str) -> str:
        """C7, as its own sheet names it."""
        return self.cells[pointer][1].address

    def ref(self, pointer: str) -> str:
        """'收支'!$C$7, as any sheet names it."""
        title, cell = self.cells[pointer]
        return f"'{title}'!${get_column_letter(cell.column)}${cell.row}"

    def list(self, prefix: str, name: str) -> list[str]:
        """The pointers of a column of a list, from its first row on: `/form/revenue/rows`, `total`."""
        found: list[str] = []
        while (pointer := f"{prefix}/{len(found)}/{name}") in self.cells:
            found.append(pointer)
        return found
