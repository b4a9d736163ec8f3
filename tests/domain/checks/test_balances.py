"""Income, expenditure and what is left: every reading that departments use is allowed."""

import pytest

from app.domain.checks.finding import Severity
from tests.domain.checks.changed import findings, of

ROW = "/form/expenditure/rows/0"
YEAR, ALL, CARRIED = f"{ROW}/year_end_balance", f"{ROW}/cumulative_balance", "/form/revenue/rows/0/prior_year_carryover"
OVERSPENT = {f"{ROW}/total": "830.00", f"{ROW}/project": "350.00", YEAR: None, ALL: None}


@pytest.mark.parametrize("balance", ["20.00", "0.00", "0", None])
def test_the_year_may_be_reckoned_with_the_carry_over_or_without_it(balance: str | None) -> None:
    assert of("A8", findings({YEAR: balance})) == []


def test_a_balance_that_no_reading_allows_says_which_were_tried() -> None:
    (found,) = of("A8", findings({YEAR: "10.00"}))
    assert "收入合计－支出合计＝20.00 万元" in found.amount
    assert "收入合计－上年结转－支出合计＝0 万元" in found.amount


def test_accumulated_balances_beyond_the_carry_over_are_for_people_to_judge() -> None:
    assert [one.severity for one in of("A8", findings({ALL: "90.00"}))] == [Severity.WARNING]
    assert [one.severity for one in of("A8", findings({ALL: "5.00"}))] == [Severity.ERROR]


def test_a_balance_that_went_back_to_the_treasury_is_explained_by_the_narrative() -> None:
    told = "年末结余资金20万元已由县财政收回。"
    assert of("A8", findings({ALL: "0", "/form/narrative/sections/2/text": told})) == []


def test_spending_from_earlier_balances_is_explained_by_the_narrative() -> None:
    assert of("A2", findings(OVERSPENT)) != []
    told = {"/form/narrative/sections/2/text": "不足部分动用以前年度结余30万元。"}
    assert of("A2", findings({**OVERSPENT, **told})) == []


def test_a_declared_deficit_is_not_spending_without_a_source() -> None:
    assert of("A2", findings({**OVERSPENT, YEAR: "-50.00"})) == []


def test_a_wrong_expenditure_total_is_one_finding_with_the_balance_it_upsets() -> None:
    found = [one for one in findings({f"{ROW}/total": "880.00"}) if one.check in ("A1", "A2", "A8")]
    assert [one.check for one in found] == ["A1"]


def test_institutions_are_matched_by_name_and_not_by_their_order() -> None:
    income = {"institution": "分馆", "total": "50.00", "general_budget_appropriation": "50.00"}
    spending = {"institution": "分馆", "total": "50.00", "basic": "50.00", "year_end_balance": "7.00"}
    found = of("A8", findings({"/form/revenue/rows/-": income, "/form/expenditure/rows/-": spending}))
    assert [one.pointer for one in found] == ["/form/expenditure/rows/1/year_end_balance"]
