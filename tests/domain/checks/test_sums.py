"""Sums of the finance tables: what adds up, what cannot, and that one wrong cell is one finding."""

from typing import Any

from app.domain.checks.finding import Severity, Stage
from tests.domain.checks.changed import findings, of

ROW = "/form/expenditure/rows/0"
SECOND: dict[str, Any] = {
    "institution": "示例县档案服务中心分馆",
    "total": "50.00",
    "basic": "30.00",
    "personnel": "20.00",
    "operating": "10.00",
    "project": "20.00",
}
TOTAL: dict[str, Any] = {
    "institution": "合计",
    "total": "830.00",
    "basic": "510.00",
    "personnel": "380.00",
    "operating": "130.00",
    "project": "320.00",
}


def test_a_part_that_could_not_be_read_makes_the_sum_unknown() -> None:
    assert of("A1", findings({f"{ROW}/operating": {"unread": "约一百二十"}})) == []


def test_one_wrong_part_that_breaks_two_sums_is_one_finding() -> None:
    found = [one for one in findings({f"{ROW}/basic": "580.00"}) if one.check in ("A1", "A5", "A7")]
    assert [(one.check, [linked.check for linked in one.linked]) for one in found] == [("A1", ["A1", "E1"])]


def test_basic_expenditure_that_was_left_out_is_told_where_it_is_missing() -> None:
    found = findings({f"{ROW}/basic": None})
    assert [(one.check, one.pointer) for one in found] == [("A5", f"{ROW}/basic")]
    assert found[0].fixes[0].value == "480.00"


def test_a_blank_total_is_a_warning_in_a_draft_and_a_total_of_zero_is_not() -> None:
    at = "/form/fixed_assets/rows/0/total"
    blank, zero = (findings({at: cell}, stage=Stage.DRAFT) for cell in (None, "0"))
    assert [one.severity for one in of("A5", blank)] == [Severity.WARNING]
    assert [one.severity for one in of("A5", zero)] == [Severity.ERROR]
    assert [one.severity for one in of("A5", findings({at: None}))] == [Severity.ERROR]


def test_a_total_row_that_was_not_filled_in_is_one_finding() -> None:
    found = of("A5", findings({"/form/fixed_assets/total": {"institution": "合计"}}))
    assert [one.pointer for one in found] == ["/form/fixed_assets/total/total"]
    assert "共 4 栏" in found[0].amount


def test_one_wrong_cell_of_an_institution_is_one_finding_with_its_row_and_its_column() -> None:
    changes = {"/form/expenditure/rows/-": {**SECOND, "personnel": "26.00"}, "/form/expenditure/total": TOTAL}
    found = [one for one in findings(changes) if one.check in ("A1", "A7")]
    assert [(one.check, one.pointer) for one in found] == [("A1", "/form/expenditure/rows/1/basic")]
    assert "A7" in [one.check for one in found[0].linked]


def test_an_institution_that_the_total_row_leaves_out_is_one_finding_that_names_it() -> None:
    first = {name: value for name, value in TOTAL.items() if name == "institution"} | {
        "total": "780.00", "basic": "480.00", "personnel": "360.00", "operating": "120.00", "project": "300.00"
    }  # fmt: skip
    found = of("A7", findings({"/form/expenditure/rows/-": SECOND, "/form/expenditure/total": first}))
    assert len(found) == 1
    assert "没有加上“示例县档案服务中心分馆”" in found[0].amount


def test_a_table_with_subtotals_among_its_rows_is_not_added_up() -> None:
    table = "/form/fixed_assets"
    whole = {"total": "500.00", "in_use": "460.00", "leased_out": "30.00", "other": "10.00"}
    for name, wanted in (("小 计", False), ("分馆", True)):
        found = findings({f"{table}/rows/-": {"institution": name, **whole}, f"{table}/total": whole})
        assert bool(of("A7", found)) is wanted
