"""A7: the printed total row is not the sum of the institutions' rows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import TABLES, Examined, interval_in
from app.domain.checks.finding import Fix
from app.domain.checks.interval import NONE, Interval, total
from app.domain.checks.sums import is_empty, label, row_number
from app.domain.checks.tables import COLUMNS, column_number
from app.domain.checks.wording import amount, figure, quoted, sum_of
from app.domain.decimals import ZERO
from app.domain.form.cells import Unread, folded, number_in

TOLD_ONE_BY_ONE: Final = 4
"""With more institutions than these only their sum is told."""

_SUBTOTAL: Final = re.compile(r"(合|小|总|共)计|其中.*|.*汇总.*|.*(含|及)(所属|下属|二级).*")


def find(report: Examined) -> Iterator[Found]:
    """Column by column; one institution left out of every column is one finding."""
    for table in TABLES:
        found = getattr(report.form, table)
        if found.total is None or not found.rows:
            continue
        columns = list(_unequal(table, found.rows, found.total))
        if not columns or _adds_up_otherwise(found.rows, found.total, table):
            continue
        left_out = _left_out(columns, len(found.rows))
        if left_out is not None and len(columns) > 1:
            yield _row_left_out(table, found.rows, columns, left_out)
        else:
            yield from (_column(table, found.rows, found.total, one) for one in columns)


@dataclass(frozen=True, slots=True)
class Column:
    """A column whose total is not the sum of its rows; a blank row counts 0."""

    name: str
    stated: Interval
    rows: tuple[Interval, ...]

    @property
    def added(self) -> Interval:
        """What the rows can sum to."""
        return total(self.rows)

    def without(self, left_out: int) -> Interval:
        """What the others can sum to."""
        return total(value for at, value in enumerate(self.rows) if at != left_out)


def _unequal(table: str, rows: Sequence[Any], printed: Any) -> Iterator[Column]:
    for name in COLUMNS[table]:
        stated = interval_in(getattr(printed, name))
        if stated is None or is_empty(getattr(printed, name)):
            continue  # an empty total is A5's
        cells = [getattr(row, name) for row in rows]
        if sum([number_in(cell) or ZERO for cell in cells], start=ZERO) == number_in(getattr(printed, name)):
            continue
        values = [interval_in(cell) for cell in cells]
        if any(isinstance(cell, Unread) for cell in cells) or all(value is None for value in values):
            continue
        column = Column(name, stated, tuple(value or NONE for value in values))
        if not stated.meets(column.added):
            yield column


def _adds_up_otherwise(rows: Sequence[Any], printed: Any, table: str) -> bool:
    """Whether a row is itself a sum of others: by its name, or because it says what the total row says."""
    if any(_SUBTOTAL.fullmatch(folded(row.institution)) for row in rows):
        return True
    names = COLUMNS[table]
    said = [getattr(printed, name) for name in names]
    return len(rows) > 2 and any([getattr(row, name) for name in names] == said for row in rows)


def _left_out(columns: Sequence[Column], rows: int) -> int | None:
    """The one row without which every total is right."""
    found = [at for at in range(rows) if all(one.stated.meets(one.without(at)) for one in columns)]
    return found[0] if len(found) == 1 else None


def _row_left_out(table: str, rows: Sequence[Any], columns: Sequence[Column], at: int) -> Found:
    first, pointer = columns[0], f"/form/{table}/total"
    named = quoted(rows[at].institution) if rows[at].institution else f"第 {at + 1} 行"
    missing = amount(row_number(rows[at], first.name), "万元")
    sums = {one.name: figure(column_number(rows, one.name)) for one in columns}
    told = "、".join(f"{label(table, name)} {value}" for name, value in sums.items())
    return Found(
        at=f"{pointer}/{first.name}",
        amount=f"合计行没有加上{named}，{label(table, first.name)}少 {missing}，共 {len(columns)} 栏与各机构之和不等",
        fixes=(Fix(f"把合计行改为{told}"),),
        repairs={f"{pointer}/{one.name}": one.added for one in columns},
    )


def _column(table: str, rows: Sequence[Any], printed: Any, one: Column) -> Found:
    title, place = label(table, one.name), f"/form/{table}/total/{one.name}"
    stated, exact = row_number(printed, one.name), column_number(rows, one.name)
    parts = [
        (row.institution or f"第 {at + 1} 行", row_number(row, one.name))
        for at, row in enumerate(rows)
        if one.rows[at] != NONE
    ]
    told = sum_of(parts, exact, "万元") if len(parts) <= TOLD_ONE_BY_ONE else f"各机构之和为 {amount(exact, '万元')}"
    repairs: dict[str, Interval | None] = {place: one.added}
    for at in range(len(rows)):
        repairs[f"/form/{table}/rows/{at}/{one.name}"] = one.stated - one.without(at)
    return Found(
        at=place,
        amount=f"合计行的{title}为 {amount(stated, '万元')}，而{told}，相差 {amount(abs(stated - exact), '万元')}",
        fixes=(
            Fix(f"把合计行的{title}改为 {figure(exact)}", place, figure(exact)),
            Fix(f"核对各机构的{title}，改正其中填错的一格"),
        ),
        repairs=repairs,
    )


_SECOND: Final = {"institution": "示例县档案服务中心分馆", "total": "40.00", "in_use": "40.00"}


CHECK: Final = Check(
    id="A7",
    title="合计行与各机构之和不等",
    reason="合计行是全部门的数，评分以它为准，应等于各机构逐栏相加",
    source="自评报告表式第二部分各表的合计行",
    severity=ERROR,
    find=find,
    passing=Example(
        "合计行等于两个机构之和，分馆没有填的栏按没有计",
        {
            "/form/fixed_assets/rows/-": _SECOND,
            "/form/fixed_assets/total": {
                "institution": "合计",
                "total": "540.00",
                "in_use": "500.00",
                "leased_out": "30.00",
                "other": "10.00",
            },
        },
    ),
    failing=Example(
        "合计行漏加了分馆",
        {
            "/form/fixed_assets/rows/-": _SECOND,
            "/form/fixed_assets/total": {
                "institution": "合计",
                "total": "500.00",
                "in_use": "460.00",
                "leased_out": "30.00",
                "other": "10.00",
            },
        },
    ),
    follows=("A1", "A3", "A5"),
)
