"""A county's page reads the county's stretch of an index, a province's page an index in the wanted order."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from app.persistence.reports import list_reports
from app.persistence.results import KEYS, Inside, Where, count_indicators, count_points, list_results
from app.persistence.statement import Statement

PARAMETERS: dict[str, Any] = {
    "scope_low": "430602", "scope_high": "430602:", "low_0": "43", "high_0": "43:", "key_0": 1, "fiscal_year": 2021,
    "state": "passed", "waiting_for": "reviewer", "limit": 50, "indicator": "x",
}  # fmt: skip
COUNTY: tuple[Inside, ...] = ("region",)
SECTION: tuple[Inside, ...] = ("section",)
PROVINCE: tuple[Inside, ...] = ("wide",)


def plan(path: Path, statement: Statement) -> str:
    connection = sqlite3.connect(path)
    found = connection.execute(f"EXPLAIN QUERY PLAN {statement.sqlite}", PARAMETERS).fetchall()
    connection.close()
    return " | ".join(row[3] for row in found)


@pytest.mark.parametrize("filters", [("fiscal_year",), ("state",), ("fiscal_year", "waiting_for"), ()])
@pytest.mark.parametrize("by_points", [False, True])
def test_reports_of_a_county(migrated_file: Path, filters: tuple[str, ...], *, by_points: bool) -> None:
    few = list_reports("region", filters, few=True, by_points=by_points, following="from the first")
    assert "(region>? AND region<?)" in plan(migrated_file, few)
    many = list_reports("region", filters, few=False, by_points=by_points, following="from the first")
    assert "region>?" not in plan(migrated_file, many)


@pytest.mark.parametrize("order", list(KEYS))
def test_results_in_each_order(migrated_file: Path, order: Any) -> None:
    def found(kind: tuple[Inside, ...]) -> str:
        return plan(migrated_file, list_results(Where(kind, "everywhere", ("fiscal_year",)), order, "from the first"))

    assert "result_by_region (region>? AND region<?)" in found(COUNTY)
    assert "result_by_section (section_id=?)" in found(SECTION)
    assert "TEMP B-TREE" not in found(PROVINCE)


def test_what_is_counted_of_a_county(migrated_file: Path) -> None:
    points = plan(migrated_file, count_points(Where(COUNTY, "everywhere", ("fiscal_year",))))
    assert "result_by_region (region>? AND region<?)" in points
    one = plan(migrated_file, count_indicators(Where(COUNTY, "everywhere", ("fiscal_year", "indicator"))))
    assert "result_by_region (region>? AND region<?)" in one
    assert "PRIMARY KEY (report_id=? AND indicator=?)" in one
