"""Findings and the catalogue of checks, as the domain defines them, and the request to examine anything."""

from app.contract.form import Form, Supplement
from app.contract.scoring import Scheme, SchemeName
from app.domain.checks.finding import Cited, Finding, Fix, Linked, Severity, Stage
from app.domain.decimals import ExactDecimal
from app.domain.model import Value


class Findings(Value):
    """What an examination at `stage` has found, errors first. A report with errors cannot be submitted.

    `errors` and `warnings` count what stands; what a waiver covers today is counted in `waived` alone.
    """

    stage: Stage
    findings: tuple[Finding, ...]
    errors: int
    warnings: int
    waived: int = 0


class FindingsRequest(Value):
    """Any scheme, given whole or by name, and a report to examine under it. Nothing is stored, nothing else known."""

    scheme: Scheme | SchemeName
    form: Form = Form()
    supplement: Supplement = Supplement()
    stage: Stage = Stage.SUBMISSION


class CheckParameter(Value):
    """A number that a scheme may set otherwise: `checks: {C5: {parameters: {most: "150"}}}`."""

    title: str
    default: ExactDecimal
    unit: str


class CheckEntry(Value):
    """A check of the catalogue. At a stage that `severity` does not name it is not looked for."""

    id: str
    title: str
    reason: str
    source: str
    """The official clause, the row of the official form, or the practice that it stands on."""
    severity: dict[Stage, Severity]
    parameters: dict[str, CheckParameter]
    follows: tuple[str, ...]
    """Checks whose fault this one may merely repeat; it is then told with theirs."""
    passing: str
    """What it lets pass, in words."""
    failing: str
    """What it finds, in words."""
    places: tuple[str, ...] = ()
    """The kinds of place that it is about: `/form/revenue/rows/*/total`."""


class Checks(Value):
    """The catalogue, in the order in which faults are looked for."""

    checks: tuple[CheckEntry, ...]


__all__ = [
    "CheckEntry",
    "CheckParameter",
    "Checks",
    "Cited",
    "Finding",
    "Findings",
    "FindingsRequest",
    "Fix",
    "Linked",
    "Severity",
    "Stage",
]
