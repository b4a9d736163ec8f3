"""The catalogue: every check, in the order in which faults are looked for: causes before what merely follows them."""

from typing import Final

from app.domain.checks.catalogue import (
    a1_sums,
    a2_overspent,
    a3_parts,
    a5_empty_totals,
    a7_total_rows,
    a8_balances,
    a9_impossible,
    a10_yuan,
    d6_other_years,
    f1_overstaffed,
    f2_zero_base,
    f3_not_applicable,
    f4_missing_inputs,
    g1_signatures,
    g2_evaluators,
    g3_report_date,
    g4_empty_sections,
    g5_budget_code,
    h1_own_history,
    h2_peers,
    h3_last_year,
)
from app.domain.checks.check import Check

CATALOGUE: Final[tuple[Check, ...]] = (
    a1_sums.CHECK,
    a2_overspent.CHECK,
    a3_parts.CHECK,
    a5_empty_totals.CHECK,
    a7_total_rows.CHECK,
    a8_balances.CHECK,
    a9_impossible.CHECK,
    a10_yuan.CHECK,
    d6_other_years.CHECK,
    f1_overstaffed.CHECK,
    f2_zero_base.CHECK,
    f3_not_applicable.CHECK,
    f4_missing_inputs.CHECK,
    g1_signatures.CHECK,
    g2_evaluators.CHECK,
    g3_report_date.CHECK,
    g4_empty_sections.CHECK,
    g5_budget_code.CHECK,
    h1_own_history.CHECK,
    h2_peers.CHECK,
    h3_last_year.CHECK,
)
BY_ID: Final = {check.id: check for check in CATALOGUE}
