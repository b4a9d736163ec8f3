"""Part two, 部门（单位）收支情况: four tables in 万元, each with a row an institution and perhaps a printed total row.

A table without a total row is never summed in silence: `/expenditure/total/basic` is the printed total row's cell,
else the only row's, else missing.
"""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from pydantic import Field

from app.domain.decimals import ZERO, plain
from app.domain.form.cells import Cell, Text, number_in
from app.domain.model import Value

MAX_ROWS = 500


def _wan_yuan(title: str) -> Any:
    return Field(default=None, title=title, json_schema_extra={"unit": "万元"})


class InstitutionRow(Value):
    """A row of one institution, or the total row."""

    institution: Text = Field(default="", title="机构名称")


class RevenueRow(InstitutionRow):
    """年度收入情况（万元）."""

    total: Cell = _wan_yuan("收入合计")
    prior_year_carryover: Cell = _wan_yuan("上年结转")
    general_budget_appropriation: Cell = _wan_yuan("公共财政拨款")
    government_fund_appropriation: Cell = _wan_yuan("政府基金拨款")
    special_account_non_tax_revenue: Cell = _wan_yuan("纳入专户管理的非税收入拨款")
    other: Cell = _wan_yuan("其他收入")


class ExpenditureRow(InstitutionRow):
    """部门（单位）年度支出和结余情况（万元）: 支出 = 基本 + 项目, 基本 = 人员 + 公用."""

    total: Cell = _wan_yuan("支出合计")
    basic: Cell = _wan_yuan("基本支出")
    personnel: Cell = _wan_yuan("人员支出")
    operating: Cell = _wan_yuan("公用支出")
    project: Cell = _wan_yuan("项目支出")
    year_end_balance: Cell = _wan_yuan("当年结余")
    cumulative_balance: Cell = _wan_yuan("累计结余")


class ThreePublicRow(InstitutionRow):
    """三公经费（万元）."""

    total: Cell = _wan_yuan("三公经费合计")
    official_hospitality: Cell = _wan_yuan("公务接待费")
    vehicle_running_costs: Cell = _wan_yuan("公务用车运维费")
    vehicle_purchases: Cell = _wan_yuan("公务用车购置费")
    overseas_travel: Cell = _wan_yuan("因公出国（境）费")


class FixedAssetsRow(InstitutionRow):
    """固定资产（万元）."""

    total: Cell = _wan_yuan("固定资产合计")
    in_use: Cell = _wan_yuan("在用固定资产")
    leased_out: Cell = _wan_yuan("出租固定资产")
    other: Cell = _wan_yuan("其他")


Row = TypeVar("Row", bound=InstitutionRow)


class Table(Value, Generic[Row]):
    """A table of several institutions; `total` is the printed total row, null where the form has none."""

    rows: tuple[Row, ...] = Field(default=(), title="各机构", max_length=MAX_ROWS)
    total: Row | None = Field(default=None, title="合计")


def total_of(rows: Sequence[Row]) -> Row:
    """The row that adds up `rows` (绝对数汇总). A column in which an institution has no number stays blank."""
    model = type(rows[0])
    totals: dict[str, Cell] = {}
    for name, field in model.model_fields.items():
        if isinstance(field.json_schema_extra, dict) and "unit" in field.json_schema_extra:
            numbers = [number_in(getattr(row, name)) for row in rows]
            known = [number for number in numbers if number is not None]
            if len(known) == len(rows):
                totals[name] = plain(sum(known, start=ZERO))
    return model.model_validate({"institution": "合计", **totals})
