"""The catalogue: every check, in the order in which faults are looked for: causes before what merely follows them."""

from typing import Final

from app.domain.checks.catalogue import (
    a1_sums,
    a4_rates,
    a6_economic_classes,
    e1_narrative_figures,
    e2_breakdown,
    e3_copied_text,
    e4_loose_ends,
    e5_scope,
    e6_names,
    e7_references,
)
from app.domain.checks.check import Check

CATALOGUE: Final[tuple[Check, ...]] = (
    a1_sums.CHECK,
    a4_rates.CHECK,
    a6_economic_classes.CHECK,
    e1_narrative_figures.CHECK,
    e2_breakdown.CHECK,
    e3_copied_text.CHECK,
    e4_loose_ends.CHECK,
    e5_scope.CHECK,
    e6_names.CHECK,
    e7_references.CHECK,
)
BY_ID: Final = {check.id: check for check in CATALOGUE}
