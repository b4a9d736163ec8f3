"""The figures that are compared with other years and other departments, where the form has one for the department."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.domain.checks.examined import Examined
from app.domain.form.cells import number_in
from app.domain.form.form import Form
from app.domain.pointer import cell_at, tokens_of

COMPARED: Final = (
    "/form/profile/established_posts",
    "/form/profile/staff_in_post",
    "/form/revenue/total/total",
    "/form/revenue/total/general_budget_appropriation",
    "/form/expenditure/total/total",
    "/form/expenditure/total/basic",
    "/form/expenditure/total/personnel",
    "/form/expenditure/total/operating",
    "/form/expenditure/total/project",
    "/form/three_public/total/total",
    "/form/fixed_assets/total/total",
    "/form/fixed_assets/total/in_use",
)
"""Those that go on from year to year; balances and single purchases come and go."""


def earlier(report: Examined) -> list[tuple[int, Form]]:
    """The department's reports of earlier years that are known, the latest first."""
    year = report.fiscal_year
    if not report.context.history or year is None:
        return []
    return sorted(((past, form) for past, form in report.context.history.items() if past < year), reverse=True)


def figure_of(form: Form, pointer: str) -> Decimal | None:
    """What another year's form says at a place of this one's."""
    return number_in(cell_at(form, pointer.removeprefix("/form")))


def place_of(report: Examined, pointer: str) -> str:
    """Where a figure of a total row stands: `/form/expenditure/rows/0/total` where the only row is the total."""
    tokens = tokens_of(pointer)
    if len(tokens) == 4 and tokens[2] == "total":
        row = report.total_row(tokens[1])
        return f"{row[0]}/{tokens[3]}" if row else pointer
    return pointer


def compared(report: Examined) -> Iterator[tuple[str, Decimal]]:
    """(pointer, amount) of each of these figures that is there and above 0."""
    for pointer in COMPARED:
        number = report.number(pointer)
        if number is not None and number > 0:
            yield pointer, number


def section_of(pointer: str) -> str:
    """The section of the form that a place is in."""
    return tokens_of(pointer)[1]


def unit_at(pointer: str) -> str:
    """人 for the profile's figures, 万元 for the tables'."""
    return "人" if section_of(pointer) == "profile" else "万元"
