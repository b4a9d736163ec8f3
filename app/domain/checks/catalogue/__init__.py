"""The catalogue: every check, in the order in which faults are looked for: causes before what merely follows them."""

from typing import Final

from app.domain.checks.catalogue import a1_sums, e3_copied_text, e4_loose_ends, e6_names
from app.domain.checks.check import Check

CATALOGUE: Final[tuple[Check, ...]] = (a1_sums.CHECK, e3_copied_text.CHECK, e4_loose_ends.CHECK, e6_names.CHECK)
BY_ID: Final = {check.id: check for check in CATALOGUE}
