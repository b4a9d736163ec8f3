"""What the public pages show: ranked lines, distributions, trends. Ranks count from 1; equal points share one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.contract.publication import BundleContents, IndicatorPoints, Publication, PublicCopy
from app.contract.scoring import IndicatorScore
from app.web.formatting import between, moment, points

WIDTH, HEIGHT = 640, 200
"""A chart in its own units, without the foot for the axis."""


@dataclass(frozen=True, slots=True)
class Line:
    """A public copy in a table."""

    id: int
    report: int
    sequence: int
    rank: int
    name: str
    year: int
    points: str
    rating: str
    own: str
    computed: str
    published: str
    withdrawn: str
    why: str


@dataclass(frozen=True, slots=True)
class BundledLine:
    """A report of a bundle in its index."""

    folder: str
    rank: int
    name: str
    points: str
    rating: str
    published: str


@dataclass(frozen=True, slots=True)
class BundledWithdrawal:
    """A withdrawn report in the index of a bundle."""

    name: str
    year: int
    sequence: int
    published: str
    withdrawn: str
    why: str


@dataclass(frozen=True, slots=True)
class PointsRow:
    """An indicator of a copy, with finance's reason."""

    score: IndicatorScore
    computed: str
    reason: str


@dataclass(frozen=True, slots=True)
class Column:
    """How many departments have these points."""

    text: str
    count: int
    label: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A year's points in the line."""

    year: int
    points: str
    x: str
    y: str
    above: str


def ranked(copies: Sequence[Publication], first: int = 1) -> list[Line]:
    """Copies by points from the highest, the first of them of rank `first`."""
    ranks = _ranks([one.points for one in copies], first)
    return [line_of(one, rank) for one, rank in zip(copies, ranks, strict=True)]


def bundled_lines(contents: BundleContents) -> list[BundledLine]:
    """The reports of a bundle by points from the highest."""
    ranks = _ranks([one.points for one in contents.reports], 1)
    return [
        BundledLine(
            folder=one.folder,
            rank=rank,
            name=one.department.name,
            points=points(one.points),
            rating=one.rating or "未定等次",
            published=moment(one.published_at)[:10],
        )
        for one, rank in zip(contents.reports, ranks, strict=True)
    ]


def bundled_withdrawals(contents: BundleContents) -> list[BundledWithdrawal]:
    """The withdrawn reports of a bundle."""
    return [
        BundledWithdrawal(
            name=one.department.name,
            year=contents.fiscal_year,
            sequence=one.sequence,
            published=moment(one.published_at)[:10],
            withdrawn=moment(one.withdrawn_at)[:10],
            why=one.reason,
        )
        for one in contents.withdrawn
    ]


def _ranks(given: Sequence[Decimal], first: int) -> list[int]:
    ranks: list[int] = []
    for at, one in enumerate(given):
        ranks.append(ranks[-1] if at and given[at - 1] == one else first + at)
    return ranks


def line_of(one: Publication, rank: int = 0) -> Line:
    """A copy in a table."""
    return Line(
        id=one.id,
        report=one.report,
        sequence=one.sequence,
        rank=rank,
        name=one.department.name,
        year=one.fiscal_year,
        points=points(one.points),
        rating=one.rating or "未定等次",
        own=points(one.self_assessed_points),
        computed=between(one.computed_low, one.computed_high),
        published=moment(one.published_at)[:10],
        withdrawn=moment(one.withdrawn_at)[:10] if one.withdrawn_at else "",
        why=one.withdrawal_reason,
    )


def points_rows(copy: PublicCopy) -> list[PointsRow]:
    """Every indicator of a copy."""
    return [
        PointsRow(one, between(one.low, one.high), copy.confirmed[one.id].reason if one.id in copy.confirmed else "")
        for one in copy.scorecard.indicators
    ]


def distribution(listed: Sequence[IndicatorPoints]) -> list[Column]:
    """How many departments have which points, the fewest points first."""
    counted = sorted(Counter(one.points for one in listed).items())
    if not counted:
        return []
    tallest, wide = max(count for _, count in counted), Decimal(WIDTH) / max(len(counted), 8)
    every = -(-len(counted) // 16)
    return [
        Column(
            text=points(value),
            count=count,
            label=points(value) if at % every == 0 else "",
            x=f"{at * wide + 2:.1f}",
            y=f"{HEIGHT - (HEIGHT - 16) * count / tallest:.1f}",
            width=f"{wide - 4:.1f}",
            height=f"{(HEIGHT - 16) * count / tallest:.1f}",
        )
        for at, (value, count) in enumerate(counted)
    ]


def trend(copies: Sequence[Publication]) -> list[TrendPoint]:
    """The points of each year, from the first; the axis is from 0 to 100 or what is more."""
    years = sorted(copies, key=lambda one: one.fiscal_year)
    top = max([Decimal(100), *(one.points for one in years)])
    wide = Decimal(WIDTH - 80) / max(len(years) - 1, 1)
    found = []
    for at, one in enumerate(years):
        y = HEIGHT - (HEIGHT - 24) * one.points / top
        found.append(
            TrendPoint(one.fiscal_year, points(one.points), f"{20 + at * wide:.1f}", f"{y:.1f}", f"{y - 8:.1f}")
        )
    return found
