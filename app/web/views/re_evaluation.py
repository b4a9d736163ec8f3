"""The re-evaluator's table: 自评, 复算, 审定 and 抽查 side by side, and the quality of the self-evaluation."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.contract.follow_up import QUALITY, Criterion, Finding, ReEvaluation, ReEvaluationState
from app.contract.report import ReportView
from app.contract.scoring import IndicatorScore
from app.web.formatting import between, points


@dataclass(frozen=True, slots=True)
class EvaluationLine:
    """An indicator as its re-evaluator sees it, and what was typed where that was refused."""

    score: IndicatorScore
    own: str
    computed: str
    confirmed: str
    points: str
    reason: str
    differs: bool
    """Whether the re-evaluator came to other points than stood."""
    errors: Mapping[str, str]
    """By `points` and `reason`."""


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One criterion of the quality of the self-evaluation."""

    criterion: Criterion
    points: str
    reason: str
    errors: Mapping[str, str]


def evaluation_lines(
    report: ReportView, content: ReEvaluation, typed: Mapping[str, str], errors: Mapping[str, str]
) -> list[EvaluationLine]:
    """Every indicator, with what is stored or (after a refusal) what was typed."""
    found = {one.indicator: one for one in content.findings}
    lines = []
    for one in report.scorecard.indicators if report.scorecard else ():
        stored = found.get(one.id)
        lines.append(
            EvaluationLine(
                one,
                points(one.self_assessed_points),
                between(one.low, one.high),
                _confirmed(report, content, one.id, stored),
                typed.get(f"points/{one.id}", points(stored.points) if stored else ""),
                typed.get(f"reason/{one.id}", stored.reason if stored else ""),
                stored is not None and stored.differs,
                _errors(errors, one.id, points="points", reason="reason"),
            )
        )
    return lines


def mark_lines(content: ReEvaluation, typed: Mapping[str, str], errors: Mapping[str, str]) -> list[MarkLine]:
    """The four criteria."""
    lines = []
    for one in QUALITY:
        stored = content.quality.get(one.id)
        lines.append(
            MarkLine(
                one,
                typed.get(f"mark/{one.id}", points(stored.points) if stored else ""),
                typed.get(f"why/{one.id}", stored.reason if stored else ""),
                _errors(errors, one.id, points="mark", reason="why"),
            )
        )
    return lines


def _confirmed(report: ReportView, content: ReEvaluation, indicator: str, found: Finding | None) -> str:
    """The section's points; once the re-evaluation is taken over, those that stood before it."""
    if found is not None and content.state is ReEvaluationState.CLOSED:
        return points(found.stood)
    stored = report.workflow.confirmed.get(indicator)
    return points(stored.points) if stored else "—"


def _errors(errors: Mapping[str, str], of: str, **names: str) -> dict[str, str]:
    return {place: errors[f"{name}/{of}"] for place, name in names.items() if f"{name}/{of}" in errors}
