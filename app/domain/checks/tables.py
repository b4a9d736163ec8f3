"""Columns of the finance tables: their names, and what the institutions' rows of one add up to."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from app.domain.checks.sums import row_number
from app.domain.decimals import ZERO
from app.domain.form.finances import ExpenditureRow, FixedAssetsRow, RevenueRow, ThreePublicRow
from app.domain.pointer import unit_of

COLUMNS: Final = {
    table: tuple(name for name, field in model.model_fields.items() if unit_of(field) is not None)
    for table, model in (
        ("revenue", RevenueRow),
        ("expenditure", ExpenditureRow),
        ("three_public", ThreePublicRow),
        ("fixed_assets", FixedAssetsRow),
    )
}
"""The columns with amounts, by table."""


def column_number(rows: Sequence[Any], name: str) -> Decimal:
    """What a column of `rows` adds up to as printed; rows that state nothing count 0."""
    return sum((row_number(row, name) for row in rows), start=ZERO)
