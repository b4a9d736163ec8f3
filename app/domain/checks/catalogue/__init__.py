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
    c1_reason,
    c2_withheld,
    c3_problems,
    c4_all_full,
    c5_far_above,
    c6_no_value,
    d1_no_goal,
    d2_prose,
    d3_one_word,
    d4_no_result,
    d5_survey,
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
    c1_reason.CHECK,
    c2_withheld.CHECK,
    c3_problems.CHECK,
    c4_all_full.CHECK,
    c5_far_above.CHECK,
    c6_no_value.CHECK,
    d1_no_goal.CHECK,
    d2_prose.CHECK,
    d3_one_word.CHECK,
    d4_no_result.CHECK,
    d5_survey.CHECK,
)
BY_ID: Final = {check.id: check for check in CATALOGUE}
