"""A5: a total cell or a printed total row that says 0, 无 or nothing while what it sums up has amounts."""

from collections.abc import Iterator
from typing import Any, Final

from app.domain.checks.check import ERROR, Check, Example, Found
from app.domain.checks.examined import TABLES, Examined, interval_in
from app.domain.checks.finding import Fix, Severity, Stage
from app.domain.checks.interval import NONE, Interval, total
from app.domain.checks.sums import ALL_SUMS, Known, Sum, added_up, exact_sum, is_empty, label, left_empty, told_sum
from app.domain.checks.tables import COLUMNS, column_number
from app.domain.checks.wording import amount, figure
from app.domain.form.cells import Nothing, Unread


def find(report: Examined) -> Iterator[Found]:
    """Each row's totals, then each printed total row against the institutions' rows."""
    for one in ALL_SUMS:
        for pointer, row in report.rows(one.table):
            if known := left_empty(one, row):
                yield _empty_whole(report, one, (pointer, row), known)
    for table in TABLES:
        if getattr(report.form, table).total is not None:
            yield from _empty_total_row(report, table)


def _empty_whole(report: Examined, one: Sum, at: tuple[str, Any], known: Known) -> Found:
    pointer, row = at
    place, exact, cell = f"{pointer}/{one.whole}", exact_sum(row, known), getattr(row, one.whole)
    return Found(
        at=place,
        amount=f"{one.label}{_said(cell)}，而{told_sum(one.table, row, known)}",
        fixes=(Fix(f"把{one.label}改为 {figure(exact)}", place, figure(exact)),),
        repairs={place: added_up(known)},
        severity=_severity(report, cell),
    )


def _empty_total_row(report: Examined, table: str) -> Iterator[Found]:
    """One finding a row, however many of its columns are empty: it was not filled in."""
    found = getattr(report.form, table)
    columns: dict[str, Interval] = {}
    for name in COLUMNS[table]:
        if is_empty(getattr(found.total, name)):
            cells = [getattr(row, name) for row in found.rows]
            added = total(value for cell in cells if (value := interval_in(cell)) is not None)
            if not added.meets(NONE) and not any(isinstance(cell, Unread) for cell in cells):
                columns[name] = added
    if not columns:
        return
    name = next(iter(columns))
    pointer, exact, cell = f"/form/{table}/total", column_number(found.rows, name), getattr(found.total, name)
    more = (
        f"，{'、'.join(label(table, other) for other in columns)}共 {len(columns)} 栏都是如此"
        if len(columns) > 1
        else ""
    )
    yield Found(
        at=f"{pointer}/{name}",
        amount=f"合计行的{label(table, name)}{_said(cell)}，而各机构之和为 {amount(exact, '万元')}{more}",
        fixes=(
            Fix(f"把合计行的{label(table, name)}改为 {figure(exact)}", f"{pointer}/{name}", figure(exact)),
            *((Fix("把合计行各栏改为各机构之和"),) if len(columns) > 1 else ()),
        ),
        repairs={f"{pointer}/{name}": added for name, added in columns.items()},
        severity=_severity(report, cell),
    )


def _said(cell: Any) -> str:
    return "空着" if cell is None else "填“无”" if isinstance(cell, Nothing) else "为 0"


def _severity(report: Examined, cell: Any) -> Severity | None:
    """A blank in a draft may still be filled in."""
    return Severity.WARNING if cell is None and report.stage is Stage.DRAFT else None


CHECK: Final = Check(
    id="A5",
    title="各项有数而合计为空或为零",
    reason="合计是评分取数的格子，空着或为零会使相关指标没有依据",
    source="自评报告表式第二部分各表的合计栏和合计行",
    severity=ERROR,
    find=find,
    passing=Example(
        "合计行的“其他”空着，各机构的也都是 0",
        {
            "/form/fixed_assets/rows/0/in_use": "470.00",
            "/form/fixed_assets/rows/0/other": "0.00",
            "/form/fixed_assets/total": {
                "institution": "合计",
                "total": "500.00",
                "in_use": "470.00",
                "leased_out": "30.00",
            },
        },
    ),
    failing=Example("固定资产合计为 0，三项都有数", {"/form/fixed_assets/rows/0/total": "0"}),
    follows=("A1", "A3"),
)
