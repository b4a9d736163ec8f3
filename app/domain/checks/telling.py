"""What of a finding somebody is told who may not see all of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from app.domain.checks.finding import Cited, Finding, Fix, Linked
from app.domain.personal import masked_text


def without_names(findings: Iterable[Finding], maskings: Mapping[str, str]) -> list[Finding]:
    """The findings with everything in `maskings` (what is personal: how it is masked) masked in every text of them.

    What was found, and its key, are the same for everybody.
    """

    def told(text: str) -> str:
        return masked_text(text, maskings)

    return [
        replace(
            one,
            where=told(one.where),
            amount=told(one.amount),
            why=told(one.why),
            message=told(one.message),
            fixes=tuple(Fix(told(fix.text), fix.pointer, fix.value and told(fix.value)) for fix in one.fixes),
            linked=tuple(Linked(linked.check, linked.title, told(linked.amount)) for linked in one.linked),
            cited=tuple(Cited(told(cited.source), told(cited.text)) for cited in one.cited),
        )
        for one in findings
    ]


def without_passages(findings: Iterable[Finding], departments: Collection[str]) -> list[Finding]:
    """The findings with the texts left out that they cite of these departments: where they stand is still said."""

    def told(cited: Cited) -> Cited:
        return replace(cited, text="") if any(name and name in cited.source for name in departments) else cited

    return [replace(one, cited=tuple(map(told, one.cited))) for one in findings]
