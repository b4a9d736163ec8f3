"""The total row of a table is added up when somebody asks for it, and never of what is not there."""

from typing import Any

from app.domain.form.finances import RevenueRow, total_of


def row(**cells: Any) -> RevenueRow:
    return RevenueRow.model_validate(cells)


def test_a_column_is_added_up_where_every_institution_has_a_number() -> None:
    total = total_of([row(total="100.50", other="1"), row(total="0.06", other={"none": "无"})])
    assert (total.institution, total.total, total.other) == ("合计", "100.56", "1")


def test_a_column_that_lacks_a_number_stays_blank() -> None:
    total = total_of([row(total="1", other=None), row(total={"unread": "约三"}, other="2")])
    assert (total.total, total.other) == (None, None)
