"""A list's rows by the columns that are known: the header found, every cell read or told of."""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from app.documents.register.column import Column
from app.documents.register.problem import CellProblem, Line, ReadRegister
from app.documents.register.sheet import MAX_HEADER_ROW, MAX_ROWS, UNREADABLE, Sheet, SheetRow, sheets_of
from app.domain.form.cells import folded

TOO_MANY: Final = f"一次最多读取 {MAX_ROWS} 行；从这一行起没有读取，请分成几个文件"
ROWS: Final = (f"一次最多读取 {MAX_ROWS} 行，更多的请分成几个文件", "空行略过；表头可以换顺序，不认识的栏目略过")
"""In words, for who fills in a list."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row that is not empty in the columns that are known."""

    row: int
    typed: Mapping[str, str]
    """Every known column that is in the file, as it was typed."""
    read: Mapping[str, str]
    """The cells that hold."""

    def __getitem__(self, column: Column) -> str:
        """The cell as it is stored, empty where it is blank or wrong."""
        return self.read.get(column.name, "")

    def blank(self, column: Column) -> bool:
        """Whether nothing was typed there."""
        return not self.typed.get(column.name)

    def problem(self, column: Column, message: str) -> CellProblem:
        """A problem of that cell."""
        return CellProblem(self.row, column.name, self.typed.get(column.name, ""), message)


@dataclass(frozen=True, slots=True)
class Table:
    """What was read of a file, before its rows are looked at together."""

    entries: Sequence[Entry]
    problems: Sequence[CellProblem]
    ignored: tuple[str, ...]
    whole: bool
    """Whether the header has every required column once; without that no row is a line."""

    def register(self, lines: Mapping[int, Line], problems: Collection[CellProblem]) -> ReadRegister[Line]:
        """The outcome of `lines` by their row, of which only those count that nothing is wrong with."""
        told = sorted((*self.problems, *problems), key=lambda one: one.row)
        wrong = {one.row for one in told}
        kept = (line for row, line in lines.items() if row not in wrong)
        return ReadRegister(tuple(kept) if self.whole else (), tuple(told), self.ignored)


@dataclass(frozen=True, slots=True)
class _Header:
    """The row with the most labels that are known; row 1 where none is."""

    row: int
    places: Mapping[str, int]
    repeated: tuple[str, ...]
    ignored: tuple[str, ...]


def read_table(data: bytes, name: str, columns: Sequence[Column]) -> Table:
    """The rows of a file's sheet with the fullest header. Raises NotAForm where the file has no table."""
    headed = [(sheet, _header(sheet, columns)) for sheet in sheets_of(data, name)]
    sheet, header = max(headed, key=lambda one: len(one[1].places))
    problems = list(_header_problems(header, columns))
    whole = not problems
    problems += (
        CellProblem(1, "", other.title, f"工作表“{other.title}”也有这样的表头，没有读取；请把名单放在同一张工作表里")
        for other, found in headed
        if other is not sheet and len(found.places) > 1
    )
    present = [column for column in columns if column.name in header.places]
    entries: list[Entry] = []
    for place, row in enumerate(row for row in sheet.rows if row.number > header.row):
        if place == MAX_ROWS:
            problems.append(CellProblem(row.number, "", "", TOO_MANY))
            break
        if row.cells[0] is UNREADABLE:
            problems.append(CellProblem(row.number, "", "", UNREADABLE.fault))
        elif (entry := _entry(row, header, present, problems)) is not None:
            entries.append(entry)
    return Table(entries, problems, header.ignored, whole)


def duplicates(
    entries: Sequence[Entry], key: Callable[[Entry], Key | None], column: Column, rule: str
) -> Iterator[CellProblem]:
    """A problem for each row whose key an earlier row has; None is no key."""
    first: dict[Key, int] = {}
    for entry in entries:
        if (found := key(entry)) is not None and (row := first.setdefault(found, entry.row)) != entry.row:
            yield entry.problem(column, f"第 {row} 行和第 {entry.row} 行的“{column.name}”重复；{rule}")


def _header(sheet: Sheet, columns: Sequence[Column]) -> _Header:
    known = {folded(label): column.name for column in columns for label in (column.name, *column.also)}
    best = _Header(1, {}, (), ())
    for row in sheet.rows[:MAX_HEADER_ROW]:
        found = _header_in(row, known)
        if len(found.places) > len(best.places):
            best = found
    return best


def _header_in(row: SheetRow, known: Mapping[str, str]) -> _Header:
    places: dict[str, int] = {}
    repeated: list[str] = []
    ignored: list[str] = []
    for place, cell in enumerate(row.cells):
        column = known.get(folded(cell.text).strip("*:"))
        if column is None:
            ignored += [cell.text] if cell.text else []
        elif column in places:
            repeated.append(column)
        else:
            places[column] = place
    return _Header(row.number, places, tuple(repeated), tuple(ignored))


def _header_problems(header: _Header, columns: Sequence[Column]) -> Iterator[CellProblem]:
    for column in columns:
        if column.required and column.name not in header.places:
            message = f"第 {header.row} 行的表头缺少“{column.name}”一栏，请补上；{column.rule}"
            yield CellProblem(header.row, column.name, "", message)
    for name in header.repeated:
        yield CellProblem(header.row, name, name, f"表头里“{name}”一栏不止一次，请只留一栏")


def _entry(row: SheetRow, header: _Header, columns: Sequence[Column], problems: list[CellProblem]) -> Entry | None:
    cells = {column.name: row.at(header.places[column.name]) for column in columns}
    if not any(cell.text for cell in cells.values()):
        return None
    entry = Entry(row.number, {name: cell.text for name, cell in cells.items()}, read := {})
    for column in columns:
        cell = cells[column.name]
        value = None if cell.fault else column.read(cell.text)
        if value is not None:
            read[column.name] = value
        elif cell.text:
            problems.append(entry.problem(column, cell.fault or column.rule))
        elif column.required:
            problems.append(entry.problem(column, f"没有填写；{column.rule}"))
    return entry
