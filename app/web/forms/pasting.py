"""A block of cells copied from Excel or WPS: lines of tab-separated texts, laid over the rows of a part from one input
on. Rows that are lacking are added; what finds no column is told and never dropped in silence."""

import csv
import io
from dataclasses import dataclass
from typing import Any, Final

from app.web.forms.content import value_of
from app.web.sections import Field, Part, Section

MOST_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was laid where."""

    rows: int
    cells: int
    first: str
    """The name of the first input that was filled in."""
    left_out: tuple[str, ...]
    """What found no place, in words."""


def pasted(section: Section, content: dict[str, Any], place: str, text: str) -> Pasted:
    """Lay `text` over `content`, beginning at an input (`revenue/rows/0/total`) or at the first column of a part."""
    part = next((one for one in section.parts if one.repeats and f"{place}/".startswith(f"{one.place}/")), None)
    if part is None:
        return Pasted(0, 0, "", ("这里不能粘贴表格",))
    at, column = _begin(part, place)
    lines = block_of(text)
    rows: Any = content
    for token in part.place.split("/"):
        rows = rows[token]
    left_out, cells = [], 0
    columns = part.fields[column:]
    for offset, line in enumerate(lines[: MOST_ROWS - at]):
        while len(rows) <= at + offset:
            rows.append({field.name: value_of(field, "") for field in part.fields})
        for field, said in zip(columns, line, strict=False):
            rows[at + offset][field.name] = _read(field, said)
            cells += 1
        left_out += [f"第 {at + offset + 1} 行多出的“{said}”没有列可放" for said in line[len(columns) :] if said]
    left_out += [
        f"第 {at + offset + 1} 行起超过 {MOST_ROWS} 行，没有粘贴" for offset in (MOST_ROWS - at,) if lines[offset:]
    ]
    first = f"{part.place}/{at}/{columns[0].name}" if lines else ""
    return Pasted(min(len(lines), MOST_ROWS - at), cells, first, tuple(left_out))


def block_of(text: str) -> list[list[str]]:
    """The cells of a copied block: a cell with line breaks stands in quotation marks, as spreadsheets copy it."""
    plain = text.replace("\r\n", "\n").rstrip("\n")
    if not plain.strip():
        return []
    return [[one.strip() for one in line] for line in csv.reader(io.StringIO(plain), delimiter="\t")]


def _begin(part: Part, place: str) -> tuple[int, int]:
    index, _, name = place.removeprefix(part.place).strip("/").partition("/")
    names = [field.name for field in part.fields]
    return (int(index) if index.isdecimal() else 0), (names.index(name) if name in names else 0)


def _read(field: Field, said: str) -> Any:
    """A cell as it is typed; a choice by its label (数量指标) as well."""
    if field.kind == "choice":
        return next((value for value, label in field.choices if said in (value, label)), field.choices[0][0])
    return value_of(field, said)
