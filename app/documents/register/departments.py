"""Lists of departments (部门) and their second-level units (二级单位)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.documents.register.column import REGION, Column, code_column, text_column
from app.documents.register.problem import CellProblem, ReadRegister
from app.documents.register.table import Entry, duplicates, read_table

CODE: Final = code_column("预算编码", "001002", required=True, also=("部门预算编码", "单位预算编码"))
NAME: Final = text_column("部门名称", 200, "示例县水文站", required=True, also=("部门（单位）名称", "单位名称"))
PARENT: Final = code_column("上级预算编码", "001001", also=("上级部门预算编码",))
SECTION: Final = text_column("归口科室", 60, "农业科", also=("归口业务科室", "财政归口业务科室"))
COLUMNS: Final = (REGION, CODE, NAME, PARENT, SECTION)

UNIQUE: Final = "同一区划里一个预算编码只能有一行"
TWO_LEVELS: Final = "部门只有两级：上级应是同一区划的部门，不能是本单位自己，也不能是另一个有上级的单位"
RULES: Final = (UNIQUE, TWO_LEVELS, "“上级预算编码”空白的是部门；上级可以在本表里，也可以已经登记")
"""In words, for who fills in a list; the first two are also messages."""

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DepartmentLine:
    """A department, or with `parent_code` a unit of the department with that budget code in the same region.

    The parent is in the same list, or has to be registered already; `section` is the name of a section of finance.
    """

    row: int
    region: str
    budget_code: str
    name: str
    parent_code: str | None
    section: str | None


def read_departments(data: bytes, name: str = "", default_region: str | None = None) -> ReadRegister[DepartmentLine]:
    """The departments in a file's bytes; `default_region` stands where a row gives none. Raises NotAForm."""
    table = read_table(data, name, (replace(REGION, required=default_region is None), *COLUMNS[1:]))
    keys = {entry.row: _key(entry, CODE, default_region) for entry in table.entries}
    problems = [
        *duplicates(table.entries, lambda entry: keys[entry.row], CODE, UNIQUE),
        *_wrong_parents(table.entries, keys, default_region),
    ]
    lines = {entry.row: _line(entry, default_region) for entry in table.entries}
    return table.register(lines, problems)


def _key(entry: Entry, code: Column, default_region: str | None) -> _Key | None:
    region = default_region if entry.blank(REGION) else entry[REGION]
    return (region, entry[code]) if region and entry[code] else None


def _wrong_parents(
    entries: Sequence[Entry], keys: Mapping[int, _Key | None], default_region: str | None
) -> Iterator[CellProblem]:
    units = {key: entry.row for entry in reversed(entries) if (key := keys[entry.row]) and not entry.blank(PARENT)}
    for entry in entries:
        parent = _key(entry, PARENT, default_region)
        if parent is None:
            continue
        if parent == keys[entry.row]:
            yield entry.problem(PARENT, f"上级就是本单位自己；{TWO_LEVELS}")
        elif parent in units:
            yield entry.problem(PARENT, f"上级（第 {units[parent]} 行）自己也有上级；{TWO_LEVELS}")


def _line(entry: Entry, default_region: str | None) -> DepartmentLine:
    region = entry[REGION] or default_region or ""
    return DepartmentLine(entry.row, region, entry[CODE], entry[NAME], entry[PARENT] or None, entry[SECTION] or None)
