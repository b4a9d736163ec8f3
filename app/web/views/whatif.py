"""What the result of a what-if shows: a chart of the changes with its table, and who gains and loses."""

from dataclasses import dataclass

from app.contract.job import Bar, RescoredReport, WhatIfResult
from app.contract.scoring import PointsComputed
from app.web.formatting import signed, span

WIDTH, HEIGHT, FOOT = 640, 200, 24
"""The chart in its own units; the foot is for the axis."""


@dataclass(frozen=True, slots=True)
class BarView:
    """A bar of the chart and its row in the table."""

    kind: str
    text: str
    reports: int
    x: str
    y: str
    width: str
    height: str
    middle: str
    label: str
    """What stands below it; empty where there would be too many."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report under both schemes."""

    id: str
    title: str
    old: str
    new: str
    change: str
    kind: str
    ranks: str
    ratings: str


@dataclass(frozen=True, slots=True)
class WhatIfResultView:
    """Everything that the page shows of a result."""

    result: WhatIfResult
    same: int
    bars: tuple[BarView, ...]
    rows: tuple[ReportRow, ...]
    stops: tuple[str, ...]
    starts: tuple[str, ...]


def what_if_view(result: WhatIfResult) -> WhatIfResultView:
    """The result, drawn and put into words."""
    return WhatIfResultView(
        result=result,
        same=result.total - result.gained - result.lost,
        bars=_bars(result.spread),
        rows=tuple(_row(one) for one in result.reports),
        stops=tuple(one.title for one in result.indicators if one.old_points > 1 >= one.new_points),
        starts=tuple(one.title for one in result.indicators if one.new_points > 1 >= one.old_points),
    )


def _bars(spread: tuple[Bar, ...]) -> tuple[BarView, ...]:
    if not spread:
        return ()
    wide, tallest = WIDTH / len(spread), max(one.reports for one in spread)
    every = -(-len(spread) // 8)
    found = []
    for at, one in enumerate(spread):
        tall = (HEIGHT - 16) * one.reports / tallest
        found.append(
            BarView(
                kind="loss" if one.below <= 0 else "gain" if one.least > 0 else "same",
                text=f"{signed(one.least)}（含）至 {signed(one.below)}",
                reports=one.reports,
                x=f"{at * wide + 1:.1f}",
                y=f"{HEIGHT - tall:.1f}",
                width=f"{max(wide - 2, 1):.1f}",
                height=f"{tall:.1f}",
                middle=f"{at * wide:.1f}",
                label=signed(one.least) if at % every == 0 else "",
            )
        )
    return tuple(found)


def _row(one: RescoredReport) -> ReportRow:
    change = one.new.low - one.old.low
    return ReportRow(
        id=one.id,
        title=one.title,
        old=span(one.old),
        new=span(one.new),
        change=signed(change),
        kind="loss" if change < 0 else "gain" if change > 0 else "same",
        ranks=str(one.new_rank) if one.old_rank == one.new_rank else f"{one.old_rank} → {one.new_rank}",
        ratings=_arrow(_rating(one.old), _rating(one.new)),
    )


def _rating(total: PointsComputed) -> str:
    if total.rating_low == total.rating_high:
        return total.rating_low
    return f"{total.rating_low}至{total.rating_high}"


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"
