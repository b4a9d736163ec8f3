"""What a careful reader would ask before a scheme is put in force: its rows, and its wording against its parameters.

What makes a scheme unusable is refused when it is compiled. Here is what it can be used with, but leaves open.
"""

from typing import Any

from app.domain.scoring.compiled import CompiledScheme, compile_scheme
from app.domain.scoring.lint.document import Compiling, compiled_or_findings
from app.domain.scoring.lint.finding import Finding
from app.domain.scoring.lint.rows import ROW_CHECKS
from app.domain.scoring.lint.wording import WORDING_CHECKS


def lint(scheme: CompiledScheme) -> list[Finding]:
    """Every finding, in the scheme's order."""
    checks = (*ROW_CHECKS, *WORDING_CHECKS)
    shared: set[tuple[str, str, str]] = set()
    findings = []
    for one in scheme.indicators:
        for found in (found for check in checks for found in check(one, scheme.scheme)):
            # Wording that several indicators share is told of once.
            wording = (found.code, one.criterion, found.message)
            if not found.pointer.endswith("/criterion") or wording not in shared:
                findings.append(found)
            shared.add(wording)
    return findings


def examine(document: dict[str, Any], compiling: Compiling = compile_scheme) -> list[Finding]:
    """Of a document that may not be a scheme: its errors, else what a careful reader finds."""
    found = compiled_or_findings(document, compiling)
    return found if isinstance(found, list) else lint(found)


__all__ = ["Finding", "examine", "lint"]
