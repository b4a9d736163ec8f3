"""`examine(scheme, form, supplement, context, stage)`: every finding at once. Pure: no clock, no file, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import localcontext
from hashlib import blake2b
from typing import Final

from app.domain.checks.catalogue import CATALOGUE
from app.domain.checks.check import Check, Found, Repair
from app.domain.checks.context import Context
from app.domain.checks.examined import Examined
from app.domain.checks.finding import Finding, Linked, Severity, Stage
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
        kept: list[_Kept] = []
        for check in CATALOGUE:
            severity = check.severity.get(stage)
            settings = scheme.scheme.checks.get(check.id)
            if severity is None or (settings and settings.off):
                continue
            for found in check.find(report):
                root = next((one for one in kept if one.explains(check, found)), None)
                if root is None:
                    kept.append(_Kept(check, found, found.severity or severity))
                else:
                    root.link(check, found, found.severity or severity)
        findings = [one.told(report) for one in kept]
    return sorted(findings, key=_order)


@dataclass(slots=True)
class _Kept:
    """A fault, and what else it trips."""

    check: Check
    found: Found
    severity: Severity
    linked: list[Linked] = field(default_factory=list)

    def explains(self, check: Check, found: Found) -> bool:
        """Whether one value at one place would mend both."""
        if check is not self.check and self.check.id not in check.follows:
            return False
        for place, mended in found.repairs.items():
            if place not in self.found.repairs:
                continue
            if _meet(self.found.repairs[place], mended):
                return True
        return False

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
