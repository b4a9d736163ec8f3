"""`levels`: points stay within the tier that was chosen, and say why they are not full."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.scoring.compiled import SchemeInvalid
from tests.support.builders import a_scheme, points, scored

EVIDENCE = {"a": {"title": "完成程度", "kind": "tier", "by": "filer"}}
TIERS = [
    {"id": "reached", "title": "达成", "from": "0.8", "to": "1"},
    {"id": "partly", "title": "部分达成", "from": "0.6", "to": "0.8"},
    {"id": "missed", "title": "未达成", "from": "0", "to": "0.6"},
]


def levels(tiers: list[dict[str, Any]] | None = None) -> Any:
    return a_scheme({"kind": "levels", "tiers": tiers or TIERS}, points="10", evidence=EVIDENCE)


@pytest.mark.parametrize(
    ("tier", "given", "wanted"),
    [
        ("reached", "10", "10"),
        ("reached", "8", "8"),
        ("reached", "7.99", None),
        ("partly", "6", "6"),
        ("partly", "7.99", "7.99"),
        ("partly", "8", None),
        ("missed", "0", "0"),
        ("missed", "6", None),
        ("other", "5", None),
    ],
)
def test_points_lie_in_their_tier_with_the_upper_edge_only_in_the_first(
    tier: str, given: str, wanted: str | None
) -> None:
    found = points(levels(), a={"tier": tier, "points": given, "reason": "说明"})
    assert found == (None if wanted is None else Decimal(wanted))


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        ({"tier": "reached"}, ["a/points"]),
        ({"tier": "partly", "points": "7"}, ["a/reason"]),
        ({"tier": None}, ["a/tier"]),
    ],
)
def test_what_an_answer_lacks_is_named(answer: dict[str, Any], missing: list[str]) -> None:
    one = scored(levels(), a=answer)
    assert (one.status, one.missing, one.high) == ("judged", missing, Decimal(10))


def test_full_points_need_no_reason_and_the_sentence_names_the_tier() -> None:
    one = scored(levels(), a={"tier": "reached", "points": "10"})
    assert (one.computed_points, "属于“达成”一档" in one.sentence) == (Decimal(10), True)


def test_tiers_that_overlap_are_refused() -> None:
    with pytest.raises(SchemeInvalid, match="互不重叠"):
        levels([TIERS[0], {**TIERS[1], "to": "0.9"}])
