"""Indicators that a department adds by itself: within the points there are, and scored once approved."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.form.supplement import Supplement
from app.domain.report import with_kept_approvals
from tests.support.builders import a_scheme, points, scored

EVIDENCE = {"own": {"title": "个性化指标", "kind": "own", "by": "filer"}}
SCHEME = a_scheme({"kind": "own"}, {"value": "own"}, "25", evidence=EVIDENCE)


def own(name: str = "a", **more: Any) -> dict[str, Any]:
    cells = {"title": f"指标{name}", "points": "10", "target": "100", "actual": "90", "better": "higher"}
    return {"id": name, "approved": True, **cells, **more}


def test_each_gives_its_points_by_completion_and_at_most_all() -> None:
    assert points(SCHEME, own=[own(), own("b", actual="130", points="5")]) == Decimal("14.00")


def test_where_lower_is_better_the_quotient_is_turned_round() -> None:
    assert points(SCHEME, own=[own(better="lower", target="8", actual="10")]) == Decimal("8.00")
    assert points(SCHEME, own=[own(better="lower", target="8", actual="0")]) == Decimal("10.00")


def test_together_they_cannot_have_more_points_than_the_indicator() -> None:
    one = scored(SCHEME, own=[own(points="20"), own("b", points="5.5")])
    assert (one.status, one.computed_points) == ("unscored", None)
    assert "合计 25.5 分，超过了 25 分" in one.reason


def test_none_scores_before_all_are_approved() -> None:
    one = scored(SCHEME, own=[own(), own("b", approved=False, points="5")])
    assert one.computed_points is None
    assert (one.low, one.high) == (Decimal(0), Decimal(25))
    assert one.missing == ["own/1/approved"]
    assert "② 还没有经财政部门审定" in one.reason


@pytest.mark.parametrize("part", ["points", "target", "actual"])
def test_what_an_own_indicator_lacks_is_named(part: str) -> None:
    one = scored(SCHEME, own=[own() | {part: None}])
    assert one.missing == [f"own/0/{part}"]


def test_the_sentence_says_every_one() -> None:
    assert "① 指标a：完成 90 ÷ 目标 100 × 10 分，得 9 分，得 9 分" in scored(SCHEME, own=[own()]).sentence


def test_a_target_of_nothing_is_not_scored() -> None:
    assert scored(SCHEME, own=[own(target="0")]).status == "unscored"


def kept(before: dict[str, Any], after: dict[str, Any]) -> bool:
    old, new = (Supplement.model_validate({"own": [one]}) for one in (before, after))
    return with_kept_approvals(old, new).own_indicators()["own"][0].approved


def test_who_fills_in_cannot_approve_and_a_change_voids_an_approval() -> None:
    assert not kept(own(approved=False), own(approved=True))
    assert kept(own(), own(approved=False))
    assert kept(own(), own(actual="95"))
    for part, text in (("title", "别的"), ("points", "9"), ("target", "80"), ("better", "lower")):
        assert not kept(own(), own(**{part: text}))
    assert not kept(own(), own("b"))
