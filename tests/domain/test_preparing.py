"""What lies before whoever begins a report: what is known already, and nothing that somebody must answer for."""

import pytest

from app.domain.checks.check import Example
from app.domain.checks.context import Context
from app.domain.checks.examine import examine
from app.domain.checks.examples import FORM, example_scheme, report_of
from app.domain.checks.finding import Stage
from app.domain.form.form import Form
from app.domain.preparing import Beginning, carried_over, prepared
from app.domain.scoring.compiled import CompiledScheme
from app.schemes.loader import example_schemes, shipped_schemes

OF = Beginning("示例县档案服务中心", "901001", 2022)
LAST = Form.model_validate(FORM)
CARRYOVER = "/form/revenue/rows/0/prior_year_carryover"


SCHEMES = (*shipped_schemes(), *example_schemes())


@pytest.mark.parametrize("scheme", SCHEMES, ids=lambda one: one.scheme.id)
def test_a_prepared_report_has_every_indicator_and_nothing_to_find_fault_with(scheme: CompiledScheme) -> None:
    form, supplement = prepared(scheme, OF, None)
    assert [row.indicator for row in form.self_scoring.rows] == [one.title for one in scheme.indicators]
    assert all(row.self_assessed_points is None for row in form.self_scoring.rows)
    found = examine(scheme, form, supplement, Context(fiscal_year=2022), Stage.DRAFT)
    assert [one.message for one in found if one.check != "D6"] == []  # a criterion may really be about 2018


CHANGED = {
    CARRYOVER: "25.00",
    "/form/revenue/rows/0/total": "805.00",
    "/form/expenditure/rows/0/cumulative_balance": "25.00",
    "/form/narrative/sections/1/text": "全年支出780.00万元。",
}


def test_last_years_balance_and_three_public_carry_over() -> None:
    form, supplement = prepared(example_scheme(), OF, LAST)
    assert form.revenue.rows[0].prior_year_carryover == "20.00"
    assert supplement.answers() == {"three_public_prior": "8.00"}
    assert (form.profile.established_posts, form.profile.staff_in_post) == ("40", None)
    assert form.revenue.rows[0].total is None
    assert set(carried_over(example_scheme().scheme, LAST)) == {CARRYOVER, "/supplement/three_public_prior"}


def test_a_carried_figure_that_was_changed_is_an_error_until_the_narrative_says_why() -> None:
    scheme, form, supplement = report_of(Example("", CHANGED))
    last = Form.model_validate(
        {**FORM, "cover": {**FORM["cover"], "fiscal_year": 2020}, "three_public": {"rows": [{"total": "8.20"}]}}
    )
    found = examine(scheme, form, supplement, Context(history={2020: last}), Stage.SUBMISSION)
    assert ("H3", "error") in [(one.check, one.severity.value) for one in found]
    told = form.model_dump(mode="json")
    told["narrative"]["sections"][1]["text"] += "上年结转因决算审计核增5.00万元。"
    found = examine(scheme, Form.model_validate(told), supplement, Context(history={2020: last}), Stage.SUBMISSION)
    assert "H3" not in [one.check for one in found]
