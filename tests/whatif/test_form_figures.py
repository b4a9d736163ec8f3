"""The form's figures are read out of facts without the scheme that a report is under."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.schemes.loader import example_schemes, shipped_schemes
from app.whatif.facts import form_figures, layout_of, pack

SCHEMES = [*shipped_schemes(), *example_schemes()]
PLACES = ("/profile/staff_in_post", "/expenditure/total/total", "/three_public/total/total", "/revenue/total/total")


def figures(staff: Any, total: Any, *, scheme: int = 0, supplement: dict[str, Any] | None = None) -> list[Any]:
    form = Form.model_validate(
        {
            "profile": {"staff_in_post": staff},
            "expenditure": {"rows": [{"total": total}]},
            "three_public": {"total": {"total": {"none": "无"}}},
        }
    )
    layout = layout_of(SCHEMES[scheme])
    return form_figures(pack(layout, form, Supplement.model_validate(supplement or {})), PLACES)


@pytest.mark.parametrize("scheme", range(len(SCHEMES)))
@pytest.mark.parametrize("total", ["775.66", "-3", "0", "99999999999.99", "0.000001"])
def test_figures_come_back_as_they_were_whatever_the_scheme_and_however_they_are_packed(
    scheme: int, total: str
) -> None:
    assert figures("18", total, scheme=scheme) == [Decimal(18), Decimal(total), Decimal(0), None]


@pytest.mark.parametrize("staff", [None, {"unread": "约18人"}, {"not_applicable": "不适用"}])
def test_what_is_no_number_is_none(staff: Any) -> None:
    assert figures(staff, "1")[0] is None


def test_a_report_that_facts_do_not_carry_whole_has_no_figures() -> None:
    assert figures("18", "1", supplement={"nix": "1"}) == [None] * 4
    assert form_figures(b"", PLACES) == [None] * 4
