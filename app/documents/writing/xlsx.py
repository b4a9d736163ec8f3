"""The form as an Excel workbook: a sheet a part, laid out and merged as on paper, so that it reads back."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.documents.writing import official
from app.documents.writing.sheet import Line, Look, Row, Table, spans
from app.documents.writing.workbook import put_figure, put_text, saved
from app.domain.checks.finding import Finding
from app.domain.form.form import Form

FINDING_COLUMNS: Final = (
    ("编号", 8), ("级别", 8), ("位置", 30), ("问题", 60), ("原因", 40), ("改法", 40), ("豁免", 10),
)  # fmt: skip

_TWIPS_A_UNIT: Final = 105
"""A unit of width in Excel is a digit of the standard font."""
_LINE_HEIGHT: Final = 15.0
_MOST_HEIGHT: Final = 400.0
"""Points; Excel allows 409."""
_THIN: Final = Side(style="thin")
_BORDER: Final = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_SONG: Final = Font(name="宋体", size=10.5)
_BOLD: Final = Font(name="宋体", size=10.5, bold=True)
_ALIGNED: Final = {
    Look.TEXT: "left", Look.SIGNED: "left", Look.BODY: "left", Look.SECTION: "left", Look.COVER_LINE: "left",
    Look.PREPARER: "left",
}  # fmt: skip
_STRONG: Final = frozenset({Look.PART, Look.COVER_TITLE, Look.CHAPTER, Look.TITLE, Look.SECTION})


def xlsx(form: Form, findings: Sequence[Finding] | None = None, *, printed: bool = False, note: str = "") -> bytes:
    """The workbook; with `findings`, a sheet of them. Figures are numbers with the decimals that were typed."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    profile = (*official.profile_rows(form.profile), *official.panel_rows(form.panel))
    scoring = tuple(official.scoring_rows(form.self_scoring))
    parts: dict[str, Sequence[Line | Table]] = {
        "基本情况": (
            *official.cover_lines(form.cover),
            Table("基本情况和评价人员", profile),
            official.preparer_line(form.preparer),
        ),
        "收支": (Table("收支情况", tuple(official.finance_rows(form))),),
        "绩效目标": (Table("绩效目标", tuple(official.objective_rows(form))),),
        "评分表": (official.SCORING_TITLE, Table("评分表", scoring)),
        "综述": tuple(official.narrative_lines(form, printed=printed)),
    }
    for title, blocks in parts.items():
        _fill(workbook.create_sheet(title), blocks, note)
    if findings is not None:
        _fill_findings(workbook.create_sheet("核对结果"), findings)
    return saved(workbook)


def _fill(sheet: Worksheet, blocks: Iterable[Line | Table], note: str) -> None:
    _paper(sheet, note)
    blocks = tuple(blocks)
    edges = sorted({edge for block in blocks if isinstance(block, Table) for edge in block.edges()})
    edges = edges or [0, official.WIDTH]
    for at, (left, right) in enumerate(pairwise(edges), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = (right - left) / _TWIPS_A_UNIT
    at = 1
    for block in blocks:
        for row in block.rows if isinstance(block, Table) else ():
            _put_row(sheet, at, row, edges)
            at += 1
        if isinstance(block, Line):
            _put_line(sheet, at, block, len(edges) - 1)
            at += 1


def _paper(sheet: Worksheet, note: str) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = f"{note}　第 &P 页" if note else "第 &P 页"


def _put_line(sheet: Worksheet, at: int, line: Line, columns: int) -> None:
    if columns > 1:
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=columns)
    _put(sheet, at, 1, line.text, line.look)
    sheet.row_dimensions[at].height = _height(line.text, official.WIDTH)


def _put_row(sheet: Worksheet, at: int, row: Row, edges: Sequence[int]) -> None:
    column = 1
    for box, span in zip(row.boxes, spans(row, edges), strict=True):
        if box.rows > 1 or (span > 1 and box.rows):
            last = column + span - 1
            sheet.merge_cells(start_row=at, end_row=at + box.rows - 1, start_column=column, end_column=last)
        if box.rows:
            _put(sheet, at, column, box.text, box.look)
        for covered in range(column, column + span):
            sheet.cell(at, covered).border = _BORDER
        column += span
    alone = [_height(box.text, box.width) for box in row.boxes if box.rows == 1]
    sheet.row_dimensions[at].height = max([_LINE_HEIGHT * 1.4, *alone])


def _put(sheet: Worksheet, row: int, column: int, text: str, look: Look) -> None:
    cell = sheet.cell(row, column)
    (put_figure if look is Look.FIGURE else put_text)(cell, text)
    cell.font = _BOLD if look in _STRONG else _SONG
    cell.alignment = Alignment(horizontal=_ALIGNED.get(look, "center"), vertical="center", wrap_text=True)


def _height(text: str, width: int) -> float:
    """Enough for a text in a cell of that width (Excel does not work it out for merged cells)."""
    characters = max(width // (2 * _TWIPS_A_UNIT), 1)
    lines = sum(-(-len(line) // characters) or 1 for line in text.split("\n"))
    return min(lines * _LINE_HEIGHT + 4, _MOST_HEIGHT)


def _fill_findings(sheet: Worksheet, findings: Iterable[Finding]) -> None:
    for at, (title, width) in enumerate(FINDING_COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
        put_text(sheet.cell(1, at), title)
        sheet.cell(1, at).font = _BOLD
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    for row, one in enumerate(findings, start=2):
        for at, text in enumerate(finding_cells(one), start=1):
            put_text(sheet.cell(row, at), text)
            sheet.cell(row, at).alignment = Alignment(vertical="top", wrap_text=True)


def finding_cells(finding: Finding) -> tuple[str, ...]:
    """A finding as FINDING_COLUMNS has it."""
    problem = "；".join((finding.amount, *(f"{one.title}：{one.amount}" for one in finding.linked)))
    fixes = "；或者".join(fix.text for fix in finding.fixes)
    title = f"{finding.title}：{problem}"
    return finding.check, finding.severity.label, finding.where, title, finding.why, fixes, finding.waiver
