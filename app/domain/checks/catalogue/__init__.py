"""The catalogue: every check, in the order in which faults are looked for: causes before what merely follows them."""

from typing import Final

from app.domain.checks.catalogue import (
    a1_sums,
    b1_max_points,
    b2_self_total,
    b3_range,
    b4_by_rule,
    b5_rating,
    b6_weighted_twice,
    b7_rows,
    b8_edge,
)
from app.domain.checks.check import Check

CATALOGUE: Final[tuple[Check, ...]] = (
    a1_sums.CHECK,
    b1_max_points.CHECK,
    b2_self_total.CHECK,
    b3_range.CHECK,
    b4_by_rule.CHECK,
    b5_rating.CHECK,
    b6_weighted_twice.CHECK,
    b7_rows.CHECK,
    b8_edge.CHECK,
)
BY_ID: Final = {check.id: check for check in CATALOGUE}
