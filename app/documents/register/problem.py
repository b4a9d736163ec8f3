"""What is wrong in a list, cell by cell, and the list that was read."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A wrong cell: its row as the sheet counts (the header included, from 1), its column, what was typed, and why.

    The message says what is wrong and what to write. `column` is empty where the whole row or file is meant; `value`
    is cut to the length that a cell may have.
    """

    row: int
    column: str
    value: str
    message: str


@dataclass(frozen=True, slots=True)
class ReadRegister(Generic[Line]):
    """What came of a file: the rows without a problem, every problem in reading order, columns that were not read."""

    lines: tuple[Line, ...]
    problems: tuple[CellProblem, ...]
    ignored_columns: tuple[str, ...]
