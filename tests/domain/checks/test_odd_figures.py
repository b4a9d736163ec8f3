"""Figures that cannot be, that are in another unit, or far from other years and other departments."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.checks.context import Context, Peers
from app.domain.form.form import Form
from tests.domain.checks.changed import findings, of

ASSETS = "/form/fixed_assets/rows/0"


def past(*totals: str) -> Context:
    """Earlier years up to 2020 with these 固定资产合计."""
    first = 2021 - len(totals)
    return Context(
        history={
            first + at: Form.model_validate({"fixed_assets": {"rows": [{"total": total, "in_use": total}]}})
            for at, total in enumerate(totals)
        }
    )


def peers(*values: str) -> Context:
    """Comparable departments with these 固定资产合计."""
    group = Peers(f"同区划同年度的 {len(values)} 个部门", tuple(map(Decimal, values)))
    return Context(peers={"/form/fixed_assets/total/total": group})


def assets(total: str) -> dict[str, Any]:
    """The sound report with this total of assets, all but 40 in use."""
    return {f"{ASSETS}/total": total, f"{ASSETS}/in_use": str(Decimal(total) - 40)}


@pytest.mark.parametrize(("people", "wanted"), [("38.5", 1), ("-38", 1), ("38.0", 0), ("0", 0)])
def test_a_headcount_is_a_whole_number_of_people(people: str, wanted: int) -> None:
    assert len(of("A9", findings({"/form/profile/staff_in_post": people}))) == wanted


def test_a_single_figure_in_yuan_is_told_with_the_sum_that_it_upsets() -> None:
    found = findings({"/form/expenditure/rows/0/personnel": "3600000.00"})
    (sums,) = of("A1", found)
    assert "A10" in [one.check for one in sums.linked]
    assert of("A10", found) == []


def test_an_expenditure_table_in_yuan_is_seen_beside_the_income() -> None:
    row = "/form/expenditure/rows/0"
    cells = {"total": "7800000", "basic": "4800000", "personnel": "3600000", "operating": "1200000"}
    changes = {f"{row}/{name}": value for name, value in cells.items()} | {f"{row}/project": "3000000"}
    found = findings(changes)
    assert any("A10" in (one.check, *(linked.check for linked in one.linked)) for one in found)


def test_without_anything_to_compare_with_a_large_figure_is_no_suspect() -> None:
    assert findings(assets("5000000.00")) == []


def test_a_figure_is_compared_with_the_median_of_three_years_and_else_with_the_latest() -> None:
    (by_median,) = of("H1", findings(assets("5000.00"), past("480.00", "490.00", "500.00")))
    assert "以前 3 年的中位数 490.00 万元的 10.2 倍" in by_median.amount
    (by_latest,) = of("H1", findings(assets("5000.00"), past("480.00", "500.00")))
    assert "2020 年的 500.00 万元的 10 倍" in by_latest.amount


@pytest.mark.parametrize("total", ["200.00", "500.00", "1500.00"])
def test_ordinary_growth_is_no_outlier(total: str) -> None:
    assert of("H1", findings(assets(total), past("400.00", "450.00", "490.00"))) == []


def test_what_a_department_has_had_before_is_no_outlier() -> None:
    assert of("H1", findings(assets("5000.00"), past("400.00", "5200.00", "490.00"))) == []


def test_a_few_peers_are_too_few() -> None:
    assert of("H2", findings(assets("5000.00"), peers("400", "450", "500", "520"))) == []


def test_peers_that_are_all_alike_do_not_make_every_other_figure_an_outlier() -> None:
    assert of("H2", findings(assets("700.00"), peers(*["500"] * 12))) == []
    assert len(of("H2", findings(assets("5000.00"), peers(*["500"] * 12)))) == 1


def test_ten_times_last_year_among_peers_is_one_finding() -> None:
    both = Context(history=past("490.00").history, peers=peers(*["480"] * 10).peers)
    found = findings(assets("4900.00"), both)
    assert [(one.check, [linked.check for linked in one.linked]) for one in found] == [("H1", ["H2"])]


def test_a_carry_over_that_last_year_did_not_leave_names_both_reports() -> None:
    left = Form.model_validate({"expenditure": {"rows": [{"year_end_balance": "0", "cumulative_balance": "35.00"}]}})
    (found,) = of("H3", findings({}, Context(history={2020: left})))
    assert (found.pointer, found.fixes[0].value) == ("/form/revenue/rows/0/prior_year_carryover", "35.00")
    assert of("H3", findings({}, Context(history={2019: left}))) == []
