"""The rule `bands`: edges on both sides, gaps, and what lies in none."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.scoring.compiled import SchemeInvalid
from tests.support.builders import a_scheme, points, scored

ADJUSTMENT: dict[str, Any] = {
    "kind": "bands",
    "rows": [
        {"equal": "0", "points": "3"},
        {"above": "0", "at_most": "10", "points": "2"},
        {"above": "10", "at_most": "20", "points": "1"},
        {"above": "20", "points": "0"},
    ],
    "otherwise": "unscored",
}


@pytest.mark.parametrize(
    ("value", "wanted"), [("0", "3"), ("0.01", "2"), ("10", "2"), ("10.01", "1"), ("20", "1"), ("20.01", "0")]
)
def test_an_edge_belongs_to_the_row_that_includes_it(value: str, wanted: str) -> None:
    assert points(a_scheme(ADJUSTMENT), a=value) == Decimal(wanted)


def test_a_value_in_no_row_is_unscored_with_the_reason() -> None:
    score = scored(a_scheme(ADJUSTMENT), a="-1")
    assert (score.status, score.computed_points, score.low, score.high) == ("unscored", None, Decimal(0), Decimal(5))
    assert "不在评分标准的任何一档内" in score.sentence


def test_rows_that_leave_a_gap_must_say_otherwise() -> None:
    rows = [{"at_least": "90", "points": "5"}, {"below": "80", "points": "0"}]
    with pytest.raises(SchemeInvalid, match="没有覆盖所有数值（例如 80）"):
        a_scheme({"kind": "bands", "rows": rows})


def test_the_neighbouring_rows_are_told_with_their_distance() -> None:
    near = scored(a_scheme(ADJUSTMENT), a="12").near
    assert [(one.row.points, one.distance) for one in near] == [(Decimal(2), Decimal(-2)), (Decimal(0), Decimal(8))]


def test_printed_and_exact_value_in_different_rows_are_both_told() -> None:
    rule = {"kind": "bands", "rows": [{"at_least": "80", "points": "4"}, {"below": "80", "points": "3"}]}
    scheme = a_scheme(rule, {"ratio": ["a", "b"], "as": "percent", "zero_base": "unscored"})
    edge = scored(scheme, a="79.996", b="100").edge
    assert edge is not None
    assert (edge.printed, edge.printed_points, edge.exact_points) == (Decimal("80.00"), Decimal(4), Decimal(3))
