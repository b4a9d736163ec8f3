"""What-if: what each report, rating, rank and indicator would come to is what scoring one by one gives."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from app.domain.form.form import Form
from app.domain.form.supplement import Supplement
from app.domain.scoring.compiled import CompiledScheme, compile_scheme
from app.domain.scoring.evidence import evidence_of
from app.domain.scoring.scheme import Scheme
from app.domain.scoring.scorer import score
from app.schemes.loader import shipped_schemes
from app.whatif.comparison import Name, what_if
from app.whatif.scored import Content

SEED = shipped_schemes()[0]


def other(change: Callable[[dict[str, Any]], Any]) -> CompiledScheme:
    data = json.loads(SEED.canonical)
    change(data["items"][0]["items"][0]["items"][0])
    return compile_scheme(Scheme.model_validate(data | {"version": 2}))


def filed(*staff: int) -> list[tuple[Name, Content]]:
    """Reports with so many people on 40 posts."""
    return [
        (
            Name(str(at), f"第{at}局"),
            (Form.model_validate({"profile": {"staff_in_post": str(count), "established_posts": "40"}}), Supplement()),
        )
        for at, count in enumerate(staff)
    ]


STRICTER = other(lambda leaf: leaf["rule"].update(deduct="1"))


def test_each_report_has_the_totals_that_scoring_it_alone_gives() -> None:
    reports = filed(40, 41, 43, 60)
    found = {one.id: one for one in what_if(SEED, STRICTER, reports).reports}
    for name, content in reports:
        for scheme, total in ((SEED, found[name.id].old), (STRICTER, found[name.id].new)):
            assert score(scheme, evidence_of(scheme.scheme, *content)).computed == total


def test_the_greatest_loss_stands_first_and_winners_and_losers_are_counted() -> None:
    found = what_if(SEED, STRICTER, filed(40, 41, 43))
    assert [(one.title, one.change) for one in found.reports] == [
        ("第2局", Decimal("-1.50")),
        ("第1局", Decimal("-1.00")),
        ("第0局", Decimal(0)),
    ]
    assert (found.gained, found.lost) == (0, 2)


def test_equal_points_share_a_rank_and_ranks_follow_the_points() -> None:
    found = {one.title: one for one in what_if(SEED, STRICTER, filed(40, 43, 40, 60)).reports}
    assert [found[f"第{at}局"].old_rank for at in range(4)] == [1, 3, 1, 4]
    harsh = other(lambda leaf: leaf["rule"].update(deduct="2"))
    swapped = what_if(harsh, SEED, filed(42, 43)).reports
    assert {one.title: (one.old_rank, one.new_rank) for one in swapped} == {"第0局": (1, 1), "第1局": (1, 2)}


def test_indicators_that_stop_or_start_to_tell_reports_apart_are_named() -> None:
    blunt = other(lambda leaf: leaf["rule"].update(standard="200"))
    stopped = what_if(SEED, blunt, filed(40, 43))
    assert [one.id for one in stopped.indicators if one.stops] == ["staffing_control_rate"]
    assert [one.id for one in what_if(blunt, SEED, filed(40, 43)).indicators if one.starts] == ["staffing_control_rate"]


def test_no_reports_are_no_changes() -> None:
    found = what_if(SEED, STRICTER, [])
    assert (found.reports, found.ratings, found.gained) == ((), (), 0)
