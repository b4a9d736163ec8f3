"""The map of the form: its sections in order, what each still lacks, and what was found in it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.contract.finding import Severity
from app.contract.report import ReportView
from app.web.sections import SECTIONS, WHOLE, Part, Section
from app.web.views.places import address

MAY_BE_BLANK: Final = frozenset({"deduction_reason", "group", "signature"})
"""Inputs that a finished report leaves blank here and there; so is a total row where the table has none."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A section: where it is, and what of it is still open."""

    title: str
    href: str
    current: bool
    blank: int
    """Inputs that nothing is written in; a table without rows counts as one."""
    errors: int
    warnings: int

    @property
    def words(self) -> str:
        """What is open, in words; empty where nothing is."""
        told = ((self.errors, "项错误"), (self.warnings, "项提醒"), (self.blank, "格空白"))
        return "，".join(f"{count} {word}" for count, word in told if count)


def map_of(report: ReportView, shown: Section) -> tuple[Stop, ...]:
    """Every section and the supplementary data, for the page that edits `shown`."""
    found = report.findings.findings if report.findings else ()
    errors = Counter(
        _page(report.id, one.pointer) for one in found if one.severity is Severity.ERROR and not one.waiver
    )
    every = Counter(_page(report.id, one.pointer) for one in found)
    content = report.form.model_dump(mode="json")
    stops = []
    for section in SECTIONS.values():
        here = address(report.id, f"/form/{section.name}")
        blank = sum(_blank(part, content) for part in section.parts if not part.place.endswith("/total"))
        href = f"#section-{section.name}" if shown is WHOLE else here
        stops.append(Stop(section.title, href, section is shown, blank, errors[here], every[here] - errors[here]))
    there = address(report.id, "/supplement")
    stops.append(
        Stop("补充数据", there, current=False, blank=0, errors=errors[there], warnings=every[there] - errors[there])
    )
    return tuple(stops)


def _blank(part: Part, content: Mapping[str, Any]) -> int:
    """Inputs of a part in which nothing is written; a table without rows counts as one."""
    here: Any = content
    for token in part.place.split("/"):
        here = here.get(token) if isinstance(here, Mapping) else None
    rows = (here or ()) if part.repeats else (here or {},)
    names = [field.name for field in part.fields if field.name not in MAY_BE_BLANK]
    return sum(row.get(name) in ("", None) for row in rows for name in names) or (part.repeats and not rows)


def _page(report_id: int, pointer: str) -> str:
    return address(report_id, pointer).partition("#")[0]
