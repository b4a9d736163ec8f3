"""What an examination may know beside the report itself. Whatever is not known is not examined."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from app.domain.form.form import Form


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of another report that a text of this one resembles; found by the index of passages."""

    report: int
    department: str
    fiscal_year: int
    pointer: str
    """Where it stands there: `/form/profile/duties`."""
    text: str


@dataclass(frozen=True, slots=True)
class Peers:
    """One figure of comparable departments: the values, and what they have in common (同区划同年度的 31 个部门)."""

    group: str
    values: tuple[Decimal, ...]


TOTALS: Final = tuple(
    f"/form/{table}/total/total" for table in ("revenue", "expenditure", "three_public", "fixed_assets")
)
STAFF: Final = "/form/profile/staff_in_post"
COMPARED: Final = (*TOTALS, STAFF, "/form/profile/established_posts")
"""The figures that are known of comparable departments."""
COMPARED_PER_PERSON: Final = tuple(f"/form/expenditure/total/{part}" for part in ("total", "personnel", "operating"))
"""The figures that are known of them a person in post; `per_person` is the key of each."""


def per_person(pointer: str) -> str:
    """The key in `Context.peers` of the figure at `pointer` divided by 实有人数."""
    return f"{pointer}÷{STAFF}"


@dataclass(frozen=True, slots=True)
class Registered:
    """The department as the register has it; `used_by` is who else has the report's budget code."""

    name: str
    budget_code: str
    used_by: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """Facts from outside. `Context()` knows nothing: what a file on a laptop is examined with."""

    registered: Registered | None = None
    fiscal_year: int | None = None
    """The year that the report was asked for."""
    deadline: date | None = None
    history: Mapping[int, Form] = field(default_factory=dict)
    """The department's earlier reports by year."""
    peers: Mapping[str, Peers] = field(default_factory=dict)
    """By the figure's pointer (`COMPARED`), or by `per_person` of it (`COMPARED_PER_PERSON`)."""
    passages: tuple[Passage, ...] = ()
    """Texts of other departments that resemble some of this report's."""
    signed: Mapping[str, date] | None = None
    """Signatures that stand in the system, by slot; None where the report is not kept in one (paper alone)."""
    attached: frozenset[str] | None = None
    """Indicators with evidence files; None where that is not known (paper alone)."""
