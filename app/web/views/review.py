"""What a reviewer sees: every indicator with its points and findings, and the findings that belong to none."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.contract.finding import Finding
from app.contract.form import cell_at, tokens_of
from app.contract.report import ReportView
from app.contract.scoring import IndicatorScore
from app.web.formatting import between, points
from app.web.views.beside import Told, Way, printed, quoted_passage
from app.web.views.places import shown_at
from app.web.views.since_return import Amended, SinceReturn


@dataclass(frozen=True, slots=True)
class InputShown:
    """An input of the points, as it entered, and the way to its place on the form."""

    title: str
    value: str
    href: str


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
    stored_points: str = ""
    stored_reason: str = ""
    """What is stored, where the fields may show what was typed."""
    error: str = ""
    findings: tuple[Told, ...] = ()
    """Those about its row, or about what its points are computed from."""
    inputs: tuple[InputShown, ...] = ()
    explained: str = ""
    """扣分原因 of the department."""
    amended: tuple[Amended, ...] = ()
    """The reasons of the last return about it."""

    @property
    def clashes(self) -> bool:
        """Whether what is stored is something else than what was typed."""
        return bool(self.stored_points or self.stored_reason) and (self.points, self.reason) != (
            self.stored_points,
            self.stored_reason,
        )

    @property
    def grave(self) -> int:
        """How many of its findings are errors."""
        return sum(1 for one in self.findings if one.grave)


def findings_in(report: ReportView) -> tuple[Finding, ...]:
    """What the examination has found."""
    return report.findings.findings if report.findings else ()


def review_lines(
    report: ReportView, typed: dict[str, str], errors: dict[str, str], since: SinceReturn | None = None
) -> list[ReviewLine]:
    """Every indicator, with what is stored or (after a refusal) what was typed."""
    return [_line(report, one, typed, errors.get(one.id, ""), since) for one in _indicators(report)]


def _indicators(report: ReportView) -> Sequence[IndicatorScore]:
    return report.scorecard.indicators if report.scorecard else ()


def _line(
    report: ReportView, one: IndicatorScore, typed: dict[str, str], error: str, since: SinceReturn | None
) -> ReviewLine:
    stored = report.workflow.confirmed.get(one.id)
    stored_points, stored_reason = (points(stored.points), stored.reason) if stored else ("", "")
    explained = cell_at(report.form, f"{one.self_pointer}/deduction_reason") if one.self_pointer else ""
    return ReviewLine(
        one,
        points(one.self_assessed_points),
        between(one.low, one.high),
        typed.get(f"points/{one.id}", stored_points),
        typed.get(f"reason/{one.id}", stored_reason),
        typed.get(f"objection/{one.id}", ""),
        one.computed_points is not None and one.self_assessed_points not in (None, one.computed_points),
        stored_points,
        stored_reason,
        error,
        tuple(_told(report, finding) for finding in _about(one, report)),
        tuple(_inputs(report.id, one)),
        explained if isinstance(explained, str) else "",
        since.of(one.id) if since else (),
    )


def _inputs(report_id: int, one: IndicatorScore) -> Iterator[InputShown]:
    for used in one.measure.inputs if one.measure else ():
        value = "没有填写" if used.value is None else f"{used.value} {used.unit}".strip()
        yield InputShown(used.title, value, shown_at(report_id, _whole(used.pointer)))


def current_in(lines: Sequence[ReviewLine], asked: str) -> ReviewLine | None:
    """The indicator in question: the one asked for, else the first that something is wrong with, else the first."""
    named = (one for one in lines if one.score.id == asked)
    wrong = (one for one in lines if one.error)
    return next(named, next(wrong, next(iter(lines), None)))


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
