"""The template as a file (.xlsx): inputs open, everything else locked, sums and checks live.

The lock has no password: it keeps labels from being typed over by accident, and whoever needs to can lift it.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from app.documents.template.layout import FIRST_ROW, SCORING, Cell, Kind, Places, Sheet, layout
from app.documents.template.prepared import prepared
from app.documents.template.reckoned import additions
from app.documents.template.said import POSTS, SAID, Verdict, verdicts
from app.documents.template.terms import CHECKS, MAP, MAP_HEADING, MOST_PLACES, VERDICTS, Terms, reading
from app.documents.writing.words import written
from app.documents.writing.workbook import put_figure, put_text, saved
from app.domain.checks.catalogue import BY_ID
from app.domain.checks.catalogue.a9_impossible import NEVER_NEGATIVE
from app.domain.checks.context import Context
from app.domain.checks.examined import TABLES, Examined
from app.domain.checks.finding import Stage
from app.domain.errors import DomainError
from app.domain.form.cells import DateCell, Unread
from app.domain.form.form import Form
from app.domain.form.objectives import TargetKind
from app.domain.form.supplement import Supplement
from app.domain.places import place_name
from app.domain.pointer import MISSING, cell_at, field_at, tokens_of, unit_of
from app.domain.scoring.compiled import CompiledScheme

_WRONG: Final = "核对_有错"
"""The name of the column of verdicts: in every program a rule may refer to a name, in some not to another sheet."""

_NO_FAULT: Final = "没有发现错误"
_TO_FIRST: Final = "到第一处错误"
_DATE: Final = 'yyyy"年"m"月"d"日"'
_ROW: Final = re.compile(r"/[0-9]+(?=/)")
_LINE_HEIGHT: Final = 16.0
_MOST_HEIGHT: Final = 400.0

_THIN: Final = Side(style="thin", color="A6A6A6")
_BORDER: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FILLS: Final = {
    Kind.PART: PatternFill("solid", fgColor="D9E2EC"),
    Kind.LABEL: PatternFill("solid", fgColor="F2F2F2"),
    Kind.GIVEN: PatternFill("solid", fgColor="FFFFFF"),
    Kind.INPUT: PatternFill("solid", fgColor="FFF9E0"),
}
_RECKONED: Final = PatternFill("solid", fgColor="E3EEF9")
_RED: Final = PatternFill("solid", bgColor="F8CBCB")
_PLAIN: Final = Font(name="宋体", size=11)
_BOLD: Final = Font(name="宋体", size=11, bold=True)
_HEAD: Final = Font(name="宋体", size=14, bold=True)
_GREY: Final = Font(name="宋体", size=10, color="595959")
_LINK: Final = Font(name="宋体", size=11, color="0563C1", underline="single")
_FAULT: Final = Font(bold=True, color="B00020")
_OPEN: Final = Protection(locked=False)


class TooLargeForTemplate(DomainError):
    """The report has more institutions than a workbook can have that is to be read back."""

    code = "too_large_for_template"


MOST_INSTITUTIONS: Final = 200


def template(form: Form, supplement: Supplement, scheme: CompiledScheme) -> bytes:
    """The workbook with what `form` says, or blank for `Form()`; read back, it gives the form as it was filled in.

    Raises TooLargeForTemplate.
    """
    most = max(len(getattr(form, table).rows) for table in TABLES)
    if most > MOST_INSTITUTIONS:
        message = f"收支表有 {most} 个机构，填报表最多 {MOST_INSTITUTIONS} 个；请由二级单位分别填报，或下载 Excel 表式"
        raise TooLargeForTemplate(message)
    return saved(_Writer(prepared(form, scheme), supplement, scheme).workbook())


class _Writer:
    def __init__(self, form: Form, supplement: Supplement, scheme: CompiledScheme) -> None:
        self._form, self._scheme = form, scheme
        self._places = Places.of(layout(form))
        self._reckoned = {one.whole: one.formula(self._places) for one in additions(self._places) if one.agrees(form)}
        ordered = [
            cell.pointer for sheet in self._places.sheets
            for cell in sorted(sheet.cells, key=lambda one: (one.column, one.row)) if cell.pointer
        ]  # fmt: skip
        self._terms = Terms(self._places, {pointer: row for row, pointer in enumerate(ordered, start=2)})
        report = Examined(scheme, form, supplement, Context(), Stage.SUBMISSION)
        self._unlike_the_scheme = {
            mark.cell("max_points") for mark in report.marks
            if mark.stated != mark.expected and mark.expected is not None
        }  # fmt: skip
        found = list(verdicts(self._terms, report))
        order = [sheet.title for sheet in self._places.sheets]
        self._verdicts = sorted(found, key=lambda one: order.index(self._places.sheet(one.target)))

    def workbook(self) -> Workbook:
        """All sheets: those to fill in, the checks, and two hidden ones."""
        workbook = Workbook()
        workbook.remove(workbook.active)
        for sheet in self._places.sheets:
            self._fill(workbook.create_sheet(sheet.title), sheet)
        self._list_checks(workbook.create_sheet(CHECKS))
        self._judge(workbook.create_sheet(VERDICTS))
        self._map(workbook.create_sheet(MAP))
        last = len(self._verdicts) + 1
        workbook.defined_names[_WRONG] = DefinedName(_WRONG, attr_text=f"'{VERDICTS}'!$E$2:$E${last}")
        return workbook

    # The sheets to fill in

    def _fill(self, out: Worksheet, sheet: Sheet) -> None:
        _paper(out, landscape=sheet.landscape)
        for at, width in enumerate(sheet.widths, start=1):
            out.column_dimensions[get_column_letter(at)].width = width
        heights: dict[int, float] = {}
        for cell in sheet.cells:
            text = self._put(out, cell)
            width = sum(sheet.widths[cell.column - 1 : cell.column - 1 + cell.across])
            if cell.down == 1:
                least = 60.0 if cell.pointer.rpartition("/")[2] in _LONG and not text else 0.0
                heights[cell.row] = max(heights.get(cell.row, least), _height(text, width), least)
        for row, height in heights.items():
            out.row_dimensions[row].height = height
        self._head(out, sheet)
        self._guard_inputs(out, sheet)
        self._mark_faults(out, sheet)
        frozen = FIRST_ROW + 1 if sheet.title == SCORING else FIRST_ROW
        out.freeze_panes = f"A{frozen}"
        out.print_title_rows = f"{FIRST_ROW}:{FIRST_ROW}" if sheet.title == SCORING else None

    def _put(self, out: Worksheet, cell: Cell) -> str:
        """Write a cell; the text that it shows."""
        last_row, last = cell.row + cell.down - 1, cell.column + cell.across - 1
        if cell.across > 1 or cell.down > 1:
            out.merge_cells(start_row=cell.row, end_row=last_row, start_column=cell.column, end_column=last)
        for row in range(cell.row, last_row + 1):
            for column in range(cell.column, last + 1):
                out.cell(row, column).border = _BORDER
        target = out.cell(cell.row, cell.column)
        target.fill = _FILLS[cell.kind]
        target.font = _BOLD if cell.kind in (Kind.PART, Kind.LABEL) else _PLAIN
        target.alignment = Alignment(
            vertical="center", wrap_text=True, horizontal="center" if cell.kind is Kind.LABEL else "left"
        )
        if not cell.pointer:
            put_text(target, cell.text)
            return cell.text
        return self._put_answer(target, cell)

    def _put_answer(self, target: Any, cell: Cell) -> str:
        value, text = self._value(cell.pointer), ""
        if unit_of(_field(cell.pointer)) is not None:
            text = written(value)
            put_figure(target, text)
            target.number_format = _shown(text, cell.pointer)
            target.alignment = Alignment(vertical="center", horizontal="right", wrap_text=target.data_type != "n")
        elif _field(cell.pointer).annotation == DateCell:
            target.number_format = _DATE
            if isinstance(value, Unread):
                put_text(target, value.unread)
            elif value is not None:
                target.value = date.fromisoformat(value)
                target.number_format = _DATE
        elif isinstance(value, int):
            target.value, text = value, str(value)
        else:
            text = value.label if isinstance(value, TargetKind) else value or ""
            put_text(target, text)
            target.number_format = "@" if cell.pointer in _CODES else "General"  # long texts show as #### in "@"
        if cell.pointer in self._reckoned:
            target.value, target.fill = self._reckoned[cell.pointer], _RECKONED
        elif cell.kind is Kind.INPUT or cell.pointer in self._unlike_the_scheme:
            target.protection, target.fill = _OPEN, _FILLS[Kind.INPUT]
        return text

    def _value(self, pointer: str) -> Any:
        _, table, *rest = tokens_of(pointer)
        if rest[:1] == ["total"] and table in TABLES and getattr(self._form, table).total is None:
            return "合计" if rest[1] == "institution" else None
        value = cell_at(self._form, pointer.removeprefix("/form"))
        return None if value is MISSING else value

    def _head(self, out: Worksheet, sheet: Sheet) -> None:
        """The title with the live count, the link to the first fault, and a hint below them."""
        rows = [at for at, one in enumerate(self._verdicts, start=2) if self._places.sheet(one.target) == sheet.title]
        out["A1"].value, out["A1"].font = sheet.title, _HEAD
        out.row_dimensions[1].height = 24
        out["A2"].value, out["A2"].font = sheet.hint, _GREY
        out["A2"].alignment = Alignment(vertical="center")
        if rows:
            wrong = f"'{VERDICTS}'!$E${rows[0]}:$E${rows[-1]}"
            links = f"'{VERDICTS}'!$D${rows[0]}:$D${rows[-1]}"
            out["B1"].value = f'=IF(SUM({wrong})=0,"{_NO_FAULT}","有 "&SUM({wrong})&" 处错误")'
            _count_font(out)
            first = f"INDEX({links},MATCH(1,{wrong},0))"
            out["C1"].value = f'=IF(SUM({wrong})=0,"",HYPERLINK({first},"{_TO_FIRST}"))'
            out["C1"].font = _LINK

    def _guard_inputs(self, out: Worksheet, sheet: Sheet) -> None:
        """What may be typed where, with a message in the words of the form; a draft may still say otherwise."""
        inputs = [cell for cell in sheet.cells if cell.kind is Kind.INPUT and cell.pointer not in self._reckoned]
        named = [(cell.column, _ROW.sub("/*", cell.pointer), cell) for cell in inputs]
        named.sort(key=lambda one: (one[0], one[2].row))
        for (_, place), group in groupby(named, key=lambda one: one[:2]):
            for stretch in _stretches([one[2] for one in group]):
                rule = self._rule(place, stretch[0])
                if rule is not None:
                    rule.add(f"{stretch[0].address}:{stretch[-1].address}")
                    out.add_data_validation(rule)

    def _rule(self, place: str, first: Cell) -> DataValidation | None:
        info, at = _field(first.pointer), first.address
        unit, title = unit_of(info), str(info.title)
        if unit is not None:
            limits = [f"ISNUMBER({at})"]
            if unit == "人":
                limits += [f"{at}>=0", f"INT({at})={at}"]
                message = "整数；没有的填 0 或“无”。"
            else:
                limits.append(f"ROUND({at},2)={at}")
                limits += [f"{at}>=0"] if _never_negative(place, unit) else []
                least = "，不小于 0" if len(limits) > 2 else ""
                message = f"单位：{unit}，最多两位小数{least}；没有的填 0 或“无”，不适用的填“不适用：原因”。"
            formula = f'OR(AND({",".join(limits)}),{at}="无",LEFT({at},3)="不适用")'
            return _warned(DataValidation(type="custom", formula1=formula), f"{title}（{unit}）", message)
        if info.annotation == DateCell:
            rule = DataValidation(type="date", operator="between", formula1="36526", formula2="73415")
            return _warned(rule, title, "填日期，例如 2022-05-10。")
        if place == "/form/cover/fiscal_year":
            rule = DataValidation(type="whole", operator="between", formula1="1990", formula2="2100")
            return _warned(rule, title, "填四位年份，例如 2021。")
        if place.endswith("/quantitative/*/kind"):
            return _choice(title, [kind.label for kind in TargetKind])
        if place.endswith("/rating"):
            return _choice(title, [rating.name for rating in self._scheme.scheme.ratings])
        return None

    def _mark_faults(self, out: Worksheet, sheet: Sheet) -> None:
        found: dict[str, list[int]] = {}
        for at, one in enumerate(self._verdicts, start=1):
            if self._places.sheet(one.target) == sheet.title:
                found.setdefault(self._places.address(one.target), []).append(at)
        for address, rows in found.items():
            formula = f"OR({','.join(f'INDEX({_WRONG},{row})=1' for row in rows)})"
            out.conditional_formatting.add(address, FormulaRule(formula=[formula], fill=_RED))

    # The checks

    def _judge(self, out: Worksheet) -> None:
        """A row a check and place: id, place in words, sheet, link, 1 where it is wrong, its id where it is wrong."""
        out.append(["编号", "位置", "工作表", "链接", "有错", "有错的编号", "指针"])
        for row, one in enumerate(self._verdicts, start=2):
            ref, sheet = self._places.ref(one.target), self._places.sheet(one.target)
            out.cell(row, 1).value, out.cell(row, 3).value = one.check, sheet
            put_text(out.cell(row, 2), self._named(one))
            out.cell(row, 4).value = f"=\"#'{sheet}'!\"&ADDRESS(ROW({ref}),COLUMN({ref}),4)"
            out.cell(row, 5).value = f"=IF({one.wrong},1,0)"
            out.cell(row, 6).value = f'=IF(E{row}=1,A{row},"")'
            out.cell(row, 7).value = one.at
        out.sheet_state = "hidden"

    def _named(self, one: Verdict) -> str:
        return place_name(one.at, self._form)

    def _list_checks(self, out: Worksheet) -> None:
        """A row a check, in the words of the catalogue."""
        _paper(out, landscape=True)
        last = len(self._verdicts) + 1
        places, links, wrong, named = (f"'{VERDICTS}'!${column}$2:${column}${last}" for column in "BDEF")
        for at, width in enumerate((12, 36, 60, 14, 44), start=1):
            out.column_dimensions[get_column_letter(at)].width = width
        out["A1"].value, out["A1"].font = CHECKS, _HEAD
        out["B1"].value = f'=IF(SUM({wrong})=0,"{_NO_FAULT}","共有 "&SUM({wrong})&" 处错误")'
        _count_font(out)
        out["C1"].value = f'=IF(SUM({wrong})=0,"",HYPERLINK(INDEX({links},MATCH(1,{wrong},0)),"{_TO_FIRST}"))'
        out["C1"].font = _LINK
        out["A2"].value = "与系统的核对规则相同；文字、按评分标准的计算和与其他报告的比较，在导入以后由系统核对。"
        out["A2"].font = _GREY
        for at, title in enumerate(("编号", "检查", "为什么", "结果", "第一处"), start=1):
            self._cell(out, 3, at, title, _BOLD).fill = _FILLS[Kind.LABEL]
        asked = {one.check for one in self._verdicts}
        for row, name in enumerate((one for one in SAID if one in asked), start=4):
            check, part = BY_ID[name], SAID[name][1]
            texts = (name, f"{check.title}{f'（{part}）' if part else ''}", f"{check.reason}。")
            for at, text in enumerate(texts, start=1):
                self._cell(out, row, at, text, _PLAIN)
            count = f"COUNTIF({named},$A{row})"
            first = f"MATCH($A{row},{named},0)"
            self._cell(out, row, 4, f'=IF({count}=0,"通过","有 "&{count}&" 处")', _PLAIN)
            link = f'=IF({count}=0,"",HYPERLINK(INDEX({links},{first}),INDEX({places},{first})))'
            self._cell(out, row, 5, link, _LINK)
            out.conditional_formatting.add(f"D{row}", FormulaRule(formula=[f'$D{row}<>"通过"'], fill=_RED))
            out.row_dimensions[row].height = max(_height(texts[1], 34), _height(texts[2], 60), 2 * _LINE_HEIGHT + 4)
        out.freeze_panes, out.print_title_rows = "A4", "3:3"

    def _cell(self, out: Worksheet, row: int, column: int, value: str, font: Font) -> Any:
        cell = out.cell(row, column)
        cell.value, cell.font, cell.border = value, font, _BORDER
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        return cell

    def _map(self, out: Worksheet) -> None:
        """Where each cell of the form is: what the import reads, and what the checks are said in."""
        out.append(MAP_HEADING)
        for pointer, row in self._terms.rows.items():
            ref = self._places.ref(pointer)
            out.cell(row, 1).value = pointer
            put_text(out.cell(row, 2), place_name(pointer, self._form))
            out.cell(row, 3).value = f"={ref}"
            if unit_of(_field(pointer)) is not None:
                least = _least_places(_shown(written(self._value(pointer)), pointer))
                for at, formula in enumerate(reading(ref, row, least), start=4):
                    out.cell(row, at).value = formula
        out.sheet_state = "hidden"


_LONG: Final = frozenset({"duties", "main_work", "achievements", "text", "opinion"})
"""Texts of several lines, which have room for them from the first."""
_CODES: Final = frozenset({"/form/cover/budget_code", "/form/profile/phone", "/form/preparer/phone"})
"""Texts that look like numbers, and lose their first 0 where a program takes them for one."""


def _field(pointer: str) -> Any:
    return field_at(Form, pointer.removeprefix("/form"))


def _shown(text: str, pointer: str) -> str:
    """The number format of a figure: with the decimals that were typed, and those that may still be."""
    decimals = len(text.partition(".")[2]) if text and text[-1].isdigit() else None
    if decimals is None:
        decimals = 2 if unit_of(_field(pointer)) == "万元" else 0
    return f"0.{'0' * decimals}{'#' * (MOST_PLACES - decimals)}" if decimals else "General"


def _least_places(number_format: str) -> int:
    return number_format.partition(".")[2].count("0")


def _never_negative(place: str, unit: str) -> bool:
    _, table, *_, name = tokens_of(place)
    return unit == "分" or name in NEVER_NEGATIVE.get(table, ()) or place in POSTS


def _stretches(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    """Cells right below each other."""
    found: list[Cell] = []
    for cell in cells:
        if found and cell.row != found[-1].row + 1:
            yield found
            found = []
        found.append(cell)
    if found:
        yield found


def _warned(rule: DataValidation, title: str, message: str) -> DataValidation:
    """A rule that explains itself and warns, as the system does: what was typed may stay."""
    rule.errorStyle, rule.allow_blank, rule.showInputMessage, rule.showErrorMessage = "warning", True, True, True
    rule.promptTitle, rule.prompt = title[:32], message[:255]
    rule.errorTitle, rule.error = title[:32], f"填写的内容不合要求。{message}"[:225]
    return rule


def _choice(title: str, names: Sequence[str]) -> DataValidation:
    rule = DataValidation(type="list", formula1=f'"{",".join(names)}"')
    return _warned(rule, title, f"请选择：{'、'.join(names)}。")


def _count_font(out: Worksheet) -> None:
    """Red where there is something to mend."""
    out["B1"].font = _BOLD
    out.conditional_formatting.add("B1", FormulaRule(formula=[f'$B$1<>"{_NO_FAULT}"'], font=_FAULT))


def _paper(out: Worksheet, *, landscape: bool) -> None:
    out.page_setup.paperSize = out.PAPERSIZE_A4
    out.page_setup.orientation = "landscape" if landscape else "portrait"
    out.page_setup.fitToWidth, out.page_setup.fitToHeight = 1, 0
    out.sheet_properties.pageSetUpPr.fitToPage = True
    out.oddFooter.center.text = "&A　第 &P 页"
    out.sheet_view.showGridLines = False
    out.protection.sheet = True
    out.protection.formatColumns = out.protection.formatRows = out.protection.formatCells = False


def _height(text: str, width: int) -> float:
    """Enough for a text in a column of that width, a Chinese character being two digits wide."""
    characters = max(width - 2, 2)
    lines = sum(-(-_digits(line) // characters) or 1 for line in text.split("\n"))
    return min(lines * _LINE_HEIGHT + 6, _MOST_HEIGHT)


def _digits(text: str) -> int:
    return sum(2 if one > "\u2e7f" else 1 for one in text)
