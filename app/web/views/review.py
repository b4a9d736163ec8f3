"""What a reviewer sees: every indicator with its points and findings, and the findings that belong to none."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from app.contract.finding import Finding
from app.contract.form import tokens_of
from app.contract.report import ReportView
from app.contract.scoring import IndicatorScore
from app.web.formatting import between, points
from app.web.views.beside import Told, Way, printed, quoted_passage


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """An indicator as its reviewer sees it: 自评, 复算, 审定, and what was typed where that was refused."""

    score: IndicatorScore
    own: str
    computed: str
    points: str
    reason: str
    objection: str
    differs: bool
    error: str = ""
    findings: tuple[Told, ...] = ()
    """Those about its row, or about what its points are computed from."""


def findings_in(report: ReportView) -> tuple[Finding, ...]:
    """What the examination has found."""
    return report.findings.findings if report.findings else ()


def review_lines(report: ReportView, typed: dict[str, str], errors: dict[str, str]) -> list[ReviewLine]:
    """Every indicator, with what is stored or (after a refusal) what was typed."""
    lines = []
    for one in report.scorecard.indicators if report.scorecard else ():
        stored = report.workflow.confirmed.get(one.id)
        lines.append(
            ReviewLine(
                one,
                points(one.self_assessed_points),
                between(one.low, one.high),
                typed.get(f"points/{one.id}", points(stored.points) if stored else ""),
                typed.get(f"reason/{one.id}", stored.reason if stored else ""),
                typed.get(f"objection/{one.id}", ""),
                one.computed_points is not None and one.self_assessed_points not in (None, one.computed_points),
                errors.get(one.id, ""),
                tuple(_told(report, finding) for finding in _about(one, report)),
            )
        )
    return lines


def other_findings(report: ReportView, lines: Collection[ReviewLine]) -> tuple[Told, ...]:
    """The findings that stand beside no indicator."""
    shown = {told.finding.key for line in lines for told in line.findings}
    return tuple(_told(report, one) for one in findings_in(report) if one.key not in shown)


_PARTS: Final = frozenset(
    {"cover", "profile", "revenue", "expenditure", "three_public", "fixed_assets", "objectives", "self_scoring"}
    | {"panel", "narrative"}
)
"""The parts of the form that a reason of a return can name, and that the report's page shows by these ids."""


def part_of(pointer: str) -> str:
    """The part that a place is in, as reasons of a return name it: `/form/cover`, `/supplement`, or the whole."""
    root, *tokens = tokens_of(pointer) or ("",)
    if root == "supplement":
        return "/supplement"
    part = "panel" if tokens[:1] == ["preparer"] else (tokens or [""])[0]
    return f"/form/{part}" if part in _PARTS else ""


def _findings(report: ReportView) -> tuple[Finding, ...]:
    return report.findings.findings if report.findings else ()


def _about(one: IndicatorScore, report: ReportView) -> Iterator[Finding]:
    """The findings about an indicator's row, or about what its points are computed from."""
    row = f"/form{one.self_pointer}/" if one.self_pointer else None
    used = {printed(_whole(used.pointer), report.form) for used in (one.measure.inputs if one.measure else ())}
    for finding in findings_in(report):
        at = printed(finding.pointer, report.form)
        if at in used or (row and f"{at}/".startswith(row)):
            yield finding


def _whole(pointer: str) -> str:
    """A pointer of a scorecard, which leaves out `/form`, as a pointer into the report."""
    return pointer if pointer.startswith("/supplement/") else f"/form{pointer}"


def _told(report: ReportView, finding: Finding) -> Told:
    """Reviewers change nothing: the way leads to the place on the report's page."""
    compared = finding.span or any(one.text for one in finding.cited)
    part = part_of(finding.pointer)
    href = f"/reports/{report.id}"
    if part:
        href += "/score" if part == "/supplement" else part.replace("/form/", "#")
    passage = quoted_passage(report.form, finding) if compared else ""
    ways = tuple(Way(fix.text) for fix in finding.fixes)
    return Told(finding, passage, ways, href, finding.where, here=False)
