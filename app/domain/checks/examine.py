"""`examine(scheme, form, supplement, context, stage)`: every finding at once. Pure: no clock, no file, no database."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import localcontext
from hashlib import blake2b
from typing import Final

from app.domain.checks.catalogue import CATALOGUE
from app.domain.checks.check import Check, Found, Repair
from app.domain.checks.context import Context
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Finding, Linked, Severity, Stage
from app.domain.checks.per_scheme import per_scheme
from app.domain.decimals import EXACT
from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.scoring.compiled import CompiledScheme


def examine(
    scheme: CompiledScheme,
    form: Form,
    supplement: Supplement,
    context: Context | None = None,
    stage: Stage = Stage.SUBMISSION,
) -> list[Finding]:
    """Every finding at `stage`: errors first, then in the order of the form.

    What one and the same fault trips in related checks is one finding, with the others linked to it.
    """
    with localcontext(EXACT):
        report = Examined(scheme, form, supplement, context or Context(), stage)
        kept: dict[str, list[_Kept]] = {}
        for check, severity in _asked(scheme)[stage]:
            for found in check.find(report):
                related = (one for name in (*check.follows, check.id) for one in kept.get(name, ()))
                root = next((one for one in related if one.explains(found)), None)
                if root is None:
                    kept.setdefault(check.id, []).append(_Kept(check, found, found.severity or severity))
                else:
                    root.link(check, found, found.severity or severity)
        findings = [one.told(report) for listed in kept.values() for one in listed]
    return sorted(findings, key=_order)


@per_scheme
def _asked(scheme: CompiledScheme) -> dict[Stage, list[tuple[Check, Severity]]]:
    """The checks that are made at each stage, without those that the scheme has switched off."""
    off = {name for name, settings in scheme.scheme.checks.items() if settings.off}
    asked = [check for check in CATALOGUE if check.id not in off]
    return {stage: [(one, one.severity[stage]) for one in asked if stage in one.severity] for stage in Stage}


@dataclass(slots=True)
class _Kept:
    """A fault, and what else it trips."""

    check: Check
    found: Found
    severity: Severity
    linked: list[Linked] = field(default_factory=list)

    def explains(self, found: Found) -> bool:
        """Whether one value at one place would mend both."""
        own = self.found.repairs
        return any(place in own and _meet(own[place], mended) for place, mended in found.repairs.items())

    def link(self, check: Check, found: Found, severity: Severity) -> None:
        """Tell `found` with this one, which is at least as severe then."""
        if severity is Severity.ERROR:
            self.severity = severity
        linked = Linked(check.id, check.title, found.amount)
        if linked not in self.linked:
            self.linked.append(linked)

    def told(self, report: Examined) -> Finding:
        """In words, with its place."""
        check, found, linked = self.check, self.found, tuple(self.linked)
        where, why = report.name(found.at), found.why or check.reason
        return Finding(
            check=check.id,
            title=check.title,
            severity=self.severity,
            pointer=found.at,
            span=found.span,
            where=where,
            amount=found.amount,
            why=why,
            fixes=found.fixes,
            source=check.source,
            others=found.others or _others(found),
            linked=linked,
            cited=found.cited,
            key=blake2b(f"{check.id} {found.at} {found.amount}".encode(), digest_size=8).hexdigest(),
            message=_message(where, why, found, linked),
        )


def _meet(one: Repair, other: Repair) -> bool:
    """Whether some value is in both."""
    if one is None or other is None:
        return True
    if isinstance(one, list):
        return any(_meet(each, other) for each in one)
    return any(one.meets(each) for each in other) if isinstance(other, list) else one.meets(other)


def _others(found: Found) -> tuple[str, ...]:
    places = dict.fromkeys(place.partition("#")[0] for place in found.repairs)
    places.pop(found.at, None)
    return tuple(places)


def _message(where: str, why: str, found: Found, linked: Sequence[Linked]) -> str:
    ways = "；或者".join([fix.text for fix in found.fixes])
    more = "".join([f"同一处还牵涉{one.title}：{one.amount}。" for one in linked])
    return f"{where}：{found.amount}。{why}。{more}请{ways}。"


_SECTIONS: Final = {name: at for at, name in enumerate(Form.model_fields)}


def _order(finding: Finding) -> tuple[bool, int]:
    _, part, section, *_ = *finding.pointer.split("/", 3), "", ""
    return finding.severity is not Severity.ERROR, _SECTIONS.get(section if part == "form" else "", len(_SECTIONS))


def errors_in(findings: Iterable[Finding]) -> list[Finding]:
    """Those that keep a report from being submitted: errors that no waiver covers."""
    return [one for one in findings if one.severity is Severity.ERROR and not one.waiver]


@dataclass(frozen=True, slots=True)
class FindingCounts:
    """How many findings stand, and how many errors may, under a waiver."""

    errors: int
    warnings: int
    waived: int


def counts_of(findings: Collection[Finding]) -> FindingCounts:
    """The findings, counted; whatever a waiver covers is neither error nor warning."""
    errors, waived = len(errors_in(findings)), sum(bool(one.waiver) for one in findings)
    return FindingCounts(errors, len(findings) - errors - waived, waived)
