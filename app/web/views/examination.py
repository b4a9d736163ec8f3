"""What the pages show of an examination: each finding with the way to its place, and the report's waivers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.contract.finding import Finding, Findings, Severity, Stage
from app.contract.form import place_name
from app.contract.report import ReportView
from app.contract.waiver import DECIDABLE, Waiver, WaiverState
from app.contract.workflow import EDITABLE
from app.web.views.places import entry, shown_at

WAIVABLE: Final = (Stage.DRAFT, Stage.SUBMISSION)
"""What a waiver is asked for: that the report may be submitted."""

MOST_OTHERS: Final = 3
"""Other places that a finding lists; whoever looks at one of a table's rows sees the rest."""

TONES: Final = {
    WaiverState.ASKED: "needs_evidence",
    WaiverState.GRANTED: "computed",
    WaiverState.REFUSED: "unscored",
}


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding that stands."""

    one: Finding
    id: str
    address: str
    """Where it is put right by whoever looks, or else read."""
    others: tuple[tuple[str, str], ...]
    """Other places that it is about: in words, and the way there; the first of them, where there are many."""
    more: int
    """How many others there are beside those."""
    asked: Waiver | None
    """The waiver that waits for its decision."""
    waivable: bool
    """Whether whoever looks may ask for one."""


@dataclass(frozen=True, slots=True)
class WaiverView:
    """A waiver, decided or not."""

    one: Waiver
    where: str
    """The place in the words of the form as it is now."""
    address: str
    finding: str
    """What the finding said, without the place."""
    tone: str
    decidable: bool
    """Whether whoever looks may decide it, or decide it anew."""


@dataclass(frozen=True, slots=True)
class ExaminationView:
    """The findings that stand and the waivers, with their counts."""

    stage: Stage
    errors: tuple[FindingView, ...]
    warnings: tuple[FindingView, ...]
    waived: int
    waivers: tuple[WaiverView, ...]


def examination_view(report: ReportView, rights: frozenset[str]) -> ExaminationView:
    """What was found in a report that was asked for with its findings, for somebody with these rights."""
    found = report.findings
    assert found is not None  # noqa: S101 - asked for
    standing = [_finding(one, report, found, rights) for one in found.findings if not one.waiver]
    return ExaminationView(
        stage=found.stage,
        errors=tuple(one for one in standing if one.one.severity is Severity.ERROR),
        warnings=tuple(one for one in standing if one.one.severity is Severity.WARNING),
        waived=found.waived,
        waivers=waiver_views(report, rights),
    )


def waiver_views(report: ReportView, rights: frozenset[str]) -> tuple[WaiverView, ...]:
    """The report's waivers, the newest first."""
    may = "reports:decide" in rights and report.state in DECIDABLE
    return tuple(_waiver(one, report, rights, decidable=may) for one in reversed(report.workflow.waivers))


def _waiver(one: Waiver, report: ReportView, rights: frozenset[str], *, decidable: bool) -> WaiverView:
    where = _where(report, one.pointer)
    said = one.finding.removeprefix(f"{where}：")
    return WaiverView(one, where, _address(report, one.pointer, rights), said, TONES[one.state], decidable)


def _finding(one: Finding, report: ReportView, found: Findings, rights: frozenset[str]) -> FindingView:
    asked = _asked(report.workflow.waivers, one.key)
    fills_in = "reports:fill" in rights and report.state in EDITABLE
    others = {_where(report, place): place for place in reversed(one.others)}
    listed = [(words, _address(report, place, rights)) for words, place in reversed(others.items())]
    return FindingView(
        one=one,
        id=f"finding-{one.key}",
        address=_address(report, one.pointer, rights),
        others=tuple(listed[:MOST_OTHERS]),
        more=len(listed[MOST_OTHERS:]),
        asked=asked,
        waivable=fills_in and not asked and one.severity is Severity.ERROR and found.stage in WAIVABLE,
    )


def _asked(waivers: Sequence[Waiver], key: str) -> Waiver | None:
    return next((one for one in waivers if one.key == key and one.state is WaiverState.ASKED), None)


def _where(report: ReportView, pointer: str) -> str:
    """A place in the words of the form; what is asked for beside it is one page and has no names here."""
    return "补充数据" if pointer.startswith("/supplement") else place_name(pointer, report.form)


def _address(report: ReportView, pointer: str, rights: frozenset[str]) -> str:
    fills_in = "reports:fill" in rights and report.state in EDITABLE
    return entry(report.id, pointer) if fills_in else shown_at(report.id, pointer)
