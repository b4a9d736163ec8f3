"""Findings of the sound report with some changes, and what they are about."""

from typing import Any

from app.domain.checks.check import Example
from app.domain.checks.context import Context
from app.domain.checks.examples import findings_of
from app.domain.checks.finding import Finding, Stage


def findings(
    changes: dict[str, Any] | None = None, context: Context | None = None, stage: Stage = Stage.SUBMISSION
) -> list[Finding]:
    """Every finding of the sound report, changed."""
    return findings_of(Example("", changes or {}, context or Context(), stage))


def of(check: str, found: list[Finding]) -> list[Finding]:
    """Those of one check."""
    return [one for one in found if one.check == check]
